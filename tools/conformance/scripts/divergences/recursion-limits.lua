-- No recursion is without a limit: functions, metamethods, parser, patterns.
local function contains(f, text) return (select(2, pcall(f)):find(text, 1, true)) ~= nil end
local function f() return f() + 1 end
print(contains(f, "stack overflow")) -- expect: true
local t = setmetatable({}, { __index = function(t, k) return t[k] end })
print(contains(function() return t.x end, "stack overflow")) -- expect: true
print((select(2, load("return " .. ("("):rep(300) .. "1" .. (")"):rep(300), "=p"))):match("overflow") or "accepted") -- expect: overflow
print(contains(function() return ("a"):rep(300000):find((".-"):rep(300000) .. "b") end, "too complex")) -- expect: true
local function s(m) return (string.gsub("x", "x", function() return s(m) end)) end
print(contains(s, "stack overflow")) -- expect: true
