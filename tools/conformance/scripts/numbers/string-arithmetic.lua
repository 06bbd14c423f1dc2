-- Strings that look like numbers take part in arithmetic; the result keeps their subtype.
print("10" + 5, "10" + 5.0, "10.0" + 5, "0x10" + 0, " 3 " * " 4 ", "1e1" + 0) -- expect: 15	15.0	15.0	16	12	10.0
print("10" - 1, "10" * 2, "10" / 4, "10" // 4, "10" % 4, "2" ^ 3, -"5") -- expect: 9	20	2.5	2	2	8.0	-5
print(10 + "5", 2 * "3", "7" // 2.0, "9223372036854775807" + 1) -- expect: 15	6	3.0	-9223372036854775808
print(math.type("10" + 5), math.type("10" + 5.0), math.type("3" * "4"), math.type("3." * "4")) -- expect: integer	float	integer	float
print("10" + "20", "10" .. "20", 10 .. 20) -- expect: 30	1020	1020
print("10" == 10, "abc" == "abc", "1" < "2", pcall(function() return "1" < 2 end)) -- expect: false	true	true	false	string-arithmetic.lua:7: attempt to compare string with number
print(pcall(function() return "abc" + 1 end)) -- expect: false	string-arithmetic.lua:8: attempt to add a 'string' with a 'number'
print(pcall(function() return 1 + "" end)) -- expect: false	string-arithmetic.lua:9: attempt to add a 'number' with a 'string'
print(pcall(function() return "1" + {} end)) -- expect: false	string-arithmetic.lua:10: attempt to add a 'string' with a 'table'
print(pcall(function() return {} + "1" end)) -- expect: false	string-arithmetic.lua:11: attempt to add a 'table' with a 'string'
print(pcall(function() return "a" + "b" end)) -- expect: false	string-arithmetic.lua:12: attempt to add a 'string' with a 'string'
print(pcall(function() return "10" + nil end)) -- expect: false	string-arithmetic.lua:13: attempt to add a 'string' with a 'nil'
for i = "1" + 0, 3 do io.write(i, " ") end print() -- expect: 1 2 3 
