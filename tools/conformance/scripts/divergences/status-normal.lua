-- A coroutine that resumed another one is "normal".
local outer
outer = coroutine.create(function() coroutine.wrap(function() print(coroutine.status(outer)) end)() end)
coroutine.resume(outer) -- expect: normal
