-- An error closes all pending variables; __close receives it; an error in __close replaces it.
local function closer(name) return setmetatable({}, { __close = function(_, e) print("close " .. name, e) end }) end
local function failing(name) return setmetatable({}, { __close = function(_, e) print("fail " .. name, e); error(name, 0) end }) end
print(pcall(function() local a <close> = closer("a"); local b <close> = closer("b"); error("first", 0) end))
-- expect: close b	first
-- expect: close a	first
-- expect: false	first
print(pcall(function() local a <close> = closer("a"); local b <close> = failing("b"); local c <close> = closer("c"); error("first", 0) end))
-- expect: close c	first
-- expect: fail b	first
-- expect: close a	b
-- expect: false	b
print(pcall(function() local a <close> = failing("a"); local b <close> = failing("b"); return "value" end))
-- expect: fail b	nil
-- expect: fail a	b
-- expect: false	a
print(pcall(function() local a <close> = closer("outer"); do local b <close> = failing("inner") end print("never") end))
-- expect: fail inner	nil
-- expect: close outer	inner
-- expect: false	inner
print(pcall(function() local a <close> = closer("a"); local function deep() local d <close> = closer("deep"); error(42) end deep() end))
-- expect: close deep	42
-- expect: close a	42
-- expect: false	42
print(select(2, pcall(function() local a <close> = failing("x"); error("y", 0) end)))
-- expect: fail x	y
-- expect: x
local ok, e = pcall(function() local a <close> = setmetatable({}, { __close = function(_, e) error(e .. "+", 0) end }); error("e", 0) end)
print(ok, e) -- expect: false	e+
print(pcall(function() local a <close> = closer("nil error"); error(nil) end))
-- expect: close nil error	nil
-- expect: false	nil
for i = 1, 2 do print(pcall(function() local a <close> = closer("round " .. i); local x = nil + 1 end)) end
-- expect: close round 1	close-by-error.lua:33: attempt to perform arithmetic on a nil value
-- expect: false	close-by-error.lua:33: attempt to perform arithmetic on a nil value
-- expect: close round 2	close-by-error.lua:33: attempt to perform arithmetic on a nil value
-- expect: false	close-by-error.lua:33: attempt to perform arithmetic on a nil value
