-- __index as a table is searched in turn, with its own metatable.
local a = { x = "a.x" }
local b = setmetatable({ y = "b.y" }, { __index = a })
local c = setmetatable({ z = "c.z" }, { __index = b })
print(c.x, c.y, c.z, c.w) -- expect: a.x	b.y	c.z	nil
a.w = "late"
print(c.w) -- expect: late
b.x = "b hides"
print(c.x, rawget(c, "x")) -- expect: b hides	nil
b.x = nil
print(c.x) -- expect: a.x
b.y = false
print(c.y) -- expect: false
local chain = { base = "found" }
for i = 1, 50 do chain = setmetatable({ [i] = i }, { __index = chain }) end
print(chain.base, chain[1], chain[50], chain[51]) -- expect: found	1	50	nil
local mixed = setmetatable({}, { __index = setmetatable({}, { __index = function(t, k) return "function got " .. k end }) })
print(mixed.key) -- expect: function got key
local str = setmetatable({}, { __index = "a string" })
print(str.len == string.len, pcall(function() return str:upper() end)) -- expect: true	false	index-chain.lua:20: calling 'upper' on bad self (string expected, got table)
print(pcall(function() return setmetatable({}, { __index = 5 }).x end)) -- expect: false	index-chain.lua:21: attempt to index a number value
print(pcall(function() return setmetatable({}, { __index = true }).x.y end)) -- expect: false	index-chain.lua:22: attempt to index a boolean value
local loop = {}
setmetatable(loop, { __index = loop })
print(pcall(function() return loop.x end)) -- expect: false	index-chain.lua:25: '__index' chain too long; possible loop
