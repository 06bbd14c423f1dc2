-- suspended, running, normal, dead.
local outer, inner
inner = coroutine.create(function()
  print("outer from inner:", coroutine.status(outer))
  print("inner from inner:", coroutine.status(inner))
end)
outer = coroutine.create(function()
  print("outer from outer:", coroutine.status(outer), "inner:", coroutine.status(inner))
  coroutine.resume(inner)
  print("inner after:", coroutine.status(inner))
  coroutine.yield()
end)
coroutine.resume(outer)
-- expect: outer from outer:	running	inner:	suspended
-- expect: outer from inner:	normal
-- expect: inner from inner:	running
-- expect: inner after:	dead
print(coroutine.status(outer), coroutine.status(inner)) -- expect: suspended	dead
coroutine.resume(outer)
print(coroutine.status(outer)) -- expect: dead
local broken = coroutine.create(error)
print(coroutine.resume(broken, "e"), coroutine.status(broken)) -- expect: false	dead
print(pcall(coroutine.status)) -- expect: false	bad argument #1 to 'coroutine.status' (thread expected, got no value)
print(pcall(coroutine.status, {})) -- expect: false	bad argument #1 to 'coroutine.status' (thread expected, got table)
print(pcall(coroutine.resume, print)) -- expect: false	bad argument #1 to 'coroutine.resume' (thread expected, got function)
print(coroutine.status((coroutine.running()))) -- expect: running
