-- If start or step is a float, the loop is a float loop; values are computed by adding the step.
local function run(a, b, c)
  local out = {}
  for i = a, b, c or 1 do out[#out + 1] = tostring(i); if #out == 12 then break end end
  return "[" .. table.concat(out, " ") .. "]"
end
print(run(1.0, 3), run(1, 3, 1.0), run(1, 2, 0.5), run(2, 1, -0.5)) -- expect: [1.0 2.0 3.0]	[1.0 2.0 3.0]	[1.0 1.5 2.0]	[2.0 1.5 1.0]
print(run(0.1, 1, 0.1)) -- expect: [0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0]
print(run(1, 3.5), run(1.5, 3.5), run(3.5, 1.5, -1), run(1.0, 0)) -- expect: [1 2 3]	[1.5 2.5 3.5]	[3.5 2.5 1.5]	[]
print(run(1, math.huge, 1.0), run(-1.0, -math.huge, -1)) -- expect: [1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 9.0 10.0 11.0 12.0]	[-1.0 -2.0 -3.0 -4.0 -5.0 -6.0 -7.0 -8.0 -9.0 -10.0 -11.0 -12.0]
print(run(math.maxinteger + 0.0, math.maxinteger + 0.0), run(2^53, 2^53 + 3)) -- expect: [9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18 9.2233720368548e+18]	[9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15 9.007199254741e+15]
print(run(1, 0 / 0), run(0 / 0, 1), run(1, 2, 0 / 0)) -- expect: []	[-nan]	[]
print(run(-0.0, 0), run(0, -0.0), run(0.0, -0.0, -1)) -- expect: [-0.0]	[0]	[0.0]
print(run(1e308, math.huge, 1e308), run(math.huge, 1), run(-math.huge, -math.huge)) -- expect: [1e+308 inf inf inf inf inf inf inf inf inf inf inf]	[]	[-inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf -inf]
local n = 0
for i = 0, 1, 0.125 do n = n + i end
print(n) -- expect: 4.5
