-- Jumps backwards make loops; locals declared after the label are fresh each time.
local n = 0
::top::
n = n + 1
if n < 5 then goto top end
print(n) -- expect: 5
do
  local fs, k = {}, 0
  ::again::
  local x = k
  fs[#fs + 1] = function() x = x + 1; return x end
  k = k + 10
  if k < 30 then goto again end
  print(fs[1](), fs[1](), fs[2](), fs[3]()) -- expect: 1	2	11	21
end
do
  local i = 1
  ::a:: if i > 3 then goto done end
  do local j = i * i; io.write(j, " ") end -- expect: 1 4 9 
  i = i + 1
  goto a
  ::done:: print()
end
