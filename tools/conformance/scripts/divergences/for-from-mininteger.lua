-- A loop that starts at the smallest integer runs.
local n = 0
for i = math.mininteger, math.mininteger + 2 do n = n + 1 end
print(n) -- expect: 3
for i = math.mininteger, math.maxinteger do print(i); if i > math.mininteger then break end end
-- expect: -9223372036854775808
-- expect: -9223372036854775807
