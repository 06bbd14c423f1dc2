-- What may be put into a <close> variable, and what becomes of its metamethod later.
print(pcall(function() local x <close> = 1 end)) -- expect: false	close-values.lua:2: variable 'x' got a non-closable value
print(pcall(function() local x <close> = {} end)) -- expect: false	close-values.lua:3: variable 'x' got a non-closable value
print(pcall(function() local x <close> = "s"; end)) -- expect: false	close-values.lua:4: variable 'x' got a non-closable value
print(pcall(function() local named <close> = setmetatable({}, {}) end)) -- expect: false	close-values.lua:5: variable 'named' got a non-closable value
local function later(change)
  local mt = { __close = function() print("old") end }
  local x <close> = setmetatable({}, mt)
  mt.__close = change
end
print(pcall(later, function() print("new") end))
-- expect: new
-- expect: true
print(pcall(later, nil)) -- expect: false	close-values.lua:10: attempt to call a nil value (metamethod 'close')
print(pcall(later, 42)) -- expect: false	close-values.lua:10: attempt to call a number value (metamethod 'close')
print(pcall(later, "text")) -- expect: false	close-values.lua:10: attempt to call a string value (metamethod 'close')
do
  local callable = setmetatable({}, { __call = function(_, value, e) print("called", type(value), e) end })
  local x <close> = setmetatable({}, { __close = callable }) -- expect: called	table	nil
end
local function upvalue()
  local x <close> = setmetatable({ n = 0 }, { __close = function(self) print("n at close", self.n) end })
  local function inc() x.n = x.n + 1 end
  inc(); inc()
  return x.n
end
print(upvalue())
-- expect: n at close	2
-- expect: 2
