-- Unary events get the operand twice.
local seen
local t = setmetatable({}, {
  __unm = function(x, y) seen = x == y; return "unm" end,
  __len = function(x, y) return x == y and "len same" or "len" end,
  __bnot = function(x, y) return x == y end,
})
print(-t, seen, #t, ~t) -- expect: unm	true	len same	true
