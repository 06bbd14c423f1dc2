-- The raw functions ignore metatables, and check their arguments.
local t = setmetatable({}, { __index = function() return "meta" end, __newindex = function() error("never") end, __len = function() return 9 end, __eq = function() return true end })
print(rawget(t, "x"), t.x) -- expect: nil	meta
print(rawset(t, "x", 1) == t, t.x, rawget(t, "x")) -- expect: true	1	1
print(rawequal(t, setmetatable({}, getmetatable(t))), rawequal("a", "a"), rawequal(1, 1.0), rawequal(0/0, 0/0)) -- expect: false	true	true	false
print(rawlen(t), rawlen({ 1, 2, 3 }), rawlen("four")) -- expect: 0	3	4
print(pcall(rawget, 1, 2)) -- expect: false	bad argument #1 to 'rawget' (table expected, got number)
print(pcall(rawget, {})) -- expect: false	bad argument #2 to 'rawget' (value expected)
print(pcall(rawset, {}, nil, 1)) -- expect: false	table index is nil
print(pcall(rawset, {}, 1)) -- expect: false	bad argument #3 to 'rawset' (value expected)
print(pcall(rawequal, 1)) -- expect: false	bad argument #2 to 'rawequal' (value expected)
print(pcall(rawlen)) -- expect: false	bad argument #1 to 'rawlen' (table or string expected, got no value)
print(pcall(rawset, "s", 1, 2)) -- expect: false	bad argument #1 to 'rawset' (table expected, got string)
print(pcall(rawset, {}, 0 / 0, 1)) -- expect: false	table index is NaN
