-- __call gets the called value before the arguments.
local t = setmetatable({ base = 10 }, { __call = function(self, x, ...) return self.base + (x or 0), select("#", ...) end })
print(t(1), t(), t(1, 2, 3)) -- expect: 11	10	11	2
print(pcall(t, 5), select(2, pcall(t, 5, 6))) -- expect: true	15	1
local o = { f = t }
print(o.f(2), (o.f(3))) -- expect: 12	13
print(pcall(coroutine.wrap, t)) -- expect: false	bad argument #1 to 'coroutine.wrap' (function expected, got table)
local yields = setmetatable({}, { __call = function(_, a) local b = coroutine.yield(a + 1); return b * 2 end })
local co = coroutine.wrap(function(...) return yields(...) end)
print(co(1), co(21)) -- expect: 2	42
print(string.gsub("abc", "%w", function(c) return t(c:byte() - 97) end)) -- expect: 101112	3
print(xpcall(t, print, 1, 2, 3)) -- expect: true	11	2
print(select("#", t(1, nil, nil))) -- expect: 2
