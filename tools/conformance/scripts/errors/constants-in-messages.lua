-- Constants and upvalues have their own description.
local function try(f) print(select(2, pcall(f))) end
local up = {}
local c <const> = "constant text"
try(function() return c + 1 end) -- expect: constants-in-messages.lua:5: attempt to add a 'string' with a 'number'
try(function() return ("abc").x.y end) -- expect: constants-in-messages.lua:6: attempt to index a nil value (field 'x')
try(function() return ("abc") + 1 end) -- expect: constants-in-messages.lua:7: attempt to add a 'string' with a 'number'
try(function() return up.field.sub end) -- expect: constants-in-messages.lua:8: attempt to index a nil value (field 'field')
try(function() up.field.sub = 1 end) -- expect: constants-in-messages.lua:9: attempt to index a nil value (field 'field')
try(function() up.a.b.c() end) -- expect: constants-in-messages.lua:10: attempt to index a nil value (field 'a')
try(function() up:m() end) -- expect: constants-in-messages.lua:11: attempt to call a nil value (method 'm')
try(function() return up + 1 end) -- expect: constants-in-messages.lua:12: attempt to perform arithmetic on a table value (upvalue 'up')
try(function() return up < 1 end) -- expect: constants-in-messages.lua:13: attempt to compare table with number
try(function() local loc = up; return loc.x.y end) -- expect: constants-in-messages.lua:14: attempt to index a nil value (field 'x')
try(function() return _G.nothing.x end) -- expect: constants-in-messages.lua:15: attempt to index a nil value (field 'nothing')
try(function() return _G["not there"].x end) -- expect: constants-in-messages.lua:16: attempt to index a nil value (field 'not there')
try(function() return _ENV.nothing.x end) -- expect: constants-in-messages.lua:17: attempt to index a nil value (global 'nothing')
try(function() _ENV.nothing() end) -- expect: constants-in-messages.lua:18: attempt to call a nil value (global 'nothing')
try(function(a, b) return b.x end) -- expect: constants-in-messages.lua:19: attempt to index a nil value (local 'b')
try(function(...) local a = ...; return a.x end) -- expect: constants-in-messages.lua:20: attempt to index a nil value (local 'a')
try(function(...) return (...).x end) -- expect: constants-in-messages.lua:21: attempt to index a nil value
try(function() local t = setmetatable({}, { __index = function() return nil end }); return t.x.y end) -- expect: constants-in-messages.lua:22: attempt to index a nil value (field 'x')
try(function() local a <const> = nil; return a.x end) -- expect: constants-in-messages.lua:23: attempt to index a nil value
