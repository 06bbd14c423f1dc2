-- tonumber reads numerals as the lexer does, with blanks around and a sign.
print(tonumber("10"), tonumber("10.0"), tonumber("1e1"), tonumber(" 10 "), tonumber("\t10\n")) -- expect: 10	10.0	10.0	10	10
print(tonumber("0x10"), tonumber("0xA.8"), tonumber("0x1p4"), tonumber("-0x10"), tonumber("+5"), tonumber("-5")) -- expect: 16	10.5	16.0	-16	5	-5
print(tonumber(""), tonumber(" "), tonumber("abc"), tonumber("10a"), tonumber("1 0"), tonumber("0x"), tonumber("1e")) -- expect: nil	nil	nil	nil	nil	nil	nil
print(tonumber("- 1"), tonumber("--1"), tonumber("+-1"), tonumber("1."), tonumber(".5"), tonumber("."), tonumber("5.")) -- expect: nil	nil	nil	1.0	0.5	nil	5.0
print(tonumber("inf"), tonumber("nan"), tonumber("1e1000"), tonumber("infinity"), tonumber("0x1P"), tonumber("1_000")) -- expect: nil	nil	inf	nil	nil	nil
print(tonumber("9223372036854775807"), tonumber("9223372036854775808"), tonumber("-9223372036854775808"), tonumber("-9223372036854775809")) -- expect: 9223372036854775807	9.2233720368548e+18	-9223372036854775808	-9.2233720368548e+18
print(tonumber("0xffffffffffffffff"), tonumber("0x1ffffffffffffffff"), tonumber("-0xffffffffffffffff")) -- expect: -1	-1	1
print(tonumber(5), tonumber(5.5), tonumber(true), tonumber({}), tonumber(print), tonumber(nil)) -- expect: 5	5.5	nil	nil	nil	nil
print(tonumber("1\0"), tonumber("\0001"), tonumber("1e+5"), tonumber("1E-2"), tonumber("1e5.0")) -- expect: nil	nil	100000.0	0.01	nil
print(math.type(tonumber("10")), math.type(tonumber("10.")), math.type(tonumber("1e2")), math.type(tonumber("0x10"))) -- expect: integer	float	float	integer
print(tonumber("0000000000000000000000000000000001"), tonumber("00000.1"), tonumber("1" .. ("0"):rep(400))) -- expect: 1	0.1	inf
print(pcall(tonumber)) -- expect: false	bad argument #1 to 'tonumber' (value expected)
