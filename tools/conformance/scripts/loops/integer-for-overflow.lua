-- The loop variable never wraps around: the number of iterations is computed beforehand (manual 3.3.5).
local max, min = math.maxinteger, math.mininteger
local n = 0
for i = max - 1, max do n = n + 1 end
print(n) -- expect: 2
n = 0
for i = min, max, max do n = n + 1 end
print(n) -- expect: 3
n = 0
for i = max, min, min do n = n + 1 end
print(n) -- expect: 2
for i = min, max, 2^62 | 0 do io.write(i, " ") end print() -- expect: -9223372036854775808 -4611686018427387904 0 4611686018427387904 
for i = max, min, -(2^62 | 0) do io.write(i, " ") end print() -- expect: 9223372036854775807 4611686018427387903 -1 -4611686018427387905 
for i = 1, max, max do io.write(i, " ") end print() -- expect: 1 
for i = max, max do io.write(i, " ") end print() -- expect: 9223372036854775807 
for i = min, min do io.write(i, " ") end print() -- expect: -9223372036854775808 
for i = min, min, -1 do io.write(i, " ") end print() -- expect: -9223372036854775808 
for i = max - 5, max, 3 do io.write(i, " ") end print() -- expect: 9223372036854775802 9223372036854775805 
for i = 3, 2^63, max do io.write(i, " ") end print() -- expect: 3 
for i = min, -2^63 do io.write(i, " ") end print() -- expect: -9223372036854775808 
for i = min, 2^70, max do io.write(i, " ") end print() -- expect: -9223372036854775808 -1 9223372036854775806 
for i = 9007199254740990, 9007199254740994 do io.write(i, " ") end print() -- expect: 9007199254740990 9007199254740991 9007199254740992 9007199254740993 9007199254740994 
for i = 2147483646, 2147483650 do io.write(i, " ") end print() -- expect: 2147483646 2147483647 2147483648 2147483649 2147483650 
for i = -2147483647, -2147483650, -1 do io.write(i, " ") end print() -- expect: -2147483647 -2147483648 -2147483649 -2147483650 
