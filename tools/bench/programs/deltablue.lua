-- DeltaBlue: an incremental solver for one-way constraints with strengths; polymorphic method calls on small objects.
-- A chain of equalities and a projection by scale constraints are solved, edited and torn down again.
-- Arguments: length of the chain (default 3000), rounds (default 16).
local length = tonumber(arg and arg[1]) or 3000
local rounds = tonumber(arg and arg[2]) or 16

-- Strengths: the smaller, the stronger.
local REQUIRED, PREFERRED, STRONG_DEFAULT, NORMAL, WEAK_DEFAULT, WEAKEST = 0, 2, 3, 4, 5, 6

local Variable = {}
Variable.__index = Variable
function Variable.new(value)
  return setmetatable({ value = value, constraints = {}, determined_by = nil, mark = 0, walk_strength = WEAKEST, stays = true }, Variable)
end

local function remove(list, item)
  for i = 1, #list do
    if list[i] == item then return table.remove(list, i) end
  end
end

-- Classes of constraints --------------------------------------------------------------------
-- Each has: connect, disconnect, is_satisfied, choose_method(mark), mark_inputs(mark), inputs_known(mark),
-- output, mark_unsatisfied, recalculate, execute.

local function class(parent)
  local new = setmetatable({}, { __index = parent })
  new.__index = new
  return new
end

local Planner = {}
Planner.__index = Planner

local Constraint = {}
Constraint.__index = Constraint
Constraint.is_input = false

-- Tries to satisfy this constraint; returns the weaker one that it displaces, if any.
function Constraint:satisfy(mark, planner)
  self:choose_method(mark)
  if not self:is_satisfied() then
    assert(self.strength ~= REQUIRED, "a required constraint cannot be satisfied")
    return nil
  end
  self:mark_inputs(mark)
  local output = self:output()
  local displaced = output.determined_by
  if displaced then displaced:mark_unsatisfied() end
  output.determined_by = self
  assert(planner:propagate(self, mark), "cycle")
  output.mark = mark
  return displaced
end

function Constraint:destroy(planner)
  if self:is_satisfied() then planner:remove(self) end
  self:disconnect()
end

local Unary = class(Constraint)
function Unary:start(planner, variable, strength)
  self.variable, self.strength, self.satisfied = variable, strength, false
  self:connect()
  planner:add(self)
  return self
end
function Unary:connect() local list = self.variable.constraints; list[#list + 1] = self end
function Unary:disconnect() remove(self.variable.constraints, self); self.satisfied = false end
function Unary:is_satisfied() return self.satisfied end
function Unary:choose_method(mark)
  self.satisfied = self.variable.mark ~= mark and self.strength < self.variable.walk_strength
end
function Unary:mark_inputs() end
function Unary:inputs_known() return true end
function Unary:output() return self.variable end
function Unary:mark_unsatisfied() self.satisfied = false end
function Unary:recalculate()
  local variable = self.variable
  variable.walk_strength = self.strength
  variable.stays = not self.is_input
  if variable.stays then self:execute() end
end
function Unary:execute() end

local Stay = class(Unary)
function Stay.new(planner, variable, strength) return setmetatable({}, Stay):start(planner, variable, strength) end

local Edit = class(Unary)
Edit.is_input = true
function Edit.new(planner, variable, strength) return setmetatable({}, Edit):start(planner, variable, strength) end

-- A constraint between two variables; `direction` says which is computed: "forward" the second, "backward" the first.
local Binary = class(Constraint)
function Binary:start(planner, first, second, strength)
  self.first, self.second, self.strength, self.direction = first, second, strength, nil
  self:connect()
  planner:add(self)
  return self
end
function Binary:variables() return { self.first, self.second } end
function Binary:connect()
  for _, variable in ipairs(self:variables()) do variable.constraints[#variable.constraints + 1] = self end
end
function Binary:disconnect()
  for _, variable in ipairs(self:variables()) do remove(variable.constraints, self) end
  self.direction = nil
end
function Binary:is_satisfied() return self.direction ~= nil end
function Binary:choose_method(mark)
  local first, second, strength = self.first, self.second, self.strength
  self.direction = nil
  if first.mark == mark then
    if second.mark ~= mark and strength < second.walk_strength then self.direction = "forward" end
  elseif second.mark == mark then
    if strength < first.walk_strength then self.direction = "backward" end
  elseif first.walk_strength > second.walk_strength then
    if strength < first.walk_strength then self.direction = "backward" end
  elseif strength < second.walk_strength then
    self.direction = "forward"
  end
end
function Binary:input() return self.direction == "forward" and self.first or self.second end
function Binary:output() return self.direction == "forward" and self.second or self.first end
function Binary:mark_inputs(mark) self:input().mark = mark end
function Binary:inputs_known(mark)
  local input = self:input()
  return input.mark == mark or input.stays or input.determined_by == nil
end
function Binary:mark_unsatisfied() self.direction = nil end
function Binary:recalculate()
  local input, output = self:input(), self:output()
  output.walk_strength = math.max(self.strength, input.walk_strength)
  output.stays = input.stays
  if output.stays then self:execute() end
end

local Equal = class(Binary)
function Equal.new(planner, first, second, strength) return setmetatable({}, Equal):start(planner, first, second, strength) end
function Equal:execute() self:output().value = self:input().value end

-- second = first * scale + offset
local Scale = class(Binary)
function Scale.new(planner, first, scale, offset, second, strength)
  return setmetatable({ scale = scale, offset = offset }, Scale):start(planner, first, second, strength)
end
function Scale:variables() return { self.first, self.scale, self.offset, self.second } end
function Scale:mark_inputs(mark)
  self:input().mark, self.scale.mark, self.offset.mark = mark, mark, mark
end
function Scale:execute()
  if self.direction == "forward" then
    self.second.value = self.first.value * self.scale.value + self.offset.value
  else
    self.first.value = (self.second.value - self.offset.value) / self.scale.value
  end
end
function Scale:recalculate()
  local input, output = self:input(), self:output()
  output.walk_strength = math.max(self.strength, input.walk_strength)
  output.stays = input.stays and self.scale.stays and self.offset.stays
  if output.stays then self:execute() end
end

-- The planner --------------------------------------------------------------------------------

function Planner.new() return setmetatable({ mark = 0 }, Planner) end

function Planner:new_mark()
  self.mark = self.mark + 1
  return self.mark
end

function Planner:add(constraint)
  local mark = self:new_mark()
  local displaced = constraint:satisfy(mark, self)
  while displaced do displaced = displaced:satisfy(mark, self) end
end

-- Constraints that use a variable, without the one that computes it.
local function add_consumers(variable, list)
  local determining = variable.determined_by
  for _, constraint in ipairs(variable.constraints) do
    if constraint ~= determining and constraint:is_satisfied() then list[#list + 1] = constraint end
  end
end

function Planner:propagate(constraint, mark)
  local todo = { constraint }
  while #todo > 0 do
    local current = table.remove(todo)
    local output = current:output()
    if output.mark == mark then
      self:remove(constraint)
      return false
    end
    current:recalculate()
    add_consumers(output, todo)
  end
  return true
end

function Planner:remove(constraint)
  local output = constraint:output()
  constraint:mark_unsatisfied()
  constraint:disconnect()
  local unsatisfied = self:unsatisfied_after(output)
  for strength = REQUIRED, WEAKEST do
    for _, other in ipairs(unsatisfied) do
      if other.strength == strength then self:add(other) end
    end
  end
end

function Planner:unsatisfied_after(output)
  output.determined_by, output.walk_strength, output.stays = nil, WEAKEST, true
  local unsatisfied, todo = {}, { output }
  while #todo > 0 do
    local variable = table.remove(todo)
    for _, constraint in ipairs(variable.constraints) do
      if not constraint:is_satisfied() then unsatisfied[#unsatisfied + 1] = constraint end
    end
    local consumers = {}
    add_consumers(variable, consumers)
    for _, constraint in ipairs(consumers) do
      constraint:recalculate()
      todo[#todo + 1] = constraint:output()
    end
  end
  return unsatisfied
end

-- The constraints that follow from the given inputs, in an order in which they can be executed.
function Planner:plan(sources)
  local mark = self:new_mark()
  local plan, todo = {}, sources
  while #todo > 0 do
    local constraint = table.remove(todo)
    local output = constraint:output()
    if output.mark ~= mark and constraint:inputs_known(mark) then
      plan[#plan + 1] = constraint
      output.mark = mark
      add_consumers(output, todo)
    end
  end
  return plan
end

local function change(planner, variable, value)
  local edit = Edit.new(planner, variable, PREFERRED)
  local plan = planner:plan({ edit })
  for _ = 1, 10 do
    variable.value = value
    for i = 1, #plan do plan[i]:execute() end
  end
  edit:destroy(planner)
end

-- The two tests ------------------------------------------------------------------------------

local function chain(n)
  local planner = Planner.new()
  local variables = {}
  for i = 1, n + 1 do variables[i] = Variable.new(0) end
  for i = 1, n do Equal.new(planner, variables[i], variables[i + 1], REQUIRED) end
  Stay.new(planner, variables[n + 1], STRONG_DEFAULT)
  local edit = Edit.new(planner, variables[1], PREFERRED)
  local plan = planner:plan({ edit })
  for value = 0, 99 do
    variables[1].value = value
    for i = 1, #plan do plan[i]:execute() end
    assert(variables[n + 1].value == value)
  end
  edit:destroy(planner)
  return #plan
end

local function projection(n)
  local planner = Planner.new()
  local scale, offset = Variable.new(10), Variable.new(1000)
  local sources, targets = {}, {}
  for i = 1, n do
    sources[i], targets[i] = Variable.new(i), Variable.new(i)
    Stay.new(planner, sources[i], NORMAL)
    Scale.new(planner, sources[i], scale, offset, targets[i], REQUIRED)
  end
  change(planner, sources[n], 17)
  assert(targets[n].value == 1170)
  change(planner, targets[n], 1050)
  assert(sources[n].value == 5)
  change(planner, scale, 5)
  for i = 1, n - 1 do assert(targets[i].value == i * 5 + 1000) end
  change(planner, offset, 2000)
  local sum = 0
  for i = 1, n - 1 do
    assert(targets[i].value == i * 5 + 2000)
    sum = sum + targets[i].value
  end
  return sum
end

for _ = 1, rounds do
  print(string.format("chain %d, projection %d", chain(length), projection(length)))
end
