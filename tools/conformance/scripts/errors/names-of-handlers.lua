-- A message handler is named as if the failed operation had called it: by the metamethod that the operation would have had. A division
-- of numbers has none.
local function handler(message)
  local info = debug.getinfo(1, "n")
  return tostring(info.namewhat) .. " " .. tostring(info.name) .. ": " .. message
end
local function try(f, ...) print(select(2, xpcall(f, handler, ...))) end
local zero, none, t, s = 0, nil, {}, "x"
try(function() return 1 // zero end) -- expect:  nil: names-of-handlers.lua:9: attempt to divide by zero
try(function() return 1 % zero end) -- expect:  nil: names-of-handlers.lua:10: attempt to perform 'n%0'
try(function(a) return a // 0 end, 7) -- expect:  nil: names-of-handlers.lua:11: attempt to divide by zero
try(function(a) return a % 0 end, 7) -- expect:  nil: names-of-handlers.lua:12: attempt to perform 'n%0'
try(function(a, b) local c = a % b return c end, 7, 0) -- expect:  nil: names-of-handlers.lua:13: attempt to perform 'n%0'
try(function(a, b) local c = a // b return c end, math.mininteger, 0) -- expect:  nil: names-of-handlers.lua:14: attempt to divide by zero
try(function(a) return a // 0 end) -- expect: metamethod idiv: names-of-handlers.lua:15: attempt to perform arithmetic on a nil value (local 'a')
try(function(a) return a % 0 end, {}) -- expect: metamethod mod: names-of-handlers.lua:16: attempt to perform arithmetic on a table value (local 'a')
try(function(a) return 1 // a end) -- expect: metamethod idiv: names-of-handlers.lua:17: attempt to perform arithmetic on a nil value (local 'a')
try(function(a) return a % "x" end, 1) -- expect:  nil: names-of-handlers.lua:18: attempt to mod a 'number' with a 'string'
try(function(a) return a % 0 end, "10") -- expect:  nil: attempt to perform 'n%0'
try(function() return none + 1 end) -- expect: metamethod add: names-of-handlers.lua:20: attempt to perform arithmetic on a nil value (upvalue 'none')
try(function() return none .. "x" end) -- expect: metamethod concat: names-of-handlers.lua:21: attempt to concatenate a nil value (upvalue 'none')
try(function() return #none end) -- expect: metamethod len: names-of-handlers.lua:22: attempt to get length of a nil value (upvalue 'none')
try(function() return -t end) -- expect: metamethod unm: names-of-handlers.lua:23: attempt to perform arithmetic on a table value (upvalue 't')
try(function() return t < t end) -- expect: metamethod lt: names-of-handlers.lua:24: attempt to compare two table values
try(function() return none.x end) -- expect: metamethod index: names-of-handlers.lua:25: attempt to index a nil value (upvalue 'none')
try(function() none.x = 1 end) -- expect: metamethod newindex: names-of-handlers.lua:26: attempt to index a nil value (upvalue 'none')
try(function() return t.x.y end) -- expect: metamethod index: names-of-handlers.lua:27: attempt to index a nil value (field 'x')
try(function() t[nil] = 1 end) -- expect: metamethod newindex: names-of-handlers.lua:28: table index is nil
try(function() return ~1.5 end) -- expect: metamethod bnot: names-of-handlers.lua:29: number has no integer representation
try(function() return 2 ^ 64 | 1 end) -- expect: metamethod bor: names-of-handlers.lua:30: number has no integer representation
try(function() none() end) -- expect: upvalue none: names-of-handlers.lua:31: attempt to call a nil value (upvalue 'none')
try(function() t.x() end) -- expect: field x: names-of-handlers.lua:32: attempt to call a nil value (field 'x')
try(function() t:x() end) -- expect: method x: names-of-handlers.lua:33: attempt to call a nil value (method 'x')
try(function() for i = 1, "x" do end end) -- expect:  nil: names-of-handlers.lua:34: bad 'for' limit (number expected, got string)
try(function() for k in t do end end) -- expect: for iterator for iterator: names-of-handlers.lua:35: attempt to call a table value (for iterator 'for iterator')
try(function() error("e") end) -- expect:  nil: names-of-handlers.lua:36: e
try(error, "e") -- expect:  nil: e
try(string.rep) -- expect:  nil: bad argument #1 to 'string.rep' (string expected, got no value)
print(xpcall(function(n) for i = 1, 300 do n = n + (i < 300 and 1 % i or 1 % (i - 300)) end end, handler, 1)) -- expect: false	 nil: names-of-handlers.lua:39: attempt to perform 'n%0'
