-- Tables with many entries: arrays, string keys, sparse integers, deletion and reuse.
local t = {}
for i = 1, 100000 do t[i] = i * 2 end
local s = 0
for i = 1, #t do s = s + t[i] end
print(#t, s) -- expect: 100000	10000100000
local h = {}
for i = 1, 20000 do h["k" .. i] = i end
s = 0
for k, v in pairs(h) do s = s + v end
print(s, h.k1, h.k20000, h.k20001) -- expect: 200010000	1	20000	nil
for i = 1, 20000, 2 do h["k" .. i] = nil end
local n = 0
for _ in pairs(h) do n = n + 1 end
print(n) -- expect: 10000
local sparse = {}
for i = 1, 20 do sparse[2^i | 0] = i end
s = 0
for k, v in pairs(sparse) do s = s + k * v end
print(s) -- expect: 39845890
local down = {}
for i = 1000, 1, -1 do down[i] = i end
print(#down, down[1], down[1000]) -- expect: 1000	1	1000
local order = {}
for i = 1, 50 do order[#order + 1] = i end
local seen = {}
for i, v in ipairs(order) do seen[v] = i end
print(#seen, seen[50]) -- expect: 50	50
for round = 1, 3 do local x = {}; for i = 1, 1000 do x[i % 10] = i; x["f" .. i % 7] = i end; n = 0; for _ in pairs(x) do n = n + 1 end end
print(n) -- expect: 17
local list
for i = 1, 1000 do list = { next = list, value = i } end
s = 0
while list do s = s + list.value; list = list.next end
print(s) -- expect: 500500
