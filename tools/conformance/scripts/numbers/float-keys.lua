-- A float key with an integral value is the integer key.
local t = { [1.0] = "a", [2] = "b", [2^53] = "c", [-0.0] = "zero" }
print(t[1], t[2.0], t[2^53 | 0], t[0], t[0.0], t[-0.0]) -- expect: a	b	c	zero	zero	zero
t[1.5] = "x"; t[math.huge] = "inf"; t[-math.huge] = "-inf"
print(t[1.5], t[3 / 2], t[1 / 0], t[-1 / 0]) -- expect: x	x	inf	-inf
for k in pairs({ [3.0] = 1 }) do print(k, math.type(k)) end -- expect: 3	integer
for k in pairs({ [-0.0] = 1 }) do print(k, math.type(k)) end -- expect: 0	integer
for k in pairs({ [2^63] = 1 }) do print(k, math.type(k)) end -- expect: 9.2233720368548e+18	float
for k in pairs({ [-2^63] = 1 }) do print(k, math.type(k)) end -- expect: -9223372036854775808	integer
for k in pairs({ [2^53] = 1 }) do print(k, math.type(k)) end -- expect: 9007199254740992	integer
t[9007199254740993] = "odd"; t[2^53] = "even"
print(t[9007199254740993], t[9007199254740992], t[2^53]) -- expect: odd	even	even
t[math.maxinteger] = "max"; t[2^63] = "float"
print(t[math.maxinteger], t[2^63], t[math.maxinteger + 0.0]) -- expect: max	float	float
print(pcall(function() t[0 / 0] = 1 end)) -- expect: false	float-keys.lua:15: table index is NaN
print(t[0 / 0], t[nil]) -- expect: nil	nil
print(pcall(function() t[nil] = 1 end)) -- expect: false	float-keys.lua:17: table index is nil
print(rawget(t, 1.0), #{ [1.0] = 1, [2.0] = 2 }) -- expect: a	2
