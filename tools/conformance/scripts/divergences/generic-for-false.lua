-- A generic for ends at nil, not at false.
local values, i = { true, false, 0, nil }, 0
for v in function() i = i + 1; return values[i] end do io.write(tostring(v), " ") end print() -- expect: true false 0 
