-- type names of all types; print converts like tostring.
print(type(nil), type(true), type(1), type(1.5), type("s"), type({}), type(print), type(function() end), type(coroutine.create(print)), type(io.stdout)) -- expect: nil	boolean	number	number	string	table	function	function	thread	userdata
print(pcall(type)) -- expect: false	bad argument #1 to 'type' (value expected)
print(nil, true, false, 0, -0.0, "", "x") -- expect: nil	true	false	0	-0.0		x
print(tostring(1e15), tostring(-1e-7), tostring(2^31), tostring("already")) -- expect: 1e+15	-1e-07	2147483648.0	already
print(select("#", print()), select("#", tostring(nil)))
-- expect:
-- expect: 0	1
print(_VERSION, _G._VERSION == _VERSION) -- expect: Lua 5.4	true
local names = {}
for name in pairs(_G) do names[#names + 1] = name end
print(#names >= 20, _G.print == print, _G.string == string) -- expect: true	true	true
for _, name in ipairs({ "assert", "error", "getmetatable", "ipairs", "load", "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select", "setmetatable", "tonumber", "tostring", "type", "xpcall" }) do
  if type(_G[name]) ~= "function" then print("missing", name) end
end
for _, name in ipairs({ "coroutine", "io", "math", "os", "package", "string", "table" }) do
  if type(_G[name]) ~= "table" then print("missing", name) end
end
