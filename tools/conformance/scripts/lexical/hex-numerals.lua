-- Hexadecimal integers wrap around at 64 bits (manual 3.1).
print(0x0, 0xA, 0Xff, 0xDeadBeef) -- expect: 0	10	255	3735928559
print(0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff) -- expect: 9223372036854775807	-9223372036854775808	-1
print(0xfffffffffffffffff, 0x123456789abcdef01) -- expect: -1	2541551405711093505
print(math.type(0xffffffffffffffffffff)) -- expect: integer
print(0x10 + 0x0010, -0x1, 0xe+1) -- expect: 32	-1	15
