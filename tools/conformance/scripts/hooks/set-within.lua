-- Hooks set and removed by running functions, by hooks, and for other coroutines, hold at once.
local log = {}
local function note(event, line) log[#log + 1] = event .. (line and debug.getinfo(2, "l").currentline == line and "!" or "") end
local function flush(title) log[#log + 1] = "" print(title, table.concat(log, " ")) log = {} end
local function on(mask, n) debug.sethook(note, mask, n) end
local function off() debug.sethook() end
local function inner()
  on("l")
  local x = 1
  x = 2
end
inner()
off()
flush("from a function")
debug.sethook(function(event)
  note(event)
  debug.sethook(function(event, line)
    note(event, line)
    debug.sethook()
  end, "l")
end, "c")
local s = math.abs(1)
s = 2
s = 3
flush("from a hook")
local again = 0
local function resetting(event)
  note(event)
  again = again + 1
  if again < 4 then debug.sethook(resetting, "l") else debug.sethook() end
end
debug.sethook(resetting, "l")
s = 1
s = 2
s = 3
s = 4
flush("set again by a hook")
local co = coroutine.create(function()
  local x = 1
  coroutine.yield()
  x = 2
  x = 3
  coroutine.yield()
  x = 4
end)
coroutine.resume(co)
debug.sethook(co, note, "lr")
print(debug.gethook(), debug.gethook(co) == note, select(2, debug.gethook(co)))
coroutine.resume(co)
debug.sethook(co)
coroutine.resume(co)
flush("another coroutine")
on("c")
local fresh = coroutine.create(function() return math.abs(1) end)
off()
flush("creating one")
print(debug.gethook(fresh))
coroutine.resume(fresh)
flush("inherits the setting, not the function")
local wrapped = coroutine.wrap(function()
  on("l")
  coroutine.yield(1)
  coroutine.yield(2)
end)
wrapped()
wrapped()
wrapped()
flush("set by a coroutine for itself")
on("", 1)
on("crl", 3)
print(debug.gethook() == note, select(2, debug.gethook()))
debug.sethook(note, "x")
print(debug.gethook())
-- expect: from a function	line! line! line! line! line! 
-- expect: from a hook	call line 
-- expect: set again by a hook	line line line line 
-- expect: nil	true	rl	0
-- expect: another coroutine	return line! line! line! 
-- expect: creating one	call call call 
-- expect: nil	c	0
-- expect: inherits the setting, not the function	
-- expect: set by a coroutine for itself	line! line! line! 
-- expect: true	crl	3
-- expect: nil
