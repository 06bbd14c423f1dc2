-- __pairs gives the iterator triple of pairs.
local t = setmetatable({}, { __pairs = function(t) return function(_, k) k = (k or 0) + 1; if k <= 3 then return k, k * k end end, t, nil end })
for k, v in pairs(t) do io.write(k, "=", v, " ") end print() -- expect: 1=1 2=4 3=9 
print(select("#", pairs(setmetatable({}, { __pairs = function() return 1, 2, 3, 4, 5 end })))) -- expect: 3
print(pairs(setmetatable({}, { __pairs = function() return "only one" end }))) -- expect: only one	nil	nil
print(pcall(pairs, setmetatable({}, { __pairs = function() error("in pairs", 0) end }))) -- expect: false	in pairs
local proxy = setmetatable({}, { __index = { 10, 20, 30 }, __pairs = function() return ipairs({ 10, 20, 30 }) end })
for i, v in ipairs(proxy) do io.write(i, ":", v, " ") end -- expect: 1:10 2:20 3:30 1=10 2=20 3=30 
for i, v in pairs(proxy) do io.write(i, "=", v, " ") end print()
print(next(proxy), rawlen(proxy)) -- expect: nil	0
for i, v in ipairs(setmetatable({}, { __index = function(_, i) if i < 4 then return i * 2 end end })) do io.write(i, ":", v, " ") end print() -- expect: 1:2 2:4 3:6 
