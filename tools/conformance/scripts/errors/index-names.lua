-- Indexing a value that cannot be indexed: the message names the variable.
local up = nil
local function try(f) print(select(2, pcall(f))) end
try(function() local t = nil; return t.x end) -- expect: index-names.lua:4: attempt to index a nil value (local 't')
try(function() return up.x end) -- expect: index-names.lua:5: attempt to index a nil value (upvalue 'up')
try(function() return undefined.x end) -- expect: index-names.lua:6: attempt to index a nil value (global 'undefined')
try(function() local t = {}; return t.a.b end) -- expect: index-names.lua:7: attempt to index a nil value (field 'a')
try(function() local t = { a = {} }; return t.a.b.c end) -- expect: index-names.lua:8: attempt to index a nil value (field 'b')
try(function() local t = {}; return t[1].x end) -- expect: index-names.lua:9: attempt to index a nil value (field 'integer index')
try(function() local t, k = {}, "key"; return t[k].x end) -- expect: index-names.lua:10: attempt to index a nil value (field '?')
try(function() local t, k = {}, {}; return t[k].x end) -- expect: index-names.lua:11: attempt to index a nil value (field '?')
try(function() local t = nil; t.x = 1 end) -- expect: index-names.lua:12: attempt to index a nil value (local 't')
try(function() up.x = 1 end) -- expect: index-names.lua:13: attempt to index a nil value (upvalue 'up')
try(function() undefined.x = 1 end) -- expect: index-names.lua:14: attempt to index a nil value (global 'undefined')
try(function() local t = {}; t.a.b = 1 end) -- expect: index-names.lua:15: attempt to index a nil value (field 'a')
try(function() local t = {}; t[1][2] = 1 end) -- expect: index-names.lua:16: attempt to index a nil value (field 'integer index')
try(function() return ("x").y.z end) -- expect: index-names.lua:17: attempt to index a nil value (field 'y')
try(function() return (nil).x end) -- expect: index-names.lua:18: attempt to index a nil value
try(function() return (true).x end) -- expect: index-names.lua:19: attempt to index a boolean value
try(function() local n = 5; return n.x end) -- expect: index-names.lua:20: attempt to index a number value (local 'n')
try(function() local n = 5; n.x = 1 end) -- expect: index-names.lua:21: attempt to index a number value (local 'n')
try(function() return print.x end) -- expect: index-names.lua:22: attempt to index a function value (global 'print')
try(function() local f = function() end; return f.x.y end) -- expect: index-names.lua:23: attempt to index a function value (local 'f')
try(function() local co = coroutine.create(print); return co.x end) -- expect: index-names.lua:24: attempt to index a thread value (local 'co')
try(function() return string.nothing.x end) -- expect: index-names.lua:25: attempt to index a nil value (field 'nothing')
try(function() return (up or nil).x end) -- expect: index-names.lua:26: attempt to index a nil value
try(function() local a = {}; return a.b[1] end) -- expect: index-names.lua:27: attempt to index a nil value (field 'b')
try(function() local a = {}; return a["b c"].d end) -- expect: index-names.lua:28: attempt to index a nil value (field 'b c')
try(function() local a = {}; return a[1.5].d end) -- expect: index-names.lua:29: attempt to index a nil value (field '?')
try(function() local a = {}; return a[true].d end) -- expect: index-names.lua:30: attempt to index a nil value (field '?')
