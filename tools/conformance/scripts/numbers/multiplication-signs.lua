-- Products with zero and negative operands: an integer zero has no sign, a float zero has.
local n, z = -3, 0
print(n * z, z * n, 1 / (n * z), 1 / (z * n), 0 // -5, 0 % -5, -0 * 1) -- expect: 0	0	inf	inf	0	0	0
local f, fz = -3.0, 0.0
print(f * fz, fz * f, 1 / (f * fz), f * z, z * f, 0 * -1.0, -1 * 0.0) -- expect: -0.0	-0.0	-inf	-0.0	-0.0	-0.0	-0.0
print(-0.0 % 3, -0.0 // 3, 0.0 // -3, 0.0 % -3, -3 % 3, -3.0 % 3, 3 % -3.0) -- expect: -0.0	-0.0	-0.0	0.0	0	-0.0	0.0
local a = { 0, -0.0, 0.0 }
print(a[1], a[2], a[3], a[1] == a[2], 1 / a[1], 1 / a[2]) -- expect: 0	-0.0	0.0	true	inf	-inf
local t = {}
t[-0.0] = 1; t[0] = (t[0] or 0) + 1
print(t[0], -0.0 .. "", 0 .. "", math.abs(-0.0), math.max(-0.0, 0.0), math.floor(-0.0), math.ceil(-0.5)) -- expect: 2	-0.0	0	0.0	-0.0	0	0
print(string.format("%d %d %g %.1f %s", -0.0, 0, -0.0, -0.0, -0.0)) -- expect: 0 0 -0 -0.0 -0.0
