-- Coroutines share upvalues with their creator and with each other; a coroutine may make coroutines of itself.
local n = 0
local function body() while true do n = n + 1; coroutine.yield(n) end end
local a, b = coroutine.wrap(body), coroutine.wrap(body)
print(a(), b(), a(), n) -- expect: 1	2	3	3
n = 100
print(b(), a()) -- expect: 101	102
local function fib(k) if k < 2 then return k end
  local l, r = coroutine.wrap(fib), coroutine.wrap(fib); return l(k - 1) + r(k - 2) end
print(fib(12)) -- expect: 144
local co
local depth = 0
co = function() depth = depth + 1; if depth < 30 then return coroutine.wrap(co)() end return "depth " .. depth end
print(coroutine.wrap(co)()) -- expect: depth 30
local set
local getter = coroutine.wrap(function() local v = 1; set = function(x) v = x end; while true do coroutine.yield(v) end end)
print(getter()); set("changed from outside"); print(getter())
-- expect: 1
-- expect: changed from outside
