-- a:b(...) evaluates a once and passes it as self; string and table arguments need no parentheses.
local log = {}
local object = { name = "o" }
function object:get(...) return self.name, ... end
function object.static(x) return x end
local function make() log[#log + 1] = "made"; return object end
print(make():get(1, 2)) -- expect: o	1	2
print(#log) -- expect: 1
print(object.static "text", object.static { 5 }[1], object.static [[long]]) -- expect: text	5	long
print(object:get "s", (object:get { 1 })) -- expect: o	o
print(("%d-%s"):format(3, "x"), ("abc"):upper():lower():len(), #("x"):rep(3)) -- expect: 3-x	3	3
local chain = { v = 0 }
function chain:add(n) self.v = self.v + n; return self end
print(chain:add(1):add(2):add(3).v) -- expect: 6
function object.nested() end
object.inner = { deeper = {} }
function object.inner.deeper:method(a) return self == object.inner.deeper, a end
print(object.inner.deeper:method("arg")) -- expect: true	arg
print(object["get"](object, "explicit")) -- expect: o	explicit
local s = "x"
print(s:byte(), s:rep(2, ",")) -- expect: 120	x,x
