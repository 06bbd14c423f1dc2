-- String patterns and searches, each timed by itself: prints a name and the best of five times in seconds.
local clock = os.clock

-- Runs `f` that many times in each of five rounds.
local function bench(name, times, f, expected)
  local best = math.huge
  for _ = 1, 5 do
    local start = clock()
    for _ = 1, times do assert(f() == expected, name) end
    local time = clock() - start
    if time < best then best = time end
  end
  print(string.format("%-14s %.4f", name, best))
end

local words = {}
for i = 1, 20000 do words[i] = "word" .. i * 7919 % 100003 end
local text = table.concat(words, " ")
local lines = {}
for i = 1, 5000 do lines[i] = string.format("%d,name %d,%.2f,some more text,x%d", i, i, i / 7, i % 10) end
local csv = table.concat(lines, "\n") .. "\n"
local padded = {}
for i = 1, 20000 do padded[i] = (" "):rep(i % 7) .. "value " .. i .. (" "):rep(i % 5) end
local settings = {}
for i = 1, 20000 do settings[i] = "k" .. i .. " = " .. i end
local nested = ("(a(b)c)"):rep(5000)

bench("findplain", 600, function()
  local count, at = 0, 1
  while true do
    local from, to = text:find("word99", at, true)
    if not from then return count end
    count, at = count + 1, to + 1
  end
end, 218)

bench("findabsent", 500, function()
  return text:find("wordless", 1, true)
end, nil)

bench("findclass", 30, function()
  local count, at = 0, 1
  while true do
    local from, to = text:find("%a+%d+", at)
    if not from then return count end
    count, at = count + 1, to + 1
  end
end, 20000)

bench("gsubcapture", 30, function()
  return select(2, text:gsub("(%a+)(%d+)", "%2%1"))
end, 20000)

bench("gsubfunction", 20, function()
  return select(2, text:gsub("%d+", function(digits) return #digits end))
end, 20000)

bench("gsubtable", 30, function()
  return select(2, text:gsub("%a+", { word = "term" }))
end, 20000)

bench("gmatchwords", 20, function()
  local count = 0
  for word in text:gmatch("%w+") do count = count + #word end
  return count
end, #text - 19999)

bench("csvsplit", 15, function()
  local fields = 0
  for line in csv:gmatch("[^\n]*\n") do
    for _ in line:gmatch("([^,\n]*)[,\n]") do fields = fields + 1 end
  end
  return fields
end, 25000)

bench("trim", 10, function()
  local length = 0
  for i = 1, #padded do length = length + #padded[i]:match("^%s*(.-)%s*$") end
  return length
end, 208894)

bench("keyvalue", 10, function()
  local sum = 0
  for i = 1, #settings do
    local key, value = settings[i]:match("^(%w+)%s*=%s*(%d+)$")
    sum = sum + #key + #value
  end
  return sum
end, 197788)

bench("balanced", 500, function()
  local count = 0
  for group in nested:gmatch("%b()") do count = count + #group end
  return count
end, 35000)

bench("byteloop", 15, function()
  local sum = 0
  for i = 1, #csv do sum = (sum + csv:byte(i)) % 65536 end
  return sum
end, 22075)
