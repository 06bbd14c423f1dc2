-- Hexadecimal floats: a point or a binary exponent.
print(0x1p4, 0x1P-1, 0xA.8, 0x.8, 0xA.p1, 0x.1p4) -- expect: 16.0	0.5	10.5	0.5	20.0	1.0
print(0x1.8p1, 0x0.1E, 0xA23p-4, 0X1.921FB54442D18P+1) -- expect: 3.0	0.1171875	162.1875	3.1415926535898
print(0x1p1023 * 2, 0x1p-1074, 0x1p-1075, 0x1p99999, 0x0p99999) -- expect: inf	4.9406564584125e-324	0.0	inf	0.0
print(0x1.fffffffffffffp1023 == 1.7976931348623157e308) -- expect: true
print(0x1.00000000000008p0 == 1, 0x1.000000000000081p0 == 1) -- expect: true	false
print(0xffffffffffffffff.0, 0x1e1, 0x1e+1) -- expect: 1.844674407371e+19	481	31
print(math.type(0x1p0), math.type(0x1.)) -- expect: float	float
