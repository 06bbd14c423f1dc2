-- tonumber with a base takes letters as digits and gives integers that wrap around.
print(tonumber("10", 2), tonumber("777", 8), tonumber("ff", 16), tonumber("FF", 16), tonumber("z", 36), tonumber("Zz", 36)) -- expect: 2	511	255	255	35	1295
print(tonumber("-101", 2), tonumber(" 11 ", 2), tonumber("12", 2), tonumber("8", 8), tonumber("g", 16), tonumber("", 10)) -- expect: -5	3	nil	nil	nil	nil
print(tonumber("1.0", 10), tonumber("1e1", 10), tonumber("1e1", 16), tonumber("0x10", 16), tonumber("+7", 10)) -- expect: nil	nil	481	nil	7
print(tonumber("ffffffffffffffff", 16), tonumber("7fffffffffffffff", 16), tonumber("10000000000000000", 16)) -- expect: -1	9223372036854775807	0
print(tonumber("9223372036854775808", 10), tonumber("zzzzzzzzzzzzzzzzzzzz", 36)) -- expect: -9223372036854775808	2299123893656354815
print(pcall(tonumber, 10, 10)) -- expect: false	bad argument #1 to 'tonumber' (string expected, got number)
print(pcall(tonumber, "10", 1)) -- expect: false	bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, "10", 37)) -- expect: false	bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, "10", 2.5)) -- expect: false	bad argument #2 to 'tonumber' (number has no integer representation)
print(pcall(tonumber, nil, 10)) -- expect: false	bad argument #1 to 'tonumber' (string expected, got nil)
print(tonumber("1010", 2.0), tonumber("- 1", 10), tonumber("1 1", 10)) -- expect: 10	nil	nil
