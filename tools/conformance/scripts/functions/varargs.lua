-- `...` in calls, constructors, assignments and select.
local function count(...) return select("#", ...) end
print(count(), count(nil), count(nil, nil), count(1, nil, 3), count((count()))) -- expect: 0	1	2	3	1
local function first(...) local a, b = ...; return a, b end
print(first(), first(1), first(1, 2, 3)) -- expect: nil	1	1	2
local function both(x, ...) return x, ... end
print(both(), both(1), both(1, 2, 3)) -- expect: nil	1	1	2	3
local function packed(...) local t = { ... }; return #t, t[1], t[#t] end
print(packed(1, 2, 3)) -- expect: 3	1	3
local function tail(_, ...) return ... end
print(tail(1, 2, 3), (tail(1, 2, 3))) -- expect: 2	2
local function forward(...) return both(...) end
print(forward("a", "b", "c")) -- expect: a	b	c
local function middle(...) return ..., "end" end
print(middle(1, 2)) -- expect: 1	end
local function nested(...) local f = function(...) return ... end; return f(...), f(0) end
print(nested(1, 2)) -- expect: 1	0
local function args(...) local n = 0; for i = 1, select("#", ...) do n = n + (select(i, ...) or 0) end return n end
print(args(1, 2, nil, 4)) -- expect: 7
print((function(...) return ... end)(1, 2), (function(...) return (...) end)(1, 2)) -- expect: 1	1
local function reassign(...) local a = ...; a = a + 1; return a, ... end
print(reassign(10, 20)) -- expect: 11	10	20
print(select(2, load("local function f() return ... end", "=v"))) -- expect: v:1: cannot use '...' outside a vararg function near '...'
print(select("#", table.unpack({}, 1, 200)), (select(200, table.unpack({}, 1, 200)))) -- expect: 200	nil
local function deep(n, ...) if n == 0 then return ... end return deep(n - 1, n, ...) end
print(deep(5)) -- expect: 1	2	3	4	5
print(string.format("%s %s", (function(...) return ... end)("x", "y"))) -- expect: x y
