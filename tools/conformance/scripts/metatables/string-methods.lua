-- Strings share a metatable whose __index is the string library; it can be extended.
print(("abc"):len(), ("x").rep("y", 3), #"abc", ("%d"):format(7)) -- expect: 3	yyy	3	7
print(("abc").len == string.len, ("abc").foo, ("abc")[1], ("abc")["upper"] == string.upper) -- expect: true	nil	nil	true
function string.shout(s) return s:upper() .. "!" end
print(("hey"):shout()) -- expect: HEY!
string.shout = nil
print(pcall(function() return ("hey"):shout() end)) -- expect: false	string-methods.lua:7: attempt to call a nil value (method 'shout')
print(pcall(function() local s = "abc"; s.x = 1 end)) -- expect: false	string-methods.lua:8: attempt to index a string value (local 's')
local mt = getmetatable("")
mt.__call = function(s, a) return s .. "(" .. tostring(a) .. ")" end
print(("f")(1)) -- expect: f(1)
mt.__call = nil
mt.__index = function(s, k) return type(k) == "number" and s:sub(k, k) or string[k] end
print(("hello")[2], ("hello"):upper()) -- expect: e	HELLO
mt.__index = string
mt.__add = nil
print(pcall(function() return "1" + 1, "a" + 1 end)) -- expect: false	string-methods.lua:17: attempt to perform arithmetic on a string value (constant '1')
