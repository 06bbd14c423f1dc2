-- Arithmetic on values that are no numbers.
local up, s = nil, "abc"
local function try(f) print(select(2, pcall(f))) end
try(function() local x; return x + 1 end) -- expect: arithmetic-names.lua:4: attempt to perform arithmetic on a nil value (local 'x')
try(function() local x; return 1 + x end) -- expect: arithmetic-names.lua:5: attempt to perform arithmetic on a nil value (local 'x')
try(function() return up * 2 end) -- expect: arithmetic-names.lua:6: attempt to perform arithmetic on a nil value (upvalue 'up')
try(function() return 2 * up end) -- expect: arithmetic-names.lua:7: attempt to perform arithmetic on a nil value (upvalue 'up')
try(function() return undefined - 1 end) -- expect: arithmetic-names.lua:8: attempt to perform arithmetic on a nil value (global 'undefined')
try(function() local t = {}; return t.x / 2 end) -- expect: arithmetic-names.lua:9: attempt to perform arithmetic on a nil value (field 'x')
try(function() local t = {}; return t[1] // 2 end) -- expect: arithmetic-names.lua:10: attempt to perform arithmetic on a nil value (field 'integer index')
try(function() local t = {}; return 10 % t.x end) -- expect: arithmetic-names.lua:11: attempt to perform arithmetic on a nil value (field 'x')
try(function() local t = {}; return t ^ 2 end) -- expect: arithmetic-names.lua:12: attempt to perform arithmetic on a table value (local 't')
try(function() return -up end) -- expect: arithmetic-names.lua:13: attempt to perform arithmetic on a nil value (upvalue 'up')
try(function() local t = {}; return -t end) -- expect: arithmetic-names.lua:14: attempt to perform arithmetic on a table value (local 't')
try(function() return true + 1 end) -- expect: arithmetic-names.lua:15: attempt to perform arithmetic on a boolean value
try(function() return 1 + true end) -- expect: arithmetic-names.lua:16: attempt to perform arithmetic on a boolean value
try(function() return nil + nil end) -- expect: arithmetic-names.lua:17: attempt to perform arithmetic on a nil value
try(function() return {} + {} end) -- expect: arithmetic-names.lua:18: attempt to perform arithmetic on a table value
try(function() return print + 1 end) -- expect: arithmetic-names.lua:19: attempt to perform arithmetic on a function value (global 'print')
try(function() local a, b = {}, nil; return a + b end) -- expect: arithmetic-names.lua:20: attempt to perform arithmetic on a table value (local 'a')
try(function() local a, b = 1, nil; return a + b end) -- expect: arithmetic-names.lua:21: attempt to perform arithmetic on a nil value (local 'b')
try(function() local a, b = nil, 1; return a - b end) -- expect: arithmetic-names.lua:22: attempt to perform arithmetic on a nil value (local 'a')
try(function() local x = "abc"; return x + 1 end) -- expect: arithmetic-names.lua:23: attempt to add a 'string' with a 'number'
try(function() return s + 1 end) -- expect: arithmetic-names.lua:24: attempt to add a 'string' with a 'number'
try(function() return 1 + s end) -- expect: arithmetic-names.lua:25: attempt to add a 'number' with a 'string'
try(function() local x = "10"; return x + {} end) -- expect: arithmetic-names.lua:26: attempt to add a 'string' with a 'table'
try(function() return #up end) -- expect: arithmetic-names.lua:27: attempt to get length of a nil value (upvalue 'up')
try(function() return #undefined end) -- expect: arithmetic-names.lua:28: attempt to get length of a nil value (global 'undefined')
try(function() local t = {}; return #t.x end) -- expect: arithmetic-names.lua:29: attempt to get length of a nil value (field 'x')
try(function() return #5 end) -- expect: arithmetic-names.lua:30: attempt to get length of a number value
try(function() return #print end) -- expect: arithmetic-names.lua:31: attempt to get length of a function value (global 'print')
try(function() local a = 5; return #a end) -- expect: arithmetic-names.lua:32: attempt to get length of a number value (local 'a')
try(function() local x; x = x + 1 end) -- expect: arithmetic-names.lua:33: attempt to perform arithmetic on a nil value (local 'x')
try(function() undefined = undefined + 1 end) -- expect: arithmetic-names.lua:34: attempt to perform arithmetic on a nil value (global 'undefined')
try(function() local t = {}; t.n = t.n + 1 end) -- expect: arithmetic-names.lua:35: attempt to perform arithmetic on a nil value (field 'n')
try(function() local t = { n = {} }; return t.n + t.m end) -- expect: arithmetic-names.lua:36: attempt to perform arithmetic on a table value (field 'n')
try(function() local a; for i = 1, 2 do a = a + i end end) -- expect: arithmetic-names.lua:37: attempt to perform arithmetic on a nil value (local 'a')
