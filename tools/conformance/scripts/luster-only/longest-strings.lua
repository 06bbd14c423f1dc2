-- A string has 536,870,888 bytes at most, wherever it is made; PUC-Rio's own limit is never reached before memory ends.
local half = ("x"):rep(268435444)
print(#(half .. half)) -- expect: 536870888
print(#("x"):rep(536870888)) -- expect: 536870888
print(pcall(string.rep, "x", 536870889)) -- expect: false	not enough memory
print(pcall(function() return half .. half .. "x" end)) -- expect: false	longest-strings.lua:6: string length overflow
print(pcall(table.concat, { half, half, "x" })) -- expect: false	not enough memory
print(pcall(string.format, "%s%sx", half, half)) -- expect: false	not enough memory
print(pcall(string.rep, "xy", 2 ^ 62 // 1 | 0)) -- expect: false	resulting string too large
