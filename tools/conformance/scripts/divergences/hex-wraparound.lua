-- Hexadecimal integers wrap around.
print(0xffffffffffffffff, 0x7fffffffffffffff + 1 == math.mininteger) -- expect: -1	true
