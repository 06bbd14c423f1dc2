-- coroutine.close kills a suspended or dead coroutine; not a running or normal one.
local co = coroutine.create(function() coroutine.yield() end)
coroutine.resume(co)
print(coroutine.close(co), coroutine.status(co)) -- expect: true	dead
print(coroutine.close(co)) -- expect: true
print(coroutine.close(coroutine.create(print))) -- expect: true
local failed = coroutine.create(error)
coroutine.resume(failed, "e")
print(coroutine.close(failed)) -- expect: false	e
print(coroutine.close(failed)) -- expect: true
print(pcall(coroutine.close, coroutine.running())) -- expect: false	cannot close a running coroutine
local outer
outer = coroutine.create(function() print(pcall(coroutine.close, outer)); coroutine.wrap(function() print(pcall(coroutine.close, outer)) end)() end)
coroutine.resume(outer)
-- expect: false	cannot close a running coroutine
-- expect: false	cannot close a normal coroutine
print(pcall(coroutine.close)) -- expect: false	bad argument #1 to 'coroutine.close' (thread expected, got no value)
print(pcall(coroutine.close, 1)) -- expect: false	bad argument #1 to 'coroutine.close' (thread expected, got number)
co = coroutine.create(function() for i = 1, 3 do coroutine.yield(i) end end)
coroutine.resume(co); coroutine.close(co)
print(coroutine.resume(co)) -- expect: false	cannot resume dead coroutine
