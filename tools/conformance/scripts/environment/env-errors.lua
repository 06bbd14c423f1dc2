-- Errors with a replaced _ENV name the variable as usual.
local print, pcall, setmetatable = print, pcall, setmetatable
print(pcall(function() local _ENV = nil; return x end)) -- expect: false	env-errors.lua:3: attempt to index a nil value (local '_ENV')
print(pcall(function() local _ENV = {}; x() end)) -- expect: false	env-errors.lua:4: attempt to call a nil value (global 'x')
print(pcall(function() local _ENV = {}; return x.y end)) -- expect: false	env-errors.lua:5: attempt to index a nil value (global 'x')
print(pcall(function() local _ENV = 5; return x end)) -- expect: false	env-errors.lua:6: attempt to index a number value (local '_ENV')
print(pcall(function() local _ENV = {}; print("not there") end))
-- expect: not there
-- expect: true
local e = { f = function() return undefined_name + 1 end }
print(pcall(e.f)) -- expect: false	env-errors.lua:10: attempt to perform arithmetic on a nil value (global 'undefined_name')
do local _ENV = { t = {} }; print(pcall(function() return t.x.y end)) end -- expect: false	env-errors.lua:12: attempt to index a nil value (field 'x')
