-- A round-robin scheduler with sleeping tasks and messages.
local now, ready, sleeping, log = 0, {}, {}, {}
local function spawn(name, f) ready[#ready + 1] = { name = name, co = coroutine.create(f) } end
local function sleep(n) coroutine.yield("sleep", n) end
local box = {}
local function send(v) box[#box + 1] = v end
local function receive() while #box == 0 do coroutine.yield("wait") end return table.remove(box, 1) end
spawn("a", function() for i = 1, 3 do log[#log + 1] = now .. ":a" .. i; sleep(2) end send("from a") end)
spawn("b", function() for i = 1, 2 do log[#log + 1] = now .. ":b" .. i; sleep(3) end send("from b") end)
spawn("c", function() for _ = 1, 2 do log[#log + 1] = now .. ":c got " .. receive() end end)
while #ready > 0 or #sleeping > 0 do
  local batch = ready
  ready = {}
  for _, task in ipairs(batch) do
    local ok, why, n = coroutine.resume(task.co)
    assert(ok, why)
    if coroutine.status(task.co) ~= "dead" then
      if why == "sleep" then task.at = now + n; sleeping[#sleeping + 1] = task else ready[#ready + 1] = task end
    end
  end
  now = now + 1
  for i = #sleeping, 1, -1 do if sleeping[i].at <= now then ready[#ready + 1] = table.remove(sleeping, i) end end
end
for _, line in ipairs(log) do print(line) end
-- expect: 0:a1
-- expect: 0:b1
-- expect: 0:c got from a
-- expect: 3:b2
-- expect: 4:a3
-- expect: 7:c got from b
