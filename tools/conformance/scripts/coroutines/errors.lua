-- An error kills the coroutine and comes back from resume as it was thrown.
local co = coroutine.create(function() local x = nil; return x.field end)
print(coroutine.resume(co)) -- expect: false	errors.lua:2: attempt to index a nil value (local 'x')
print(coroutine.status(co)) -- expect: dead
print(coroutine.resume(co)) -- expect: false	cannot resume dead coroutine
print(coroutine.resume(coroutine.create(function() error("msg", 0) end))) -- expect: false	msg
print(coroutine.resume(coroutine.create(function() error("msg") end))) -- expect: false	errors.lua:7: msg
print(coroutine.resume(coroutine.create(function() error() end))) -- expect: false	nil
print(coroutine.resume(coroutine.create(function() error(nil) end))) -- expect: false	nil
print(type(select(2, coroutine.resume(coroutine.create(function() error({}) end))))) -- expect: table
print(coroutine.resume(coroutine.create(function() error(42) end))) -- expect: false	42
co = coroutine.create(function() coroutine.yield(1); error("second", 0) end)
print(coroutine.resume(co)) -- expect: true	1
print(coroutine.resume(co)) -- expect: false	second
print(coroutine.resume(co)) -- expect: false	cannot resume dead coroutine
local w = coroutine.wrap(function() coroutine.yield(); error("positioned") end)
w(); print(pcall(w)) -- expect: false	errors.lua:16: positioned
local nested = coroutine.wrap(function() local inner = coroutine.wrap(function() error("deep", 0) end); inner() end)
print(pcall(nested)) -- expect: false	errors.lua:18: deep
print(pcall(coroutine.create, nil)) -- expect: false	bad argument #1 to 'coroutine.create' (function expected, got nil)
print(pcall(coroutine.create)) -- expect: false	bad argument #1 to 'coroutine.create' (function expected, got no value)
print(pcall(coroutine.resume)) -- expect: false	bad argument #1 to 'coroutine.resume' (thread expected, got no value)
print(coroutine.resume(coroutine.create(print), "c function"))
-- expect: c function
-- expect: true
print(coroutine.resume(coroutine.create(math.floor), "x")) -- expect: false	bad argument #1 to 'math.floor' (number expected, got string)
