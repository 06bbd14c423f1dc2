-- Concatenation is right associative and takes strings and numbers.
print("a" .. "b" .. "c", 1 .. 2, 1.0 .. "", -0.0 .. "", 2^63 .. "", 10 // 1 .. "") -- expect: abc	12	1.0	-0.0	9.2233720368548e+18	10
local n = 0
local function f(x) n = n + 1; return x .. n end
print(f("a") .. f("b") .. f("c")) -- expect: a1b2c3
local long = ""
for i = 1, 300 do long = long .. (i % 10) end
print(#long, long:sub(-10)) -- expect: 300	1234567890
print("" .. "", #("" .. ""), "x" .. 1e100, 1e15 .. "", 2^53 .. "") -- expect: 	0	x1e+100	1e+15	9.007199254741e+15
local a, b, c, d = "1", 2, "3", 4.5
print(a .. b .. c .. d, a .. (b .. c) .. d) -- expect: 1234.5	1234.5
print(math.mininteger .. "", math.maxinteger .. "|" .. 1/0 .. "|" .. -1/0) -- expect: -9223372036854775808	9223372036854775807|inf|-inf
