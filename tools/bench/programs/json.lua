-- Writes a document as JSON and reads it again, many times: string scanning, patterns, tables of both kinds.
-- Argument: rounds (default 400).
local rounds = tonumber(arg and arg[1]) or 400

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t" }
local unescapes = { ['"'] = '"', ["\\"] = "\\", ["/"] = "/", n = "\n", t = "\t" }

local write
local function write_string(text, out)
  out[#out + 1] = '"'
  out[#out + 1] = text:gsub('["\\\n\t]', escapes)
  out[#out + 1] = '"'
end

-- An array is a table with a first element; every other table is an object, written with its keys in order.
write = function(value, out)
  local kind = type(value)
  if kind == "string" then
    write_string(value, out)
  elseif kind == "number" then
    out[#out + 1] = string.format("%.10g", value)
  elseif kind == "table" and value[1] ~= nil then
    out[#out + 1] = "["
    for i = 1, #value do
      if i > 1 then out[#out + 1] = "," end
      write(value[i], out)
    end
    out[#out + 1] = "]"
  elseif kind == "table" then
    local keys = {}
    for key in pairs(value) do keys[#keys + 1] = key end
    table.sort(keys)
    out[#out + 1] = "{"
    for i, key in ipairs(keys) do
      if i > 1 then out[#out + 1] = "," end
      write_string(key, out)
      out[#out + 1] = ":"
      write(value[key], out)
    end
    out[#out + 1] = "}"
  else
    out[#out + 1] = tostring(value)
  end
end

local function read(text)
  local find, sub, byte, match = string.find, string.sub, string.byte, string.match
  local position = 1
  local value

  local function fail(what) error(what .. " expected at " .. position) end

  local function skip() position = find(text, "[^ \n\t]", position) or #text + 1 end

  local function read_string()
    local start = position + 1
    local stop = find(text, '["\\]', start)
    if byte(text, stop) == 34 then
      position = stop + 1
      return sub(text, start, stop - 1)
    end
    local parts = {}
    while byte(text, stop) ~= 34 do
      parts[#parts + 1] = sub(text, start, stop - 1)
      parts[#parts + 1] = unescapes[sub(text, stop + 1, stop + 1)] or fail("escape")
      start = stop + 2
      stop = find(text, '["\\]', start)
    end
    parts[#parts + 1] = sub(text, start, stop - 1)
    position = stop + 1
    return table.concat(parts)
  end

  local function read_array()
    local list, n = {}, 0
    position = position + 1
    skip()
    while byte(text, position) ~= 93 do
      n = n + 1
      list[n] = value()
      skip()
      if byte(text, position) == 44 then position = position + 1 elseif byte(text, position) ~= 93 then fail("comma") end
    end
    position = position + 1
    return list
  end

  local function read_object()
    local object = {}
    position = position + 1
    skip()
    while byte(text, position) ~= 125 do
      skip()
      local key = read_string()
      skip()
      if byte(text, position) ~= 58 then fail("colon") end
      position = position + 1
      object[key] = value()
      skip()
      if byte(text, position) == 44 then position = position + 1 elseif byte(text, position) ~= 125 then fail("comma") end
    end
    position = position + 1
    return object
  end

  value = function()
    skip()
    local first = byte(text, position)
    if first == 123 then return read_object() end
    if first == 91 then return read_array() end
    if first == 34 then return read_string() end
    local word = match(text, "^%a+", position)
    if word then
      position = position + #word
      return word == "true"
    end
    local number = match(text, "^[-+%d.eE]+", position) or fail("value")
    position = position + #number
    return tonumber(number)
  end

  return value()
end

local seed = 42
local function random(n)
  seed = (seed * 3877 + 29573) % 139968
  return math.floor(seed / 139968 * n)
end

local words = { "harbour", "lantern", "kelp", "quote \" here", "tide\ttable", "north", "mole", "back\\slash", "line\nbreak", "tern" }
local function document(depth)
  if depth == 0 then
    local kind = random(4)
    if kind == 0 then return words[random(#words) + 1] end
    if kind == 1 then return random(2) == 0 end
    if kind == 2 then return random(100000) end
    return random(100000) / 64
  end
  local t = {}
  if random(2) == 0 then
    for i = 1, 3 + random(4) do t[i] = document(depth - 1) end
  else
    for i = 1, 3 + random(4) do t["key " .. random(1000)] = document(depth - 1) end
  end
  return t
end

local original = document(5)
local text
local bytes = 0
for _ = 1, rounds do
  local out = {}
  write(original, out)
  text = table.concat(out)
  bytes = bytes + #text
  original = read(text)
end
local checksum = 0
for i = 1, #text do checksum = (checksum * 31 + text:byte(i)) % 1000003 end
print(string.format("%d bytes, checksum %d", bytes, checksum))
