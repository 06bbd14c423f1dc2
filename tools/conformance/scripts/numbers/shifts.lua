-- Shifts are logical; a count of 64 or more gives 0, a negative one shifts the other way.
print(1 << 0, 1 << 1, 1 << 31, 1 << 32, 1 << 62, 1 << 63, 1 << 64, 1 << 65) -- expect: 1	2	2147483648	4294967296	4611686018427387904	-9223372036854775808	0	0
print(1 >> 0, 1 >> 1, -1 >> 1, -1 >> 63, -1 >> 64, -1 >> 0) -- expect: 1	0	9223372036854775807	1	0	-1
print(1 << -1, 2 << -1, 1 >> -1, 1 >> -63, 1 >> -64, 8 >> -1) -- expect: 0	1	2	-9223372036854775808	0	16
print(-1 << 1, -1 << 63, -1 << 64, math.mininteger >> 63, math.mininteger << 1) -- expect: -2	-9223372036854775808	0	1	0
print(1 << math.maxinteger, 1 << math.mininteger, 1 >> math.maxinteger, 1 >> math.mininteger) -- expect: 0	0	0	0
print(0xF0 >> 4, 0xF << 4, 0xFF << 56, 0x123456789ABCDEF0 >> 4, 0x123456789ABCDEF0 << 4) -- expect: 15	240	-72057594037927936	81985529216486895	2541551405711093504
print(2.0 << 1, 1 << 2.0, 1e2 >> 1, -1.0 >> 60) -- expect: 4	4	50	15
print(pcall(function() return "3" << 1 end)) -- expect: false	shifts.lua:9: attempt to perform bitwise operation on a string value (constant '3')
print(pcall(function() return 1 >> "4" end)) -- expect: false	shifts.lua:10: attempt to perform bitwise operation on a string value (constant '4')
print(pcall(function() return 1 << 1.5 end)) -- expect: false	shifts.lua:11: number has no integer representation
print(0xFFFFFFFF << 32, 0xFFFFFFFF << 16 >> 40, 1 << 32 >> 32, 3 << 33 >> 1) -- expect: -4294967296	255	1	12884901888
