-- __newindex is used only for absent keys; a table as handler is assigned instead.
local log = {}
local t = setmetatable({ here = 1 }, { __newindex = function(t, k, v) log[#log + 1] = k .. "=" .. tostring(v) end })
t.here = 2; t.new = 3; t.new = 4; t[1] = "one"
print(t.here, t.new, t[1], table.concat(log, " ")) -- expect: 2	nil	nil	new=3 new=4 1=one
local store = {}
local p = setmetatable({}, { __newindex = store })
p.a = 1; p[1] = 2
print(rawget(p, "a"), store.a, store[1]) -- expect: nil	1	2
local q = setmetatable({}, { __newindex = p })
q.b = 5
print(rawget(q, "b"), rawget(p, "b"), store.b) -- expect: nil	nil	5
local r = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v * 2) end })
r.x = 10; r.x = 7
print(r.x) -- expect: 7
local ro = setmetatable({}, { __index = { k = "v" }, __newindex = function(_, k) error("read-only: " .. k, 2) end })
print(pcall(function() ro.k = 1 end)) -- expect: false	newindex.lua:17: read-only: k
print(ro.k) -- expect: v
print(pcall(function() setmetatable({}, { __newindex = 5 }).x = 1 end)) -- expect: false	newindex.lua:19: attempt to index a number value
local loop = {}
setmetatable(loop, { __newindex = loop })
print(pcall(function() loop.x = 1 end)) -- expect: false	newindex.lua:22: '__newindex' chain too long; possible loop
local count = 0
local both = setmetatable({}, { __index = function() return 0 end, __newindex = function(t, k, v) count = count + 1; rawset(t, k, v) end })
both.n = both.n + 1; both.n = both.n + 1
print(both.n, count) -- expect: 2	1
local n = setmetatable({}, { __newindex = function(_, k, v) print("set", k, v) end })
n.x = nil; n[1.0] = "float key"; n[2^53] = 1
-- expect: set	x	nil
-- expect: set	1.0	float key
-- expect: set	9.007199254741e+15	1
local li = setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v .. "!") end })
li[#li + 1] = "a"; li[#li + 1] = "b"
print(li[1], li[2], #li) -- expect: a!	b!	2
