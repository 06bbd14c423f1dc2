-- A ray tracer: spheres on a plane with shadows and reflections; vectors as tables with metamethods and as plain numbers.
-- Argument: width of the picture (default 600).
local width = tonumber(arg and arg[1]) or 600
local height = math.floor(width * 3 / 4)
local sqrt, huge = math.sqrt, math.huge

local Vector = {}
Vector.__index = Vector
local function vector(x, y, z) return setmetatable({ x = x, y = y, z = z }, Vector) end
function Vector.__add(a, b) return vector(a.x + b.x, a.y + b.y, a.z + b.z) end
function Vector.__sub(a, b) return vector(a.x - b.x, a.y - b.y, a.z - b.z) end
function Vector.__mul(a, k) return vector(a.x * k, a.y * k, a.z * k) end
function Vector.__unm(a) return vector(-a.x, -a.y, -a.z) end
function Vector.dot(a, b) return a.x * b.x + a.y * b.y + a.z * b.z end
function Vector.unit(a) return a * (1 / sqrt(a:dot(a))) end

local Sphere = {}
Sphere.__index = Sphere
function Sphere:hit(origin, direction)
  local ox, oy, oz = origin.x - self.centre.x, origin.y - self.centre.y, origin.z - self.centre.z
  local b = ox * direction.x + oy * direction.y + oz * direction.z
  local c = ox * ox + oy * oy + oz * oz - self.radius * self.radius
  local discriminant = b * b - c
  if discriminant < 0 then return nil end
  local root = sqrt(discriminant)
  if -b - root > 1e-4 then return -b - root end
  if -b + root > 1e-4 then return -b + root end
  return nil
end
function Sphere:normal(point) return (point - self.centre):unit() end
function Sphere:colour() return self.shade end

local Plane = {}
Plane.__index = Plane
function Plane:hit(origin, direction)
  if direction.y > -1e-6 then return nil end
  local t = (self.level - origin.y) / direction.y
  return t > 1e-4 and t or nil
end
function Plane:normal() return vector(0, 1, 0) end
function Plane:colour(point)
  return (math.floor(point.x) + math.floor(point.z)) % 2 == 0 and 0.9 or 0.2
end

local objects = { setmetatable({ level = -1, mirror = 0.1 }, Plane) }
for i = 0, 11 do
  local angle = i * math.pi / 6
  objects[#objects + 1] = setmetatable({
    centre = vector(2.4 * math.cos(angle), 0.35 * math.sin(i * 1.7), 6 + 2.4 * math.sin(angle)),
    radius = 0.55, shade = 0.4 + 0.05 * i, mirror = 0.3,
  }, Sphere)
end
objects[#objects + 1] = setmetatable({ centre = vector(0, 0.2, 6), radius = 1.2, shade = 0.8, mirror = 0.6 }, Sphere)
local light = vector(-0.5, 0.9, -0.6):unit()

local function nearest(origin, direction)
  local best, object = huge, nil
  for i = 1, #objects do
    local t = objects[i]:hit(origin, direction)
    if t and t < best then best, object = t, objects[i] end
  end
  return object, best
end

local function trace(origin, direction, depth)
  local object, t = nearest(origin, direction)
  if not object then return 0.3 + 0.4 * direction.y end
  local point = origin + direction * t
  local normal = object:normal(point)
  local brightness = 0.15
  local facing = normal:dot(light)
  if facing > 0 and not nearest(point, light) then brightness = brightness + 0.85 * facing end
  local colour = object:colour(point) * brightness
  if depth == 0 then return colour end
  local reflected = direction - normal * (2 * normal:dot(direction))
  return colour * (1 - object.mirror) + object.mirror * trace(point, reflected, depth - 1)
end

local eye, sum, checksum = vector(0, 0.6, -2), 0, 0
for y = 1, height do
  for x = 1, width do
    local direction = vector((x - width / 2) / width, (height / 2 - y) / width, 1):unit()
    local brightness = trace(eye, direction, 3)
    sum = sum + brightness
    checksum = (checksum * 31 + math.floor(brightness * 255)) % 1000003
  end
end
print(string.format("%d x %d, mean brightness %.6f, checksum %d", width, height, sum / (width * height), checksum))
