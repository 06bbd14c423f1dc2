-- Collision detection between aircraft on curved paths: a voxel hash for candidates, then swept spheres pairwise.
-- Vectors as small tables, hashing, float arithmetic. Argument: frames (default 700).
local frames = tonumber(arg and arg[1]) or 700
local sqrt, floor, sin, cos = math.sqrt, math.floor, math.sin, math.cos

local AIRCRAFT = 400
local VOXEL = 10.0
local RADIUS = 1.0
local WORLD = 1000.0

local Vector = {}
Vector.__index = Vector
local function vector(x, y, z) return setmetatable({ x = x, y = y, z = z }, Vector) end
Vector.__add = function(a, b) return vector(a.x + b.x, a.y + b.y, a.z + b.z) end
Vector.__sub = function(a, b) return vector(a.x - b.x, a.y - b.y, a.z - b.z) end
Vector.__mul = function(a, k) return vector(a.x * k, a.y * k, a.z * k) end
function Vector:dot(b) return self.x * b.x + self.y * b.y + self.z * b.z end

local function position(i, time)
  local lane = i % 20
  local turn = time * (1 + lane / 10) + i * 0.7
  return vector(lane * 12 + 60 * cos(turn), (i % 40) * 6 + 60 * sin(turn * 1.3), 5 * sin(time * 2 + i))
end

-- Where two spheres that move straight from `a0` to `a1` and `b0` to `b1` are closest, if they touch; else nil.
local function closest_touch(a, b)
  local start = a.from - b.from
  local motion = (a.to - a.from) - (b.to - b.from)
  local speed = motion:dot(motion)
  local reach = 2 * RADIUS
  local at
  if speed == 0 then
    at = 0
  else
    at = -start:dot(motion) / speed
    if at < 0 then at = 0 elseif at > 1 then at = 1 end
  end
  local gap = start + motion * at
  if gap:dot(gap) > reach * reach then return nil end
  return a.from + (a.to - a.from) * at
end

local function voxel_key(x, y) return floor(x / VOXEL) * 100000 + floor(y / VOXEL) end

-- Every voxel that the box around a motion touches holds the motion.
local function hash(motions)
  local voxels, order = {}, {}
  for _, motion in ipairs(motions) do
    local x0, x1 = motion.from.x, motion.to.x
    local y0, y1 = motion.from.y, motion.to.y
    if x0 > x1 then x0, x1 = x1, x0 end
    if y0 > y1 then y0, y1 = y1, y0 end
    for x = floor((x0 - RADIUS) / VOXEL), floor((x1 + RADIUS) / VOXEL) do
      for y = floor((y0 - RADIUS) / VOXEL), floor((y1 + RADIUS) / VOXEL) do
        local key = voxel_key(x * VOXEL + 0.5, y * VOXEL + 0.5)
        local list = voxels[key]
        if not list then
          list = {}
          voxels[key] = list
          order[#order + 1] = list
        end
        list[#list + 1] = motion
      end
    end
  end
  return order
end

local function detect(motions)
  local found, sum, seen = 0, 0, {}
  for _, list in ipairs(hash(motions)) do
    for i = 1, #list - 1 do
      for j = i + 1, #list do
        local a, b = list[i], list[j]
        local pair = a.id * 10000 + b.id
        if not seen[pair] then
          seen[pair] = true
          local place = closest_touch(a, b)
          if place then
            found = found + 1
            sum = sum + sqrt(place:dot(place))
          end
        end
      end
    end
  end
  return found, sum
end

local total, checksum = 0, 0
local before = {}
for i = 1, AIRCRAFT do before[i] = position(i, 0) end
for frame = 1, frames do
  local time = frame / 10
  local motions, after = {}, {}
  for i = 1, AIRCRAFT do
    after[i] = position(i, time)
    motions[i] = { id = i, from = before[i], to = after[i] }
  end
  local found, sum = detect(motions)
  total = total + found
  checksum = (checksum + sum) % WORLD
  before = after
end
print(string.format("%d collisions in %d frames, checksum %.6f", total, frames, checksum))
