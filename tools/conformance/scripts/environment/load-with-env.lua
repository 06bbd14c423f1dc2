-- load's fourth argument is the chunk's first upvalue.
local env = { print = print }
local f = load("x = 1; print(x, y); return _ENV", "=e", "t", env)
print(f() == env, env.x, x)
-- expect: 1	nil
-- expect: true	1	nil
print(load("return x", "=e", "t", { x = "from env" })()) -- expect: from env
print(load("local a = 1; return function() return a, b end", "=e", "t", { b = 2 })()()) -- expect: 1	2
print(pcall(load("return x.y", "=e", "t", {}))) -- expect: false	e:1: attempt to index a nil value (global 'x')
print(pcall(load("return 1", "=e", "t", nil))) -- expect: true	1
print(pcall(load("return x", "=e", "t", nil))) -- expect: false	e:1: attempt to index a nil value (upvalue '_ENV')
print(load("return ...", "=e", "t", {})(1, 2)) -- expect: 1	2
local shared = {}
load("n = (n or 0) + 1", "=e", "t", shared)(); load("n = (n or 0) + 1", "=e", "t", shared)()
print(shared.n, n) -- expect: 2	nil
