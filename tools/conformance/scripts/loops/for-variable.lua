-- The loop variable is a fresh local of each iteration; changing it does not change the loop.
for i = 1, 3 do local j = i; i = i * 10; io.write(j, "/", i, " ") end print() -- expect: 1/10 2/20 3/30 
local i = "outer"
for i = 1, 1 do print(i) end -- expect: 1
print(i) -- expect: outer
local fs = {}
for i = 1, 3 do fs[i] = function() i = i + 1; return i end end
print(fs[1](), fs[1](), fs[2](), fs[3](), fs[1]()) -- expect: 2	3	3	4	4
for i = 1.0, 3.0 do fs[i // 1 | 0] = function() return i end end
print(fs[1](), fs[2](), fs[3]()) -- expect: 1.0	2.0	3.0
local start, stop, step = 1, 3, 1
for k = start, stop, step do start, stop, step = 100, 100, 100; io.write(k, " ") end print() -- expect: 1 2 3 
local calls = 0
local function bound() calls = calls + 1; return 3 end
for _ = bound(), bound() + 2 do end
print(calls) -- expect: 2
for i = 3, 1 do print("never") end
for i = 1, 3 do for i = 10, 11 do io.write(i, " ") end io.write(i, "; ") end print() -- expect: 10 11 1; 10 11 2; 10 11 3; 
