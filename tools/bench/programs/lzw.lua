-- LZW compression and decompression of generated text: substrings as keys, arrays of codes.
-- Argument: words of text (default 1400000).
local n = tonumber(arg and arg[1]) or 1400000

local function text_of(count)
  local syllables = { "ka", "lo", "mi", "ren", "tu", "sha", "vel", "or", "pin", "da" }
  local seed, words = 42, {}
  local function syllable()
    seed = (seed * 3877 + 29573) % 139968
    return syllables[math.floor(seed / 139968 * #syllables) + 1]
  end
  for i = 1, count do
    local word = syllable() .. syllable()
    if i % 3 == 0 then word = word .. syllable() end
    words[i] = word
  end
  return table.concat(words, " ")
end

local LARGEST_CODE = 4095

local function compress(text)
  local codes, size = {}, 256
  for i = 0, 255 do codes[string.char(i)] = i end
  local out, prefix = {}, ""
  for i = 1, #text do
    local longer = prefix .. text:sub(i, i)
    if codes[longer] then
      prefix = longer
    else
      out[#out + 1] = codes[prefix]
      if size <= LARGEST_CODE then
        codes[longer] = size
        size = size + 1
      end
      prefix = text:sub(i, i)
    end
  end
  out[#out + 1] = codes[prefix]
  return out
end

local function expand(list)
  local strings, size = {}, 256
  for i = 0, 255 do strings[i] = string.char(i) end
  local previous = strings[list[1]]
  local out = { previous }
  for i = 2, #list do
    local entry = strings[list[i]] or previous .. previous:sub(1, 1)
    out[#out + 1] = entry
    if size <= LARGEST_CODE then
      strings[size] = previous .. entry:sub(1, 1)
      size = size + 1
    end
    previous = entry
  end
  return table.concat(out)
end

local text = text_of(n)
local codes = compress(text)
assert(expand(codes) == text)
local checksum = 0
for _, code in ipairs(codes) do checksum = (checksum * 31 + code) % 1000003 end
print(string.format("%d bytes, %d codes, checksum %d", #text, #codes, checksum))
