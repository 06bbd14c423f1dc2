-- The smallest integer in every operation.
local m = math.mininteger
print(m, m == -9223372036854775807 - 1, m == 0x8000000000000000, m == -2^63, math.type(m)) -- expect: -9223372036854775808	true	true	true	integer
print(m + 0, m - 0, m * 1, m * -1, m // 1, m // -1, m % -1, m % 1, -m) -- expect: -9223372036854775808	-9223372036854775808	-9223372036854775808	-9223372036854775808	-9223372036854775808	-9223372036854775808	0	0	-9223372036854775808
print(m / 1, m ^ 1, m + 0.0, m * 0.5, m // 2, m // -2, m % 3, m % -3) -- expect: -9.2233720368548e+18	-9.2233720368548e+18	-9.2233720368548e+18	-4.6116860184274e+18	-4611686018427387904	4611686018427387904	1	-2
print(m & m, m | 0, m ~ m, ~m, m << 1, m >> 1, m >> 63) -- expect: -9223372036854775808	-9223372036854775808	0	9223372036854775807	0	4611686018427387904	1
print(m < 0, m <= m, m > -2^63, m == m + 0.0, m < math.maxinteger, m - 1 > 0) -- expect: true	true	false	true	true	true
print(m .. "", tostring(m), ("%d"):format(m), ("%x"):format(m), ("%i"):format(m), ("%5.1f"):format(m)) -- expect: -9223372036854775808	-9223372036854775808	-9223372036854775808	8000000000000000	-9223372036854775808	-9223372036854775808.0
print(math.abs(m), math.max(m, 0), math.min(m, 0), math.floor(m), math.ceil(m), math.tointeger(m), math.ult(0, m)) -- expect: -9223372036854775808	0	-9223372036854775808	-9223372036854775808	-9223372036854775808	-9223372036854775808	true
print(math.fmod(m, -1), math.fmod(m, 3), math.fmod(-3, m), math.tointeger(-2^63), math.floor(-2^63), math.ceil(-2^63)) -- expect: 0	-2	-3	-9223372036854775808	-9223372036854775808	-9223372036854775808
print(tonumber("-9223372036854775808"), -9223372036854775808, tonumber("0x8000000000000000")) -- expect: -9223372036854775808	-9.2233720368548e+18	-9223372036854775808
local t = {}
t[m] = "a"; t[-2^63] = "b"
print(t[m], t[m + 0.0], next(t)) -- expect: b	b	-9223372036854775808	b
print(m // 0.0, m % math.huge, m % -math.huge, pcall(function() return m // 0 end)) -- expect: -inf	inf	-9.2233720368548e+18	false	mininteger.lua:15: attempt to divide by zero
print(string.rep("x", m), ("abc"):sub(m), ("abc"):sub(m, m), ("abc"):byte(m), #table.pack(table.unpack({}, 1, m))) -- expect: 	abc		nil	0
print(select("#", ("x"):byte(m, math.maxinteger)), ("hello"):sub(2, math.maxinteger), ("hello"):sub(m, 3)) -- expect: 1	ello	hel
