-- Leaving a block by goto ends the life of its captured locals.
local fs = {}
for i = 1, 4 do
  local a = i
  if i % 2 == 0 then goto next end
  do local b = a * 10; fs[#fs + 1] = function() a = a + 1; b = b + 1; return a, b end end
  ::next::
end
print(fs[1]()) -- expect: 2	11
print(fs[1]()) -- expect: 3	12
print(fs[2]()) -- expect: 4	31
do
  local count, made = 0, {}
  ::retry::
  do
    local captured = count
    made[#made + 1] = function() return captured end
    count = count + 1
    if count < 3 then goto retry end
  end
  print(made[1](), made[2](), made[3]()) -- expect: 0	1	2
end
