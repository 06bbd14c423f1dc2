-- A handler may be any callable value.
local function callable(f) return setmetatable({}, { __call = function(_, ...) return f(...) end }) end
local t = setmetatable({}, {
  __add = callable(function(a, b) return "add " .. type(a) .. " " .. type(b) end),
  __lt = callable(function() return true end),
  __concat = callable(function() return "concat" end),
  __len = callable(function() return 42 end),
  __eq = callable(function() return true end),
  __unm = callable(function() return "unm" end),
  __tostring = callable(function() return "tostring" end),
  __call = callable(function(self, x) return "call " .. tostring(x) end),
})
print(t + 1, t < t, t .. "x", #t, t == setmetatable({}, getmetatable(t)), -t, tostring(t), t(5)) -- expect: add table number	true	concat	42	true	unm	tostring	call 5
