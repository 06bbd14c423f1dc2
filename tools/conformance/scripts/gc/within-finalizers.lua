-- Within a finalizer the collector is not to be had: every option gives nil, and changes nothing.
local function in_finalizer(f)
  setmetatable({}, { __gc = f })
  collectgarbage()
end
in_finalizer(function() print(collectgarbage(), collectgarbage("collect"), collectgarbage("count")) end) -- expect: nil	nil	nil
in_finalizer(function() print(collectgarbage("step"), collectgarbage("step", 100), collectgarbage("isrunning")) end) -- expect: nil	nil	nil
in_finalizer(function() print(collectgarbage("stop"), collectgarbage("restart")) end) -- expect: nil	nil
in_finalizer(function() print(collectgarbage("setpause", 1), collectgarbage("setstepmul", 1)) end) -- expect: nil	nil
in_finalizer(function() print(collectgarbage("generational"), collectgarbage("incremental")) end) -- expect: nil	nil
in_finalizer(function() print(select("#", collectgarbage())) end) -- expect: 1
in_finalizer(function() print(pcall(collectgarbage, "none")) end) -- expect: false	bad argument #1 to 'collectgarbage' (invalid option 'none')
print(collectgarbage("isrunning"), collectgarbage()) -- expect: true	0
in_finalizer(function() print(coroutine.isyieldable(), pcall(coroutine.yield)) end) -- expect: false	false	attempt to yield from outside a coroutine
-- When the state closes, what gets a finalizer then is never finalized.
Last = setmetatable({}, {
  __gc = function(o)
    print("closing")
    setmetatable(o, getmetatable(o))
    setmetatable({}, { __gc = function() print("never") end })
  end,
}) -- expect: closing
