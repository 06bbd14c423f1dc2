-- A module may yield while it is loaded.
package.preload["yields"] = function(name) return { name = name, got = coroutine.yield("loading") } end
local co = coroutine.wrap(function() return require("yields") end)
print(co()) -- expect: loading
local m = co("value")
print(m.name, m.got) -- expect: yields	value
