-- Word frequencies of a text: the first program that everybody writes with a table.
-- Reads data/keeper.txt beside this script, or the file named as the first argument.

local folder = arg[0]:match("^(.*[/\\])") or ""
local path = arg[1] or folder .. "data/keeper.txt"

-- A word is a run of letters, with apostrophes and hyphens inside it: "don't", "north-west".
local function words_of(line)
  return line:lower():gmatch("%a[%a'-]*")
end

-- Keys of a table, ordered by their values, the largest first; equal ones by name.
local function keys_by_value(counts)
  local keys = {}
  for key in pairs(counts) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if counts[a] ~= counts[b] then return counts[a] > counts[b] end
    return a < b
  end)
  return keys
end

local function increment(counts, key) counts[key] = (counts[key] or 0) + 1 end

local counts, lengths, starts, pairs_of_words = {}, {}, {}, {}
local first_line = {}
local line_count, word_count, byte_count = 0, 0, 0
local longest_line = ""

local previous
for line in io.lines(path) do
  line_count = line_count + 1
  byte_count = byte_count + #line + 1
  if #line > #longest_line then longest_line = line end
  if line == "" then previous = nil end
  for word in words_of(line) do
    word = word:gsub("['-]+$", "")
    word_count = word_count + 1
    increment(counts, word)
    increment(lengths, #word)
    increment(starts, word:sub(1, 1))
    first_line[word] = first_line[word] or line_count
    if previous then increment(pairs_of_words, previous .. " " .. word) end
    previous = word
  end
end

local ranked = keys_by_value(counts)
print(("%d lines, %d bytes, %d words, %d of them different"):format(line_count, byte_count, word_count, #ranked))
print(("longest line: %d bytes"):format(#longest_line))

local function bar(count, largest) return ("#"):rep((count * 40 + largest - 1) // largest) end

print("\nThe thirty most frequent words")
for rank = 1, 30 do
  local word = ranked[rank]
  print(("%4d  %-10s %5d  %5.2f%%  %s"):format(
    rank, word, counts[word], 100 * counts[word] / word_count, bar(counts[word], counts[ranked[1]])))
end

print("\nThe most frequent words of more than seven letters")
local shown = 0
for _, word in ipairs(ranked) do
  if #word > 7 and shown < 12 then
    shown = shown + 1
    print(("      %-14s %3d  first on line %d"):format(word, counts[word], first_line[word]))
  end
end

print("\nThe most frequent pairs")
for rank, pair in ipairs(keys_by_value(pairs_of_words)) do
  if rank > 10 then break end
  print(("      %-14s %3d"):format(pair, pairs_of_words[pair]))
end

print("\nLengths of words")
local longest = 0
for length in pairs(lengths) do longest = math.max(longest, length) end
local total = 0
for length = 1, longest do
  local count = lengths[length] or 0
  total = total + length * count
  print(("%4d  %5d  %s"):format(length, count, bar(count, lengths[3])))
end
print(("mean length %.3f"):format(total / word_count))

print("\nFirst letters")
local letters = keys_by_value(starts)
for i, letter in ipairs(letters) do letters[i] = letter .. " " .. starts[letter] end
print(table.concat(letters, ", "))

local once = {}
for _, word in ipairs(ranked) do
  if counts[word] == 1 then once[#once + 1] = word end
end
print(("\n%d words occur once; in the order of the text the first and the last are"):format(#once))
table.sort(once, function(a, b)
  if first_line[a] ~= first_line[b] then return first_line[a] < first_line[b] end
  return a < b
end)
print(table.concat(once, " ", 1, 8))
print(table.concat(once, " ", #once - 7))
