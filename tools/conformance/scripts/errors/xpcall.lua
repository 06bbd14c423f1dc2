-- xpcall calls its handler with the error, at the point of the error; arguments follow the handler.
print(xpcall(function(...) return select("#", ...), ... end, print, 1, nil, 3)) -- expect: true	3	1	nil	3
print(xpcall(error, function(m) return "handled " .. m, "dropped" end, "e")) -- expect: false	handled e
print(xpcall(function() local x = nil; x() end, function(m) return "[" .. m .. "]" end)) -- expect: false	[xpcall.lua:4: attempt to call a nil value (local 'x')]
print(xpcall(function() error({ 7 }) end, function(e) return e[1] end)) -- expect: false	7
print(xpcall(function() error() end, function(e) return "nil error: " .. tostring(e) end)) -- expect: false	nil error: nil
print(pcall(xpcall)) -- expect: false	bad argument #2 to 'xpcall' (function expected, got no value)
print(pcall(xpcall, print)) -- expect: false	bad argument #2 to 'xpcall' (function expected, got no value)
print(pcall(xpcall, error, nil, "x")) -- expect: false	bad argument #2 to 'xpcall' (function expected, got nil)
print(xpcall(nil, function(m) return m end)) -- expect: false	attempt to call a nil value
print(xpcall(function() return xpcall(error, function(m) error("rethrown " .. m, 0) end, "e") end, function(m) return "outer " .. m end)) -- expect: true	false	error in error handling
local depth = 0
print(xpcall(error, function(m) depth = depth + 1; if depth < 3 then error("again " .. m, 0) end return m end, "first")) -- expect: false	again again first
print(depth) -- expect: 3
print(pcall(xpcall, function() return "ok" end, nil)) -- expect: false	bad argument #2 to 'xpcall' (function expected, got nil)
local function level2() error("deep") end
local function level1() level2() end
print(xpcall(level1, function(m) return m:upper() end)) -- expect: false	XPCALL.LUA:16: DEEP
