-- A tokenizer and parser for Lua, written in Lua: reads generated source, folds constants, and writes it back.
-- String scanning, recursive descent, trees of tables. Argument: functions in the source (default 3500).
local count = tonumber(arg and arg[1]) or 3500

-- Tokens --------------------------------------------------------------------------------------

local keywords = {}
for word in ("and break do else elseif end false for function if in local nil not or repeat return then true until while"):gmatch("%a+") do
  keywords[word] = true
end

local function tokenize(source)
  local find, sub = string.find, string.sub
  local kinds, texts, n = {}, {}, 0
  local position, length = 1, #source
  while true do
    position = find(source, "[^%s]", position)
    if not position then break end
    local char = sub(source, position, position)
    local stop, kind
    if find(char, "[%a_]") then
      _, stop = find(source, "^[%w_]+", position)
      kind = keywords[sub(source, position, stop)] and "keyword" or "name"
    elseif find(char, "%d") then
      _, stop = find(source, "^%d+%.?%d*", position)
      kind = "number"
    elseif char == '"' then
      stop = find(source, '"', position + 1, true)
      kind = "string"
    elseif sub(source, position, position + 1) == "--" then
      stop = find(source, "\n", position, true) or length
    else
      local two = sub(source, position, position + 1)
      stop = (two == "==" or two == "~=" or two == "<=" or two == ">=" or two == "..") and position + 1 or position
      kind = "symbol"
    end
    if kind then
      n = n + 1
      kinds[n], texts[n] = kind, sub(source, position, stop)
    end
    position = stop + 1
  end
  kinds[n + 1], texts[n + 1] = "end", "<eof>"
  return kinds, texts
end

-- Parser ----------------------------------------------------------------------------------------

local Parser = {}
Parser.__index = Parser

function Parser:check(text)
  return self.texts[self.at] == text and self.kinds[self.at] ~= "string"
end

function Parser:accept(text)
  if self:check(text) then
    self.at = self.at + 1
    return true
  end
  return false
end

function Parser:expect(text)
  if not self:accept(text) then error("'" .. text .. "' expected near '" .. self.texts[self.at] .. "'") end
end

function Parser:name()
  if self.kinds[self.at] ~= "name" then error("name expected near '" .. self.texts[self.at] .. "'") end
  self.at = self.at + 1
  return self.texts[self.at - 1]
end

local binary_power = {
  ["or"] = 1, ["and"] = 2, ["<"] = 3, [">"] = 3, ["<="] = 3, [">="] = 3, ["~="] = 3, ["=="] = 3,
  [".."] = 4, ["+"] = 5, ["-"] = 5, ["*"] = 6, ["/"] = 6, ["%"] = 6,
}

local function fold(operator, left, right)
  if left.kind == "number" and right.kind == "number" then
    local a, b = tonumber(left.text), tonumber(right.text)
    if operator == "+" then return { kind = "number", text = string.format("%.14g", a + b) } end
    if operator == "*" then return { kind = "number", text = string.format("%.14g", a * b) } end
  end
  return { kind = "binary", operator = operator, left = left, right = right }
end

function Parser:expression(limit)
  local left
  if self:accept("not") then
    left = { kind = "unary", operator = "not ", operand = self:expression(7) }
  elseif self:accept("-") then
    left = { kind = "unary", operator = "-", operand = self:expression(7) }
  elseif self:accept("#") then
    left = { kind = "unary", operator = "#", operand = self:expression(7) }
  else
    left = self:simple()
  end
  while true do
    local operator = self.texts[self.at]
    local power = self.kinds[self.at] ~= "string" and binary_power[operator]
    if not power or power <= limit then return left end
    self.at = self.at + 1
    left = fold(operator, left, self:expression(power))
  end
end

function Parser:list()
  local list = { self:expression(0) }
  while self:accept(",") do list[#list + 1] = self:expression(0) end
  return list
end

function Parser:table_fields()
  local fields = {}
  while not self:accept("}") do
    local field
    if self.kinds[self.at] == "name" and self.texts[self.at + 1] == "=" then
      local key = self:name()
      self:expect("=")
      field = { key = key, value = self:expression(0) }
    else
      field = { value = self:expression(0) }
    end
    fields[#fields + 1] = field
    if not self:accept(",") then
      self:expect("}")
      break
    end
  end
  return fields
end

function Parser:body()
  self:expect("(")
  local parameters = {}
  if not self:accept(")") then
    repeat parameters[#parameters + 1] = self:name() until not self:accept(",")
    self:expect(")")
  end
  local block = self:block()
  self:expect("end")
  return { kind = "function", parameters = parameters, block = block }
end

function Parser:simple()
  local kind, text = self.kinds[self.at], self.texts[self.at]
  if kind == "number" or kind == "string" then
    self.at = self.at + 1
    return { kind = kind, text = text }
  end
  if kind == "keyword" then
    self.at = self.at + 1
    if text == "function" then return self:body() end
    if text == "nil" or text == "true" or text == "false" then return { kind = "literal", text = text } end
    error("unexpected '" .. text .. "'")
  end
  if self:accept("{") then return { kind = "table", fields = self:table_fields() } end
  return self:suffixed()
end

function Parser:suffixed()
  local left
  if self:accept("(") then
    left = { kind = "parentheses", inner = self:expression(0) }
    self:expect(")")
  else
    left = { kind = "name", text = self:name() }
  end
  while true do
    if self:accept(".") then
      left = { kind = "field", object = left, name = self:name() }
    elseif self:accept("[") then
      left = { kind = "index", object = left, index = self:expression(0) }
      self:expect("]")
    elseif self:accept("(") then
      local arguments = {}
      if not self:accept(")") then
        arguments = self:list()
        self:expect(")")
      end
      left = { kind = "call", callee = left, arguments = arguments }
    else
      return left
    end
  end
end

local block_end = { ["end"] = true, ["else"] = true, ["elseif"] = true, ["until"] = true, ["<eof>"] = true }

function Parser:block()
  local statements = {}
  while not block_end[self.texts[self.at]] do
    statements[#statements + 1] = self:statement()
    self:accept(";")
  end
  return statements
end

function Parser:statement()
  if self:accept("local") then
    if self:accept("function") then
      local name = self:name()
      return { kind = "local function", name = name, body = self:body() }
    end
    local names = {}
    repeat names[#names + 1] = self:name() until not self:accept(",")
    return { kind = "local", names = names, values = self:accept("=") and self:list() or {} }
  elseif self:accept("if") then
    local arms = {}
    repeat
      local condition = self:expression(0)
      self:expect("then")
      arms[#arms + 1] = { condition = condition, block = self:block() }
    until not self:accept("elseif")
    local otherwise = self:accept("else") and self:block()
    self:expect("end")
    return { kind = "if", arms = arms, otherwise = otherwise }
  elseif self:accept("while") then
    local condition = self:expression(0)
    self:expect("do")
    local block = self:block()
    self:expect("end")
    return { kind = "while", condition = condition, block = block }
  elseif self:accept("for") then
    local names = {}
    repeat names[#names + 1] = self:name() until not self:accept(",")
    local symbol = self:accept("=") and "=" or "in"
    if symbol == "in" then self:expect("in") end
    local values = self:list()
    self:expect("do")
    local block = self:block()
    self:expect("end")
    return { kind = "for", names = names, symbol = symbol, values = values, block = block }
  elseif self:accept("return") then
    return { kind = "return", values = block_end[self.texts[self.at]] and {} or self:list() }
  end
  local target = self:suffixed()
  if target.kind == "call" then return target end
  self:expect("=")
  return { kind = "assign", target = target, value = self:expression(0) }
end

-- Writer ------------------------------------------------------------------------------------------

local write, write_block
local function write_list(list, out)
  for i, item in ipairs(list) do
    if i > 1 then out[#out + 1] = ", " end
    write(item, out)
  end
end

local writers = {
  number = function(node, out) out[#out + 1] = node.text end,
  string = function(node, out) out[#out + 1] = node.text end,
  literal = function(node, out) out[#out + 1] = node.text end,
  name = function(node, out) out[#out + 1] = node.text end,
  unary = function(node, out) out[#out + 1] = node.operator; write(node.operand, out) end,
  binary = function(node, out)
    write(node.left, out)
    out[#out + 1] = " " .. node.operator .. " "
    write(node.right, out)
  end,
  parentheses = function(node, out) out[#out + 1] = "("; write(node.inner, out); out[#out + 1] = ")" end,
  field = function(node, out) write(node.object, out); out[#out + 1] = "." .. node.name end,
  index = function(node, out) write(node.object, out); out[#out + 1] = "["; write(node.index, out); out[#out + 1] = "]" end,
  call = function(node, out) write(node.callee, out); out[#out + 1] = "("; write_list(node.arguments, out); out[#out + 1] = ")" end,
  table = function(node, out)
    out[#out + 1] = "{ "
    for i, field in ipairs(node.fields) do
      if i > 1 then out[#out + 1] = ", " end
      if field.key then out[#out + 1] = field.key .. " = " end
      write(field.value, out)
    end
    out[#out + 1] = " }"
  end,
  ["function"] = function(node, out)
    out[#out + 1] = "function(" .. table.concat(node.parameters, ", ") .. ")\n"
    write_block(node.block, out)
    out[#out + 1] = "end"
  end,
  ["local function"] = function(node, out)
    out[#out + 1] = "local function " .. node.name .. "(" .. table.concat(node.body.parameters, ", ") .. ")\n"
    write_block(node.body.block, out)
    out[#out + 1] = "end"
  end,
  ["local"] = function(node, out)
    out[#out + 1] = "local " .. table.concat(node.names, ", ")
    if #node.values > 0 then
      out[#out + 1] = " = "
      write_list(node.values, out)
    end
  end,
  ["if"] = function(node, out)
    for i, arm in ipairs(node.arms) do
      out[#out + 1] = i == 1 and "if " or "elseif "
      write(arm.condition, out)
      out[#out + 1] = " then\n"
      write_block(arm.block, out)
    end
    if node.otherwise then
      out[#out + 1] = "else\n"
      write_block(node.otherwise, out)
    end
    out[#out + 1] = "end"
  end,
  ["while"] = function(node, out)
    out[#out + 1] = "while "
    write(node.condition, out)
    out[#out + 1] = " do\n"
    write_block(node.block, out)
    out[#out + 1] = "end"
  end,
  ["for"] = function(node, out)
    out[#out + 1] = "for " .. table.concat(node.names, ", ") .. " " .. node.symbol .. " "
    write_list(node.values, out)
    out[#out + 1] = " do\n"
    write_block(node.block, out)
    out[#out + 1] = "end"
  end,
  ["return"] = function(node, out) out[#out + 1] = "return "; write_list(node.values, out) end,
  assign = function(node, out) write(node.target, out); out[#out + 1] = " = "; write(node.value, out) end,
}
write = function(node, out) return writers[node.kind](node, out) end
write_block = function(block, out)
  for _, statement in ipairs(block) do
    write(statement, out)
    out[#out + 1] = "\n"
  end
end

-- The source that is read ---------------------------------------------------------------------------

local function source_of(functions)
  local parts = {}
  for i = 1, functions do
    parts[#parts + 1] = ([[
-- function number N
local function f_N(first, second, ...rest)
  local total, list = N * 2 + 1, { first, second, name = "number N", deep = { 1, 2, { x = 3 } } }
  if first > second and not (first == N) then
    total = total + first * (second - 3) / 2
  elseif first <= 10 or #list ~= 3 then
    total = list.deep[3].x .. "text" .. total
  else
    while total < 100 do total = total + f_N(first - 1, second) end
  end
  for i = 1, #list do list[i] = list[i] * 2 end
  for key, value in pairs(list) do print(key, value, -total, not value) end
  local callback = function(a, b) return a + b, a .. b, a % b == 0 end
  table.sort(list, function(a, b) return a < b end)
  return callback(total, N), list[1], f_N
end
]]):gsub("N", i):gsub(", %.%.%.rest", "")
  end
  return table.concat(parts)
end

local function parse(source)
  local kinds, texts = tokenize(source)
  local parser = setmetatable({ kinds = kinds, texts = texts, at = 1 }, Parser)
  local block = parser:block()
  if kinds[parser.at] ~= "end" then error("unexpected '" .. texts[parser.at] .. "'") end
  return block, #kinds
end

local function print_source(block)
  local out = {}
  write_block(block, out)
  return table.concat(out)
end

local source = source_of(count)
local block, tokens = parse(source)
local first = print_source(block)
local second = print_source((parse(first)))
assert(first == second)
local checksum = 0
for i = 1, #first, 11 do checksum = (checksum * 31 + first:byte(i)) % 1000003 end
print(string.format("%d bytes, %d tokens, %d statements, %d bytes written, checksum %d", #source, tokens, #block, #first, checksum))
