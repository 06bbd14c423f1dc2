-- Line events of all kinds of statements.
local function lines(f, ...)
  local log, first = {}, debug.getinfo(f, "S").linedefined
  debug.sethook(function(_, line)
    if debug.getinfo(2, "f").func == f then log[#log + 1] = line - first end
  end, "l")
  pcall(f, ...)
  debug.sethook()
  return table.concat(log, " ")
end
local out = {}
local function trace(f, ...) out[#out + 1] = lines(f, ...) end
trace(function(n)
  local s = 0
  for i = 1, n do
    s = s + i
  end
  for _, v in ipairs({ 1, 2 }) do
    s = s + v
  end
  while s > 3 do
    s = s - 3
    if s == 4 then break end
  end
  repeat s = s + 1
  until s > 5
  goto done
  s = 0
  ::done::
  return s
end, 3)
trace(function(a, b)
  local c = function() return a end
  a = b
  return c(),
    b
end, 1, 2)
trace(function(...)
  local t = {
    1,
    x = ...,
    [3] = 4,
  }
  local s = t.x
    .. "b" ..
    "c"
  error("x")
end, "a")
trace(function() end)
trace(function() while true do error() end end)
trace(function()
  local x <close> = setmetatable({}, {
    __close = function() end,
  })
  if x then
    return 1
  end
end)
trace(function() for i = 1, 3 do end for i = 3, 1 do end local n = 0 repeat n = n + 1 until n > 2 end)
trace(function(a)
  return a and
    a.b
    or nil
end, {})
trace(function(t)
  t.x, t.y =
    1,
    2
  t[1](function()
    return 1
  end,
  2)
end, { print and type })
print(table.concat(out, "\n"))
-- expect: 1 2 3 2 3 2 3 2 5 6 5 6 5 7 8 9 10 8 9 10 8 12 13 12 13 12 13 14 17
-- expect: 1 2 3 4
-- expect: 1 2 3 4 5 7 8 7 9
-- expect: 0
-- expect: 0
-- expect: 1 2 1 3 4 5
-- expect: 0 0 0 0 0
-- expect: 1 2 3
-- expect: 2 3 4 6 7 4 8
