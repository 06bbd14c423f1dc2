-- __lt and __le; not for two numbers or two strings; results become booleans.
local mt = {}
local function box(v) return setmetatable({ v = v }, mt) end
mt.__lt = function(a, b) local x = type(a) == "table" and a.v or a; local y = type(b) == "table" and b.v or b; return x < y end
mt.__le = function(a, b) local x = type(a) == "table" and a.v or a; local y = type(b) == "table" and b.v or b; return x <= y end
local a, b = box(1), box(2)
print(a < b, a > b, a <= b, a >= b, not (a < b)) -- expect: true	false	true	false	false
print(a < 2, 2 > a, 1 <= a, a >= 2, a < 1.5, "x" == a) -- expect: true	true	true	false	true	false
print(pcall(function() return a < "x" end)) -- expect: false	comparison.lua:4: attempt to compare number with string
mt.__lt = function() return "truthy" end
mt.__le = function() return nil end
print(a < b, a > b, a <= b, a >= b) -- expect: true	true	false	false
if a < b then print("branch") end -- expect: branch
if not (a <= b) then print("negated branch") end -- expect: negated branch
mt.__lt = nil
print(pcall(function() return a < b end)) -- expect: false	comparison.lua:16: attempt to compare two table values
print(pcall(function() return {} < {} end)) -- expect: false	comparison.lua:17: attempt to compare two table values
print(pcall(function() return a < setmetatable({}, {}) end)) -- expect: false	comparison.lua:18: attempt to compare two table values
local order = {}
mt.__lt = function(x, y) order[#order + 1] = x.v .. "<" .. y.v; return x.v < y.v end
local list = { box(3), box(1), box(2) }
table.sort(list)
print(list[1].v, list[2].v, list[3].v, #order > 0) -- expect: 1	2	3	true
