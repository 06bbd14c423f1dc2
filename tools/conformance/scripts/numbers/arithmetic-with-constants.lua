-- Arithmetic where one operand is a constant, on either side; also in loops and with results kept in locals.
local function ops(x)
  return x + 1, 1 + x, x - 1, 1 - x, x * 2, 2 * x, x / 2, 2 / x, x % 3, 3 % x, x // 2, 2 // x, x ^ 2, 2 ^ x
end
print(ops(5)) -- expect: 6	6	4	-4	10	10	2.5	0.4	2	3	2	0	25.0	32.0
print(ops(5.0)) -- expect: 6.0	6.0	4.0	-4.0	10.0	10.0	2.5	0.4	2.0	3.0	2.0	0.0	25.0	32.0
print(ops(-5)) -- expect: -4	-4	-6	6	-10	-10	-2.5	-0.4	1	-2	-3	-1	25.0	0.03125
print(ops("5")) -- expect: 6	6	4	-4	10	10	2.5	0.4	2	3	2	0	25.0	32.0
local function big(x) return x + 9007199254740993, x * 4294967296, x - 9223372036854775807, x + 0.5, x * 1e300 end
print(big(1)) -- expect: 9007199254740994	4294967296	-9223372036854775806	1.5	1e+300
print(big(-1)) -- expect: 9007199254740992	-4294967296	-9223372036854775808	-0.5	-1e+300
print(big(2.0)) -- expect: 9.007199254741e+15	8589934592.0	-9.2233720368548e+18	2.5	2e+300
print(big(math.maxinteger)) -- expect: -9214364837600034816	-4294967296	0	9.2233720368548e+18	inf
local function bits(x) return x & 0xFF, x | 0x100, x ~ 1, x << 4, x >> 4, 1 << x, 256 >> x, 0xFF & x end
print(bits(3)) -- expect: 3	259	2	48	0	8	32	3
print(bits(3.0)) -- expect: 3	259	2	48	0	8	32	3
print(bits(-3)) -- expect: 253	-3	-4	-48	1152921504606846975	0	2048	253
local s, p = 0, 1
for i = 1, 40 do s = s + i * 3 - 1; p = p * 3 % 1000007 end
print(s, p) -- expect: 2420	436843
local f = 0
for i = 1, 10 do f = f + 0.1 end
print(f, f == 1, f == 1.0, f - 1 < 1e-15) -- expect: 1.0	false	false	true
