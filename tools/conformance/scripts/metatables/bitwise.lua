-- Bitwise events; they are also tried when an operand is a float without integer value or a string.
local m = {}
for _, event in ipairs({ "band", "bor", "bxor", "shl", "shr", "bnot" }) do
  m["__" .. event] = function(a, b)
    local function n(x) return type(x) == "table" and "T" or tostring(x) end
    return event .. "(" .. n(a) .. "," .. n(b) .. ")"
  end
end
local t = setmetatable({}, m)
print(t & 1, t | 2, t ~ 3, t << 4, t >> 5, ~t) -- expect: band(T,1)	bor(T,2)	bxor(T,3)	shl(T,4)	shr(T,5)	bnot(T,T)
print(1 & t, 2 | t, 3 ~ t, 4 << t, 5 >> t) -- expect: band(1,T)	bor(2,T)	bxor(3,T)	shl(4,T)	shr(5,T)
print(t & t, t & 1.5, 1.5 | t, t ~ "s", "s" << t, t >> nil) -- expect: band(T,T)	band(T,1.5)	bor(1.5,T)	bxor(T,s)	shl(s,T)	shr(T,nil)
print(pcall(function() return t & 1, {} & 1 end)) -- expect: false	bitwise.lua:13: attempt to perform bitwise operation on a table value
