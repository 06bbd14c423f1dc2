-- select with positive, negative and "#" first arguments.
print(select("#"), select("#", 1, nil), select(1, "a", "b"), select(2, "a", "b")) -- expect: 0	2	a	b
print(select(-1, "a", "b", "c"), select(-3, "a", "b", "c")) -- expect: c	a	b	c
print(select(4, "a", "b", "c")) -- expect:
print(select("2", "a", "b"), select(2.0, "a", "b")) -- expect: b	b
print(pcall(select, 0, "a")) -- expect: false	bad argument #1 to 'select' (index out of range)
print(pcall(select, -2, "a")) -- expect: false	bad argument #1 to 'select' (index out of range)
print(pcall(select)) -- expect: false	bad argument #1 to 'select' (number expected, got no value)
print(pcall(select, "x", 1)) -- expect: false	bad argument #1 to 'select' (number expected, got string)
print(pcall(select, {}, 1)) -- expect: false	bad argument #1 to 'select' (number expected, got table)
print(pcall(select, 1.5, 1)) -- expect: false	bad argument #1 to 'select' (number has no integer representation)
print(select(100000, 1), select("#", select(100000, 1))) -- expect: nil	0
