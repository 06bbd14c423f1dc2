-- A local that is both assigned and used as table or key in one assignment keeps its old value for the access.
local a = {}
local function f(a) a[1], a = 10, nil; return a end
local t = {}
print(f(t), t[1]) -- expect: nil	10
local i = 1
local list = { 0, 0, 0 }
i, list[i], list[i + 1] = 3, "first", "second"
print(i, list[1], list[2], list[3]) -- expect: 3	first	second	0
do
  local k, v = 1, { {}, {} }
  v[k][k], k, v = "deep", 2, nil
  print(k, v) -- expect: 2	nil
end
local up = { 1 }
local function g() up, up[1] = { 2 }, "set"; return up[1] end
local old = up
print(g(), old[1]) -- expect: 2	set
x, y = 1, 2
x, y = y, x
print(x, y) -- expect: 2	1
local o = { n = 1 }
o.n, o.m, o = o.n + 1, o.n + 10, o
print(o.n, o.m) -- expect: 2	11
