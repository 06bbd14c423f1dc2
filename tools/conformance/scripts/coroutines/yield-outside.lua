-- Yield needs a coroutine; a dead or running one cannot be resumed.
print(pcall(coroutine.yield, 1)) -- expect: false	attempt to yield from outside a coroutine
local co
co = coroutine.create(function() print(coroutine.resume(co)) end)
coroutine.resume(co) -- expect: false	cannot resume non-suspended coroutine
print(coroutine.resume(co)) -- expect: false	cannot resume dead coroutine
co = coroutine.wrap(function() return pcall(co) end)
print(co()) -- expect: false	cannot resume non-suspended coroutine
local a
a = coroutine.create(function() local b = coroutine.create(function() print(coroutine.resume(a)) end); coroutine.resume(b) end)
print(coroutine.resume(a))
-- expect: false	cannot resume non-suspended coroutine
-- expect: true
print(coroutine.resume(coroutine.running())) -- expect: false	cannot resume non-suspended coroutine
