-- Closures share variables, keep them alive, and get fresh ones for each execution of a declaration.
local function counter() local n = 0; return function() n = n + 1; return n end, function() return n end, function(v) n = v end end
local inc, get, set = counter()
inc(); inc()
print(get()); set(10); print(inc(), get())
-- expect: 2
-- expect: 11	11
local other = counter()
print(other(), inc()) -- expect: 1	12
local fs = {}
for i = 1, 3 do local x = i * 10; fs[i] = { get = function() return i, x end, set = function(v) x = v end } end
fs[1].set("changed")
print(fs[1].get()) -- expect: 1	changed
print(fs[2].get()) -- expect: 2	20
print(fs[3].get()) -- expect: 3	30
local function nest(a) return function(b) return function(c) a = a + 1; return a + b + c end end end
local f = nest(1)(2)
print(f(3), f(3)) -- expect: 7	8
local function shared() local v = 0; return { function() v = v + 1; return v end, function() v = v * 2; return v end } end
local s = shared()
print(s[1](), s[2](), s[1](), s[2]()) -- expect: 1	2	3	6
local x = "outer"
local function show() return x end
do local x = "inner"; print(show(), x) end -- expect: outer	inner
x = "changed"
print(show()) -- expect: changed
local function param(p) local function set() p = p .. "!" end set(); set(); return p end
print(param("hi")) -- expect: hi!!
local function va(...) local a, b = ...; return function() a = a + b; return a end end
local g = va(1, 2)
print(g(), g()) -- expect: 3	5
local function loopvar() local t = {}; local i = 0; while i < 3 do i = i + 1; local j = i; t[i] = function() j = j + 1; return i, j end end return t end
local l = loopvar()
print(l[1]()) -- expect: 3	2
print(l[1]()) -- expect: 3	3
print(l[3]()) -- expect: 3	4
local a <const> = {}
print((function() return a end)() == a) -- expect: true
