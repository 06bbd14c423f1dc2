-- running gives the current thread and whether it is the main one.
local main, is_main = coroutine.running()
print(type(main), is_main, coroutine.isyieldable(), coroutine.isyieldable(main)) -- expect: thread	true	false	false
local co
co = coroutine.create(function()
  local current, current_is_main = coroutine.running()
  print(current == co, current_is_main, coroutine.isyieldable(), coroutine.isyieldable(main))
  coroutine.yield()
end)
coroutine.resume(co) -- expect: true	false	true	false
print(coroutine.isyieldable(co)) -- expect: true
coroutine.resume(co)
print(coroutine.status(co), coroutine.running() == main) -- expect: dead	true
coroutine.wrap(function() print(pcall(function() return coroutine.isyieldable() end)) end)() -- expect: true	true
