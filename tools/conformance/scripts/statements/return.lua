-- return ends the function with any number of values; an optional semicolon may follow.
local function none() return end
local function one() return 1; end
local function many() return 1, nil, 3, nil end
local function nested() for i = 1, 10 do if i == 4 then return i end end end
local function from_while() while true do do return "w" end end end
print(none(), one(), many()) -- expect: nil	1	1	nil	3	nil
print(select("#", none()), select("#", many()), nested(), from_while()) -- expect: 0	4	4	w
print((many())) -- expect: 1
print(#{ many() } >= 1, select("#", (many()))) -- expect: true	1
local function pass(...) return ... end
print(pass(many())) -- expect: 1	nil	3	nil
print(pass(1, many()), "after") -- expect: 1	after
local function cond(x) if x then return "yes", x else return "no" end end
print(cond(1), cond(false)) -- expect: yes	no
print(load("return")(), load("return;")(), load("return 1, 2;")()) -- expect: nil	nil	1	2
