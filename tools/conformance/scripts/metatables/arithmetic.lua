-- Every arithmetic event: the first operand's handler is tried first, then the second's.
local log = setmetatable({}, { __index = table })
local function mt(name)
  local m = {}
  for _, event in ipairs({ "add", "sub", "mul", "div", "mod", "pow", "unm", "idiv" }) do
    m["__" .. event] = function(a, b)
      local function n(x) return type(x) == "table" and x.name or tostring(x) end
      return name .. "." .. event .. "(" .. n(a) .. "," .. n(b) .. ")"
    end
  end
  return m
end
local a, b = setmetatable({ name = "a" }, mt("A")), setmetatable({ name = "b" }, mt("B"))
local plain = { name = "plain" }
print(a + b, b + a, a + 1, 1 + a, plain + b) -- expect: A.add(a,b)	B.add(b,a)	A.add(a,1)	A.add(1,a)	B.add(plain,b)
print(a - b, a * b, a / b, a % b, a ^ b, a // b) -- expect: A.sub(a,b)	A.mul(a,b)	A.div(a,b)	A.mod(a,b)	A.pow(a,b)	A.idiv(a,b)
print(1 - a, 2 * a, 3 / a, 4 % a, 5 ^ a, 6 // a) -- expect: A.sub(1,a)	A.mul(2,a)	A.div(3,a)	A.mod(4,a)	A.pow(5,a)	A.idiv(6,a)
print(a - 1, a * 2, a / 3, a % 4, a ^ 5, a // 6) -- expect: A.sub(a,1)	A.mul(a,2)	A.div(a,3)	A.mod(a,4)	A.pow(a,5)	A.idiv(a,6)
print(1.5 - a, a - 1.5, a + "s", "s" + a, a * true, nil * a) -- expect: A.sub(1.5,a)	A.sub(a,1.5)	A.add(a,s)	A.add(s,a)	A.mul(a,true)	A.mul(nil,a)
print(-a, -b) -- expect: A.unm(a,a)	B.unm(b,b)
print(a + b == "A.add(a,b)", (a + b) .. "!") -- expect: true	A.add(a,b)!
local function va() return a, b end
print(va() + 1, 1 + va()) -- expect: A.add(a,1)	A.add(1,a)
