-- All solutions of the n queens problem for all sizes up to n: recursion and boolean arrays.
-- Argument: n (default 13).
local largest = tonumber(arg and arg[1]) or 13

local function solve(n)
  local solutions, first = 0, nil
  local columns, rising, falling, placed = {}, {}, {}, {}
  for i = 1, n do columns[i] = true end
  for i = 1, 2 * n do rising[i], falling[i] = true, true end

  local function place(row)
    if row > n then
      solutions = solutions + 1
      if not first then first = table.concat(placed, " ") end
      return
    end
    for column = 1, n do
      if columns[column] and rising[row + column] and falling[row - column + n] then
        placed[row] = column
        columns[column], rising[row + column], falling[row - column + n] = false, false, false
        place(row + 1)
        columns[column], rising[row + column], falling[row - column + n] = true, true, true
      end
    end
  end

  place(1)
  return solutions, first or "none"
end

for n = 4, largest do
  print(string.format("%d queens: %d solutions, the first is %s", n, solve(n)))
end
