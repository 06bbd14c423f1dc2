-- sort: order, comparators, stability not promised, invalid comparators.
local function sorted(t, f) table.sort(t, f); return table.concat(t, " ") end
print(sorted({ 3, 1, 2 }), sorted({ "b", "a", "c" }), sorted({}), sorted({ 1 }), sorted({ 2, 1 }), sorted({ 1.5, 1, 2, -1, 0.5 })) -- expect: 1 2 3	a b c		1	1 2	-1 0.5 1 1.5 2
print(sorted({ 3, 1, 2 }, function(a, b) return a > b end), sorted({ "bb", "a", "ccc" }, function(a, b) return #a > #b end)) -- expect: 3 2 1	ccc bb a
print(sorted({ 5, 5, 5, 1, 1 }), sorted({ math.huge, -math.huge, 0, math.maxinteger, math.mininteger, 2^53 })) -- expect: 1 1 5 5 5	-inf -9223372036854775808 0 9.007199254741e+15 9223372036854775807 inf
local t = {}
local x = 42
for i = 1, 1000 do x = (x * 1103515245 + 12345) & 0x7fffffff; t[i] = x % 1000 end
table.sort(t)
local ok = true
for i = 2, #t do ok = ok and t[i - 1] <= t[i] end
print(ok, #t, t[1], t[1000]) -- expect: true	1000	0	999
table.sort(t, function(a, b) return a > b end)
print(t[1], t[1000]) -- expect: 999	0
for i = 1, 100 do t[i] = i end
for i = 101, 1000 do t[i] = nil end
table.sort(t); print(t[1], t[50], t[100]) -- expect: 1	50	100
table.sort(t, function(a, b) return b < a end); print(t[1], t[50], t[100]) -- expect: 100	51	1
local people = { { n = "c", a = 3 }, { n = "a", a = 1 }, { n = "b", a = 2 } }
table.sort(people, function(p, q) return p.a < q.a end)
print(people[1].n, people[2].n, people[3].n) -- expect: a	b	c
print(pcall(table.sort, { 1, "x", 2 })) -- expect: false	attempt to compare string with number
print(pcall(table.sort, { 1, 2, 3 }, 5)) -- expect: false	bad argument #2 to 'table.sort' (function expected, got number)
print(pcall(table.sort, { 3, 2, 1 }, function() error("in comparator", 0) end)) -- expect: false	in comparator
print(pcall(table.sort, { 1, 2, 3, 4, 5 }, function() return true end)) -- expect: false	invalid order function for sorting
print(pcall(table.sort)) -- expect: false	bad argument #1 to 'table.sort' (table expected, got no value)
print(select("#", table.sort({ 2, 1 }))) -- expect: 0
local objects = setmetatable({}, { __len = function() return 3 end, __index = function(_, i) return 4 - i end, __newindex = function(t, k, v) rawset(t, k, v) end })
table.sort(objects); print(objects[1], objects[2], objects[3]) -- expect: 1	2	3
local calls = 0
table.sort({ 5, 3, 8, 1 }, function(a, b) calls = calls + 1; return a < b end)
print(calls > 3 and calls < 20) -- expect: true
