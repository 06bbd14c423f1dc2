-- Errors inside metamethods come through, with the position of the metamethod.
local t = setmetatable({}, {
  __index = function(_, k) error("index " .. k) end,
  __add = function() error("add", 0) end,
  __eq = function() error("eq", 0) end,
  __lt = function() error("lt", 0) end,
  __concat = function() error("concat", 0) end,
  __len = function() error("len", 0) end,
  __call = function() error("call", 0) end,
  __newindex = function() error("newindex", 0) end,
  __unm = function() error({ "table error" }) end,
})
print(pcall(function() return t.x end)) -- expect: false	metamethod-errors.lua:3: index x
print(pcall(function() return t + 1 end)) -- expect: false	add
print(pcall(function() return t == setmetatable({}, getmetatable(t)) end)) -- expect: false	eq
print(pcall(function() return t < t end)) -- expect: false	lt
print(pcall(function() return t .. "x" end)) -- expect: false	concat
print(pcall(function() return #t end)) -- expect: false	len
print(pcall(function() return t() end)) -- expect: false	call
print(pcall(function() t.y = 1 end)) -- expect: false	newindex
print(select(2, pcall(function() return -t end))[1]) -- expect: table error
print(pcall(function() return setmetatable({}, { __index = function() return nil + 1 end }).x end)) -- expect: false	metamethod-errors.lua:22: attempt to perform arithmetic on a nil value
print(pcall(function() return setmetatable({}, { __add = 5 }) + 1 end)) -- expect: false	metamethod-errors.lua:23: attempt to call a number value (metamethod 'add')
print(pcall(function() return setmetatable({}, { __add = {} }) + 1 end)) -- expect: false	metamethod-errors.lua:24: attempt to call a table value (metamethod 'add')
print(pcall(function() return setmetatable({}, { __lt = "x" }) < {} end)) -- expect: false	metamethod-errors.lua:25: attempt to call a string value (metamethod 'lt')
