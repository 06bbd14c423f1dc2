-- Concatenating what is neither string nor number.
local up = nil
local function try(f) print(select(2, pcall(f))) end
try(function() local x; return x .. "s" end) -- expect: concat-names.lua:4: attempt to concatenate a nil value (local 'x')
try(function() local x; return "s" .. x end) -- expect: concat-names.lua:5: attempt to concatenate a nil value (local 'x')
try(function() return up .. "s" end) -- expect: concat-names.lua:6: attempt to concatenate a nil value (upvalue 'up')
try(function() return "s" .. up end) -- expect: concat-names.lua:7: attempt to concatenate a nil value (upvalue 'up')
try(function() return undefined .. "s" end) -- expect: concat-names.lua:8: attempt to concatenate a nil value (global 'undefined')
try(function() local t = {}; return "s" .. t.x end) -- expect: concat-names.lua:9: attempt to concatenate a nil value (field 'x')
try(function() local t = {}; return t .. "s" end) -- expect: concat-names.lua:10: attempt to concatenate a table value (local 't')
try(function() return {} .. {} end) -- expect: concat-names.lua:11: attempt to concatenate a table value
try(function() return "a" .. true end) -- expect: concat-names.lua:12: attempt to concatenate a boolean value
try(function() return 1 .. nil end) -- expect: concat-names.lua:13: attempt to concatenate a nil value
try(function() return "a" .. "b" .. up .. "c" end) -- expect: concat-names.lua:14: attempt to concatenate a nil value (upvalue 'up')
try(function() return "a" .. "b" .. "c" .. {} end) -- expect: concat-names.lua:15: attempt to concatenate a table value
try(function() return print .. "x" end) -- expect: concat-names.lua:16: attempt to concatenate a function value (global 'print')
try(function() local a, b, c = "a", nil, "c"; return a .. b .. c end) -- expect: concat-names.lua:17: attempt to concatenate a nil value (local 'b')
try(function() local a, b = {}, 1; return a .. b end) -- expect: concat-names.lua:18: attempt to concatenate a table value (local 'a')
