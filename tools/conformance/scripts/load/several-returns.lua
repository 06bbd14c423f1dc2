-- Chunks return any number of values, see their varargs, and have upvalues of their own.
print(load("return 1, 2, 3")()) -- expect: 1	2	3
print(load("local a, b = ... return b, a")(1, 2)) -- expect: 2	1
local f = load("local n = ... ; return function() n = n + 1; return n end")
local a, b = f(10), f(20)
print(a(), a(), b()) -- expect: 11	12	21
print(load("return load('return 42')()")()) -- expect: 42
print(load("do return 'early' end return 'late'")()) -- expect: early
print(load("function loaded_global() return 'defined' end")(), loaded_global()) -- expect: nil	defined
loaded_global = nil
print(pcall(load("error('inside', 0)"))) -- expect: false	inside
print(pcall(load("return nil + 1", "=arith"))) -- expect: false	arith:1: attempt to perform arithmetic on a nil value
