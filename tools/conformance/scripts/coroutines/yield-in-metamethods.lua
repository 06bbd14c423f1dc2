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
run(function() return t + 1 end) -- expect: add	7
run(function() return 1 - t end) -- expect: sub	7
run(function() return t * u end) -- expect: mul	7
run(function() return t / 2 end) -- expect: div	7
run(function() return t % 2 end) -- expect: mod	7
run(function() return t ^ 2 end) -- expect: pow	7
run(function() return t // 2 end) -- expect: idiv	7
run(function() return t & 1 end) -- expect: band	7
run(function() return t | 1 end) -- expect: bor	7
run(function() return t ~ 1 end) -- expect: bxor	7
run(function() return t << 1 end) -- expect: shl	7
run(function() return t >> 1 end) -- expect: shr	7
run(function() return -t end) -- expect: unm	7
run(function() return ~t end) -- expect: bnot	7
run(function() return #t end) -- expect: len	7
run(function() return t.x end) -- expect: index	7
run(function() return t(1) end) -- expect: call	7
run(function() return t .. "x" end) -- expect: concat	7
run(function() return "a" .. "b" .. t end) -- expect: concat	a7
run(function() return t < u end) -- expect: lt	true
run(function() return t <= u end) -- expect: le	true
run(function() return t == u end) -- expect: eq	true
run(function() return t ~= u end) -- expect: eq	false
run(function() return t > u end) -- expect: lt	true
run(function() if t < u then return "then" end return "else" end) -- expect: lt	then
run(function() t.field = 1; return rawget(t, "field") end) -- expect: newindex	7
run(function() local a = { t.y }; return #a, a[1] end) -- expect: index	1	7
