-- Integers and floats are two subtypes; operations keep or choose them by fixed rules.
print(1 + 1, 1 + 1.0, 1.0 + 1.0, 2 * 1.5, 3 - 3.0) -- expect: 2	2.0	2.0	3.0	0.0
print(4 / 2, 1 / 3, 7 // 2, 7.0 // 2, 7 // 2.0, 7 % 2, 7.0 % 2, 2 ^ 2) -- expect: 2.0	0.33333333333333	3	3.0	3.0	1	1.0	4.0
print(math.type(4 / 2), math.type(2 ^ 2), math.type(3 // 1), math.type(3.0 // 1)) -- expect: float	float	integer	float
print(1 == 1.0, math.type(1) == math.type(1.0), "1" == "1.0", 1 .. "" == 1.0 .. "") -- expect: true	false	false	false
print(-0.0, 0.0, -0.0 == 0.0, 0 == -0.0, 1 / -0.0, 1 / 0.0, -0, 0 * -1, 0 * -1.0) -- expect: -0.0	0.0	true	true	-inf	inf	0	0	-0.0
print(-(0), -(0.0), 0.0 - 0.0, -0.0 + 0, -0.0 - 0.0, 0 - 0.0) -- expect: 0	-0.0	0.0	0.0	-0.0	0.0
print(1e15, 1e14, 10 ^ 2, 100 // 1, 100 // 1.0, 1e2) -- expect: 1e+15	1e+14	100.0	100	100.0	100.0
print(3 | 0, pcall(function() return 3.5 | 0 end)) -- expect: 3	false	integer-float-distinction.lua:9: number has no integer representation
print(2^53, 2^53 + 1, (2^53 | 0) + 1) -- expect: 9.007199254741e+15	9.007199254741e+15	9007199254740993
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger(2^63)) -- expect: 3	nil	8	nil
print(tostring(3) == tostring(3.0), tostring(-0.0), tostring(1e100)) -- expect: false	-0.0	1e+100
print(5 // 0.0, -5 // 0.0, 0 / 0 ~= 0 / 0, 5 % math.huge, -5 % math.huge) -- expect: inf	-inf	true	5.0	inf
