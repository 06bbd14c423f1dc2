-- Unary minus negates; the smallest integer is its own negative.
print(-5, - -5, -(-5), -5.5, -0, -0.0, -"3", -"0x10", -" 7 ") -- expect: -5	5	5	-5.5	0	-0.0	-3	-16	-7
print(-math.mininteger, -math.maxinteger, -(2^63), - - -1) -- expect: -9223372036854775808	-9223372036854775807	-9.2233720368548e+18	-1
print(-"2.0", -"1e1", -"9223372036854775808", -"9223372036854775807") -- expect: -2.0	-10.0	-9.2233720368548e+18	-9223372036854775807
local zero, fzero = 0, 0.0
print(-zero, -fzero, 1 / -zero, 1 / -fzero) -- expect: 0	-0.0	inf	-inf
print(pcall(function() return -{} end)) -- expect: false	unary-minus.lua:7: attempt to perform arithmetic on a table value
print(pcall(function() return -"abc" end)) -- expect: false	unary-minus.lua:8: attempt to unm a 'string' with a 'string'
print(pcall(function() local x; return -x end)) -- expect: false	unary-minus.lua:9: attempt to perform arithmetic on a nil value (local 'x')
