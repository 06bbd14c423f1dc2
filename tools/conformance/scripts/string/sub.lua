-- string.sub with all kinds of ends.
local s = "hello"
print(s:sub(1), s:sub(2), s:sub(-3), s:sub(2, 4), s:sub(2, -2), s:sub(-3, -2)) -- expect: hello	ello	llo	ell	ell	ll
print(s:sub(0), s:sub(6), s:sub(10), s:sub(-10), s:sub(3, 2), s:sub(0, 0), s:sub(1, 0)) -- expect: hello			hello			
print(s:sub(-100, 100), s:sub(5, 5), s:sub(-1, -1), s:sub(2, 100), #s:sub(6, 10)) -- expect: hello	o	o	ello	0
print((""):sub(1), (""):sub(1, 1), (""):sub(-1), #(""):sub(0, 10)) -- expect: 			0
print(s:sub(2.0, "3"), string.sub(12345, 2, 3), ("a\0b"):sub(2, 3) == "\0b") -- expect: el	23	true
print(s:sub(math.mininteger, math.maxinteger), s:sub(math.maxinteger), s:sub(1, math.mininteger)) -- expect: hello		
print(pcall(string.sub)) -- expect: false	bad argument #1 to 'string.sub' (string expected, got no value)
print(pcall(string.sub, "x")) -- expect: false	bad argument #2 to 'string.sub' (number expected, got no value)
print(pcall(string.sub, "x", 1.5)) -- expect: false	bad argument #2 to 'string.sub' (number has no integer representation)
print(pcall(string.sub, "x", {})) -- expect: false	bad argument #2 to 'string.sub' (number expected, got table)
print(pcall(string.sub, nil, 1)) -- expect: false	bad argument #1 to 'string.sub' (string expected, got nil)
