-- __index as a function is called with the table and the key, only for absent keys.
local calls = {}
local t = setmetatable({ here = 1 }, { __index = function(t, k) calls[#calls + 1] = tostring(k); return k .. "!" end })
print(t.here, t.gone, t["also gone"], t[1], #calls) -- expect: 1	gone!	also gone!	1!	3
print(rawget(t, "gone"), table.concat(calls, ",")) -- expect: nil	gone,also gone,1
t.gone = "set"
print(t.gone, #calls) -- expect: set	3
t.gone = nil
print(t.gone, #calls) -- expect: gone!	4
print((setmetatable({}, { __index = function() return 1, 2, 3 end })).x) -- expect: 1
print((setmetatable({}, { __index = function() end })).x) -- expect: nil
local s = setmetatable({}, { __index = function(self, k) return self end })
print(s.a.b.c == s, s[1][2] == s) -- expect: true	true
print(pcall(function() return setmetatable({}, { __index = function(_, k) error("no " .. k, 2) end }).field end)) -- expect: false	index-function.lua:14: no field
local m = setmetatable({}, { __index = function(_, name) return function(self, ...) return name, select("#", ...) end end })
print(m:anything(1, 2), m.other(m)) -- expect: anything	other	0
