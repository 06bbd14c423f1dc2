-- Floats print as floats.
print(1.0, 2^53, 10 / 2, -0.0, 1e100, 3.0 .. "") -- expect: 1.0	9.007199254741e+15	5.0	-0.0	1e+100	3.0
