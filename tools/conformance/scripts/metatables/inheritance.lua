-- Classes in the usual style, with super calls and class fields.
local Base = {}
Base.__index = Base
Base.count = 0
function Base.new(x) local o = setmetatable({}, Base); o.x = x; Base.count = Base.count + 1; return o end
function Base:get() return self.x end
function Base:name() return "Base" end
function Base:describe() return self:name() .. ":" .. self:get() end
local Derived = setmetatable({}, { __index = Base })
Derived.__index = Derived
function Derived.new(x, y) local o = Base.new(x); o.y = y; return setmetatable(o, Derived) end
function Derived:name() return "Derived" end
function Derived:get() return Base.get(self) + self.y end
local b, d = Base.new(1), Derived.new(2, 3)
print(b:describe(), d:describe(), Base.count, Derived.count) -- expect: Base:1	Derived:5	2	2
print(getmetatable(d) == Derived, rawget(Derived, "describe"), d.describe == Base.describe) -- expect: true	nil	true
Base.describe = function(self) return "<" .. self:name() .. ">" end
print(b:describe(), d:describe()) -- expect: <Base>	<Derived>
local ok, e = pcall(function() return b:missing() end)
print(e) -- expect: inheritance.lua:19: attempt to call a nil value (method 'missing')
print(pcall(Base.get)) -- expect: false	inheritance.lua:6: attempt to index a nil value (local 'self')
