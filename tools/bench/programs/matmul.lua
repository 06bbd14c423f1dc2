-- Product of two square matrices of floats, as arrays of rows.
-- Argument: size (default 430).
local n = tonumber(arg and arg[1]) or 430

local function matrix(f)
  local m = {}
  for i = 1, n do
    local row = {}
    for j = 1, n do row[j] = f(i, j) end
    m[i] = row
  end
  return m
end

local function transpose(m) return matrix(function(i, j) return m[j][i] end) end

local function multiply(a, b)
  local columns = transpose(b)
  local product = {}
  for i = 1, n do
    local row, out = a[i], {}
    for j = 1, n do
      local column, sum = columns[j], 0.0
      for k = 1, n do sum = sum + row[k] * column[k] end
      out[j] = sum
    end
    product[i] = out
  end
  return product
end

local a = matrix(function(i, j) return (i - j) * (i + j) / n / n + 0.5 end)
local b = matrix(function(i, j) return (i + 2 * j) % 7 / 7 end)
local c = multiply(multiply(a, b), a)
local trace = 0
for i = 1, n do trace = trace + c[i][i] end
print(string.format("%.6f %.6f %.6f", trace, c[1][n], c[n][1]))
