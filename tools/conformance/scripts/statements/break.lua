-- `break` leaves the innermost loop only.
for i = 1, 3 do
  for j = 1, 3 do if j == 2 then break end io.write(i, ":", j, " ") end -- expect: 1:1 2:1 3:1 
end
print()
local n = 0
while true do n = n + 1; repeat n = n + 10; if n > 30 then break end until false; break end
print(n) -- expect: 31
for k in pairs({ a = 1 }) do print(k) break end -- expect: a
local f
for i = 1, 5 do local x = i; f = function() return x end; if i == 3 then break end end
print(f()) -- expect: 3
do local i = 1; while i do i = i + 1; if i > 4 then do break end end end; print(i) end -- expect: 5
