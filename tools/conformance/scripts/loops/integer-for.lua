-- Integer loops: up, down, with steps, and bounds that are never reached.
local function run(a, b, c)
  local out = {}
  for i = a, b, c or 1 do out[#out + 1] = tostring(i); if #out == 8 then break end end
  return "[" .. table.concat(out, " ") .. "]"
end
print(run(1, 5), run(5, 1), run(5, 1, -1), run(1, 1), run(1, 0)) -- expect: [1 2 3 4 5]	[]	[5 4 3 2 1]	[1]	[]
print(run(1, 10, 3), run(10, 1, -4), run(0, -3, -1), run(-3, 0)) -- expect: [1 4 7 10]	[10 6 2]	[0 -1 -2 -3]	[-3 -2 -1 0]
print(run(1, 3, 10), run(1, 1, 10), run(1, 1, -10), run(3, 1, -10)) -- expect: [1]	[1]	[1]	[3]
print(run(1, 3.9), run(1, 2.0), run(3, 1.1, -1), run(1, 0.9)) -- expect: [1 2 3]	[1 2]	[3 2]	[]
print(run(1, math.huge), run(1, -math.huge), run(1, math.huge, -1), run(-1, -math.huge, -1)) -- expect: [1 2 3 4 5 6 7 8]	[]	[]	[-1 -2 -3 -4 -5 -6 -7 -8]
print(run(math.maxinteger - 2, math.maxinteger), run(math.mininteger + 2, math.mininteger, -1)) -- expect: [9223372036854775805 9223372036854775806 9223372036854775807]	[-9223372036854775806 -9223372036854775807 -9223372036854775808]
print(run(math.maxinteger - 1, math.huge), run(math.mininteger + 1, -math.huge, -1)) -- expect: [9223372036854775806 9223372036854775807]	[-9223372036854775807 -9223372036854775808]
print(run(math.mininteger, math.mininteger + 2), run(math.maxinteger, math.maxinteger - 2, -1)) -- expect: [-9223372036854775808 -9223372036854775807 -9223372036854775806]	[9223372036854775807 9223372036854775806 9223372036854775805]
