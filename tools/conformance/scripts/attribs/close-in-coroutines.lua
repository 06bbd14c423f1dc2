-- Variables of a suspended coroutine are closed by coroutine.close; __close may yield.
local function closer(name) return setmetatable({}, { __close = function(_, e) print("close " .. name, e) end }) end
local co = coroutine.create(function() local a <close> = closer("a"); local b <close> = closer("b"); coroutine.yield(1); print("never") end)
print(coroutine.resume(co)) -- expect: true	1
print(coroutine.close(co), coroutine.status(co))
-- expect: close b	nil
-- expect: close a	nil
-- expect: true	dead
co = coroutine.create(function() local a <close> = closer("kept"); local b <close> = setmetatable({}, { __close = function() error("in close", 0) end }); coroutine.yield() end)
coroutine.resume(co)
print(coroutine.close(co))
-- expect: close kept	in close
-- expect: false	in close
print(coroutine.status(co), coroutine.close(co)) -- expect: dead	true
co = coroutine.create(function() local a <close> = closer("by error"); error("boom", 0) end)
print(coroutine.resume(co)) -- expect: false	boom
print(coroutine.close(co))
-- expect: close by error	boom
-- expect: false	boom
local function yielding(name) return setmetatable({}, { __close = function(_, e) print("yield in " .. name, coroutine.yield("from " .. name)) end }) end
co = coroutine.wrap(function() do local a <close> = yielding("a"); local b <close> = yielding("b"); end return "end" end)
print(co()) -- expect: from b
print(co("x"))
-- expect: yield in b	x
-- expect: from a
print(co("y"))
-- expect: yield in a	y
-- expect: end
co = coroutine.wrap(function() local a <close> = yielding("r"); return "returned", 2 end)
print(co()) -- expect: from r
print(co("z"))
-- expect: yield in r	z
-- expect: returned	2
co = coroutine.wrap(function() return pcall(function() local a <close> = yielding("e"); error("err", 0) end) end)
print(co()) -- expect: from e
print(co("w"))
-- expect: yield in e	w
-- expect: false	err
