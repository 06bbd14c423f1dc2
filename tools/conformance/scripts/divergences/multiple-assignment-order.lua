-- Values first, then the assignments, from the last target to the first.
local log = {}
local t = setmetatable({}, { __newindex = function(_, k, v) log[#log + 1] = k .. v end })
local function v(x) log[#log + 1] = "v" .. x; return x end
t.a, t.b, t.c = v(1), v(2), v(3)
print(table.concat(log, " ")) -- expect: v1 v2 v3 c3 b2 a1
local i, list = 1, {}
i, list[i] = i + 1, "at old i"
print(i, list[1], list[2]) -- expect: 2	at old i	nil
