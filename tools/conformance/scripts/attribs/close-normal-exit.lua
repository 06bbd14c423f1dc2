-- A <close> variable is closed at the end of its block, in reverse order of declaration.
local function closer(name) return setmetatable({}, { __close = function(_, e) print("close " .. name, e) end }) end
do
  local a <close> = closer("a")
  local b <close> = closer("b")
  local c <const> = 1
  local d <close> = closer("d")
  print("body")
  -- expect: body
  -- expect: close d	nil
  -- expect: close b	nil
  -- expect: close a	nil
end
do local n <close> = nil; local f <close> = false; print("nil and false are not closed") end -- expect: nil and false are not closed
do
  local outer <close> = closer("outer")
  do local inner <close> = closer("inner") end -- expect: close inner	nil
  print("between")
  -- expect: between
  -- expect: close outer	nil
end
for i = 1, 2 do local x <close> = closer("round " .. i) end
-- expect: close round 1	nil
-- expect: close round 2	nil
if true then local x <close> = closer("then branch") end -- expect: close then branch	nil
local k = 0
repeat local x <close> = closer("repeat " .. k); k = k + 1 until k == 2
-- expect: close repeat 0	nil
-- expect: close repeat 1	nil
while k < 4 do local x <close> = closer("while " .. k); k = k + 1 end
-- expect: close while 2	nil
-- expect: close while 3	nil
