-- The line in a message is that of the instruction, also in statements over several lines.
local function try(f) print(select(2, pcall(f))) end
try(function() -- expect: positions.lua:6: attempt to index a nil value (field 'a')
  local t = {}
  local x = t.a
    .b
end)
try(function() -- expect: positions.lua:11: attempt to perform arithmetic on a nil value (local 'b')
  local a, b = 1
  return a
    +
    b
end)
try(function() -- expect: positions.lua:17: attempt to call a nil value (global 'undefined')
  print(
    "x",
    undefined()
  )
end)
try(function() -- expect: positions.lua:23: attempt to perform arithmetic on a nil value
  local t = {
    1,
    nil + 1,
  }
end)
try(function() -- expect: positions.lua:28: attempt to call a nil value (local 'f')
  local f
  f(
    1,
    2
  )
end)
try(function() -- expect: positions.lua:35: attempt to compare number with table
  if 1
    < {} then
  end
end)
try(function() -- expect: positions.lua:41: attempt to concatenate a table value
  return "a"
    .. "b"
    .. {}
end)
try(function() -- expect: positions.lua:45: bad 'for' limit (number expected, got table)
  for i = 1,
    {} do
  end
end)
try(function() -- expect: positions.lua:52: attempt to index a nil value (field 'x')
  local t = {}
  t
  .x
  .y = 5
end)
try(function() error( -- expect: positions.lua:54: in error
  "in error") end)
