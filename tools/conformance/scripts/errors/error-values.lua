-- Error values keep their identity through pcall, coroutines, and rethrowing.
local e = setmetatable({ kind = "custom" }, { __tostring = function(self) return "E(" .. self.kind .. ")" end })
local ok, caught = pcall(error, e)
print(caught == e, tostring(caught)) -- expect: true	E(custom)
print(select(2, pcall(function() local _, again = pcall(error, e); error(again) end)) == e) -- expect: true
print(select(2, coroutine.resume(coroutine.create(function() error(e) end))) == e) -- expect: true
print(select(2, pcall(coroutine.wrap(function() error(e) end))) == e) -- expect: true
print(select(2, xpcall(error, function(m) return m end, e)) == e) -- expect: true
local f = function() end
print(select(2, pcall(error, f)) == f, select(2, pcall(error, print)) == print) -- expect: true	true
local co = coroutine.create(print)
print(select(2, pcall(error, co)) == co) -- expect: true
print(pcall(error, false), pcall(error, 0), pcall(error, "")) -- expect: false	false	false	
print(pcall(error, "string", 1), pcall(error, 1.0)) -- expect: false	false	1.0
print(pcall(function() error("concat" .. 1 .. 2.0, 0) end)) -- expect: false	concat12.0
print(select(2, pcall(assert, nil, e)) == e) -- expect: true
