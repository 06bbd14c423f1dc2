-- Comparison with constants, both sides, both outcomes; small integers, floats and big integers.
local function cmp(x)
  return x < 10, x <= 10, x > 10, x >= 10, x == 10, x ~= 10, 10 < x, 10 <= x, 10 > x, 10 >= x
end
print(cmp(9)); print(cmp(10)); print(cmp(11)); print(cmp(10.0)); print(cmp(10.5)); print(cmp(0 / 0))
-- expect: true	true	false	false	false	true	false	false	true	true
-- expect: false	true	false	true	true	false	false	true	false	true
-- expect: false	false	true	true	false	true	true	true	false	false
-- expect: false	true	false	true	true	false	false	true	false	true
-- expect: false	false	true	true	false	true	true	true	false	false
-- expect: false	false	false	false	false	true	false	false	false	false
local function cmpf(x) return x < 1.0, x <= 1.0, x > 1.0, x >= 1.0, x == 1.0, x < 2.5, x == 2.5 end
print(cmpf(1)); print(cmpf(1.0)); print(cmpf(2.5)); print(cmpf(-1))
-- expect: false	true	false	true	true	true	false
-- expect: false	true	false	true	true	true	false
-- expect: false	false	true	true	false	false	true
-- expect: true	true	false	false	false	true	false
local function cmpbig(x) return x < 100000, x > 100000, x == 100000, x < 9007199254740993, x == 9007199254740993 end
print(cmpbig(100000)); print(cmpbig(2^53)); print(cmpbig(9007199254740993)); print(cmpbig(1e300))
-- expect: false	false	true	true	false
-- expect: false	true	false	true	false
-- expect: false	true	false	false	true
-- expect: false	true	false	false	false
local function eq(x) return x == nil, x == true, x == false, x == "a", x == 1, x == 1.0 end
print(eq(nil)); print(eq(true)); print(eq(false)); print(eq("a")); print(eq(1)); print(eq({}))
-- expect: true	false	false	false	false	false
-- expect: false	true	false	false	false	false
-- expect: false	false	true	false	false	false
-- expect: false	false	false	true	false	false
-- expect: false	false	false	false	true	true
-- expect: false	false	false	false	false	false
