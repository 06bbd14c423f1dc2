-- In `repeat ... until` the condition sees the body's locals, fresh in each round, also when captured.
local fs = {}
local i = 0
repeat
  i = i + 1
  local v = i * 10
  fs[#fs + 1] = function() v = v + 1; return v end
until v >= 30
print(fs[1](), fs[1](), fs[2](), fs[3]()) -- expect: 11	12	21	31
local j = 0
repeat
  local k = j
  j = j + 1
  if k == 1 then goto continue end
  fs[#fs + 1] = function() return k end
  ::continue::
until j == 3
print(#fs, fs[4](), fs[5]()) -- expect: 5	0	2
local count = 0
repeat local x = count; count = count + 1; local check = function() return x >= 2 end until check()
print(count) -- expect: 3
