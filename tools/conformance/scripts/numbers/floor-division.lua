-- `//` rounds towards minus infinity for integers and floats.
print(7 // 2, -7 // 2, 7 // -2, -7 // -2) -- expect: 3	-4	-4	3
print(6 // 3, -6 // 3, 6 // -3, 0 // 5, 0 // -5) -- expect: 2	-2	-2	0	0
print(7.5 // 2, -7.5 // 2, 7.5 // -2, -7.5 // -2, 7 // 0.5) -- expect: 3.0	-4.0	-4.0	3.0	14.0
print(1 // 0.0, -1 // 0.0, 0.0 // 1, -0.0 // 1, 0 // -1.0) -- expect: inf	-inf	0.0	-0.0	-0.0
print(0.0 / 0.0 ~= 0.0 / 0.0, tostring(0.0 // 0.0):gsub("-", "")) -- expect: true	nan	1
print(math.mininteger // -1, math.mininteger // 1, math.maxinteger // -1) -- expect: -9223372036854775808	-9223372036854775808	-9223372036854775807
print(math.mininteger // math.maxinteger, math.maxinteger // math.mininteger, math.mininteger // 2) -- expect: -2	-1	-4611686018427387904
print(pcall(function() return 1 // 0 end)) -- expect: false	floor-division.lua:9: attempt to divide by zero
print(pcall(function() return 0 // 0 end)) -- expect: false	floor-division.lua:10: attempt to divide by zero
print(1e308 // 1e-308, 5 // math.huge, -5 // math.huge, math.huge // 1, -math.huge // 1) -- expect: inf	0.0	-0.0	inf	-inf
print(0.3 // 0.1, 1 // 0.1, 5.3 // 1, -5.3 // 1) -- expect: 2.0	10.0	5.0	-6.0
print(9007199254740993 // 2, -9007199254740993 // 2, 9223372036854775807 // 10, -9223372036854775807 // 10) -- expect: 4503599627370496	-4503599627370497	922337203685477580	-922337203685477581
