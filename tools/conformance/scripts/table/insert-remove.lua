-- insert and remove at the end, at the start, in the middle, and at the edges.
local t = { 1, 2, 3 }
table.insert(t, 4)
table.insert(t, 1, 0)
table.insert(t, 3, 1.5)
table.insert(t, #t + 1, 5)
print(table.concat(t, " "), select("#", table.insert(t, 6))) -- expect: 0 1 1.5 2 3 4 5	0
print(table.remove(t), table.remove(t, 1), table.remove(t, 2), table.concat(t, " ")) -- expect: 6	0	1.5	1 2 3 4 5
print(table.remove(t, #t + 1), table.remove({}), table.remove({}, 0), #t) -- expect: nil	nil	nil	5
print(table.remove({ 10 }), table.remove({ [0] = "zero" }, 0), table.remove({}, #{}), select("#", table.remove({}))) -- expect: 10	zero	nil	1
local e = {}
table.insert(e, "first"); table.insert(e, 1, "zeroth"); table.insert(e, nil)
print(#e, e[1], e[2]) -- expect: 2	zeroth	first
print(pcall(table.insert, { 1 }, 0, "x")) -- expect: false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, { 1 }, 3, "x")) -- expect: false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, { 1 }, -1, "x")) -- expect: false	bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, { 1 }, 1.5, "x")) -- expect: false	bad argument #2 to 'table.insert' (number has no integer representation)
print(pcall(table.insert, { 1 })) -- expect: false	wrong number of arguments to 'insert'
print(pcall(table.insert, { 1 }, 1, 2, 3)) -- expect: false	wrong number of arguments to 'insert'
print(pcall(table.insert, nil, 1)) -- expect: false	bad argument #1 to 'table.insert' (table expected, got nil)
print(pcall(table.insert)) -- expect: false	bad argument #1 to 'table.insert' (table expected, got no value)
print((pcall(table.remove, { 1, 2 }, 4))) -- expect: false
print((pcall(table.remove, { 1, 2 }, -1))) -- expect: false
print((pcall(table.remove, {}, 2))) -- expect: false
print(pcall(table.remove)) -- expect: false	bad argument #1 to 'table.remove' (table expected, got no value)
local q = {}
for i = 1, 1000 do q[#q + 1] = i end
local sum = 0
while #q > 0 do sum = sum + table.remove(q, 1) + (table.remove(q) or 0) end
print(sum) -- expect: 500500
