-- Float operations whose result is integral stay floats, however they came about.
local half = 0.5
print(half + half, half * 2, half * 4, 1.5 + 1.5, 2.5 - 0.5, 0.25 * 8, 7.5 // 2.5, 7.5 % 2.5) -- expect: 1.0	1.0	2.0	3.0	2.0	2.0	3.0	0.0
print(1.5 * 2 == 3, math.type(1.5 * 2), ({ [3] = "found" })[1.5 * 2]) -- expect: true	float	found
print(1e308 * 10, -1e308 * 10, 1e-308 / 1e10 > 0, 2^0.5 * 2^0.5) -- expect: inf	-inf	true	2.0
local sum = 0.0
for i = 1, 4 do sum = sum + i / 2 end
print(sum, sum * 2, sum // 1, sum - 5, math.tointeger(sum)) -- expect: 5.0	10.0	5.0	0.0	5
local x = 3.0
x = x + 1; print(x) -- expect: 4.0
x = x * 0; print(x) -- expect: 0.0
x = -x; print(x, 1 / x) -- expect: -0.0	-inf
x = x + 0; print(x, 1 / x) -- expect: 0.0	inf
print((0.1 + 0.7) * 10, (0.1 + 0.7) * 10 // 1, 1.1 + 2.2, 1e16 + 1, 1e16 + 1.0) -- expect: 8.0	7.0	3.3	1e+16	1e+16
print(5.0 // 1 | 0, 2^31 | 0, -(2^31) | 0, 2^52 + 0.5) -- expect: 5	2147483648	-2147483648	4.5035996273705e+15
