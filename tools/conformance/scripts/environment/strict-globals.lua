-- Metamethods on _G catch undefined names.
local mt = { __index = function(_, k) error("undefined variable " .. k, 2) end, __newindex = function(t, k, v) rawset(t, k, v); print("defined " .. k) end }
setmetatable(_G, mt)
print(pcall(function() return nope end)) -- expect: false	strict-globals.lua:4: undefined variable nope
fresh = 1 -- expect: defined fresh
fresh = 2
print(fresh) -- expect: 2
setmetatable(_G, nil)
print(nope) -- expect: nil
