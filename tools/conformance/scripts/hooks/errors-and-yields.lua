-- Errors in hooks are errors of the function; hooks do not nest, cannot yield, and are off while finalizers run.
local function failing() error("hook", 0) end
local function try(mask, f)
  return coroutine.close((coroutine.create(function() end))), pcall(coroutine.wrap(function()
    debug.sethook(failing, mask)
    f()
    f()
  end))
end
print(try("l", function() end))
print(try("c", function() end))
print(try("r", function() end))
print(pcall(coroutine.wrap(function()
  debug.sethook(failing, "c")
  pcall(math.abs, 1)
end)))
print(pcall(coroutine.wrap(function()
  local results = table.pack(pcall(function()
    debug.sethook(function(_, line) debug.sethook() error("at line", 2) end, "l")
    local x = 1
  end))
  return table.unpack(results)
end)))
local co
local depth, deepest = 0, 0
debug.sethook(function()
  depth = depth + 1
  deepest = math.max(deepest, depth)
  local f = function() return 1 end
  f()
  pcall(error)
  depth = depth - 1
end, "crl", 1)
local x = math.abs(1)
debug.sethook()
print(deepest)
co = coroutine.create(function()
  debug.sethook(function() coroutine.yield() end, "l")
  local y = 1
end)
print(coroutine.resume(co))
print(coroutine.status(co))
co = coroutine.create(function()
  debug.sethook(function() print(coroutine.isyieldable()) debug.sethook() end, "l")
  local y = 1
  coroutine.yield(coroutine.isyieldable())
  return "end"
end)
print(coroutine.resume(co))
print(coroutine.resume(co))
-- A hook that fails is called again afterwards.
local n = 0
local function twoLines()
  local z = 1
  z = 2
end
debug.sethook(function(_, line) n = n + 1 if n == 3 then error("once", 0) end end, "l")
local ok, message = pcall(twoLines)
z = 1
debug.sethook()
print(ok, message, n)
print(xpcall(function()
  debug.sethook(failing, "c")
  math.abs(1)
end, function(m)
  debug.sethook()
  return "handled " .. m
end))
-- What runs in a hook has a name of its own in tracebacks.
debug.sethook(function()
  debug.sethook()
  print((debug.traceback("hooked"):gsub("\n\t%[C%]: in %?", "")))
end, "l")
local done = 1
local seen = false
debug.sethook(function() if debug.getinfo(2, "n").name == "__gc" then seen = true end end, "crl", 1)
setmetatable({}, { __gc = function() local a = math.abs(1) finalized = true end })
collectgarbage()
debug.sethook()
print(finalized, seen)
-- expect: true	false	hook
-- expect: true	false	hook
-- expect: true	false	hook
-- expect: false	hook
-- expect: true	false	errors-and-yields.lua:20: at line
-- expect: 1
-- expect: false	attempt to yield across a C-call boundary
-- expect: dead
-- expect: false
-- expect: true	true
-- expect: true	end
-- expect: false	once	5
-- expect: false	handled hook
-- expect: hooked
-- expect: stack traceback:
-- expect: 	errors-and-yields.lua:72: in hook '?'
-- expect: 	errors-and-yields.lua:74: in main chunk
-- expect: true	false
