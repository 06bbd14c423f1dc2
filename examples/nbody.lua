-- The sun and its four giant planets, moved by their own gravity in small steps.
-- Positions in astronomical units, velocities in units per year, masses so that G = 1.
-- The integrator is symplectic (leapfrog): the energy wobbles, but does not drift.

local steps = tonumber(arg and arg[1]) or 5000
local YEAR = 365.25
local SUN_MASS = 4 * math.pi ^ 2

local function body(name, mass, x, y, z, vx, vy, vz)
  return {
    name = name, mass = mass * SUN_MASS,
    x = x, y = y, z = z,
    vx = vx * YEAR, vy = vy * YEAR, vz = vz * YEAR,
  }
end

-- Heliocentric state of an evening in January 2000, rounded; velocities in units per day.
local bodies = {
  body("Sun", 1, 0, 0, 0, 0, 0, 0),
  body("Jupiter", 9.5479e-4, 3.9940, 2.7339, -0.1007, -4.5680e-3, 6.4432e-3, 7.5580e-5),
  body("Saturn", 2.8588e-4, 6.4012, 6.1703, -0.3623, -4.2869e-3, 3.8847e-3, 1.0293e-4),
  body("Uranus", 4.3662e-5, 14.4306, -13.7355, -0.2381, 2.6784e-3, 2.6708e-3, -2.4798e-5),
  body("Neptune", 5.1514e-5, 16.8109, -24.9926, 0.1272, 2.5791e-3, 1.7766e-3, -9.5902e-5),
}

-- Gives the sun the opposite of the planets' momentum, so that the whole stays where it is.
local function centre(all)
  local px, py, pz = 0.0, 0.0, 0.0
  for _, b in ipairs(all) do
    px, py, pz = px + b.vx * b.mass, py + b.vy * b.mass, pz + b.vz * b.mass
  end
  local sun = all[1]
  sun.vx, sun.vy, sun.vz = -px / sun.mass, -py / sun.mass, -pz / sun.mass
end

local function energy(all)
  local sum = 0.0
  for i, b in ipairs(all) do
    sum = sum + 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz)
    for j = i + 1, #all do
      local c = all[j]
      local dx, dy, dz = b.x - c.x, b.y - c.y, b.z - c.z
      sum = sum - b.mass * c.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return sum
end

local function drift(all, dt)
  for _, b in ipairs(all) do
    b.x, b.y, b.z = b.x + dt * b.vx, b.y + dt * b.vy, b.z + dt * b.vz
  end
end

local function kick(all, dt)
  for i = 1, #all do
    local b = all[i]
    for j = i + 1, #all do
      local c = all[j]
      local dx, dy, dz = b.x - c.x, b.y - c.y, b.z - c.z
      local square = dx * dx + dy * dy + dz * dz
      local pull = dt / (square * math.sqrt(square))
      b.vx, b.vy, b.vz = b.vx - dx * c.mass * pull, b.vy - dy * c.mass * pull, b.vz - dz * c.mass * pull
      c.vx, c.vy, c.vz = c.vx + dx * b.mass * pull, c.vy + dy * b.mass * pull, c.vz + dz * b.mass * pull
    end
  end
end

centre(bodies)
local start = energy(bodies)
print(("energy at the start   %.12f"):format(start))

local dt = 0.01
local worst = 0.0
for step = 1, steps do
  drift(bodies, dt / 2)
  kick(bodies, dt)
  drift(bodies, dt / 2)
  if step % 100 == 0 then worst = math.max(worst, math.abs(energy(bodies) / start - 1)) end
end

print(("energy after %d steps %.12f"):format(steps, energy(bodies)))
print(("largest relative error %.3e"):format(worst))
print()
print(("%-8s %14s %14s %14s %10s"):format("body", "x", "y", "z", "distance"))
local sun = bodies[1]
for _, b in ipairs(bodies) do
  local distance = ((b.x - sun.x) ^ 2 + (b.y - sun.y) ^ 2 + (b.z - sun.z) ^ 2) ^ 0.5
  print(("%-8s %14.9f %14.9f %14.9f %10.6f"):format(b.name, b.x, b.y, b.z, distance))
end
