-- Thousands of coroutines at once, each with a state of its own; long ping-pong.
local list = {}
for i = 1, 2000 do list[i] = coroutine.wrap(function(a) local sum = a; while true do sum = sum + coroutine.yield(sum) end end) end
for i, co in ipairs(list) do co(i) end
local total = 0
for round = 1, 3 do for i, co in ipairs(list) do total = total + co(round) end end
print(total) -- expect: 6023000
local ping = coroutine.wrap(function() local n = 0; while true do n = n + (coroutine.yield(n) or 1) end end)
local last
for _ = 1, 100000 do last = ping() end
print(last) -- expect: 99999
local function chain(n) if n == 0 then return coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) end
  local inner = chain(n - 1); return coroutine.wrap(function() for v in inner do coroutine.yield(v + 1) end end) end
local out = {}
for v in chain(20) do out[#out + 1] = v end
print(table.concat(out, " ")) -- expect: 21 22 23
local function recurse(n) if n == 0 then coroutine.yield("bottom") return 0 end return 1 + recurse(n - 1) end
local deep = coroutine.wrap(function() return recurse(5000) end)
print(deep(), deep()) -- expect: bottom	5000
