-- __call makes any value callable; it may be a chain.
local t = setmetatable({}, { __call = function(self, a, b) return type(self), a, b end })
print(t(1, 2)) -- expect: table	1	2
print(t()) -- expect: table	nil	nil
print(pcall(t, "x")) -- expect: true	table	x	nil
local u = setmetatable({}, { __call = t })
local function kinds(...) local list = {}; for i, x in ipairs({ ... }) do list[i] = type(x) == "table" and "table" or x end return table.concat(list, " ") end
local w = setmetatable({}, { __call = setmetatable({}, { __call = setmetatable({}, { __call = kinds }) }) })
print(w("a", "b")) -- expect: table table table a b
print(kinds(u("first", "second"))) -- expect: table table first
print(select("#", (setmetatable({}, { __call = function(...) return ... end }))(1, 2))) -- expect: 3
print(pcall(setmetatable({}, { __call = 5 }))) -- expect: false	attempt to call a number value
print(pcall(setmetatable({}, { __call = {} }))) -- expect: false	attempt to call a table value
local o = { m = setmetatable({}, { __call = function(f, self, x) return x end }) }
print(o:m("method"), o.m(o, "function")) -- expect: method	function
for i in setmetatable({}, { __call = function(_, _, i) i = (i or 0) + 1; if i < 4 then return i end end }) do io.write(i, " ") end print() -- expect: 1 2 3 
print(table.concat({ ("x"):gsub("x", setmetatable({}, { __index = function() return "y" end })) }, " ")) -- expect: y 1
print(pcall(table.sort, { 3, 1, 2 }, setmetatable({}, { __call = function(_, a, b) return a < b end }))) -- expect: false	bad argument #2 to 'table.sort' (function expected, got table)
