-- A metamethod added or removed later counts at once.
local mt = {}
local t = setmetatable({}, mt)
print(pcall(function() return t + 1 end)) -- expect: false	absent-and-late.lua:4: attempt to perform arithmetic on a table value (upvalue 't')
mt.__add = function() return "added" end
print(t + 1) -- expect: added
mt.__add = nil
print(pcall(function() return t + 1 end)) -- expect: false	absent-and-late.lua:8: attempt to perform arithmetic on a table value (upvalue 't')
print(t.x) -- expect: nil
mt.__index = { x = "found" }
print(t.x) -- expect: found
mt.__index = nil
print(t.x) -- expect: nil
rawset(mt, "__index", function(_, k) return k end)
print(t.y) -- expect: y
mt.__newindex = function(t, k, v) rawset(t, k, "caught " .. v) end
t.z = "z"
print(t.z) -- expect: caught z
mt.__call = function() return "called" end
print(t()) -- expect: called
mt.__eq = function() return true end
print(t == setmetatable({}, mt), t == {}) -- expect: true	true
mt.__len = function() return 99 end
print(#t) -- expect: 99
setmetatable(t, nil)
print(#t, t.y, pcall(t) == false) -- expect: 0	nil	true
local proto = {}
proto.__index = proto
local o = setmetatable({}, proto)
print(o.m) -- expect: nil
function proto:m() return "late method" end
print(o:m()) -- expect: late method
proto.m = nil
print(o.m) -- expect: nil
