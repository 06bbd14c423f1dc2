-- Endless recursion is an error that can be caught, and the program goes on.
local function forever() return 1 + forever() end
local ok, message = pcall(forever)
print(ok, message:match("stack overflow")) -- expect: false	stack overflow
local function by_method() local t = {}; function t:m() return (self:m()) end return t:m() end
print(select(2, pcall(by_method)):match("stack overflow")) -- expect: stack overflow
local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end })
print(select(2, pcall(function() return t[1] end)):match("stack overflow")) -- expect: stack overflow
local u = setmetatable({}, { __add = function(a, b) return a + b end })
print(select(2, pcall(function() return u + 1 end)):match("stack overflow")) -- expect: stack overflow
print(pcall(string.rep, "x", 3)) -- expect: true	xxx
local n = 0
local function count() n = n + 1; return count() + 1 end
pcall(count)
print(n > 10000) -- expect: true
local co = coroutine.create(function() local function f() return 1 + f() end return f() end)
local resumed, problem = coroutine.resume(co)
print(resumed, problem:match("stack overflow"), coroutine.status(co)) -- expect: false	stack overflow	dead
