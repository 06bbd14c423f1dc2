-- A JSON parser and printer, at work on a real document: data/harbour.json.
-- Objects keep the order of their keys, so that a document is printed as it was written;
-- integers stay integers and floats stay floats, so that 1 and 1.0 survive a round trip.

local json = {}

-- JSON's null is a value that a table can hold.
json.null = setmetatable({}, { __tostring = function() return "null" end })

-- An array is a table with this metatable; so an empty array and an empty object differ.
local Array = { __name = "json.array" }

-- An object's metatable is its own: it lists the keys in the order of the source.
local function new_object()
  return setmetatable({}, { __name = "json.object", keys = {} })
end

local function kind_of(value)
  if value == json.null then return "null" end
  if type(value) ~= "table" then return type(value) end
  return getmetatable(value) == Array and "array" or "object"
end

-- Parser ------------------------------------------------------------------------------------

local Parser = {}
Parser.__index = Parser

local simple_escapes = {
  ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}

function Parser:fail(message, position)
  position = position or self.position
  local line, last_break = 1, 0
  for at in self.text:sub(1, position - 1):gmatch("()\n") do
    line, last_break = line + 1, at
  end
  error({ message = message, line = line, column = position - last_break }, 0)
end

function Parser:skip_blanks()
  self.position = self.text:find("[^ \t\r\n]", self.position) or #self.text + 1
end

function Parser:peek()
  return self.text:sub(self.position, self.position)
end

function Parser:accept(char)
  self:skip_blanks()
  if self:peek() ~= char then return false end
  self.position = self.position + 1
  return true
end

function Parser:expect(char)
  if not self:accept(char) then
    local found = self:peek()
    self:fail(("expected '%s', found %s"):format(char, found == "" and "end of text" or "'" .. found .. "'"))
  end
end

function Parser:code_unit()
  local digits = self.text:match("^%x%x%x%x", self.position)
  if not digits then self:fail("\\u needs four hexadecimal digits") end
  self.position = self.position + 4
  return tonumber(digits, 16)
end

-- The UTF-8 bytes of a code point: six bits in each byte after the first.
local function utf8_bytes(point)
  if point < 0x80 then return string.char(point) end
  local trailing = ""
  local room = 0x3F
  repeat
    trailing = string.char(0x80 | point & 0x3F) .. trailing
    point = point >> 6
    room = room >> 1
  until point <= room
  return string.char(~room << 1 & 0xFF | point) .. trailing
end

-- A character beyond U+FFFF is written as two code units, a high and a low surrogate.
function Parser:unicode_escape()
  local start = self.position
  local unit = self:code_unit()
  if unit < 0xD800 or unit > 0xDFFF then return utf8_bytes(unit) end
  if unit > 0xDBFF or self.text:sub(self.position, self.position + 1) ~= "\\u" then
    self:fail("lone surrogate", start)
  end
  self.position = self.position + 2
  local low = self:code_unit()
  if low < 0xDC00 or low > 0xDFFF then self:fail("lone surrogate", start) end
  return utf8_bytes(0x10000 + ((unit & 0x3FF) << 10 | low & 0x3FF))
end

function Parser:string()
  local start = self.position
  self:expect('"')
  local pieces = {}
  while true do
    local plain, stop = self.text:match('^([^"\\%c]*)()', self.position)
    pieces[#pieces + 1] = plain
    self.position = stop + 1
    local char = self.text:sub(stop, stop)
    if char == '"' then
      return table.concat(pieces)
    elseif char == "\\" then
      local escape = self:peek()
      self.position = self.position + 1
      if escape == "u" then
        pieces[#pieces + 1] = self:unicode_escape()
      else
        pieces[#pieces + 1] = simple_escapes[escape]
          or self:fail("unknown escape '\\" .. escape .. "'", self.position - 2)
      end
    elseif char == "\127" then
      pieces[#pieces + 1] = char
    elseif char == "" then
      self:fail("unfinished string", start)
    else
      self:fail("control character in string", stop)
    end
  end
end

function Parser:number()
  local text, stop = self.text:match("^([-+.%deE]+)()", self.position)
  local whole, fraction, exponent = text:match("^-?(%d+)(%.?%d*)([eE]?[+-]?%d*)$")
  local is_valid = whole and not whole:find("^0%d") and fraction ~= "."
    and (exponent == "" or exponent:find("^[eE][+-]?%d+$"))
  if not is_valid then self:fail("malformed number") end
  self.position = stop
  return tonumber(text)
end

local literals = { ["true"] = true, ["false"] = false, ["null"] = json.null }

function Parser:literal()
  local word = self.text:match("^%a+", self.position)
  local value = literals[word]
  if value == nil then self:fail("unexpected " .. (word and "word '" .. word .. "'" or "'" .. self:peek() .. "'")) end
  self.position = self.position + #word
  return value
end

function Parser:array()
  self:expect("[")
  local items = setmetatable({}, Array)
  if self:accept("]") then return items end
  repeat items[#items + 1] = self:value() until not self:accept(",")
  self:expect("]")
  return items
end

function Parser:object()
  self:expect("{")
  local object = new_object()
  local keys = getmetatable(object).keys
  if self:accept("}") then return object end
  repeat
    self:skip_blanks()
    local start = self.position
    local key = self:string()
    if object[key] ~= nil then self:fail("duplicate key '" .. key .. "'", start) end
    self:expect(":")
    object[key] = self:value()
    keys[#keys + 1] = key
  until not self:accept(",")
  self:expect("}")
  return object
end

function Parser:value()
  self:skip_blanks()
  local char = self:peek()
  if char == "{" then return self:object() end
  if char == "[" then return self:array() end
  if char == '"' then return self:string() end
  if char:find("[-%d]") then return self:number() end
  if char == "" then self:fail("expected a value, found end of text") end
  return self:literal()
end

-- Returns the value of a document, or nil and an error { message, line, column }.
function json.parse(text)
  local parser = setmetatable({ text = text, position = 1 }, Parser)
  local ok, result = pcall(function()
    local value = parser:value()
    parser:skip_blanks()
    if parser.position <= #text then parser:fail("text after the document") end
    return value
  end)
  if ok then return result end
  if type(result) ~= "table" then error(result, 0) end
  return nil, result
end

-- Printer -----------------------------------------------------------------------------------

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(char)
    return escapes[char] or ("\\u%04x"):format(char:byte())
  end) .. '"'
end

-- The shortest of the usual formats that reads back as the same number.
local function number_text(number)
  if math.type(number) == "integer" then return tostring(number) end
  for digits = 15, 17 do
    local text = ("%." .. digits .. "g"):format(number)
    if tonumber(text) == number then
      return text:find("[.e]") and text or text .. ".0"
    end
  end
end

local Printer = {}
Printer.__index = Printer

function Printer:write(text) self[#self + 1] = text end

-- Writes `open item, item close`; each_item calls its argument once before each item.
function Printer:list(open, close, is_empty, each_item)
  if is_empty then return self:write(open .. close) end
  self:write(open)
  self.depth = self.depth + 1
  local is_first = true
  each_item(function()
    if not is_first then self:write(",") end
    is_first = false
    self:new_line()
  end)
  self.depth = self.depth - 1
  self:new_line()
  self:write(close)
end

function Printer:new_line()
  if self.indent then self:write("\n" .. self.indent:rep(self.depth)) end
end

local print_kind = {
  null = function(self) self:write("null") end,
  boolean = function(self, value) self:write(tostring(value)) end,
  number = function(self, value) self:write(number_text(value)) end,
  string = function(self, value) self:write(quoted(value)) end,
  array = function(self, value)
    self:list("[", "]", #value == 0, function(before_item)
      for _, item in ipairs(value) do before_item(); self:value(item) end
    end)
  end,
  object = function(self, value)
    local keys = getmetatable(value).keys
    self:list("{", "}", #keys == 0, function(before_item)
      for _, key in ipairs(keys) do
        before_item()
        self:write(quoted(key) .. (self.indent and ": " or ":"))
        self:value(value[key])
      end
    end)
  end,
}

function Printer:value(value) print_kind[kind_of(value)](self, value) end

function json.print(value, indent)
  local printer = setmetatable({ depth = 0, indent = indent }, Printer)
  printer:value(value)
  return table.concat(printer)
end

-- At work -----------------------------------------------------------------------------------

local folder = arg[0]:match("^(.*[/\\])") or ""
local file = assert(io.open(folder .. "data/harbour.json", "rb"))
local source = file:read("a")
file:close()

local document = assert(json.parse(source))
print(document.title, "edition " .. document.edition)
print("bytes of source", #source)

local counts, deepest = {}, 0
local function census(value, depth)
  local kind = kind_of(value)
  counts[kind] = (counts[kind] or 0) + 1
  deepest = math.max(deepest, depth)
  if kind == "array" then
    for _, item in ipairs(value) do census(item, depth + 1) end
  elseif kind == "object" then
    for _, key in ipairs(getmetatable(value).keys) do census(value[key], depth + 1) end
  end
end
census(document, 1)
for _, kind in ipairs({ "null", "boolean", "number", "string", "array", "object" }) do
  print(("%-8s %5d"):format(kind, counts[kind]))
end
print("deepest nesting", deepest)

print("\nNumbers as read and as printed")
for _, key in ipairs(getmetatable(document.constants).keys) do
  local value = document.constants[key]
  print(("  %-22s %-8s %s"):format(key, math.type(value), number_text(value)))
end
print("  checksum", math.type(document.checksum), document.checksum)

print("\nStops, by their local names")
for _, stop in ipairs(document.stops) do
  print(("  %2d %-14s %s"):format(stop.id, stop.name, stop.localName))
end

print("\nVessels, fastest first")
local vessels = table.move(document.vessels, 1, #document.vessels, 1, {})
table.sort(vessels, function(a, b) return a.speedKnots > b.speedKnots end)
for _, vessel in ipairs(vessels) do
  local engine = vessel.engine == json.null and "under sail" or vessel.engine.kind
  print(("  %4.1f kn  %s (%d), %s, %d passengers"):format(
    vessel.speedKnots, vessel.name, vessel.built, engine, vessel.capacity.passengers))
end

print("\nFirst boat of each line")
local function clock(minutes) return ("%02d:%02d"):format(minutes // 60, minutes % 60) end
for _, line in ipairs(document.lines) do
  local calls = {}
  for i, call in ipairs(line.departures[1].calls) do
    calls[i] = document.stops[call[1]].name .. " " .. clock(call[2])
  end
  print("  " .. line.name .. ": " .. table.concat(calls, ", "))
end

print("\nA stop, printed")
print(json.print(document.stops[3], "  "))
print("\nNotices, compact")
print(json.print(document.notices))

local compact = json.print(document)
local again = json.print(assert(json.parse(compact)))
local pretty = json.print(document, "\t")
print("\nbytes compact", #compact, "bytes pretty", #pretty)
print("round trip of compact", compact == again)
print("round trip of pretty", json.print(assert(json.parse(pretty))) == compact)

print("\nBad documents")
local bad = {
  '', '{', '[1, 2', '[1 2]', '{"a" 1}', '{"a": 1, "a": 2}', '["unfinished]', '["bad \\q escape"]',
  '["\\u12G4"]', '["\\ud800 alone"]', '[01]', '[1.]', '[.5]', '[1e]', '[-]', 'nul', 'true false',
  '["line\nbreak"]', '{\n  "a": [1,\n    2,\n  ]\n}', "{'a': 1}",
}
for _, text in ipairs(bad) do
  local value, problem = json.parse(text)
  assert(value == nil)
  print(("  %-28s %d:%d: %s"):format(quoted(text), problem.line, problem.column, problem.message))
end
