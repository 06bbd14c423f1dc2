-- Calling a value that cannot be called.
local up = nil
local function try(f) print(select(2, pcall(f))) end
try(function() local f = nil; f() end) -- expect: call-names.lua:4: attempt to call a nil value (local 'f')
try(function() up() end) -- expect: call-names.lua:5: attempt to call a nil value (upvalue 'up')
try(function() undefined() end) -- expect: call-names.lua:6: attempt to call a nil value (global 'undefined')
try(function() local t = {}; t.f() end) -- expect: call-names.lua:7: attempt to call a nil value (field 'f')
try(function() local t = {}; t:m() end) -- expect: call-names.lua:8: attempt to call a nil value (method 'm')
try(function() local t = { a = {} }; t.a.f() end) -- expect: call-names.lua:9: attempt to call a nil value (field 'f')
try(function() local t = { a = {} }; t.a:m() end) -- expect: call-names.lua:10: attempt to call a nil value (method 'm')
try(function() local t = {}; t[1]() end) -- expect: call-names.lua:11: attempt to call a nil value (field 'integer index')
try(function() local t, k = {}, "k"; t[k]() end) -- expect: call-names.lua:12: attempt to call a nil value (field '?')
try(function() undefined.f() end) -- expect: call-names.lua:13: attempt to index a nil value (global 'undefined')
try(function() undefined:m() end) -- expect: call-names.lua:14: attempt to index a nil value (global 'undefined')
try(function() ("x"):nomethod() end) -- expect: call-names.lua:15: attempt to call a nil value (method 'nomethod')
try(function() string.nothing() end) -- expect: call-names.lua:16: attempt to call a nil value (field 'nothing')
try(function() (nil)() end) -- expect: call-names.lua:17: attempt to call a nil value
try(function() (1)() end) -- expect: call-names.lua:18: attempt to call a number value
try(function() ("s")() end) -- expect: call-names.lua:19: attempt to call a string value (constant 's')
try(function() ({})() end) -- expect: call-names.lua:20: attempt to call a table value
try(function() (true)() end) -- expect: call-names.lua:21: attempt to call a boolean value
try(function() local s = "abc"; s() end) -- expect: call-names.lua:22: attempt to call a string value (local 's')
try(function() return undefined() end) -- expect: call-names.lua:23: attempt to call a nil value (global 'undefined')
try(function() return up() end) -- expect: call-names.lua:24: attempt to call a nil value (upvalue 'up')
try(function() local t = {}; return t.f(1, 2) end) -- expect: call-names.lua:25: attempt to call a nil value (field 'f')
try(function() local t = {}; return t:m(1, 2) end) -- expect: call-names.lua:26: attempt to call a nil value (method 'm')
try(function() local x = undefined() + 1 end) -- expect: call-names.lua:27: attempt to call a nil value (global 'undefined')
try(function() print(undefined()) end) -- expect: call-names.lua:28: attempt to call a nil value (global 'undefined')
try(function() local f = 5; f(1, 2, 3) end) -- expect: call-names.lua:29: attempt to call a number value (local 'f')
try(function() (function() end)()() end) -- expect: call-names.lua:30: attempt to call a nil value
try(function() for _ in 5 do end end) -- expect: call-names.lua:31: attempt to call a number value (for iterator 'for iterator')
