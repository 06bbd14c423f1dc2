-- random: ranges, types, and the errors; the same seed gives the same numbers.
math.randomseed(42)
local a = { math.random(), math.random(10), math.random(5, 7), math.random(0) }
math.randomseed(42)
local b = { math.random(), math.random(10), math.random(5, 7), math.random(0) }
print(a[1] == b[1], a[2] == b[2], a[3] == b[3], a[4] == b[4]) -- expect: true	true	true	true
print(math.type(a[1]), math.type(a[2]), math.type(a[4])) -- expect: float	integer	integer
local ok = true
for _ = 1, 1000 do
  local x, y, z = math.random(), math.random(6), math.random(-3, 3)
  ok = ok and x >= 0 and x < 1 and y >= 1 and y <= 6 and z >= -3 and z <= 3
end
print(ok, math.random(5, 5), math.type(math.random(math.mininteger, math.maxinteger))) -- expect: true	5	integer
local counts = {}
for _ = 1, 6000 do local r = math.random(6); counts[r] = (counts[r] or 0) + 1 end
for i = 1, 6 do ok = ok and counts[i] > 800 and counts[i] < 1200 end
print(ok, #counts) -- expect: true	6
print(pcall(math.random, 0, -1)) -- expect: false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 2, 1)) -- expect: false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, -5)) -- expect: false	bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 1, 2, 3)) -- expect: false	wrong number of arguments
print(pcall(math.random, 1.5)) -- expect: false	bad argument #1 to 'math.random' (number has no integer representation)
print(pcall(math.random, "x")) -- expect: false	bad argument #1 to 'math.random' (number expected, got string)
print(pcall(math.randomseed, "x")) -- expect: false	bad argument #1 to 'math.randomseed' (number expected, got string)
