-- pcall and xpcall may be yielded across.
local co = coroutine.wrap(function()
  local ok, v = pcall(function() local x = coroutine.yield("in pcall"); error("after " .. x, 0) end)
  print(ok, v)
  print(pcall(pcall, function() return coroutine.yield("nested"), "rest" end))
  print(xpcall(function(a) return coroutine.yield(a) end, function(m) return "handled " .. m end, "in xpcall"))
  print(xpcall(function() coroutine.yield("then error"); error("e", 0) end, function(m) return "handled " .. m end))
  return "end"
end)
print(co()) -- expect: in pcall
print(co("resume 1"))
-- expect: false	after resume 1
-- expect: nested
print(co("resume 2"))
-- expect: true	true	resume 2	rest
-- expect: in xpcall
print(co("resume 3"))
-- expect: true	resume 3
-- expect: then error
print(co())
-- expect: false	handled e
-- expect: end
