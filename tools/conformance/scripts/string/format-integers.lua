-- %d %i %u? %x %X %o %c with flags, widths, precisions.
print(("%d|%5d|%-5d|%05d|%+d|% d|%+5d|%-+5d|"):format(42, 42, 42, 42, 42, 42, 42, 42)) -- expect: 42|   42|42   |00042|+42| 42|  +42|+42  |
print(("%d|%5d|%-5d|%05d|%+d|% d"):format(-42, -42, -42, -42, -42, -42)) -- expect: -42|  -42|-42  |-0042|-42|-42
print(("%.3d|%.0d|%5.3d|%-5.3d|%+.3d"):format(7, 0, 7, 7, 7)) -- expect: 007||  007|007  |+007
print(("%x|%X|%#x|%#X|%5x|%05x|%-5x|%.4x"):format(255, 255, 255, 255, 255, 255, 255, 255)) -- expect: ff|FF|0xff|0XFF|   ff|000ff|ff   |00ff
print(("%o|%#o|%5o|%i|%3i"):format(8, 8, 8, 5, 5)) -- expect: 10|010|   10|5|  5
print(("%x|%X|%o|%d"):format(-1, -1, -1, -1)) -- expect: ffffffffffffffff|FFFFFFFFFFFFFFFF|1777777777777777777777|-1
print(("%d|%x|%o"):format(math.mininteger, math.mininteger, math.mininteger), ("%d"):format(math.maxinteger)) -- expect: -9223372036854775808|8000000000000000|1000000000000000000000	9223372036854775807
print(("%c%c%c|%5c|%-5c|"):format(76, 117, 97, 120, 120), #("%c"):format(0)) -- expect: Lua|    x|x    |	1
print(("%d %d %d"):format(3.0, "10", "0x10"), ("%20d|%-20d|"):format(1, 1), ("%99d"):format(1):len()) -- expect: 3 10 16	                   1|1                   |	99
print(pcall(string.format, "%d", 2^63)) -- expect: false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(string.format, "%d", 1.5)) -- expect: false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(string.format, "%d", "1.5")) -- expect: false	bad argument #2 to 'string.format' (number has no integer representation)
print(pcall(string.format, "%x", {})) -- expect: false	bad argument #2 to 'string.format' (number expected, got table)
print(pcall(string.format, "%c", "x")) -- expect: false	bad argument #2 to 'string.format' (number expected, got string)
print(pcall(string.format, "%100d", 1)) -- expect: false	invalid conversion specification: '%100d'
print(pcall(string.format, "%.100d", 1)) -- expect: false	invalid conversion specification: '%.100d'
print(pcall(string.format, "%#d", 1)) -- expect: false	invalid conversion specification: '%#d'
print(pcall(string.format, "%0-5d", 1)) -- expect: true	1    
print(pcall(string.format, "% +d", 1)) -- expect: true	+1
print(pcall(string.format, "%u", 1)) -- expect: true	1
