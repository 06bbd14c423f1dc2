-- Counts all substrings of given lengths in a random DNA sequence: string keys, substrings, sorting.
-- Argument: length of the sequence (default 800000).
local n = tonumber(arg and arg[1]) or 800000

local letters = { "a", "c", "g", "t" }
local seed = 42
local pieces = {}
for i = 1, n do
  seed = (seed * 3877 + 29573) % 139968
  local r = seed / 139968
  pieces[i] = letters[r < 0.303 and 1 or r < 0.501 and 2 or r < 0.6985 and 3 or 4]
end
local sequence = table.concat(pieces)

local function count(length)
  local counts = {}
  for i = 1, n - length + 1 do
    local key = sequence:sub(i, i + length - 1)
    counts[key] = (counts[key] or 0) + 1
  end
  return counts
end

for length = 1, 2 do
  local counts = count(length)
  local keys = {}
  for key in pairs(counts) do keys[#keys + 1] = key end
  table.sort(keys, function(x, y)
    if counts[x] ~= counts[y] then return counts[x] > counts[y] end
    return x < y
  end)
  for _, key in ipairs(keys) do
    print(string.format("%s %.3f", key:upper(), 100 * counts[key] / (n - length + 1)))
  end
end
for _, fragment in ipairs({ "ggt", "ggta", "ggtatt", "ggtattttaatt", "ggtattttaatttatagt" }) do
  local counts = count(#fragment)
  local different = 0
  for _ in pairs(counts) do different = different + 1 end
  print(string.format("%d %s, %d different", counts[fragment] or 0, fragment:upper(), different))
end
