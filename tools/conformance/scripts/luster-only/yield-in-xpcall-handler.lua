-- A message handler may yield.
local co = coroutine.wrap(function() return xpcall(error, function(m) return coroutine.yield("handling " .. m) end, "e") end)
print(co()) -- expect: handling e
print(co("replaced")) -- expect: false	replaced
