-- An error out of a wrapped coroutine reaches the main chunk.
local co = coroutine.wrap(function() error("from the coroutine") end)
co() -- expect error: uncaught-in-coroutine.lua:3: uncaught-in-coroutine.lua:2: from the coroutine
