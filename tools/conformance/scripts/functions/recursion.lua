-- Recursion, direct and mutual, deep but not endless.
local function ack(m, n) if m == 0 then return n + 1 elseif n == 0 then return ack(m - 1, 1) end return ack(m - 1, ack(m, n - 1)) end
print(ack(2, 3)) -- expect: 9
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
print(depth(10000)) -- expect: 10000
local function hanoi(n, a, b, c) if n == 0 then return 0 end return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a) end
print(hanoi(10, "a", "b", "c")) -- expect: 1023
local Y = function(f) return (function(x) return x(x) end)(function(x) return f(function(...) return x(x)(...) end) end) end
print(Y(function(self) return function(n) return n < 2 and 1 or n * self(n - 1) end end)(10)) -- expect: 3628800
local function many(n) if n == 0 then return end return n, many(n - 1) end
print(many(5)) -- expect: 5	4	3	2	1
print(select("#", many(150))) -- expect: 150
local t = setmetatable({}, { __index = function(t, k) local v = k < 2 and k or t[k - 1] + t[k - 2]; rawset(t, k, v); return v end })
print(t[60]) -- expect: 1548008755920
