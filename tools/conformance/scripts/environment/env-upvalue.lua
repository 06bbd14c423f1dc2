-- A free name x is _ENV.x; _ENV is an ordinary name (manual 2.2).
print(_ENV == _G, _G._G == _G) -- expect: true	true
x = 1
print(_ENV.x, _G.x, rawget(_G, "x")) -- expect: 1	1	1
local print, tostring = print, tostring
do
  local _ENV = { y = "sandboxed" }
  print(y, x) -- expect: sandboxed	nil
  z = 5
  print(_ENV.z) -- expect: 5
end
print(z) -- expect: nil
local function f(_ENV) return a, b end
print(f({ a = 1, b = 2 })) -- expect: 1	2
local function with(_ENV, v) val = v; return _ENV end
print(with({}, 7).val) -- expect: 7
do local _ENV <const> = { k = "const env" }; print(k) end -- expect: const env
local _ENV = setmetatable({}, { __index = function(_, k) return "no " .. k end })
print(anything, more) -- expect: no anything	no more
