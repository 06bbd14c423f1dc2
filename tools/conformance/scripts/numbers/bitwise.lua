-- & | ~ and unary ~ work on 64 bits, also for floats with integral value; strings are not converted.
print(0xF0 & 0x3C, 0xF0 | 0x0F, 0xFF ~ 0x0F, ~0, ~-1, ~5) -- expect: 48	255	240	-1	0	-6
print(-1 & 0xFF, -1 | 0, -1 ~ -1, -1 & math.mininteger, math.maxinteger ~ -1) -- expect: 255	-1	0	-9223372036854775808	-9223372036854775808
print(0xFFFFFFFFFFFFFFFF & 0x100000000, 0x8000000000000000 | 1, 0x123456789 & 0xF00000000) -- expect: 4294967296	-9223372036854775807	4294967296
print(~math.mininteger == math.maxinteger, ~math.maxinteger == math.mininteger, ~~123456789012345) -- expect: true	true	123456789012345
print(5.0 & 3, 5 | 2.0, 6.0 ~ 3.0, ~5.0, 2^53 | 1, -2^63 | 0) -- expect: 1	7	5	-6	9007199254740993	-9223372036854775808
print(pcall(function() return "7" & 3 end)) -- expect: false	bitwise.lua:7: attempt to perform bitwise operation on a string value (constant '7')
print(pcall(function() return 7 | "8" end)) -- expect: false	bitwise.lua:8: attempt to perform bitwise operation on a string value (constant '8')
print(pcall(function() return ~"0" end)) -- expect: false	bitwise.lua:9: attempt to perform bitwise operation on a string value (constant '0')
print(pcall(function(s) return s ~ 1 end, "0xF")) -- expect: false	bitwise.lua:10: attempt to perform bitwise operation on a string value (local 's')
print(pcall(function() return 1.5 & 1 end)) -- expect: false	bitwise.lua:11: number has no integer representation
print(pcall(function() return "1.5" | 1 end)) -- expect: false	bitwise.lua:12: attempt to perform bitwise operation on a string value (constant '1.5')
print(pcall(function() return 2^63 | 0 end)) -- expect: false	bitwise.lua:13: number has no integer representation
print(pcall(function() return ~(0 / 0) end)) -- expect: false	bitwise.lua:14: number has no integer representation
print(pcall(function() return math.huge ~ 1 end)) -- expect: false	bitwise.lua:15: number (field 'huge') has no integer representation
print(pcall(function() return "abc" & 1 end)) -- expect: false	bitwise.lua:16: attempt to perform bitwise operation on a string value (constant 'abc')
print(pcall(function() return {} | 1 end)) -- expect: false	bitwise.lua:17: attempt to perform bitwise operation on a table value
print(pcall(function() return 1 ~ nil end)) -- expect: false	bitwise.lua:18: attempt to perform bitwise operation on a nil value
print(0x5555555555555555 & 0xAAAAAAAAAAAAAAAA, 0x5555555555555555 | 0xAAAAAAAAAAAAAAAA) -- expect: 0	-1
print(4294967295 & -1, 4294967296 | 1, 2147483648 ~ 2147483648, -2147483649 & 0xFFFFFFFF, -2147483648 | 0) -- expect: 4294967295	4294967297	0	2147483647	-2147483648
