-- __tostring, __pairs and __index reached from library functions may yield.
local t = setmetatable({}, {
  __tostring = function() return coroutine.yield("tostring?") end,
  __index = function(_, i) return coroutine.yield("index " .. i .. "?") end,
  __len = function() return 2 end,
})
local co = coroutine.wrap(function() return tostring(t), table.concat(t, "-"), (table.unpack(t)) end)
print(co()) -- expect: tostring?
print(co("T")) -- expect: index 1?
print(co("a")) -- expect: index 2?
print(co("b")) -- expect: index 1?
print(co("c")) -- expect: index 2?
print(co("d")) -- expect: T	a-b	c
