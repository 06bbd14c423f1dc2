-- `%` takes the sign of the divisor: a - floor(a/b)*b.
print(7 % 3, -7 % 3, 7 % -3, -7 % -3) -- expect: 1	2	-2	-1
print(6 % 3, -6 % 3, 6 % -3, 0 % 3, 0 % -3) -- expect: 0	0	0	0	0
print(5.5 % 2, -5.5 % 2, 5.5 % -2, -5.5 % -2) -- expect: 1.5	0.5	-0.5	-1.5
print(5 % math.huge, -5 % math.huge, 5 % -math.huge, -5 % -math.huge) -- expect: 5.0	inf	-inf	-5.0
print(0.0 % 5, -0.0 % 5, -6 % 2.0, 6 % -2.0, 1e15 % 7) -- expect: 0.0	-0.0	-0.0	0.0	6.0
print(math.mininteger % -1, math.mininteger % 1, math.mininteger % 2, math.mininteger % -2) -- expect: 0	0	0	0
print(math.mininteger % math.maxinteger, math.maxinteger % math.mininteger, math.mininteger % 10) -- expect: 9223372036854775806	-1	2
print(pcall(function() return 1 % 0 end)) -- expect: false	modulo.lua:9: attempt to perform 'n%0'
print(tostring(1 % 0.0):gsub("-", "")) -- expect: nan	1
print(tostring(math.huge % 2):gsub("-", "")) -- expect: nan	1
print(1 % 0.1 < 0.1, 5.3 % 1 < 0.31, 3 % 0.5, -1e-20 % 1) -- expect: true	true	0.0	1.0
print(9007199254740993 % 2, -9007199254740993 % 10, 9223372036854775807 % 1000, -9223372036854775807 % 1000) -- expect: 1	7	807	193
print(-1 % 256, -1 % 2^32, 2^53 % 3, 1e308 % 3) -- expect: 255	4294967295.0	2.0	2.0
