-- Conway's Life on a torus, for many generations: nested arrays and modular indices.
-- Argument: generations (default 4500).
local generations = tonumber(arg and arg[1]) or 4500
local width, height = 96, 64

local function empty()
  local rows = {}
  for y = 1, height do
    rows[y] = {}
    for x = 1, width do rows[y][x] = 0 end
  end
  return rows
end

local function step(world, following)
  for y = 1, height do
    local above, row, below = world[(y - 2) % height + 1], world[y], world[y % height + 1]
    local out = following[y]
    for x = 1, width do
      local left, right = (x - 2) % width + 1, x % width + 1
      local sum = above[left] + above[x] + above[right] + row[left] + row[right] + below[left] + below[x] + below[right]
      out[x] = (sum == 3 or sum == 2 and row[x] == 1) and 1 or 0
    end
  end
end

local world, following = empty(), empty()
local seed = 42
for y = 1, height do
  for x = 1, width do
    seed = (seed * 3877 + 29573) % 139968
    world[y][x] = seed / 139968 < 0.3 and 1 or 0
  end
end

local checksum = 0
for _ = 1, generations do
  step(world, following)
  world, following = following, world
  local alive = 0
  for y = 1, height do
    local row = world[y]
    for x = 1, width do alive = alive + row[x] end
  end
  checksum = (checksum * 31 + alive) % 1000003
end
print(string.format("after %d generations: checksum %d", generations, checksum))
