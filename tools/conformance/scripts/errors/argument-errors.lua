-- bad argument #n to 'f': the function's name, methods counted without self.
local function try(f) print(select(2, pcall(f))) end
try(function() string.rep() end) -- expect: argument-errors.lua:3: bad argument #1 to 'rep' (string expected, got no value)
try(function() string.rep("x") end) -- expect: argument-errors.lua:4: bad argument #2 to 'rep' (number expected, got no value)
try(function() string.rep("x", {}) end) -- expect: argument-errors.lua:5: bad argument #2 to 'rep' (number expected, got table)
try(function() ("x"):rep({}) end) -- expect: argument-errors.lua:6: bad argument #1 to 'rep' (number expected, got table)
try(function() ("x"):rep() end) -- expect: argument-errors.lua:7: bad argument #1 to 'rep' (number expected, got no value)
try(function() ("x"):bad() end) -- expect: argument-errors.lua:8: attempt to call a nil value (method 'bad')
try(function() string.rep({}, 1) end) -- expect: argument-errors.lua:9: bad argument #1 to 'rep' (string expected, got table)
try(function() local t = { rep = string.rep }; t:rep(1) end) -- expect: argument-errors.lua:10: calling 'rep' on bad self (string expected, got table)
try(function() local f = string.rep; f("x", "y") end) -- expect: argument-errors.lua:11: bad argument #2 to 'f' (number expected, got string)
try(function() math.floor("x") end) -- expect: argument-errors.lua:12: bad argument #1 to 'floor' (number expected, got string)
try(function() math.floor({}) end) -- expect: argument-errors.lua:13: bad argument #1 to 'floor' (number expected, got table)
try(function() math.floor() end) -- expect: argument-errors.lua:14: bad argument #1 to 'floor' (number expected, got no value)
try(function() setmetatable(1, {}) end) -- expect: argument-errors.lua:15: bad argument #1 to 'setmetatable' (table expected, got number)
try(function() table.concat({ {}, 1 }) end) -- expect: argument-errors.lua:16: invalid value (table) at index 1 in table for 'concat'
try(function() table.concat({ 1, 2, nil, 4 }, ",", 1, 4) end) -- expect: argument-errors.lua:17: invalid value (nil) at index 3 in table for 'concat'
try(function() table.insert({ 1 }, 5, 1) end) -- expect: argument-errors.lua:18: bad argument #2 to 'insert' (position out of bounds)
try(function() table.insert({}, 1, 2, 3) end) -- expect: argument-errors.lua:19: wrong number of arguments to 'insert'
try(function() table.insert(nil, 1) end) -- expect: argument-errors.lua:20: bad argument #1 to 'insert' (table expected, got nil)
try(function() ipairs() end) -- expect: argument-errors.lua:21: bad argument #1 to 'ipairs' (value expected)
try(function() pairs(nil) end) -- expect:
try(function() next({}, "absent") end) -- expect: invalid key to 'next'
try(function() tostring() end) -- expect: argument-errors.lua:24: bad argument #1 to 'tostring' (value expected)
try(function() tonumber({}, 10) end) -- expect: argument-errors.lua:25: bad argument #1 to 'tonumber' (string expected, got table)
try(function() tonumber("10", 99) end) -- expect: argument-errors.lua:26: bad argument #2 to 'tonumber' (base out of range)
try(function() string.char(256) end) -- expect: argument-errors.lua:27: bad argument #1 to 'char' (value out of range)
try(function() string.char(-1) end) -- expect: argument-errors.lua:28: bad argument #1 to 'char' (value out of range)
try(function() string.char("x") end) -- expect: argument-errors.lua:29: bad argument #1 to 'char' (number expected, got string)
try(function() string.format("%d", "x") end) -- expect: argument-errors.lua:30: bad argument #2 to 'format' (number expected, got string)
try(function() string.format("%d", 1.5) end) -- expect: argument-errors.lua:31: bad argument #2 to 'format' (number has no integer representation)
try(function() string.format("%q", {}) end) -- expect: argument-errors.lua:32: bad argument #2 to 'format' (value has no literal form)
try(function() string.format("%y", 1) end) -- expect: argument-errors.lua:33: invalid conversion '%y' to 'format'
try(function() string.format("%", 1) end) -- expect: argument-errors.lua:34: invalid conversion '%' to 'format'
try(function() string.format("%d") end) -- expect: argument-errors.lua:35: bad argument #2 to 'format' (no value)
try(function() ("x"):format() ; ("%s"):format() end) -- expect: argument-errors.lua:36: bad argument #1 to 'format' (no value)
try(function() select(0) end) -- expect: argument-errors.lua:37: bad argument #1 to 'select' (index out of range)
try(function() math.random(0, -1) end) -- expect: argument-errors.lua:38: bad argument #1 to 'random' (interval is empty)
try(function() math.random(1, 2, 3) end) -- expect: argument-errors.lua:39: wrong number of arguments
try(function() math.tointeger() end) -- expect: argument-errors.lua:40: bad argument #1 to 'tointeger' (value expected)
try(function() coroutine.wrap(1) end) -- expect: argument-errors.lua:41: bad argument #1 to 'wrap' (function expected, got number)
try(function() rawset({}, nil, 1) end) -- expect: table index is nil
try(function() local string = { upper = string.upper }; string.upper() end) -- expect: argument-errors.lua:43: bad argument #1 to 'upper' (string expected, got no value)
try(function() local m = {}; m.deep = { fn = string.len }; m.deep.fn() end) -- expect: argument-errors.lua:44: bad argument #1 to 'fn' (string expected, got no value)
try(function() local x = string.len; x() end) -- expect: argument-errors.lua:45: bad argument #1 to 'x' (string expected, got no value)
try(function() io.open() end) -- expect: argument-errors.lua:46: bad argument #1 to 'open' (string expected, got no value)
try(function() io.open("x", "bad mode") end) -- expect: argument-errors.lua:47: bad argument #2 to 'open' (invalid mode)
try(function() os.time({}) end) -- expect: argument-errors.lua:48: field 'year' missing in date table
try(function() os.date("%Ez") end) -- expect: argument-errors.lua:49: bad argument #1 to 'date' (invalid conversion specifier '%Ez')
try(function() load() end) -- expect: argument-errors.lua:50: bad argument #1 to 'load' (function expected, got no value)
try(function() (string.len)() end) -- expect: argument-errors.lua:51: bad argument #1 to 'len' (string expected, got no value)
try(function() pcall(string.len); string.len(nil) end) -- expect: argument-errors.lua:52: bad argument #1 to 'len' (string expected, got nil)
try(function() string.gsub("x", "x") end) -- expect: argument-errors.lua:53: bad argument #3 to 'gsub' (string/function/table expected, got no value)
try(function() string.gsub("x", "x", true) end) -- expect: argument-errors.lua:54: bad argument #3 to 'gsub' (string/function/table expected, got boolean)
try(function() ("x"):gsub("x", function() return {} end) end) -- expect: argument-errors.lua:55: invalid replacement value (a table)
try(function() ("x"):gsub("x", "%2") end) -- expect: argument-errors.lua:56: invalid capture index %2
try(function() ("x"):find("[") end) -- expect: argument-errors.lua:57: malformed pattern (missing ']')
try(function() ("x"):find("%") end) -- expect: argument-errors.lua:58: malformed pattern (ends with '%')
try(function() ("x"):find("(") end) -- expect: argument-errors.lua:59: unfinished capture
try(function() ("x"):find(")") end) -- expect:
