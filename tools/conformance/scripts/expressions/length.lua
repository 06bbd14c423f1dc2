-- `#` of strings counts bytes; of a sequence, its elements.
print(#"", #"abc", #"\0\0", #"\u{20AC}", #("x"):rep(1000)) -- expect: 0	3	2	3	1000
print(#{}, #{ 1, 2, 3 }, #{ n = 1 }, #{ 1, 2, [3] = 3, [4] = 4 }) -- expect: 0	3	0	4
local t = {}
for i = 1, 100 do t[i] = i end
print(#t) -- expect: 100
for i = 100, 51, -1 do t[i] = nil end
print(#t) -- expect: 50
t[#t + 1] = "next"
print(#t, t[51]) -- expect: 51	next
t[#t] = nil
print(#t) -- expect: 50
local u = { 1, 2, 3 }
u[2.0] = "two"; u[4.0] = "four"
print(#u, u[2], u[4]) -- expect: 4	two	four
u["5"] = "string key"
print(#u) -- expect: 4
