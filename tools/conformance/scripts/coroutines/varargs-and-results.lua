-- Counts of values through resume and yield, nils included.
local co = coroutine.create(function(...) local n = select("#", ...); while true do n = select("#", coroutine.yield(n)) end end)
print(coroutine.resume(co)) -- expect: true	0
print(coroutine.resume(co, nil)) -- expect: true	1
print(coroutine.resume(co, nil, nil)) -- expect: true	2
print(coroutine.resume(co, 1, 2, 3)) -- expect: true	3
local function pack(...) return select("#", ...), ... end
print(pack(coroutine.resume(coroutine.create(function() return nil, nil end)))) -- expect: 3	true	nil	nil
print(pack(coroutine.resume(coroutine.create(function() coroutine.yield(nil, nil, nil) end)))) -- expect: 4	true	nil	nil	nil
local w = coroutine.wrap(function(...) local a, b = coroutine.yield(...); return b, a end)
print(pack(w(1, nil))) -- expect: 2	1	nil
print(pack(w("x", "y"))) -- expect: 2	y	x
local t = {}
for i = 1, 200 do t[i] = i end
local big = coroutine.wrap(function(...) return select("#", coroutine.yield(...)) end)
print(select("#", big(table.unpack(t))), big(table.unpack(t, 1, 150))) -- expect: 200	150
print((coroutine.wrap(function() return coroutine.yield() end))()) -- expect:
local tail = coroutine.wrap(function() return coroutine.yield("tail yield") end)
print(tail(), tail("result")) -- expect: tail yield	result
print(coroutine.wrap(coroutine.yield)("yield as body")) -- expect: yield as body
local y = coroutine.wrap(coroutine.yield)
print(y(1, 2)) -- expect: 1	2
print(y(3, 4)) -- expect: 3	4
