-- All expressions are evaluated before any assignment; the order of assignments is PUC's, from the last to the first.
local a, b = 1, 2
a, b = b, a
print(a, b) -- expect: 2	1
local x, y, z = 1
print(x, y, z) -- expect: 1	nil	nil
x, y = 10, 20, 30
print(x, y) -- expect: 10	20
local i, t = 1, {}
i, t[i] = i + 1, 20
print(i, t[1], t[2]) -- expect: 2	20	nil
local order = {}
local proxy = setmetatable({}, { __newindex = function(_, k, v) order[#order + 1] = k .. "=" .. tostring(v) end })
proxy.a, proxy.b, proxy.c = 1, 2, 3
print(table.concat(order, " ")) -- expect: c=3 b=2 a=1
order = {}
proxy.a, proxy.b, proxy.c = (function() return "x", "y", "z" end)()
print(table.concat(order, " ")) -- expect: c=z b=y a=x
order = {}
proxy.a, proxy.b = 1
print(table.concat(order, " ")) -- expect: b=nil a=1
local q = { 1, 2, 3 }
q[1], q[2], q[3] = q[3], q[1], q[2]
print(q[1], q[2], q[3]) -- expect: 3	1	2
local r = { 1, { 2 } }
r, r[2] = { "new" }, "old"
print(r[1], r[2]) -- expect: new	nil
local s = { v = 1 }
local u = s
s.v, s = 5, { v = "other" }
print(s.v, u.v) -- expect: other	5
