-- Bitwise operations on what is no integer.
local up = nil
local half = 1.5
local function try(f) print(select(2, pcall(f))) end
try(function() local x; return x & 1 end) -- expect: bitwise-names.lua:5: attempt to perform bitwise operation on a nil value (local 'x')
try(function() return 1 | up end) -- expect: bitwise-names.lua:6: attempt to perform bitwise operation on a nil value (upvalue 'up')
try(function() return undefined ~ 1 end) -- expect: bitwise-names.lua:7: attempt to perform bitwise operation on a nil value (global 'undefined')
try(function() local t = {}; return t.x << 1 end) -- expect: bitwise-names.lua:8: attempt to perform bitwise operation on a nil value (field 'x')
try(function() return 1 >> {} end) -- expect: bitwise-names.lua:9: attempt to perform bitwise operation on a table value
try(function() return ~up end) -- expect: bitwise-names.lua:10: attempt to perform bitwise operation on a nil value (upvalue 'up')
try(function() return ~{} end) -- expect: bitwise-names.lua:11: attempt to perform bitwise operation on a table value
try(function() local x = 1.5; return x & 1 end) -- expect: bitwise-names.lua:12: number (local 'x') has no integer representation
try(function() return half | 1 end) -- expect: bitwise-names.lua:13: number (upvalue 'half') has no integer representation
try(function() return 1 ~ half end) -- expect: bitwise-names.lua:14: number (upvalue 'half') has no integer representation
try(function() local t = { f = 0.5 }; return t.f << 1 end) -- expect: bitwise-names.lua:15: number (field 'f') has no integer representation
try(function() return ~half end) -- expect: bitwise-names.lua:16: number (upvalue 'half') has no integer representation
try(function() return 1 << 1e100 end) -- expect: bitwise-names.lua:17: number has no integer representation
try(function() return 2^53 * 2^20 | 1 end) -- expect: bitwise-names.lua:18: number has no integer representation
try(function() local s = "x"; return s & 1 end) -- expect: bitwise-names.lua:19: attempt to perform bitwise operation on a string value (local 's')
try(function() return "a" | "b" end) -- expect: bitwise-names.lua:20: attempt to perform bitwise operation on a string value (constant 'a')
try(function() return 1.5 & {} end) -- expect: bitwise-names.lua:21: attempt to perform bitwise operation on a table value
try(function() return {} & 1.5 end) -- expect: bitwise-names.lua:22: attempt to perform bitwise operation on a table value
try(function() return true & 1 end) -- expect: bitwise-names.lua:23: attempt to perform bitwise operation on a boolean value
try(function() local inf = 1 / 0; return inf & 1 end) -- expect: bitwise-names.lua:24: number (local 'inf') has no integer representation
try(function() local nan = 0 / 0; return 1 & nan end) -- expect: bitwise-names.lua:25: number (local 'nan') has no integer representation
