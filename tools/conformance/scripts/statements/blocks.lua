-- do, while, repeat, if: scope of locals and values of conditions.
do local hidden = 1 end
print(hidden) -- expect: nil
local n = 0
while n < 3 do local m = n; n = m + 1 end
print(n) -- expect: 3
repeat local done = n >= 5; n = n + 1 until done
print(n) -- expect: 6
local i = 0
repeat i = i + 1; local stop = i == 3; if i > 10 then break end until stop
print(i) -- expect: 3
local function sign(v) if v < 0 then return "negative" elseif v == 0 then return "zero" elseif v < 10 then return "small" else return "large" end end
print(sign(-1), sign(0), sign(5), sign(50)) -- expect: negative	zero	small	large
if nil then print("no") elseif false then print("no") else print("else") end -- expect: else
while true do if n > 8 then break end n = n + 1 end
print(n) -- expect: 9
while false do error("never") end
repeat until true
do do do local deep = "deep"; print(deep) end end end -- expect: deep
local function f() do return 1 end end
print(f()) -- expect: 1
local function g() if true then return end print("never") end
print(g()) -- expect:
