-- The sun and four planets, moved in small steps: floating point in fields of tables.
-- Argument: steps (default 1100000).
local steps = tonumber(arg and arg[1]) or 1100000
local sqrt = math.sqrt

local solar_mass, year = 4 * math.pi * math.pi, 365.25
local function body(mass, x, y, z, vx, vy, vz)
  return { mass = mass * solar_mass, x = x, y = y, z = z, vx = vx * year, vy = vy * year, vz = vz * year }
end
local bodies = {
  body(1, 0, 0, 0, 0, 0, 0),
  body(9.5479e-4, 4.8414, -1.1603, -0.1036, 1.6600e-3, 7.6990e-3, -6.9046e-5),
  body(2.8588e-4, 8.3433, 4.1248, -0.4035, -2.7674e-3, 4.9985e-3, 2.3042e-5),
  body(4.3662e-5, 12.8944, -15.1112, -0.2233, 2.9646e-3, 2.3785e-3, -2.9659e-5),
  body(5.1514e-5, 15.3797, -25.9193, 0.1793, 2.6807e-3, 1.6282e-3, -9.5159e-5),
}

local function energy()
  local e = 0
  for i, b in ipairs(bodies) do
    e = e + 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz)
    for j = i + 1, #bodies do
      local c = bodies[j]
      local dx, dy, dz = b.x - c.x, b.y - c.y, b.z - c.z
      e = e - b.mass * c.mass / sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return e
end

local function advance(dt)
  local n = #bodies
  for i = 1, n do
    local b = bodies[i]
    local bx, by, bz, bm = b.x, b.y, b.z, b.mass
    local vx, vy, vz = b.vx, b.vy, b.vz
    for j = i + 1, n do
      local c = bodies[j]
      local dx, dy, dz = bx - c.x, by - c.y, bz - c.z
      local square = dx * dx + dy * dy + dz * dz
      local pull = dt / (square * sqrt(square))
      local cm = c.mass * pull
      vx, vy, vz = vx - dx * cm, vy - dy * cm, vz - dz * cm
      cm = bm * pull
      c.vx, c.vy, c.vz = c.vx + dx * cm, c.vy + dy * cm, c.vz + dz * cm
    end
    b.vx, b.vy, b.vz = vx, vy, vz
    b.x, b.y, b.z = bx + dt * vx, by + dt * vy, bz + dt * vz
  end
end

local px, py, pz = 0, 0, 0
for _, b in ipairs(bodies) do px, py, pz = px + b.vx * b.mass, py + b.vy * b.mass, pz + b.vz * b.mass end
bodies[1].vx, bodies[1].vy, bodies[1].vz = -px / solar_mass, -py / solar_mass, -pz / solar_mass

print(string.format("%.9f", energy()))
for _ = 1, steps do advance(0.01) end
print(string.format("%.9f", energy()))
