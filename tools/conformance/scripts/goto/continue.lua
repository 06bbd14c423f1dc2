-- The usual use: a label at the end of a loop body.
for i = 1, 6 do
  if i % 2 == 0 then goto continue end
  io.write(i, " ") -- expect: 1 3 5 
  ::continue::
end
print()
local i = 0
while i < 6 do
  i = i + 1
  if i % 3 ~= 0 then goto continue end
  io.write(i, " ") -- expect: 3 6 
  ::continue::
end
print()
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto next_i end
    io.write(i, j, " ") -- expect: 11 21 31 
  end
  ::next_i::
end
print()
