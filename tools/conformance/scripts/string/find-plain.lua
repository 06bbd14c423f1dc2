-- string.find without patterns, with start positions and the plain flag.
print(("hello world"):find("wor"), ("hello"):find("l"), ("hello"):find("xyz"), ("hello"):find("")) -- expect: 7	3	nil	1	0
print(("hello"):find("", 3), ("hello"):find("", 6), ("hello"):find("", 7), (""):find(""), (""):find("", 1), (""):find("", 2)) -- expect: 3	6	nil	1	1	nil
print(("hello"):find("l", 4), ("hello"):find("l", -1), ("hello"):find("l", -2), ("hello"):find("h", 2), ("hello"):find("h", -10)) -- expect: 4	nil	4	nil	1	1
print(("a.b"):find(".", 1, true), ("a.b"):find(".", 1), ("a+b"):find("+", 1, true), ("a+b"):find("%+"), ("a[b"):find("[", 1, true)) -- expect: 2	1	2	2	2	2
print(("a\0b\0c"):find("\0", 3), ("aXbX"):find("X", 3, true), ("abc"):find("bc", 1, 1), ("a.b"):find("a.b", 1, nil)) -- expect: 4	4	2	1	3
print(("aaa"):find("aa"), ("abcabc"):find("abc", 2), ("x"):find("longer than x")) -- expect: 1	4	nil
print(pcall(string.find)) -- expect: false	bad argument #1 to 'string.find' (string expected, got no value)
print(pcall(string.find, "x")) -- expect: false	bad argument #2 to 'string.find' (string expected, got no value)
print(pcall(string.find, "x", "x", "y")) -- expect: false	bad argument #3 to 'string.find' (number expected, got string)
print(string.find(12345, 34), string.find("a.5", 0.5), ("1.5"):find(1.5)) -- expect: 3	nil	1	3
