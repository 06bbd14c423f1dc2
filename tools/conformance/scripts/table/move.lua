-- move within a table, overlapping both ways, and to another one.
local function show(t, n) local out = {}; for i = 1, n do out[i] = tostring(t[i]) end return table.concat(out, " ") end
print(show(table.move({ 1, 2, 3, 4, 5 }, 2, 4, 1), 5), show(table.move({ 1, 2, 3, 4, 5 }, 1, 3, 3), 5), show(table.move({ 1, 2, 3 }, 1, 3, 2), 4)) -- expect: 2 3 4 4 5	1 2 1 2 3	1 1 2 3
print(show(table.move({ 1, 2, 3 }, 1, 3, 1, {}), 3), show(table.move({ 1, 2, 3 }, 2, 3, 5, { "a" }), 6), show(table.move({ 1, 2 }, 1, 0, 5), 2)) -- expect: 1 2 3	a nil nil nil 2 3	1 2
local dst = {}
print(table.move({ 7, 8 }, 1, 2, 1, dst) == dst, dst[1], dst[2]) -- expect: true	7	8
print(show(table.move({ 1, nil, 3 }, 1, 3, 2), 4), show(table.move({ 1, 2, 3 }, -1, 1, 1), 3)) -- expect: 1 1 nil 3	nil nil 1
local log = {}
local src = setmetatable({}, { __index = function(_, i) log[#log + 1] = "r" .. i; return i * 10 end })
local out = setmetatable({}, { __newindex = function(t, k, v) log[#log + 1] = "w" .. k; rawset(t, k, v) end })
table.move(src, 1, 3, 2, out)
print(table.concat(log, " "), out[2], out[4]) -- expect: r1 w2 r2 w3 r3 w4	10	30
print(pcall(table.move, {}, 1, math.maxinteger, 2)) -- expect: false	bad argument #4 to 'table.move' (destination wrap around)
print(pcall(table.move, {}, -1, math.maxinteger, 2)) -- expect: false	bad argument #3 to 'table.move' (too many elements to move)
print(pcall(table.move, {}, 1, 2)) -- expect: false	bad argument #4 to 'table.move' (number expected, got no value)
print(pcall(table.move, 1, 1, 2, 3)) -- expect: false	bad argument #1 to 'table.move' (table expected, got number)
print(pcall(table.move, {}, 1, 1, 1, 5)) -- expect: false	bad argument #5 to 'table.move' (table expected, got number)
