-- tostring and print use __tostring, then __name; __tostring must give a string.
local t = setmetatable({}, { __tostring = function(self) return "I am a table" end })
print(t, tostring(t), ("%s|%10s"):format(t, setmetatable({}, { __tostring = function() return "x" end }))) -- expect: I am a table	I am a table	I am a table|         x
local named = setmetatable({}, { __name = "My.Type" })
print((tostring(named):gsub("0x%x+", "ADDRESS"))) -- expect: My.Type: ADDRESS
print(pcall(tostring, setmetatable({}, { __tostring = function() return 5 end }))) -- expect: true	5
print(pcall(tostring, setmetatable({}, { __tostring = function() return {} end }))) -- expect: false	'__tostring' must return a string
print(pcall(print, setmetatable({}, { __tostring = function() error("in tostring", 0) end }))) -- expect: false	in tostring
print((tostring(setmetatable({}, { __name = 5 })):gsub("0x%x+", "ADDRESS"))) -- expect: table: ADDRESS
print(pcall(tostring)) -- expect: false	bad argument #1 to 'tostring' (value expected)
print(tostring(nil), tostring(true), tostring(1), tostring(1.0), tostring("s")) -- expect: nil	true	1	1.0	s
print(type(tostring(print)), tostring({}):match("^table: 0x") ~= nil, tostring(print):match("^function: ") ~= nil) -- expect: string	true	true
print(pcall(string.rep, named)) -- expect: false	bad argument #1 to 'string.rep' (string expected, got My.Type)
print(pcall(ipairs, nil), pcall(math.floor, named)) -- expect: true	false	bad argument #1 to 'math.floor' (number expected, got My.Type)
print(pcall(function() return named + 1 end)) -- expect: false	tostring-and-name.lua:15: attempt to perform arithmetic on a My.Type value (upvalue 'named')
print(pcall(function() return named < 1 end)) -- expect: false	tostring-and-name.lua:16: attempt to compare My.Type with number
print(pcall(function() return named .. "x" end)) -- expect: false	tostring-and-name.lua:17: attempt to concatenate a My.Type value (upvalue 'named')
print(pcall(function() return #nil end)) -- expect: false	tostring-and-name.lua:18: attempt to get length of a nil value
