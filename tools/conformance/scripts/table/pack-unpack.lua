-- pack counts its arguments; unpack gives a range.
local p = table.pack(1, nil, 3, nil)
print(p.n, p[1], p[2], p[3], p[4], #table.pack() == 0, table.pack().n, table.pack(nil).n) -- expect: 4	1	nil	3	nil	true	0	1
print(table.unpack({ 1, 2, 3 })) -- expect: 1	2	3
print(table.unpack({ 1, 2, 3 }, 2)) -- expect: 2	3
print(table.unpack({ 1, 2, 3 }, 2, 3)) -- expect: 2	3
print(table.unpack({ 1, 2 }, 1, 4)) -- expect: 1	2	nil	nil
print(table.unpack({ 1, nil, 3 }, 1, 3)) -- expect: 1	nil	3
print(select("#", table.unpack({}, 1, 3)), select("#", table.unpack({})), select("#", table.unpack({ 1, 2 }, 3)), select("#", table.unpack({ 1, 2 }, 2, 1))) -- expect: 3	0	0	0
print(table.unpack({ [-1] = "m", [0] = "z", "o" }, -1, 1)) -- expect: m	z	o
print((table.unpack({ 1, 2 })), ({ table.unpack({ 1, 2, 3 }) })[3], #{ table.unpack({ 1, 2 }), table.unpack({ 3, 4 }) }) -- expect: 1	3	3
print(table.unpack({ 1, 2, 3 }, "2", 3.0)) -- expect: 2	3
print(pcall(table.unpack)) -- expect: false	attempt to get length of a nil value
print(pcall(table.unpack, {}, 1, 1e8)) -- expect: false	too many results to unpack
print(pcall(table.unpack, {}, math.mininteger, math.maxinteger)) -- expect: false	too many results to unpack
print(pcall(table.unpack, {}, 1, 1.5)) -- expect: false	bad argument #3 to 'table.unpack' (number has no integer representation)
print(table.unpack({}, math.maxinteger, math.maxinteger)) -- expect: nil
print(table.unpack("abc", 1, 1)) -- expect: nil
