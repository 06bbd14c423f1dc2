-- Comparison gives booleans, also as values in tables and arguments.
local a, b, c = 1, 2, 2.0
local t = { a < b, a > b, b == c, b ~= c, b <= c, b >= c, not (a < b) }
for i = 1, #t do t[i] = tostring(t[i]) end
print(table.concat(t, " ")) -- expect: true false true false true true false
print(a == "1", "1" == 1, nil == false, "a" == "a", {} == {}) -- expect: false	false	false	true	false
print("a" < "b", "a" < "B", "" < "a", "a" < "aa", "Z" < "a", "a\0b" < "a\0c", "a\0" > "a") -- expect: true	false	true	true	true	true	true
print("10" < "9", 10 < 9) -- expect: true	false
print(a < b and "less" or "not less") -- expect: less
