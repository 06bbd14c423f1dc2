-- os.exit(code, true) closes the variables of the main thread and runs all finalizers.
local function closer(name)
  return setmetatable({}, {__close = function(_, e) print("close " .. name, e) end})
end
kept = setmetatable({}, {__gc = function() print("finalized") end})
local a <close> = closer("a")
local b <close> = closer("b")
local c <close> = closer("c")
coroutine.wrap(function()
  local inner <close> = closer("inner")
  pcall(function() os.exit(true, true) end)
end)()
-- expect: close c	nil
-- expect: close b	nil
-- expect: close a	nil
-- expect: finalized
