-- The fourth value of the list is closed when the loop ends, however it ends (manual 3.3.5).
local function closer(name) return setmetatable({}, { __close = function(_, e) print("closed " .. name, e) end }) end
local function upto(n) return function(_, i) i = i + 1; if i <= n then return i end end end
for i in upto(2), nil, 0, closer("at the end") do print(i) end
-- expect: 1
-- expect: 2
-- expect: closed at the end	nil
for i in upto(5), nil, 0, closer("by break") do if i == 2 then break end end -- expect: closed by break	nil
local function f() for i in upto(5), nil, 0, closer("by return") do if i == 2 then return "returned " .. i end end end
print(f())
-- expect: closed by return	nil
-- expect: returned 2
print(pcall(function() for i in upto(5), nil, 0, closer("by error") do error("oops", 0) end end))
-- expect: closed by error	oops
-- expect: false	oops
for i in upto(3), nil, 0, closer("by goto") do if i == 1 then goto out end end
::out:: -- expect: closed by goto	nil
for i in upto(0), nil, 0, closer("empty loop") do end -- expect: closed empty loop	nil
for i in upto(1), nil, 0, nil do print("nil is fine") end -- expect: nil is fine
for i in upto(1), nil, 0, false do print("false is fine") end -- expect: false is fine
print(pcall(function() for i in upto(1), nil, 0, {} do end end)) -- expect: false	generic-for-closing-value.lua:21: variable '(for state)' got a non-closable value
local co = coroutine.wrap(function() for i in upto(2), nil, 0, closer("in a coroutine") do coroutine.yield(i) end return "end" end)
print(co()) -- expect: 1
print(co()) -- expect: 2
print(co())
-- expect: closed in a coroutine	nil
-- expect: end
