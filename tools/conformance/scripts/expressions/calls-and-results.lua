-- The last expression of a list is expanded; others are adjusted to one value.
local function f(...) return ... end
print(f(1, 2, 3), f(4, 5)) -- expect: 1	4	5
print(f(), f(), "x") -- expect: nil	nil	x
print(select("#", f()), select("#", f(nil)), select("#", f(nil, nil)), select("#", f(), f())) -- expect: 0	1	2	1
local a, b, c = f(1)
print(a, b, c) -- expect: 1	nil	nil
a, b, c = f(1, 2, 3, 4)
print(a, b, c) -- expect: 1	2	3
a, b, c = 0, f(1, 2)
print(a, b, c) -- expect: 0	1	2
a, b, c = f(1, 2), 10
print(a, b, c) -- expect: 1	10	nil
local t = { f(1, 2), f(3, 4) }
print(#t, t[1], t[2], t[3]) -- expect: 3	1	3	4
print((f(1, 2))) -- expect: 1
print(f(f(f(1, 2, 3)))) -- expect: 1	2	3
print(math.max(f(3, 9, 4)), string.char(f(72, 105))) -- expect: 9	Hi
return f(1, 2)
