-- Operator precedence, from low to high (manual 3.4.8).
print(1 + 2 * 3, (1 + 2) * 3, 2 * 3 % 4, 2 ^ 3 ^ 2, -2 ^ 2) -- expect: 7	9	2	512.0	-4.0
print(not nil == true, not (nil == true), not 1 == 2) -- expect: true	true	false
print(1 .. 2 == "12", 1 + 1 .. 2 + 2, 2 ^ -1, -3 ^ 2) -- expect: true	24	0.5	-9.0
print(1 << 2 + 1, (1 << 2) + 1, 5 & 3 | 8, 5 & (3 | 8), 1 | 2 ~ 3 & 6) -- expect: 8	5	9	1	1
print(1 < 2 and 2 < 3 or false, false and error() or "else", nil and 1 or 2) -- expect: true	else	2
print("a" .. "b" == "ab" and #"abc" == 3) -- expect: true
print(-"2" + 0, - -2, not not nil, ~~5, -~5, ~-5) -- expect: -2	2	false	5	6	4
print(2 * 3 // 4, 2 * (3 // 4), 7 // 2 * 2, 1 .. 2 .. 3) -- expect: 1	0	6	123
print(3 | 4 == 4, pcall(load("return 3 & 4 == 4"))) -- expect: false	true	false
print(1 < 2 == true, "x" < "y" == not false) -- expect: true	true
print(#"abc" + 1, -#"abc", #"a" .. "b") -- expect: 4	-3	1b
print(2 ^ 2 ^ 3, (2 ^ 2) ^ 3, 2 ^ -2 ^ 2) -- expect: 256.0	64.0	0.0625
