-- A call without arguments leaves nothing that a following getmetatable could take for its own.
local t = setmetatable({}, { x = 1 })
local count = 0
for i = 1, 20000 do
  os.clock()
  if getmetatable(t).x == 1 then count = count + 1 end
  if getmetatable(print) == nil and getmetatable("").__index == string then count = count + 1 end
end
print(count) -- expect: 40000
print(pcall(function() return getmetatable() end)) -- expect: false	getmetatable-after-calls-without-arguments.lua:10: bad argument #1 to 'getmetatable' (value expected)
print(getmetatable(nil)) -- expect: nil
setmetatable({}, { x = 2, __gc = function(o) print("finalized", getmetatable(o).x) end })
collectgarbage() -- expect: finalized	2
