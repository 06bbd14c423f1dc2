-- pairs visits the sequence part in order; next can be resumed from any key.
local t = { 10, 20, 30, 40 }
for k, v in pairs(t) do io.write(k, "=", v, " ") end print() -- expect: 1=10 2=20 3=30 4=40 
local k, v = next(t)
while k do io.write(k, ":", v, " "); k, v = next(t, k) end print() -- expect: 1:10 2:20 3:30 4:40 
print(next(t, 2)) -- expect: 3	30
print(next(t, 4)) -- expect: nil
t[2] = nil
for k, v in pairs(t) do io.write(k, "=", v, " ") end print() -- expect: 1=10 3=30 4=40 
print(pcall(next, t, {})) -- expect: false	invalid key to 'next'
print(pcall(next)) -- expect: false	bad argument #1 to 'next' (table expected, got no value)
print(pcall(next, 1)) -- expect: false	bad argument #1 to 'next' (table expected, got number)
print(rawequal(next, pairs({})), select("#", pairs({}))) -- expect: true	3
