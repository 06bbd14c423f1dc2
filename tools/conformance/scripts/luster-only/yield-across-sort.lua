-- A comparator may yield; PUC says "attempt to yield across a C-call boundary".
local co = coroutine.wrap(function()
  local t = { 3, 1, 2 }
  table.sort(t, function(a, b) coroutine.yield(); return a < b end)
  return table.concat(t, " ")
end)
local result
repeat result = co() until result
print(result) -- expect: 1 2 3
