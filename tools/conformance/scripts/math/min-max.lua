-- min and max keep the subtype of the value that wins.
print(math.max(1, 2, 3), math.max(1.5, 1), math.max(2, 2.0), math.max(2.0, 2), math.min(1, 2, 3), math.min(1, 1.0), math.min(1.0, 1)) -- expect: 3	1.5	2	2.0	1	1	1.0
print(math.max(-math.huge, math.mininteger), math.min(math.huge, math.maxinteger), math.max(5), math.min(5.0)) -- expect: -9223372036854775808	9223372036854775807	5	5.0
print(math.max("10", "9"), math.max("10", "9") == "9", pcall(math.max, 1, "2")) -- expect: 9	true	false	attempt to compare number with string
print(math.max(9007199254740993, 2^53), math.min(9007199254740993, 2^53), math.max(math.maxinteger, 2^63)) -- expect: 9007199254740993	9.007199254741e+15	9.2233720368548e+18
print(pcall(math.max)) -- expect: false	bad argument #1 to 'math.max' (value expected)
print(pcall(math.min)) -- expect: false	bad argument #1 to 'math.min' (value expected)
print(type(math.max({})), pcall(math.max, {}, 1)) -- expect: table	false	attempt to compare table with number
print(pcall(math.max, 1, nil)) -- expect: false	attempt to compare number with nil
print(math.max(-0.0, 0.0), math.min(0.0, -0.0), math.max(0, -0.0), math.min(1, 2, -3, 4.5, -3.5)) -- expect: -0.0	0.0	0	-3.5
