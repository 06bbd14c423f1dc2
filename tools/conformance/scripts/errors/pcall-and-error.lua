-- pcall catches any value; error adds a position to strings only.
print(pcall(function() return 1, 2, 3 end)) -- expect: true	1	2	3
print(pcall(error, "message")) -- expect: false	message
print(pcall(error, "message", 0)) -- expect: false	message
print(pcall(error)) -- expect: false	nil
print(pcall(error, nil)) -- expect: false	nil
print(pcall(function() error("with position") end)) -- expect: false	pcall-and-error.lua:7: with position
print(pcall(function() error("without", 0) end)) -- expect: false	without
print(pcall(function() error(42) end), pcall(function() error(42.5, 1) end)) -- expect: false	false	42.5
print(pcall(function() error(true) end)) -- expect: false	true
print(pcall(function() error() end)) -- expect: false	nil
local t = { code = 1 }
print(select(2, pcall(error, t)) == t, select(2, pcall(function() error(t, 2) end)) == t) -- expect: true	true
print(pcall(pcall)) -- expect: false	bad argument #1 to 'pcall' (value expected)
print(pcall(pcall, error, "inner")) -- expect: true	false	inner
print(pcall(nil)) -- expect: false	attempt to call a nil value
print(pcall({})) -- expect: false	attempt to call a table value
print(pcall(5, 6)) -- expect: false	attempt to call a number value
print(select("#", pcall(function() end)), select("#", pcall(error))) -- expect: 1	2
local function thrower(level) error("level " .. level, level) end
local function caller(level) thrower(level) end
print(pcall(caller, 0)) -- expect: false	level 0
print(pcall(caller, 1)) -- expect: false	pcall-and-error.lua:20: level 1
print(pcall(caller, 2)) -- expect: false	pcall-and-error.lua:21: level 2
local function outer(level)
  caller(level)
end
print(pcall(outer, 3)) -- expect: false	pcall-and-error.lua:26: level 3
print(pcall(outer, 4)) -- expect: false	level 4
print(pcall(outer, 50)) -- expect: false	level 50
print(pcall(function() local ok, e = pcall(error, "a", 0); error(e .. "b", 0) end)) -- expect: false	ab
print(pcall(error, "x", "1")) -- expect: false	x
print(pcall(error, "x", {})) -- expect: false	bad argument #2 to 'error' (number expected, got table)
