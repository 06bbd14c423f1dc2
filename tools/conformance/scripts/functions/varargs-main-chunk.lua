-- The main chunk and loaded chunks are vararg functions.
print(select("#", ...)) -- expect: 0
local f = load("local a, b = ...; return b, a, select('#', ...)")
print(f(1, 2, 3)) -- expect: 2	1	3
print(load("return ...")(nil, nil)) -- expect: nil	nil
print(select("#", load("return ...")(nil, nil))) -- expect: 2
