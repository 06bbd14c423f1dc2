-- A replacement function may yield.
local co = coroutine.wrap(function() return (("a b c"):gsub("%a", function(c) return coroutine.yield(c) end)) end)
print(co(), co("x"), co("y")) -- expect: a	b	c
print(co("z")) -- expect: x y z
