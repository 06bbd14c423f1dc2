-- ipairs stops at the first nil, respects __index, and sees changes.
for i, v in ipairs({ "a", "b", nil, "d" }) do io.write(i, v, " ") end print() -- expect: 1a 2b 
for i, v in ipairs(setmetatable({ "own" }, { __index = function(_, i) if i <= 3 then return "meta" .. i end end })) do io.write(i, v, " ") end print() -- expect: 1own 2meta2 3meta3 
local t = { 1, 2, 3 }
for i, v in ipairs(t) do if i == 1 then t[3] = nil; t[2] = "changed" end io.write(i, tostring(v), " ") end print() -- expect: 11 2changed 
for i, v in ipairs("abc") do print("never") end
print(pcall(ipairs)) -- expect: false	bad argument #1 to 'ipairs' (value expected)
print(pcall(function() for _ in ipairs(nil) do end end)) -- expect: false	attempt to index a nil value
local f, s, c = ipairs(t)
print(type(f), s == t, c, f(t, 0), f(t, 5)) -- expect: function	true	0	1	nil
for i, v in ipairs({ [0] = "zero", "one", [3] = "three" }) do io.write(i, v, " ") end print() -- expect: 1one 
for i, v in ipairs({ n = 1 }) do print("never") end
