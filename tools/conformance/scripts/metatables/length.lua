-- __len replaces # for tables; rawlen ignores it; library functions respect it.
local t = setmetatable({ 1, 2, 3 }, { __len = function(self) return 10 + rawlen(self) end })
print(#t, rawlen(t), rawlen({ 1, 2 }), rawlen("abc")) -- expect: 13	3	2	3
print(#setmetatable({}, { __len = function() return "any value" end }), #setmetatable({}, { __len = function() return 1, 2 end })) -- expect: any value	1
print(#setmetatable({}, { __len = function() return nil end }), #setmetatable({}, { __len = function() end })) -- expect: nil	nil
print(pcall(rawlen, 5)) -- expect: false	bad argument #1 to 'rawlen' (table or string expected, got number)
print(pcall(function() return #5 end)) -- expect: false	length.lua:7: attempt to get length of a number value
print(pcall(table.insert, setmetatable({}, { __len = function() return "x" end }), 1)) -- expect: false	object length is not an integer
local proxy = setmetatable({}, { __len = function() return 3 end, __index = function(_, i) return i * 10 end })
print(table.concat(proxy, ","), table.unpack(proxy)) -- expect: 10,20,30	10	20	30
print(table.unpack(setmetatable({}, { __len = function() return 2.0 end, __index = { "a", "b" } }))) -- expect: a	b
print(pcall(table.unpack, setmetatable({}, { __len = function() return 2.5 end }))) -- expect: false	object length is not an integer
