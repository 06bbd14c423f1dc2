-- A reader function of load may yield.
local co = coroutine.wrap(function() return load(function() return coroutine.yield("piece?") end)() end)
print(co()) -- expect: piece?
print(co("return ")) -- expect: piece?
print(co("6 * 7")) -- expect: piece?
print(co(nil)) -- expect: 42
