-- `/` and `^` always give floats.
print(2 ^ 10, 2 ^ 0.5, 2 ^ -1, 0 ^ 0, 0 ^ -1, (-2) ^ 2, (-2) ^ 3) -- expect: 1024.0	1.4142135623731	0.5	1.0	inf	4.0	-8.0
print((-8) ^ (1 / 3) ~= (-8) ^ (1 / 3), 4 ^ 0.5, 10 ^ 308, 10 ^ 309) -- expect: true	2.0	1e+308	inf
print(1 / 2, 10 / 2, -1 / 0, 1 / 0, 3 / 4, 1e308 / 1e-308) -- expect: 0.5	5.0	-inf	inf	0.75	inf
print(2 ^ 53 == 2 ^ 53 + 1, 2 ^ 63, 2 ^ 64, 2 ^ 1023 * 2, 2 ^ -1074, 2 ^ -1075) -- expect: true	9.2233720368548e+18	1.844674407371e+19	inf	4.9406564584125e-324	0.0
print(math.maxinteger / 1, math.mininteger / -1, math.maxinteger / math.maxinteger) -- expect: 9.2233720368548e+18	9.2233720368548e+18	1.0
print(7 / 7, 1 / 3 * 3, 9007199254740993 / 1) -- expect: 1.0	1.0	9.007199254741e+15
print(1 ^ math.huge, (-1) ^ math.huge, math.huge ^ 0, 0.5 ^ math.huge, 2 ^ math.huge, 2 ^ -math.huge) -- expect: 1.0	1.0	1.0	0.0	inf	0.0
print(10 ^ 2 == 100, math.type(10 ^ 2), 10 ^ 15, 10 ^ 16, 10 ^ -5) -- expect: true	float	1e+15	1e+16	1e-05
