-- Integer addition, subtraction and multiplication wrap around at 64 bits (manual 3.4.1).
local max, min = math.maxinteger, math.mininteger
print(max + 1 == min, min - 1 == max, -min == min, max * 2, min * 2) -- expect: true	true	true	-2	0
print(max + max, min + min, max - min, min - max) -- expect: -2	0	-1	1
print(max * max, min * min, max * min, min * -1 == min) -- expect: 1	0	-9223372036854775808	true
print(max * 3, 0x100000000 * 0x100000000, 0xFFFFFFFF * 0xFFFFFFFF) -- expect: 9223372036854775805	0	-8589934591
print(3037000500 * 3037000500, 3037000499 * 3037000499) -- expect: -9223372036709301616	9223372030926249001
print(123456789 * 987654321, 123456789012 * 987654321098) -- expect: 121932631112635269	-347190634250006584
print(-123456789012 * 987654321098, 4294967296 * 2147483648, 4294967296 * -2147483648) -- expect: 347190634250006584	-9223372036854775808	-9223372036854775808
local x = 1
for _ = 1, 63 do x = x * 2 end
print(x, x * 2, x - 1) -- expect: -9223372036854775808	0	9223372036854775807
x = 1
for i = 1, 25 do x = x * i end
print(x) -- expect: 7034535277573963776
print(math.type(max + 1), math.type(max * max)) -- expect: integer	integer
print(9007199254740993 + 2, 9007199254740993 * 3, 9007199254740992 + 1) -- expect: 9007199254740995	27021597764222979	9007199254740993
