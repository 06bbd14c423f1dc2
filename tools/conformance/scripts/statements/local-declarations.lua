-- A local is visible after its statement; locals may shadow; missing values are nil.
local x = 1
local x = x + 1
print(x) -- expect: 2
do local x = x * 10; print(x) end -- expect: 20
print(x) -- expect: 2
local a, b, c = (function() return 1, 2 end)()
print(a, b, c) -- expect: 1	2	nil
local d, e = ((function() return 1, 2 end)())
print(d, e) -- expect: 1	nil
local f, g
print(f, g) -- expect: nil	nil
local function fact(n) return n <= 1 and 1 or n * fact(n - 1) end
print(fact(10)) -- expect: 3628800
local h = function(n) return h end
print(h()) -- expect: nil
local x = (function() local x = 5; return x end)() + x
print(x) -- expect: 7
if true then local y = "inner"; print(y) end -- expect: inner
print(y) -- expect: nil
