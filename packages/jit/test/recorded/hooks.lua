-- Hooks that are set while hot code runs: in a hot loop, in a hot function, by what it calls; and unset again there.

local log = {}
local function note(event, line)
  local info = debug.getinfo(2, "nSl")
  log[#log + 1] = event .. ":" .. tostring(line) .. ":" .. tostring(info.currentline) .. ":" .. tostring(info.name) .. ":" .. info.what
end
local function flush(name)
  print(name, #log, table.concat(log, " "))
  log = {}
end

-- In a hot loop of the main function, set and unset by the loop itself.
for _, mask in ipairs { "l", "c", "r", "crl" } do
  local s = 0
  for i = 1, 3000 do
    if i == 2500 then debug.sethook(note, mask) end
    s = s + i % 3
    if i == 2503 then
      debug.sethook()
    end
  end
  print(s)
  flush("loop " .. mask)
end

-- In a hot function that is called from a hot loop.
local function leaf(x)
  local y = x + 1
  return y
end
local function middle(x, mask)
  if mask then debug.sethook(note, mask) end
  local z = leaf(x)
  return z * 2
end
for _, mask in ipairs { "l", "c", "r", "crl" } do
  local s = 0
  for i = 1, 3000 do
    s = s + middle(i, i == 2500 and mask)
    if i == 2501 then debug.sethook() end
  end
  print(s)
  flush("function " .. mask)
end

-- By a function deep below hot ones: all of them are hooked when they go on.
local function bottom(n, mask)
  if n == 0 then
    if mask then debug.sethook(note, mask) end
    return 0
  end
  local below = bottom(n - 1, mask)
  return below + 1
end
for _, mask in ipairs { "l", "c", "r", "crl" } do
  for _ = 1, 500 do bottom(5) end
  print(bottom(5, mask))
  debug.sethook()
  flush("recursion " .. mask)
end

-- Through pcall, metamethods, iterators, sort and coroutines.
local meta = setmetatable({}, {
  __index = function(_, k)
    return k * 2
  end,
  __add = function(a, b)
    return 7
  end,
})
local function iterate(n)
  return function(_, i)
    if i < n then return i + 1 end
  end, nil, 0
end
for _, mask in ipairs { "l", "c", "r", "crl" } do
  local s = 0
  for i = 1, 400 do
    if i == 399 then debug.sethook(note, mask) end
    s = s + meta[i] + (meta + 1)
    for j in iterate(2) do
      s = s + j
    end
    pcall(function()
      local t = { 2, 1 }
      table.sort(t, function(a, b) return a < b end)
      error("x", 0)
    end)
    s = s + select("#", i, i)
  end
  debug.sethook()
  print(s)
  flush("mixed " .. mask)
end

-- A hook belongs to its thread: a coroutine made before or after is not hooked.
for _, mask in ipairs { "l", "crl" } do
  local co = coroutine.wrap(function()
    for i = 1, 1000 do
      coroutine.yield(i)
    end
  end)
  local s = 0
  for i = 1, 900 do
    if i == 898 then debug.sethook(note, mask) end
    s = s + co()
  end
  debug.sethook()
  print(s)
  flush("coroutine " .. mask)
end

-- A hook set on another thread, which runs hot code of its own.
for _, mask in ipairs { "l", "c", "r", "crl" } do
  local co = coroutine.create(function()
    local s = 0
    for i = 1, 2000 do
      s = s + leaf(i)
      if i % 500 == 0 then
        coroutine.yield(s)
      end
    end
    return s
  end)
  print(coroutine.resume(co))
  debug.sethook(co, function(event, line)
    if #log < 12 then note(event, line) end
  end, mask)
  print(coroutine.resume(co))
  debug.sethook(co)
  print(coroutine.resume(co))
  flush("thread " .. mask)
end

-- A hook that raises an error leaves the hot loop, which can be run again.
local function spin(n, at)
  local s = 0
  for i = 1, n do
    if i == at then
      debug.sethook(function(_, line)
        debug.sethook()
        error("stop at " .. line, 0)
      end, "l")
    end
    s = s + i
  end
  return s
end
print(spin(2000), pcall(spin, 2000, 1500))
print(spin(2000))

-- A hook that changes locals of hot code, and looks at them.
local function change(n)
  local s = 0
  local step = 1
  for i = 1, n do
    if i == 1500 then
      debug.sethook(function()
        debug.sethook()
        for k = 1, 10 do
          local name, value = debug.getlocal(2, k)
          if name == "step" then debug.setlocal(2, k, 1000) end
          if name == "i" or name == "s" or name == "step" then log[#log + 1] = name .. "=" .. tostring(value) end
        end
      end, "l")
    end
    s = s + step
  end
  return s
end
print(change(1000), change(2000))
flush("locals")

-- Tail calls.
local function tail(n)
  if n == 0 then return "done" end
  return tail(n - 1)
end
for _ = 1, 200 do tail(3) end
for _, mask in ipairs { "c", "r", "crl" } do
  debug.sethook(note, mask)
  tail(3)
  debug.sethook()
  flush("tail " .. mask)
end

-- The number of instructions is not the same everywhere; that a hot loop calls the hook again and again is.
local count = 0
local function counted(n, at)
  local s = 0
  for i = 1, n do
    if i == at then debug.sethook(function() count = count + 1 end, "", 100) end
    s = s + i
  end
  debug.sethook()
  return s
end
print(counted(5000), count)
print(counted(5000, 2500), count > 25 and count < 500)
count = 0
local stopped = pcall(function()
  for _ = 1, 3000 do leaf(1) end
  debug.sethook(function()
    count = count + 1
    if count == 50 then error("enough") end
  end, "", 1000)
  while true do leaf(1) end
end)
debug.sethook()
print(stopped, count)
