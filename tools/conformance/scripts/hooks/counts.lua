-- Count events: their number does not depend on what the machine's instructions are as long as a loop is one instruction long.
local function count(step, f)
  local n = 0
  debug.sethook(function(event) assert(event == "count") n = n + 1 end, "", step)
  f()
  debug.sethook()
  return n
end
local function loop() for i = 1, 100000 do end end
print(count(1, loop) // 1000, count(1000, loop), count(1000000, loop)) -- expect: 100	100	0
local n = 0
local function stop() n = n + 1 if n == 50 then error("stopped", 0) end end
local co = coroutine.create(function() while true do end end)
debug.sethook(co, stop, "", 100)
print(coroutine.resume(co)) -- expect: false	stopped
n = 0
debug.sethook(stop, "", 10)
print(pcall(load("goto top ::top:: goto top"))) -- expect: false	stopped
debug.sethook()
n = 0
local a = setmetatable({}, { __eq = function() return false end })
local b = setmetatable({}, getmetatable(a))
debug.sethook(stop, "", 10)
print(pcall(function() repeat until a == b end)) -- expect: false	stopped
print(debug.gethook() == stop, select(2, debug.gethook())) -- expect: true		10
debug.sethook()
