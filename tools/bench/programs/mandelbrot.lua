-- The Mandelbrot set, counted: floats in locals and a tight inner loop.
-- Argument: width and height (default 1400).
local size = tonumber(arg and arg[1]) or 1400
local limit = 80

local inside, checksum = 0, 0
for py = 0, size - 1 do
  local ci = 2.0 * py / size - 1.0
  for px = 0, size - 1 do
    local cr = 2.0 * px / size - 1.5
    local zr, zi, zr2, zi2 = 0.0, 0.0, 0.0, 0.0
    local k = 0
    while k < limit and zr2 + zi2 < 4.0 do
      zi = 2.0 * zr * zi + ci
      zr = zr2 - zi2 + cr
      zr2, zi2 = zr * zr, zi * zi
      k = k + 1
    end
    if k == limit then inside = inside + 1 end
    checksum = (checksum * 7 + k) % 1000003
  end
end
print(string.format("%d of %d points inside, checksum %d", inside, size * size, checksum))
