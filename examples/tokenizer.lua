-- A tokenizer for Lua 5.4, written in Lua, at work on its own source text.
-- Every byte of the source belongs to exactly one token (blanks and comments are tokens too),
-- so that joining all tokens must give the source again; that is checked at the end.

local keywords = {}
for word in ([[
  and break do else elseif end false for function goto if in local nil not or
  repeat return then true until while]]):gmatch("%a+") do
  keywords[word] = true
end

-- Symbols by length: the longest that matches is the token.
local symbols = { {}, {}, {} }
for symbol in ([[
  + - * / % ^ # & ~ | < > = ( ) { } [ ] ; : , .
  << >> // == ~= <= >= :: .. ...]]):gmatch("%S+") do
  symbols[#symbol][symbol] = true
end

local Tokenizer = {}
Tokenizer.__index = Tokenizer

function Tokenizer.new(source)
  return setmetatable({ source = source, position = 1, line = 1 }, Tokenizer)
end

function Tokenizer:fail(message)
  error(("line %d: %s"):format(self.line, message), 0)
end

-- The end of a long bracket that opens at `from`, or nil if none opens there.
function Tokenizer:long_bracket(from)
  local level, start = self.source:match("^%[(=*)%[()", from)
  if not level then return nil end
  local _, stop = self.source:find("]" .. level .. "]", start, true)
  return stop or self:fail("unfinished long bracket")
end

function Tokenizer:comment_end()
  local start = self.position + 2
  local stop = self:long_bracket(start)
  return stop or self.source:find("\n", start, true) or #self.source
end

function Tokenizer:string_end(quote)
  local position = self.position + 1
  while true do
    position = self.source:find("[\\\n" .. quote .. "]", position)
    local char = position and self.source:sub(position, position)
    if char == quote then
      return position
    elseif char == "\\" then
      local after_blanks = self.source:match("^z%s*()", position + 1)
      position = after_blanks or position + 2
    else
      self:fail("unfinished string")
    end
  end
end

local number_patterns = {
  "^0[xX]%x*%.?%x*[pP][+-]?%d+()", "^0[xX]%x*%.?%x*()",
  "^%d*%.?%d*[eE][+-]?%d+()", "^%d*%.?%d*()",
}

function Tokenizer:number_end()
  for _, pattern in ipairs(number_patterns) do
    local after = self.source:match(pattern, self.position)
    if after then
      if self.source:find("^[%w_.]", after) then self:fail("malformed number") end
      return after - 1
    end
  end
end

-- The kind of the token at the position, and where it ends.
function Tokenizer:classify()
  local source, position = self.source, self.position
  local char = source:sub(position, position)
  if char:find("%s") then
    return "blank", source:match("^%s+()", position) - 1
  elseif char:find("[%a_]") then
    local word, after = source:match("^([%w_]+)()", position)
    return keywords[word] and "keyword" or "name", after - 1
  elseif source:find("^%-%-", position) then
    return "comment", self:comment_end()
  elseif source:find("^%.?%d", position) then
    return "number", self:number_end()
  elseif char == '"' or char == "'" then
    return "string", self:string_end(char)
  elseif source:find("^%[=*%[", position) then
    return "string", self:long_bracket(position)
  end
  for length = 3, 1, -1 do
    if symbols[length][source:sub(position, position + length - 1)] then
      return "symbol", position + length - 1
    end
  end
  self:fail("unexpected character '" .. char .. "'")
end

-- The next token { kind, text, line }, or nil at the end.
function Tokenizer:next()
  if self.position > #self.source then return nil end
  local kind, stop = self:classify()
  local token = { kind = kind, text = self.source:sub(self.position, stop), line = self.line }
  local _, breaks = token.text:gsub("\n", "\n")
  self.line = self.line + breaks
  self.position = stop + 1
  return token
end

local function tokens_of(source)
  local tokenizer = Tokenizer.new(source)
  return function() return tokenizer:next() end
end

-- At work on itself ---------------------------------------------------------------------------

local file = assert(io.open(arg[0], "rb"))
local source = file:read("a")
file:close()

local count_of_kind, count_of_text, texts = {}, {}, {}
local last_line = 0
for token in tokens_of(source) do
  count_of_kind[token.kind] = (count_of_kind[token.kind] or 0) + 1
  if token.kind == "name" or token.kind == "keyword" or token.kind == "symbol" then
    count_of_text[token.text] = (count_of_text[token.text] or 0) + 1
  end
  texts[#texts + 1] = token.text
  last_line = token.line
end

print(("%d tokens on %d lines"):format(#texts, last_line))
for _, kind in ipairs({ "keyword", "name", "number", "string", "symbol", "comment", "blank" }) do
  print(("  %-8s %5d"):format(kind, count_of_kind[kind] or 0))
end
print("joined again they are the source", table.concat(texts) == source)

local function most_frequent(accepts)
  local list = {}
  for text in pairs(count_of_text) do if accepts(text) then list[#list + 1] = text end end
  table.sort(list, function(a, b)
    if count_of_text[a] ~= count_of_text[b] then return count_of_text[a] > count_of_text[b] end
    return a < b
  end)
  for i, text in ipairs(list) do list[i] = text .. " " .. count_of_text[text] end
  return table.concat(list, "   ", 1, math.min(10, #list))
end
print("keywords  " .. most_frequent(function(text) return keywords[text] end))
print("names     " .. most_frequent(function(text) return text:find("^[%a_]") and not keywords[text] end))
print("symbols   " .. most_frequent(function(text) return text:find("^%p") and text ~= "_" end))

-- The function `tokens_of` above, as the tokenizer sees it.
print("\nThe tokens of one function")
local from = source:find("local function tokens_of", 1, true)
local to = select(2, source:find("\nend", from, true))
for token in tokens_of(source:sub(from, to)) do
  if token.kind ~= "blank" then print(("  %3d  %-8s %s"):format(token.line, token.kind, token.text)) end
end

-- What its own source does not contain.
local odd = [==[
a = 0x.8p-3 + 3e+2 - .5 // 0XA -- numbers
s = 'it\'s' .. "a\z
     b" .. [[
long]] .. [=[ ]] ]=] --[[ a long
comment ]] goto done; ::done::
t[a[1]] = a~=b and ~a or a<<2>>1 --[=[ level ]] one ]=]]==]
print("\nOdd corners")
for token in tokens_of(odd) do
  if token.kind ~= "blank" then
    print(("  %3d  %-8s %s"):format(token.line, token.kind, (token.text:gsub("\n", "\\n"))))
  end
end

print("\nWhat is not Lua")
for _, text in ipairs({ "x = 'open", "x = 3x", "--[[ open", "x = [==[ open ]=]", "x = y ? z : w", "a = 1\nb = 0x1p\n", "s = 'a\nb'" }) do
  local ok, problem = pcall(function() for _ in tokens_of(text) do end end)
  print(("  %-20s %s"):format((text:gsub("\n", "\\n")), ok and "accepted" or problem))
end
