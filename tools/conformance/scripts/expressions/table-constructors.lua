-- Positional, named and computed fields; a call at the end gives all its values.
local function two() return "p", "q" end
local t = { 1, 2; x = 10, 3, [4 + 4] = "eight", ["a b"] = true, two() }
print(#t, t[1], t[2], t[3], t[4], t[5], t.x, t[8], t["a b"]) -- expect: 5	1	2	3	p	q	10	eight	true
print(#{ two(), two() }, #{ (two()) }, #{ two(), nil }, #{ n = two() }) -- expect: 3	1	1	0
print(({ [1] = "a", "b" })[1], ({ "b", [1] = "a" })[1]) -- expect: b	b
local order = {}
local function o(k, v) order[#order + 1] = k; return v end
local _ = { [o("k1", 1)] = o("v1", 1), o("p1", 1), x = o("x", 2) }
print(table.concat(order, " ")) -- expect: k1 v1 p1 x
local nested = { { 1, { 2, { 3 } } }, a = { b = { c = "deep" } } }
print(nested[1][2][2][1], nested.a.b.c) -- expect: 3	deep
print(#{}, next({}), #{ nil, 2 } == 2 or #{ nil, 2 } == 0) -- expect: 0	nil	true
local function va(...) return #{ ... }, #{ ..., 1 }, { n = select("#", ...), ... } end
local x, y, z = va("a", "b", "c")
print(x, y, z.n, z[3]) -- expect: 3	2	3	c
local big = {}
for i = 1, 120 do big[i] = tostring(i) end
local list = load("return {" .. table.concat(big, ",") .. "}")()
print(#list, list[1], list[51], list[120]) -- expect: 120	1	51	120
local f = load("return {" .. ("f,"):rep(49) .. " ...}")("a", "b")
print(f[50], f[51]) -- expect: a	b
print(({ [2^53] = "float key" })[2^53 | 0], ({ [3.0] = "three" })[3]) -- expect: float key	three
