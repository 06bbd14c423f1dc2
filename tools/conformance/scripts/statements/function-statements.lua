-- function t.a.b.c:m, local function, and functions stored in fields.
local t = { a = { b = {} } }
function t.f(x) return "f" .. x end
function t.a.g(x) return "g" .. x end
function t.a.b:m(x) return self == t.a.b, x end
print(t.f(1), t.a.g(2), t.a.b:m(3)) -- expect: f1	g2	true	3
function global_function() return "global" end
print(global_function(), _G.global_function == global_function) -- expect: global	true
local function rec(n) if n == 0 then return "done" end return rec(n - 1) end
print(rec(5)) -- expect: done
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(10), odd(7), even(7)) -- expect: true	true	false
t.f = function() return "replaced" end
print(t.f()) -- expect: replaced
local function params(a, b, c) return a, b, c end
print(params(1)) -- expect: 1	nil	nil
print(params(1, 2, 3, 4)) -- expect: 1	2	3
print((function(...) return select("#", ...) end)(nil, nil)) -- expect: 2
