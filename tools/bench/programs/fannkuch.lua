-- Fannkuch: the most prefix reversals needed for any permutation of n; arrays of small integers.
-- Arguments: n (default 9), rounds (default 9).
local n = tonumber(arg and arg[1]) or 9
local rounds = tonumber(arg and arg[2]) or 9

-- Prefix reversals until the first element is 1.
local function flips_of(permutation, scratch)
  for i = 1, n do scratch[i] = permutation[i] end
  local flips = 0
  local first = scratch[1]
  while first ~= 1 do
    local i, j = 1, first
    while i < j do
      scratch[i], scratch[j] = scratch[j], scratch[i]
      i, j = i + 1, j - 1
    end
    flips = flips + 1
    first = scratch[1]
  end
  return flips
end

-- Makes the next permutation by rotating ever longer prefixes until one has not come full circle; false after the last.
local function advance(permutation, counter)
  for length = 2, n do
    local first = permutation[1]
    for i = 1, length - 1 do permutation[i] = permutation[i + 1] end
    permutation[length] = first
    counter[length] = counter[length] + 1
    if counter[length] < length then return true end
    counter[length] = 0
  end
  return false
end

for _ = 1, rounds do
  local permutation, counter, scratch = {}, {}, {}
  for i = 1, n do permutation[i], counter[i] = i, 0 end
  local most, checksum, sign = 0, 0, 1
  repeat
    local flips = flips_of(permutation, scratch)
    if flips > most then most = flips end
    checksum = checksum + sign * flips
    sign = -sign
  until not advance(permutation, counter)
  print(string.format("checksum %d, fannkuch(%d) = %d", checksum, n, most))
end
