-- A goto leaves any number of blocks and loops, but not a function.
for i = 1, 3 do
  for j = 1, 3 do
    while true do
      if i * j == 4 then print("found", i, j); goto found end -- expect: found	2	2
      break
    end
  end
end
print("never")
::found::
do
  do goto skip end
  print("never")
  ::skip::
end
local function f(x)
  if x == 1 then goto one elseif x == 2 then goto two end
  do return "other" end
  ::one:: do return "one" end
  ::two:: return "two"
end
print(f(1), f(2), f(3)) -- expect: one	two	other
do goto l1 end
::l2:: print("second") goto l3
::l1:: print("first") goto l2
-- expect: first
-- expect: second
::l3:: print("third") -- expect: third
