-- Comparison with constants, both sides, both outcomes; small integers, floats and big integers.
local function cmp(x)
  return x < 10, x <= 10, x > 10, x >= 10, x == 10, x ~= 10, 10 < x, 10 <= x, 10 > x, 10 >= x
end
print(cmp(9)) -- expect: true	true	false	false	false	true	false	false	true	true
print(cmp(10)) -- expect: false	true	false	true	true	false	false	true	false	true
print(cmp(11)) -- expect: false	false	true	true	false	true	true	true	false	false
print(cmp(10.0)) -- expect: false	true	false	true	true	false	false	true	false	true
print(cmp(10.5)) -- expect: false	false	true	true	false	true	true	true	false	false
print(cmp(0 / 0)) -- expect: false	false	false	false	false	true	false	false	false	false
local function cmpf(x) return x < 1.0, x <= 1.0, x > 1.0, x >= 1.0, x == 1.0, x < 2.5, x == 2.5 end
print(cmpf(1)) -- expect: false	true	false	true	true	true	false
print(cmpf(1.0)) -- expect: false	true	false	true	true	true	false
print(cmpf(2.5)) -- expect: false	false	true	true	false	false	true
print(cmpf(-1)) -- expect: true	true	false	false	false	true	false
local function cmpbig(x) return x < 100000, x > 100000, x == 100000, x < 9007199254740993, x == 9007199254740993 end
print(cmpbig(100000)) -- expect: false	false	true	true	false
print(cmpbig(2^53)) -- expect: false	true	false	true	false
print(cmpbig(9007199254740993)) -- expect: false	true	false	false	true
print(cmpbig(1e300)) -- expect: false	true	false	false	false
local function eq(x) return x == nil, x == true, x == false, x == "a", x == 1, x == 1.0 end
print(eq(nil)) -- expect: true	false	false	false	false	false
print(eq(true)) -- expect: false	true	false	false	false	false
print(eq(false)) -- expect: false	false	true	false	false	false
print(eq("a")) -- expect: false	false	false	true	false	false
print(eq(1)) -- expect: false	false	false	false	true	true
print(eq({})) -- expect: false	false	false	false	false	false
