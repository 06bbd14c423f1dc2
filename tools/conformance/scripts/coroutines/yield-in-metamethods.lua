-- Metamethods written in Lua may yield.
local mt = {}
for _, e in ipairs({ "add", "sub", "mul", "div", "mod", "pow", "idiv", "band", "bor", "bxor", "shl", "shr", "concat" }) do
  mt["__" .. e] = function(a, b) return coroutine.yield(e) end
end
for _, e in ipairs({ "unm", "bnot", "len", "index", "call", "lt", "le", "eq" }) do mt["__" .. e] = function() return coroutine.yield(e) end end
mt.__newindex = function(t, k, v) rawset(t, k, coroutine.yield("newindex")) end
local t, u = setmetatable({}, mt), setmetatable({}, mt)
local function run(f)
  local co = coroutine.wrap(f)
  local event = co()
  print(event, co(7))
end
run(function() return t + 1 end); run(function() return 1 - t end); run(function() return t * u end); run(function() return t / 2 end)
-- expect: add	7
-- expect: sub	7
-- expect: mul	7
-- expect: div	7
run(function() return t % 2 end); run(function() return t ^ 2 end); run(function() return t // 2 end); run(function() return t & 1 end)
-- expect: mod	7
-- expect: pow	7
-- expect: idiv	7
-- expect: band	7
run(function() return t | 1 end); run(function() return t ~ 1 end); run(function() return t << 1 end); run(function() return t >> 1 end)
-- expect: bor	7
-- expect: bxor	7
-- expect: shl	7
-- expect: shr	7
run(function() return -t end); run(function() return ~t end); run(function() return #t end); run(function() return t.x end); run(function() return t(1) end)
-- expect: unm	7
-- expect: bnot	7
-- expect: len	7
-- expect: index	7
-- expect: call	7
run(function() return t .. "x" end); run(function() return "a" .. "b" .. t end); run(function() return t < u end); run(function() return t <= u end); run(function() return t == u end)
-- expect: concat	7
-- expect: concat	a7
-- expect: lt	true
-- expect: le	true
-- expect: eq	true
run(function() return t ~= u end); run(function() return t > u end); run(function() if t < u then return "then" end return "else" end)
-- expect: eq	false
-- expect: lt	true
-- expect: lt	then
run(function() t.field = 1; return rawget(t, "field") end); run(function() local a = { t.y }; return #a, a[1] end)
-- expect: newindex	7
-- expect: index	1	7
