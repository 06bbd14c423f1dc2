-- Random DNA sequences with given frequencies, written in lines of 60; strings and a linear congruence.
-- Prints a checksum of the text instead of the text. Argument: length (default 2000000).
local n = tonumber(arg and arg[1]) or 2000000

local seed = 42
local function random(limit)
  seed = (seed * 3877 + 29573) % 139968
  return limit * seed / 139968
end

local checksum, bytes = 0, 0
local function write(line)
  for i = 1, #line, 7 do checksum = (checksum * 31 + line:byte(i)) % 1000003 end
  bytes = bytes + #line + 1
end

local alu = "GGCCGGGCGCGGTGGCTCACGCCTGTAATCCCAGCACTTTGGGAGGCCGAGGCGGGCGGATCACCTGAGGTC"
local function repeated(text, length)
  local wheel = text .. text
  local at = 1
  while length > 0 do
    local width = length < 60 and length or 60
    write(wheel:sub(at, at + width - 1))
    at = at + width
    if at > #text then at = at - #text end
    length = length - width
  end
end

local function chosen(symbols, length)
  local names, limits = {}, {}
  local sum = 0
  for i, pair in ipairs(symbols) do
    sum = sum + pair[2]
    names[i], limits[i] = pair[1], sum
  end
  local line = {}
  while length > 0 do
    local width = length < 60 and length or 60
    for i = 1, width do
      local r = random(1.0)
      local k = 1
      while limits[k] < r do k = k + 1 end
      line[i] = names[k]
    end
    write(table.concat(line, "", 1, width))
    length = length - width
  end
end

repeated(alu, n * 2)
chosen({
  { "a", 0.27 }, { "c", 0.12 }, { "g", 0.12 }, { "t", 0.27 }, { "B", 0.02 }, { "D", 0.02 }, { "H", 0.02 }, { "K", 0.02 },
  { "M", 0.02 }, { "N", 0.02 }, { "R", 0.02 }, { "S", 0.02 }, { "V", 0.02 }, { "W", 0.02 }, { "Y", 0.03 },
}, n * 3)
chosen({ { "a", 0.303 }, { "c", 0.198 }, { "g", 0.1975 }, { "t", 0.3016 } }, n * 5)
print(string.format("%d bytes, checksum %d", bytes, checksum))
