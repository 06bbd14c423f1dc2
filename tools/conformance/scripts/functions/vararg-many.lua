-- Long argument lists through calls, constructors, unpack and concat.
local t = {}
for i = 1, 5000 do t[i] = i end
local function sum(...) local s = 0; for _, v in ipairs({ ... }) do s = s + v end return s, select("#", ...) end
print(sum(table.unpack(t))) -- expect: 12502500	5000
print(select("#", table.unpack(t)), (select(-1, table.unpack(t)))) -- expect: 5000	5000
print(math.max(table.unpack(t)), #table.pack(table.unpack(t)), #{ table.unpack(t) }) -- expect: 5000	5000	5000
print(#string.char(table.unpack(t, 1, 100)), (string.byte(string.char(table.unpack(t, 1, 100)), -1))) -- expect: 100	100
local function pass(...) return ... end
print(select("#", pass(pass(pass(table.unpack(t)))))) -- expect: 5000
local function dropfirst(n, ...) if n == 0 then return select("#", ...) end return dropfirst(n - 1, select(2, ...)) end
print(dropfirst(50, table.unpack(t))) -- expect: 4950
local function prepend(...) return 0, ... end
print(select("#", prepend(table.unpack(t))), (prepend(table.unpack(t)))) -- expect: 5001	0
