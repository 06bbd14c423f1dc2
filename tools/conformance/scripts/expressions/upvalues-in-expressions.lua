-- Assignment to a captured local is seen by all closures and by the function itself.
local x = 1
local function get() return x end
local function set(v) x = v end
print(x + get(), (function() x = x + 1; return x end)() + x) -- expect: 2	4
set(10)
print(x, get(), x * get()) -- expect: 10	10	100
local y = x; set(11)
print(y, x) -- expect: 10	11
local function swap() local a, b = x, x + 1; x = b; return a, b, x end
print(swap()) -- expect: 11	12	12
