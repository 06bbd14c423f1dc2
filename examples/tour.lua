-- A tour of Lua 5.4 in ten stops. Run it with: npm start -- examples/tour.lua
-- Each stop prints a heading and a few lines; read the source beside the output.

local stop = 0
local function heading(text)
  stop = stop + 1
  print()
  print(string.format("%2d  %s", stop, text))
  print("    " .. ("-"):rep(#text))
end

local function show(label, ...)
  local shown = table.pack(...)
  for i = 1, shown.n do shown[i] = tostring(shown[i]) end
  print(string.format("    %-26s %s", label, table.concat(shown, "  ")))
end

print([[
   _            _
  | |  _  _ ___| |_ ___ _ _
  | |_| || (_-<|  _/ -_) '_|
  |____\_,_/__/ \__\___|_|    a tour of Lua 5.4]])

heading("Numbers: integers and floats")
show("7 // 2,  7 / 2", 7 // 2, 7 / 2)
show("-7 // 2,  -7 % 3", -7 // 2, -7 % 3)
show("1 == 1.0,  math.type", 1 == 1.0, math.type(1), math.type(1.0))
show("integers wrap around", math.maxinteger + 1 == math.mininteger)
show("floats do not", math.maxinteger + 1.0, 2^53)
show("0xFF << 8 | 0x0F", string.format("0x%X", 0xFF << 8 | 0x0F))

heading("Strings are bytes")
local motto = "Small is beautiful"
show("#motto, upper, reverse", #motto, motto:upper(), motto:reverse())
show("patterns", motto:match("^(%a+)"), motto:gsub("%l", "."))
show("format", ("%5.2f|%-6s|%+d|%q"):format(math.pi, "left", 42, "a\tb"))
show("\\u{3bb} is " .. #"\u{3bb}" .. " bytes", "\u{3bb}", ("\u{3bb}"):byte(1, -1))

heading("Tables: the one data structure")
local primes = { 2, 3, 5, 7, 11 }
primes[#primes + 1] = 13
show("a list", table.concat(primes, ", "))
table.sort(primes, function(a, b) return a > b end)
show("largest first", table.concat(primes, ", "))
local point = { x = 3, y = 4, ["a key with blanks"] = true }
show("a record", point.x, point.y, point["a key with blanks"], point.nothing)

heading("Functions and closures")
local function counter(step)
  local n = 0
  return function() n = n + step; return n end
end
local twos, tens = counter(2), counter(10)
show("two counters", twos(), tens(), twos(), tens())
local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do total = total + (select(i, ...)) end
  return total, select("#", ...)
end
show("varargs, two results", sum(1, 2, 3, 4))
local function countdown(n) if n == 0 then return "landed" end return countdown(n - 1) end
show("a million tail calls", countdown(1000000))

heading("Metatables: objects and operators")
local Vector = {}
Vector.__index = Vector
Vector.__add = function(a, b) return Vector.new(a.x + b.x, a.y + b.y) end
Vector.__mul = function(v, k) return Vector.new(v.x * k, v.y * k) end
Vector.__eq = function(a, b) return a.x == b.x and a.y == b.y end
Vector.__len = function(v) return (v.x ^ 2 + v.y ^ 2) ^ 0.5 end
Vector.__tostring = function(v) return "(" .. v.x .. ", " .. v.y .. ")" end
function Vector.new(x, y) return setmetatable({ x = x, y = y }, Vector) end
local v = Vector.new(3, 4)
show("v, v + v, v * 10", v, v + v, v * 10)
show("#v, v == (3, 4)", #v, v == Vector.new(3, 4))

heading("Iterators")
local function fibonacci(limit)
  local a, b = 0, 1
  return function()
    if a > limit then return nil end
    local current = a
    a, b = b, a + b
    return current
  end
end
local seen = {}
for n in fibonacci(100) do seen[#seen + 1] = n end
show("fibonacci to 100", table.concat(seen, " "))
local words = {}
for word in ("the quick brown fox"):gmatch("%a+") do words[#words + 1] = word:gsub("^%l", string.upper) end
show("gmatch and gsub", table.concat(words, " "))

heading("Coroutines")
local function walk(tree)
  if not tree then return end
  walk(tree.left)
  coroutine.yield(tree.key)
  walk(tree.right)
end
local tree = {
  key = "m",
  left = { key = "f", left = { key = "c" }, right = { key = "h" } },
  right = { key = "t" },
}
local keys = {}
for key in coroutine.wrap(function() walk(tree) end) do keys[#keys + 1] = key end
show("a tree, in order", table.concat(keys, " "))
local co = coroutine.create(function(a) local b = coroutine.yield(a * 2); return a + b end)
show("values in and out", coroutine.resume(co, 21))
show("and to the end", select(2, coroutine.resume(co, 79)), coroutine.status(co))

heading("Errors are values")
local function basename(message) return (message:gsub("^.*[/\\]", "")) end
local ok, message = pcall(function() local config; return config.name end)
show("pcall", ok, basename(message))
show("any value may be thrown", select(2, pcall(error, { code = 404 })).code)
show("a handler adds context", xpcall(function() return #5 end, function(m) return "caught " .. basename(m) end))

heading("Scope: const, close and goto")
do
  local limit <const> = 3
  local log = {}
  do
    local door <close> = setmetatable({}, { __close = function() log[#log + 1] = "door closed" end })
    log[#log + 1] = "inside"
  end
  show("a value that closes itself", table.concat(log, ", "))
  local found = {}
  for i = 1, limit do
    for j = 1, limit do
      if i == j then goto continue end
      found[#found + 1] = i .. j
      ::continue::
    end
  end
  show("goto continue", table.concat(found, " "))
end

heading("Code is data")
local env = { x = 6 }
local chunk = assert(load("x = x * 7; return x", "tour", "t", env))
show("load with an environment", chunk(), env.x, x)
show("a syntax error", select(2, load("local = 1", "=snippet")))

print()
print("    That was the tour. More programs lie beside this one.")
