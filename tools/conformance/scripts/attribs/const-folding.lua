-- Compile-time constants keep their subtype and work as operands, keys, bounds and arguments.
local one <const>, half <const>, text <const>, no <const>, none <const> = 1, 0.5, "k", false, nil
local t = { [text] = one, [one] = half }
print(t.k, t[1], t[one], t[text], one + half, one // half, one & 3, -one, ~one, #text) -- expect: 1	0.5	0.5	1	1.5	2.0	1	-1	-2	1
for i = one, 3, one do io.write(i, " ") end print() -- expect: 1 2 3 
print(no or "default", none == nil, not no, not none, one == 1.0, half < one) -- expect: default	true	true	true	true	true
local function nested() return function() return one, half, text, no, none end end
print(nested()()) -- expect: 1	0.5	k	false	nil
local neg <const> = -one
local sum <const> = one + 2
print(neg, sum, neg * sum, one << 2, sum ^ 2, text .. one) -- expect: -1	3	-3	4	9.0	k1
print(math.type(one), math.type(half), math.type(one / 1)) -- expect: integer	float	float
if no then print("never") else print("else") end -- expect: else
while none do end
local big <const>, inf <const> = 0x7fffffffffffffff, 1e999
print(big, inf, big + one == math.mininteger) -- expect: 9223372036854775807	inf	true
