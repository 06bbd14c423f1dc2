-- abs, sqrt, exp, log, powers, trigonometry, ult.
local function f(x) return ("%.10g"):format(x) end
print(math.abs(-5), math.abs(5.5), math.abs(-0.0), math.abs(math.mininteger), math.abs("-3")) -- expect: 5	5.5	0.0	-9223372036854775808	3.0
print(f(math.sqrt(2)), math.sqrt(16), f(math.exp(1)), math.exp(0), f(math.log(10)), math.log(1), f(math.log(8, 2)), math.log(1024, 2), math.log(1000, 10), f(math.log(2, 10)), f(math.log(27, 3))) -- expect: 1.414213562	4.0	2.718281828	1.0	2.302585093	0.0	3	10.0	3.0	0.3010299957	3
print(f(math.sin(1)), f(math.cos(1)), f(math.tan(1)), f(math.asin(1)), f(math.acos(0)), f(math.atan(1)), f(math.atan(1, -1)), f(math.atan(-1, -1)), f(math.atan(0, -1))) -- expect: 0.8414709848	0.5403023059	1.557407725	1.570796327	1.570796327	0.7853981634	2.35619449	-2.35619449	3.141592654
print(f(math.pi), f(math.rad(180)), f(math.deg(math.pi)), math.huge, -math.huge, math.maxinteger, math.mininteger) -- expect: 3.141592654	3.141592654	180	inf	-inf	9223372036854775807	-9223372036854775808
print(math.ult(1, 2), math.ult(-1, 2), math.ult(1, -1), math.ult(math.mininteger, math.maxinteger), math.ult(5, 5)) -- expect: true	false	true	false	false
print(math.log(0), tostring(math.log(-1)):gsub("-", "")) -- expect: -inf	nan	1
print(tostring(math.sqrt(-1)):gsub("-", ""), math.exp(1000), math.exp(-1000)) -- expect: nan	inf	0.0
print(math.atan(1 / 0) == math.pi / 2, math.sin(0), math.cos(0), math.atan(0, 1), math.sqrt(0), math.log(2^53, 2)) -- expect: true	0.0	1.0	0.0	0.0	53.0
print(pcall(math.sqrt)) -- expect: false	bad argument #1 to 'math.sqrt' (number expected, got no value)
print(pcall(math.sin, "x")) -- expect: false	bad argument #1 to 'math.sin' (number expected, got string)
print(pcall(math.abs, nil)) -- expect: false	bad argument #1 to 'math.abs' (number expected, got nil)
print(pcall(math.ult, 1.5, 2)) -- expect: false	bad argument #1 to 'math.ult' (number has no integer representation)
print(pcall(math.log, {})) -- expect: false	bad argument #1 to 'math.log' (number expected, got table)
print(pcall(math.log, 2, "x")) -- expect: false	bad argument #2 to 'math.log' (number expected, got string)
