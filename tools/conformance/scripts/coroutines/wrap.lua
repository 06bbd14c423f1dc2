-- wrap gives a function; errors come out of it.
local gen = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end return "last" end)
print(gen()) -- expect: 1	1
print(gen()) -- expect: 2	4
print(gen()) -- expect: 3	9
print(gen()) -- expect: last
print(pcall(gen)) -- expect: false	cannot resume dead coroutine
local failing = coroutine.wrap(function() error("inside") end)
print(pcall(failing)) -- expect: false	wrap.lua:8: inside
print(pcall(failing)) -- expect: false	cannot resume dead coroutine
local tab = coroutine.wrap(function() error({ code = 7 }) end)
print(select(2, pcall(tab)).code) -- expect: 7
local echo = coroutine.wrap(function(...) local args = { ... }; while true do args = { coroutine.yield(table.unpack(args)) } end end)
print(echo(1, 2)) -- expect: 1	2
print(echo()) -- expect:
print(echo(nil, nil)) -- expect:
print(echo("x")) -- expect: x
for v in coroutine.wrap(function() for _, x in ipairs({ "a", "b" }) do coroutine.yield(x) end end) do io.write(v, " ") end print() -- expect: a b 
print(pcall(coroutine.wrap, nil)) -- expect: false	bad argument #1 to 'coroutine.wrap' (function expected, got nil)
print(type(coroutine.wrap(print)), coroutine.wrap(function() return 1, 2 end)()) -- expect: function	1	2
