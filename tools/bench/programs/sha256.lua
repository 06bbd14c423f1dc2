-- SHA-256 of a generated message: 32-bit words in 64-bit integers, bitwise operators.
-- Needs Lua 5.3 or later. Argument: bytes (default 5000000).
local n = tonumber(arg and arg[1]) or 5000000

-- The round constants are the fractional parts of the cube roots of the first 64 primes.
local k, h0 = {}, {}
do
  local candidate, found = 2, 0
  while found < 64 do
    local is_prime = true
    for divisor = 2, candidate - 1 do
      if divisor * divisor > candidate then break end
      if candidate % divisor == 0 then is_prime = false; break end
    end
    if is_prime then
      found = found + 1
      local root = candidate ^ (1 / 3)
      k[found] = math.floor((root - math.floor(root)) * 4294967296)
      if found <= 8 then
        local square = candidate ^ 0.5
        h0[found] = math.floor((square - math.floor(square)) * 4294967296)
      end
    end
    candidate = candidate + 1
  end
end

local function rotate(x, bits) return (x >> bits | x << (32 - bits)) & 0xFFFFFFFF end

local function sha256(message)
  local length = #message * 8
  message = message .. "\128" .. ("\0"):rep((55 - #message) % 64)
  for shift = 56, 0, -8 do message = message .. string.char(length >> shift & 0xFF) end
  local state = { table.unpack(h0) }
  local w = {}
  for start = 1, #message, 64 do
    for i = 1, 16 do
      local a, b, c, d = message:byte(start + i * 4 - 4, start + i * 4 - 1)
      w[i] = a << 24 | b << 16 | c << 8 | d
    end
    for i = 17, 64 do
      local x, y = w[i - 15], w[i - 2]
      local s0 = rotate(x, 7) ~ rotate(x, 18) ~ x >> 3
      local s1 = rotate(y, 17) ~ rotate(y, 19) ~ y >> 10
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) & 0xFFFFFFFF
    end
    local a, b, c, d, e, f, g, h = table.unpack(state)
    for i = 1, 64 do
      local s1 = rotate(e, 6) ~ rotate(e, 11) ~ rotate(e, 25)
      local t1 = h + s1 + (e & f ~ ~e & g) + k[i] + w[i]
      local s0 = rotate(a, 2) ~ rotate(a, 13) ~ rotate(a, 22)
      local t2 = s0 + (a & b ~ a & c ~ b & c)
      h, g, f, e = g, f, e, (d + t1) & 0xFFFFFFFF
      d, c, b, a = c, b, a, (t1 + t2) & 0xFFFFFFFF
    end
    for i, value in ipairs({ a, b, c, d, e, f, g, h }) do state[i] = (state[i] + value) & 0xFFFFFFFF end
  end
  return (("%08x"):rep(8):format(table.unpack(state)))
end

print(sha256("abc"))
local block = {}
for i = 1, 1000 do block[i] = string.char(i * 7 % 256) end
print(sha256(table.concat(block):rep(n // 1000)))
