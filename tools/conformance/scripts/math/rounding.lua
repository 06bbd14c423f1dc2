-- floor, ceil, tointeger, type, modf, fmod.
print(math.floor(3.7), math.floor(-3.7), math.floor(5), math.floor(-0.5), math.floor(2^40 + 0.5), math.floor(1e300), math.floor(-1e300)) -- expect: 3	-4	5	-1	1099511627776	1e+300	-1e+300
print(math.ceil(3.2), math.ceil(-3.2), math.ceil(5), math.ceil(-0.5), math.ceil(2^40 + 0.5), math.ceil(1e300)) -- expect: 4	-3	5	0	1099511627777	1e+300
print(math.floor(math.huge), math.ceil(-math.huge), tostring(math.floor(0 / 0)):gsub("-", "")) -- expect: inf	-inf	nan	1
print(math.floor(2^62), math.floor(2^63), math.floor(-2^63), math.ceil(2^53), math.floor("3.9"), math.ceil("3.1")) -- expect: 4611686018427387904	9.2233720368548e+18	-9223372036854775808	9007199254740992	3	4
print(math.tointeger(3), math.tointeger(3.0), math.tointeger(3.5), math.tointeger(2^62), math.tointeger(2^63), math.tointeger("3"), math.tointeger({}), math.tointeger(1 / 0)) -- expect: 3	3	nil	4611686018427387904	nil	3	nil	nil
print(math.type(1), math.type(1.0), math.type("1"), math.type(nil), math.type({}), math.type(2^31), math.type(1 // 1)) -- expect: integer	float	nil	nil	nil	float	integer
print(math.modf(3.7), math.modf(-3.7), math.modf(5), math.modf(1 / 0), math.modf(-1 / 0), math.modf(0.5), math.modf(1e20)) -- expect: 3	-3	5	inf	-inf	0	1e+20	0.0
print(math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3), math.fmod(5.5, 2), math.fmod(-5.5, 2), math.fmod(1, 1 / 0), math.fmod(5, 2.0)) -- expect: 1	-1	1	1.5	-1.5	1.0	1.0
print(math.fmod(math.mininteger, -1), math.fmod(math.maxinteger, -1), tostring(math.fmod(1, 0.0)):gsub("-", "")) -- expect: 0	0	nan	1
print(pcall(math.fmod, 1, 0)) -- expect: false	bad argument #2 to 'math.fmod' (zero)
print(pcall(math.floor, {})) -- expect: false	bad argument #1 to 'math.floor' (number expected, got table)
print(pcall(math.floor)) -- expect: false	bad argument #1 to 'math.floor' (number expected, got no value)
print(pcall(math.type)) -- expect: false	bad argument #1 to 'math.type' (value expected)
print(pcall(math.modf, "x")) -- expect: false	bad argument #1 to 'math.modf' (number expected, got string)
print(pcall(math.fmod, 1)) -- expect: false	bad argument #2 to 'math.fmod' (number expected, got no value)
