-- %f %e %g %a with flags, widths, precisions; infinities and integers as arguments.
print(("%f|%.2f|%10.3f|%-10.1f|%+.1f|% .1f|%010.2f|%.0f|%#.0f"):format(3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159)) -- expect: 3.141590|3.14|     3.142|3.1       |+3.1| 3.1|0000003.14|3|3.
print(("%e|%.2e|%E|%12.3e|%-12.1e|%.0e"):format(12345.678, 12345.678, 12345.678, 12345.678, 12345.678, 12345.678)) -- expect: 1.234568e+04|1.23e+04|1.234568E+04|   1.235e+04|1.2e+04     |1e+04
print(("%g|%g|%g|%g|%.3g|%.10g|%G|%#g"):format(0.0001, 0.00001, 123456, 1234567, 3.14159, 3.14159, 1e-10, 1)) -- expect: 0.0001|1e-05|123456|1.23457e+06|3.14|3.14159|1E-10|1.00000
print(("%g|%g|%g|%g|%g"):format(100000, 1000000, 1e15, 1e100, 0.1)) -- expect: 100000|1e+06|1e+15|1e+100|0.1
print(("%.14g|%.17g|%.3f|%.20f"):format(0.1, 0.1, 2.0005, 0.1)) -- expect: 0.1|0.10000000000000001|2.001|0.10000000000000000555
print(("%.0f|%.0f|%.0f|%.0f|%.1f|%.1f"):format(0.5, 1.5, 2.5, -0.5, 0.25, 0.35)) -- expect: 0|2|2|-0|0.2|0.3
print(("%f|%g|%e"):format(1/0, -1/0, 1/0), ("%5.1f|%-8g|%08g"):format(1/0, 1/0, -1/0), (("%f"):format(0/0):gsub("-", ""))) -- expect: inf|-inf|inf	  inf|inf     |    -inf	nan
print(("%f|%g|%.1f|%d"):format(3, 3, 10, 3.0), ("%f"):format("2.5"), ("%.3f"):format(-0.0), ("%g"):format(-0.0)) -- expect: 3.000000|3|10.0|3	2.500000	-0.000	-0
print(("%.99f"):format(1/3):len(), ("%99.99f"):format(1/3):len(), ("%.0f"):format(1e300):len(), ("%f"):format(1e15), ("%.1f"):format(2^63)) -- expect: 101	101	301	1000000000000000.000000	9223372036854775808.0
print(("%a|%A|%a|%a"):format(1, 0.5, -0.0, 255.5), ("%.2a|%20a|"):format(1/3, 1)) -- expect: 0x1p+0|0X1P-1|-0x0p+0|0x1.ffp+7	0x1.55p-2|              0x1p+0|
print(("%g|%g|%.15g|%.16g|%.17g"):format(2^53, 2^63, 0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2), ("%5.3s|%.2f%%"):format("abcdef", 99.5)) -- expect: 9.0072e+15|9.22337e+18|0.3|0.3|0.30000000000000004	  abc|99.50%
print(("%.3f %.3f %.3f"):format(1e-10, 999.9995, 0.0005), ("%g %g"):format(5e-324, 1.7976931348623157e308), ("%.10e"):format(5e-324)) -- expect: 0.000 1000.000 0.001	4.94066e-324 1.79769e+308	4.9406564584e-324
print(("%i|%5.1f|%+g"):format(7, 7, 7), ("%10.4g|%-10.4g|"):format(math.pi, math.pi), ("%.15f"):format(math.pi)) -- expect: 7|  7.0|+7	     3.142|3.142     |	3.141592653589793
print(pcall(string.format, "%f", "x")) -- expect: false	bad argument #2 to 'string.format' (number expected, got string)
print(pcall(string.format, "%.123f", 1)) -- expect: false	invalid conversion specification: '%.123f'
print(pcall(string.format, "%1000f", 1)) -- expect: false	invalid conversion specification: '%1000f'
