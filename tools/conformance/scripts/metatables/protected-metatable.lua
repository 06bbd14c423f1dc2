-- __metatable hides and protects; getmetatable and setmetatable respect it.
local t = setmetatable({}, { __metatable = "hidden" })
print(getmetatable(t), pcall(setmetatable, t, {})) -- expect: hidden	false	cannot change a protected metatable
local f = setmetatable({}, { __metatable = false })
print(getmetatable(f), pcall(setmetatable, f, nil)) -- expect: false	false	cannot change a protected metatable
print(getmetatable("").__index == string, getmetatable("abc") == getmetatable("")) -- expect: true	true
print(getmetatable({}), getmetatable(1), getmetatable(print), getmetatable(nil)) -- expect: nil	nil	nil	nil
print(pcall(getmetatable)) -- expect: false	bad argument #1 to 'getmetatable' (value expected)
local mt = {}
local u = setmetatable({}, mt)
print(getmetatable(u) == mt, setmetatable(u, nil) == u, getmetatable(u)) -- expect: true	true	nil
print(pcall(setmetatable, 1, {})) -- expect: false	bad argument #1 to 'setmetatable' (table expected, got number)
print(pcall(setmetatable, {}, 1)) -- expect: false	bad argument #2 to 'setmetatable' (nil or table expected, got number)
print(pcall(setmetatable, {})) -- expect: false	bad argument #2 to 'setmetatable' (nil or table expected, got no value)
print(pcall(setmetatable)) -- expect: false	bad argument #1 to 'setmetatable' (table expected, got no value)
