-- Generic for: iterator, state, control variable; the loop ends at nil, not at false.
local function iterate(limit, i) i = i + 1; if i <= limit then return i, i * i end end
for i, square in iterate, 3, 0 do io.write(i, "=", square, " ") end print() -- expect: 1=1 2=4 3=9 
local values = { 1, false, 3, nil }
local n = 0
for v in function() n = n + 1; if n == 4 then return nil end return values[n] end do io.write(tostring(v), " ") end print() -- expect: 1 false 3 
n = 0
for a, b, c, d in function() n = n + 1; if n <= 2 then return n, "x" end end do print(a, b, c, d) end
-- expect: 1	x	nil	nil
-- expect: 2	x	nil	nil
local seen = {}
for _, v in ipairs({ 10, 20, nil, 40 }) do seen[#seen + 1] = v end
print(#seen, seen[1], seen[2]) -- expect: 2	10	20
local t = setmetatable({}, { __call = function(self, state, control) control = (control or 0) + 1; if control < 4 then return control, state end end })
for i, s in t, "state" do io.write(i, s, " ") end print() -- expect: 1state 2state 3state 
for k, v in next, { only = 1 } do print(k, v) end -- expect: only	1
for k, v in next, {} do print("never") end
for i in (function() local k = 0; return function() k = k + 1; return k < 3 and k or nil end end)() do io.write(i, " ") end print() -- expect: 1 2 
local fs = {}
for i, v in ipairs({ "a", "b", "c" }) do fs[i] = function() v = v .. i; return v end end
print(fs[1](), fs[1](), fs[2](), fs[3]()) -- expect: a1	a11	b2	c3
for i = 1, 2 do for k, v in pairs({ i }) do io.write(i, k, v, " ") end end print() -- expect: 111 212 
for w in ("one two"):gmatch("%a+") do for c in w:gmatch("o") do io.write(w, c, " ") end end print() -- expect: oneo twoo 
for i, v in ipairs({ 1, 2, 3 }) do i = i * 100; v = nil; io.write(i, " ") end print() -- expect: 100 200 300 
