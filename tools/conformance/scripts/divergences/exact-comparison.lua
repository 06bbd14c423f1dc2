-- Integers beyond 2^53 and floats are compared exactly.
print(9007199254740993 == 2^53, 9007199254740993 > 2^53, 9007199254740992 == 2^53, math.maxinteger < 2^63) -- expect: false	true	true	true
local t = {}
t[9007199254740993] = 1
print(t[2^53], t[9007199254740993]) -- expect: nil	1
