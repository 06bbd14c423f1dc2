-- Functions are equal only to themselves; each evaluation of an expression makes a new one with upvalues of its own.
local function make(x) return function() return x end end
local f, g = make(1), make(1)
print(f == f, f == g, f() == g()) -- expect: true	false	true
local t = {}
for i = 1, 2 do t[i] = function() return i end end
print(t[1] == t[2]) -- expect: false
local function self() return self end
print(self() == self) -- expect: true
local set = { [f] = "f", [g] = "g", [print] = "print" }
print(set[f], set[g], set[print]) -- expect: f	g	print
print(type(f), type(print), tostring(f):match("^function"), tostring(print):match("^function: builtin") or "function") -- expect: function	function	function	function
