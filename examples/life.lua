-- Conway's Life on a torus: a glider, a pulsar, and the long-lived R-pentomino.
-- A world is a list of rows; a cell is 1 or 0, so that neighbours are counted by adding.

local World = {}
World.__index = World

function World.new(width, height)
  local world = setmetatable({ width = width, height = height }, World)
  for y = 1, height do
    world[y] = {}
    for x = 1, width do world[y][x] = 0 end
  end
  return world
end

-- Sets the cells of a picture, one string a row, with its top left corner at (x, y).
function World:place(x, y, picture)
  for dy, row in ipairs(picture) do
    for dx = 1, #row do
      if row:sub(dx, dx) == "#" then self[y + dy - 1][x + dx - 1] = 1 end
    end
  end
  return self
end

function World:next()
  local width, height = self.width, self.height
  local following = World.new(width, height)
  for y = 1, height do
    local above, row, below = self[(y - 2) % height + 1], self[y], self[y % height + 1]
    for x = 1, width do
      local left, right = (x - 2) % width + 1, x % width + 1
      local neighbours = above[left] + above[x] + above[right]
        + row[left] + row[right]
        + below[left] + below[x] + below[right]
      if neighbours == 3 or neighbours == 2 and row[x] == 1 then following[y][x] = 1 end
    end
  end
  return following
end

function World:population()
  local count = 0
  for y = 1, self.height do
    for x = 1, self.width do count = count + self[y][x] end
  end
  return count
end

World.__eq = function(a, b) return tostring(a) == tostring(b) end

World.__tostring = function(self)
  local rows = {}
  for y = 1, self.height do
    rows[y] = table.concat(self[y]):gsub("[01]", { ["0"] = ".", ["1"] = "#" })
  end
  return table.concat(rows, "\n")
end

-- All worlds from `world` on, with their generation; the first is generation 0.
local function generations(world, last)
  local generation = -1
  return function()
    generation = generation + 1
    if generation > last then return nil end
    if generation > 0 then world = world:next() end
    return generation, world
  end
end

local glider = { ".#.", "..#", "###" }
local pulsar = {
  "..###...###..", ".............", "#....#.#....#", "#....#.#....#", "#....#.#....#", "..###...###..",
  ".............", "..###...###..", "#....#.#....#", "#....#.#....#", "#....#.#....#", ".............", "..###...###..",
}
local r_pentomino = { ".##", "##.", ".#." }

print("A glider on a torus of 10 x 6")
local start = World.new(10, 6):place(1, 1, glider)
for generation, world in generations(start, 120) do
  if generation % 4 == 0 and generation <= 8 then
    print("generation " .. generation)
    print(world)
  end
  if generation > 0 and world == start then
    print("is back where it began after " .. generation .. " generations")
  end
end

print("\nA pulsar has a period of three")
for generation, world in generations(World.new(17, 17):place(3, 3, pulsar), 3) do
  print("generation " .. generation .. ", population " .. world:population())
  print(world)
end

print("\nThe R-pentomino on a torus of 64 x 48")
local peak, peak_generation = 0, 0
local final
for generation, world in generations(World.new(64, 48):place(30, 22, r_pentomino), 300) do
  local population = world:population()
  if population > peak then peak, peak_generation = population, generation end
  if generation % 50 == 0 then print(("generation %3d, population %3d"):format(generation, population)) end
  final = world
end
print(("the most: %d cells, in generation %d"):format(peak, peak_generation))
print(final)
