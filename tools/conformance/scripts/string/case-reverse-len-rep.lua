-- lower, upper, reverse, len, rep.
print(("Hello World 123"):lower(), ("Hello World 123"):upper(), (""):upper(), ("\0aB"):upper() == "\0AB") -- expect: hello world 123	HELLO WORLD 123		true
print(("\u{e4}\u{d6}"):upper() == "\u{e4}\u{d6}", ("[@`{"):lower(), ("[@`{"):upper()) -- expect: true	[@`{	[@`{
print(("abc"):reverse(), (""):reverse(), ("a"):reverse(), ("a\0b"):reverse() == "b\0a", string.reverse(123)) -- expect: cba		a	true	321
print(("abc"):len(), (""):len(), ("a\0b"):len(), string.len(12.5)) -- expect: 3	0	3	4
print(("ab"):rep(3), ("ab"):rep(3, "-"), ("ab"):rep(1, "-"), ("ab"):rep(0), ("ab"):rep(-1), ("ab"):rep(0, "-")) -- expect: ababab	ab-ab-ab	ab			
print((""):rep(1000), #(""):rep(1000000), (""):rep(3, ","), string.rep(7, 3), string.rep("x", 3, 0)) -- expect: 	0	,,	777	x0x0x
print(#("x"):rep(100000), #("abc"):rep(1000, ", ")) -- expect: 100000	4998
print(pcall(string.rep, "abc", math.maxinteger)) -- expect: false	resulting string too large
print(pcall(string.rep, "x", math.maxinteger, "y")) -- expect: false	resulting string too large
print(pcall(string.rep)) -- expect: false	bad argument #1 to 'string.rep' (string expected, got no value)
print(pcall(string.upper)) -- expect: false	bad argument #1 to 'string.upper' (string expected, got no value)
print(pcall(string.reverse, {})) -- expect: false	bad argument #1 to 'string.reverse' (string expected, got table)
print(pcall(string.len, nil)) -- expect: false	bad argument #1 to 'string.len' (string expected, got nil)
