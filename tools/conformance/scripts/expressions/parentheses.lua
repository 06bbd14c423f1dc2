-- Parentheses adjust a multi-value to exactly one value.
local function three() return 1, 2, 3 end
local function none() end
print(three()) -- expect: 1	2	3
print((three())) -- expect: 1
print((none()), select("#", none()), select("#", (none()))) -- expect: nil	0	1
print(({ three() })[3], #{ (three()) }, #{ three(), three() }, #{ three(), (three()) }) -- expect: 3	1	4	2
local function va(...) return (...), select("#", ...), select("#", (...)) end
print(va(7, 8)) -- expect: 7	2	1
print(va()) -- expect: nil	0	1
print(("x"):rep(3), ({ 5 })[1], (function() return "called" end)()) -- expect: xxx	5	called
