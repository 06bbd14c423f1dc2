-- Pipelines of coroutines: producers, filters and consumers that know nothing of each other.
-- A stage is a function that yields values; `|` joins a stage and a filter into a new stage.

local Stage = {}
Stage.__index = Stage

local function stage(body)
  return setmetatable({ body = body }, Stage)
end

-- A fresh iterator over the values of the stage, for use in a generic `for`.
function Stage:values() return coroutine.wrap(self.body) end
Stage.__call = function(self) return self:values() end

-- A filter is a function from an iterator to the body of a new stage.
Stage.__bor = function(source, filter)
  return stage(function() filter(source:values()) end)
end

local yield = coroutine.yield

-- Producers ---------------------------------------------------------------------------------

local function count_from(n)
  return stage(function() while true do yield(n); n = n + 1 end end)
end

local function each(list)
  return stage(function() for i = 1, #list do yield(list[i]) end end)
end

local function lines_of(text)
  return stage(function() for line in text:gmatch("[^\n]+") do yield(line) end end)
end

-- Filters -----------------------------------------------------------------------------------

local function map(f)
  return function(source) for value in source do yield(f(value)) end end
end

local function keep(predicate)
  return function(source) for value in source do if predicate(value) then yield(value) end end end
end

local function take(count)
  return function(source)
    for _ = 1, count do
      local value = source()
      if value == nil then return end
      yield(value)
    end
  end
end

local function take_while(predicate)
  return function(source)
    for value in source do
      if not predicate(value) then return end
      yield(value)
    end
  end
end

local function batches(size)
  return function(source)
    local batch = {}
    for value in source do
      batch[#batch + 1] = value
      if #batch == size then yield(batch); batch = {} end
    end
    if #batch > 0 then yield(batch) end
  end
end

local function zip(other)
  return function(source)
    local right = other()
    for left in source do
      local value = right()
      if value == nil then return end
      yield({ left, value })
    end
  end
end

local function flatten(source)
  for value in source do
    if type(value) == "table" then
      flatten(each(value):values())
    else
      yield(value)
    end
  end
end

-- Consumers ---------------------------------------------------------------------------------

local function collect(source)
  local list = {}
  for value in source:values() do list[#list + 1] = tostring(value) end
  return table.concat(list, " ")
end

local function fold(source, f, accumulator)
  for value in source:values() do accumulator = f(accumulator, value) end
  return accumulator
end

-- At work -----------------------------------------------------------------------------------

local function is_even(n) return n % 2 == 0 end
local function square(n) return n * n end
local function add(a, b) return a + b end

print("even squares", collect(count_from(1) | map(square) | keep(is_even) | take(8)))
print("below 60    ", collect(count_from(3) | map(function(n) return n * 7 end) | take_while(function(n) return n < 60 end)))
print("sum to 1000 ", fold(count_from(1) | take(1000), add, 0))
print("batches     ", collect(count_from(1) | take(10) | batches(4) | map(function(b) return "[" .. table.concat(b, ",") .. "]" end)))
print("zip         ", collect(each({ "a", "b", "c" }) | zip(count_from(1)) | map(table.concat)))
print("flatten     ", collect(each({ 1, { 2, { 3, { 4 } }, {} }, { { 5 } }, 6 }) | flatten))

-- Eratosthenes, as a chain that grows by one filter for each prime found.
local function primes()
  return stage(function()
    local source = count_from(2):values()
    while true do
      local prime = source()
      yield(prime)
      local upstream = source
      source = coroutine.wrap(function()
        for n in upstream do if n % prime ~= 0 then yield(n) end end
      end)
    end
  end)
end
print("primes      ", collect(primes() | take(25)))
print("the 40th    ", fold(primes() | take(40), function(_, prime) return prime end))

-- A log, filtered as it is read: nothing is read twice, nothing is kept.
local log = [[
12:00 boiler  info  pressure 2.1
12:01 boiler  warn  pressure 3.4
12:01 door    info  open
12:02 boiler  error pressure 4.8
12:03 door    warn  open for 120 s
12:04 boiler  error pressure 5.2
12:05 valve   info  released
12:06 boiler  info  pressure 1.9
]]
local function parse(line)
  local time, unit, level, text = line:match("^(%S+)%s+(%S+)%s+(%S+)%s+(.*)$")
  return { time = time, unit = unit, level = level, text = text }
end
print("\nwarnings and errors")
for entry in (lines_of(log) | map(parse) | keep(function(e) return e.level ~= "info" end)):values() do
  print(("  %s %-7s %s"):format(entry.time, entry.unit, entry.text))
end
local pressures = lines_of(log) | map(function(line) return tonumber(line:match("pressure (%S+)")) or false end) | keep(tonumber)
print("  highest pressure", fold(pressures, math.max, 0.0))

-- Two workers and a queue: a scheduler is a loop over coroutines.
print("\na bounded queue of two places")
local queue, finished = {}, false
local trace = {}
local function note(...) trace[#trace + 1] = table.concat({ ... }, " ") end
local tasks = {
  coroutine.create(function()
    for item = 1, 6 do
      while #queue == 2 do note("producer waits"); yield() end
      queue[#queue + 1] = item
      note("put", item)
    end
    finished = true
  end),
  coroutine.create(function()
    repeat
      while #queue == 0 and not finished do note("consumer waits"); yield() end
      note("got", table.remove(queue, 1))
      if #queue == 0 and not finished then yield() end
    until finished and #queue == 0
  end),
}
repeat
  local running = 0
  for i, task in ipairs(tasks) do
    if coroutine.status(task) ~= "dead" then
      running = running + 1
      assert(coroutine.resume(task))
      note("-- " .. i .. " " .. coroutine.status(task))
    end
  end
until running == 0
for _, line in ipairs(trace) do print("  " .. line) end

-- An error in a stage comes out at the consumer, and the chain is dead afterwards.
print("\nerrors")
local broken = (count_from(1) | map(function(n) if n == 3 then error("the third is bad", 0) end return n end)):values()
print("  ", broken(), broken())
print("  ", pcall(broken))
print("  ", pcall(broken))
