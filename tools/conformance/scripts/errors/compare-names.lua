-- Comparing values that have no order.
local function try(f) print(select(2, pcall(f))) end
try(function() return 1 < "2" end) -- expect: compare-names.lua:3: attempt to compare number with string
try(function() return "1" < 2 end) -- expect: compare-names.lua:4: attempt to compare string with number
try(function() return {} < {} end) -- expect: compare-names.lua:5: attempt to compare two table values
try(function() return {} < 1 end) -- expect: compare-names.lua:6: attempt to compare table with number
try(function() return 1 <= {} end) -- expect: compare-names.lua:7: attempt to compare number with table
try(function() return nil < 1 end) -- expect: compare-names.lua:8: attempt to compare nil with number
try(function() return nil > 1 end) -- expect: compare-names.lua:9: attempt to compare number with nil
try(function() return nil < nil end) -- expect: compare-names.lua:10: attempt to compare two nil values
try(function() return true < false end) -- expect: compare-names.lua:11: attempt to compare two boolean values
try(function() return print < print end) -- expect: compare-names.lua:12: attempt to compare two function values
try(function() return "a" >= {} end) -- expect: compare-names.lua:13: attempt to compare table with string
try(function() local a, b = 1, nil; return a < b end) -- expect: compare-names.lua:14: attempt to compare number with nil
try(function() local a, b = nil, 1; return a <= b end) -- expect: compare-names.lua:15: attempt to compare nil with number
try(function() local t = {}; return t.x < 5 end) -- expect: compare-names.lua:16: attempt to compare nil with number
try(function() local t = {}; return 5 < t.x end) -- expect: compare-names.lua:17: attempt to compare number with nil
try(function() local t = {}; return t.x >= 5 end) -- expect: compare-names.lua:18: attempt to compare number with nil
try(function() if undefined > 0 then end end) -- expect: compare-names.lua:19: attempt to compare number with nil
try(function() while undefined < 0 do end end) -- expect: compare-names.lua:20: attempt to compare nil with number
try(function() return coroutine.create(print) < 1 end) -- expect: compare-names.lua:21: attempt to compare thread with number
try(function() return 1.5 < "x" end) -- expect: compare-names.lua:22: attempt to compare number with string
try(function() return "x" < 1.5 end) -- expect: compare-names.lua:23: attempt to compare string with number
try(function() local m = setmetatable({}, { __name = "Mine" }); return m < m end) -- expect: compare-names.lua:24: attempt to compare two Mine values
try(function() local m = setmetatable({}, { __name = "Mine" }); return m < 1 end) -- expect: compare-names.lua:25: attempt to compare Mine with number
try(function() table.sort({ 1, "x" }) end) -- expect: attempt to compare string with number
try(function() table.sort({ 1, 2, nil, {} }) table.sort({ {}, {} }) end) -- expect: attempt to compare table with number
try(function() return math.max(1, "x") end) -- expect: attempt to compare number with string
