-- Metamethods are looked up raw in the metatable: a metatable's own metatable does not matter.
local mt = setmetatable({}, { __index = { __add = function() return "inherited" end, __index = { x = 1 } } })
local t = setmetatable({}, mt)
print(pcall(function() return t + 1 end), t.x) -- expect: false	nil
local self = {}
self.__index = self
self.__add = function(a, b) return "self add" end
setmetatable(self, self)
print(self + self, pcall(function() return self.nothing end)) -- expect: self add	false	of-metatable.lua:9: '__index' chain too long; possible loop
local default = setmetatable({}, { __index = function() return 0 end })
default.n = default.n + 5
print(default.n, default.m) -- expect: 5	0
