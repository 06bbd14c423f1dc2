-- `and` and `or` give one of their operands and evaluate the second only if needed.
print(nil and 1, false and 1, 0 and 1, "" and 1, 1 and nil) -- expect: nil	false	1	1	nil
print(nil or 1, false or nil, nil or false, 0 or 1) -- expect: 1	nil	false	0
local calls = {}
local function note(name, value) calls[#calls + 1] = name; return value end
local r = note("a", nil) and note("b", 1) or note("c", false) or note("d", 4)
print(r, table.concat(calls, " ")) -- expect: 4	a c d
calls = {}
r = (note("a", 1) or note("b", 2)) and (note("c", nil) or note("d", 5))
print(r, table.concat(calls, " ")) -- expect: 5	a c d
local x = nil
local y = x and x.field
print(y) -- expect: nil
print((false or nil) == nil, (nil and error()) == nil) -- expect: true	true
if not (1 and nil) and (2 or error()) then print("branch") end -- expect: branch
local t = {}
t.a = t.a or "default"; t.a = t.a or "other"
print(t.a) -- expect: default
print(1 and 2 and 3, 1 and nil and 3, nil or false or 3) -- expect: 3	nil	3
local function many() return 1, 2 end
print(many() or 9, (many()), many() and many()) -- expect: 1	1	1
