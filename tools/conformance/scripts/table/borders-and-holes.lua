-- What # gives for sequences as they grow, shrink and move between representations.
local t = {}
for i = 10, 1, -1 do t[i] = i end
print(#t) -- expect: 10
for i = 10, 6, -1 do t[i] = nil end
print(#t) -- expect: 5
t = { n = 1 }
for i = 1, 40 do t[i] = i; if i % 10 == 0 then io.write(#t, " ") end end print() -- expect: 10 20 30 40 
for i = 40, 1, -1 do t[i] = nil; if i % 10 == 1 then io.write(#t, " ") end end print() -- expect: 30 20 10 0 
local u = {}
u[1] = 1; u[2] = 2; u[4] = 4
print(#u == 2 or #u == 4) -- expect: true
u[3] = 3
print(#u) -- expect: 4
local v = { 1, 2, 3, 4, 5, 6, 7, 8 }
v[8] = nil; v[7] = nil
print(#v) -- expect: 6
v[7] = 7
print(#v) -- expect: 7
local w = table.pack(1, 2, 3)
w[#w] = nil
print(#w, w.n) -- expect: 2	3
local sum = 0
local q = { head = 1, tail = 0 }
for i = 1, 500 do q.tail = q.tail + 1; q[q.tail] = i; if i % 2 == 0 then sum = sum + q[q.head]; q[q.head] = nil; q.head = q.head + 1 end end
print(sum, q[q.head], q.tail - q.head + 1) -- expect: 31375	251	250
