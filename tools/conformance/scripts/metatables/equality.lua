-- __eq only for two different tables (or userdata); the result becomes a boolean.
local calls = 0
local mt = { __eq = function(a, b) calls = calls + 1; return a.v == b.v end }
local function box(v) return setmetatable({ v = v }, mt) end
local a, b, c = box(1), box(1), box(2)
print(a == b, a ~= b, a == c, a ~= c, calls) -- expect: true	false	false	true	4
print(a == a, calls, rawequal(a, b), rawequal(a, a)) -- expect: true	4	false	true
print(a == 1, 1 == a, a == nil, a == "1", calls) -- expect: false	false	false	false	4
local other = setmetatable({ v = 1 }, { __eq = function() return false end })
print(a == other, other == a) -- expect: true	false
local without = { v = 1 }
print(a == without, without == a) -- expect: true	true
print(setmetatable({}, { __eq = function() return 5 end }) == {}, setmetatable({}, { __eq = function() end }) == {}) -- expect: true	false
local t = { [a] = "key" }
print(t[a], t[b]) -- expect: key	nil
if a == b then print("equal branch") end -- expect: equal branch
if a ~= c then print("unequal branch") end -- expect: unequal branch
