-- Evaluates the calls of fuzz.mjs, one to a line, and prints what each gives on one line of its own: under PUC-Rio's Lua and here.
-- Values that calls are made with are the globals below, made anew for each call. What a call changes for good is put back after it.
-- What differs between runs and machines is left out: addresses, the sign of nan, digits beyond the fourteenth.

local load, pcall, type, tostring, pairs, next = load, pcall, type, tostring, pairs, next
local select, setmetatable, math, string, table, coroutine, debug, io = select, setmetatable, math, string, table, coroutine, debug, io
local mathType, floor, sort, concat, format, gsub, sub = math.type, math.floor, table.sort, table.concat, string.format, string.gsub, string.sub
local create, resume = coroutine.create, coroutine.resume
local sethook, setmeta, stringMeta = debug.sethook, debug.setmetatable, getmetatable("")
local stdin, stdout = io.stdin, io.stdout
local open, remove, tmpfile, setInput, setOutput = io.open, os.remove, io.tmpfile, io.input, io.output

local function show(value, depth)
  if type(value) == "string" then
    local text = gsub(value, "0x%x%x%x%x%x+", "ADDRESS")
    if #text > 200 then text = format("%d bytes: %s...%s", #text, sub(text, 1, 80), sub(text, -80)) end
    return (gsub(gsub(format("%q", text), "\\\n", "\\n"), "\r", "\\r"))
  elseif mathType(value) == "float" then
    if value ~= value then return "nan" end
    return format("%.14g", value) .. (value == floor(value) and value > -1e14 and value < 1e14 and ".0" or "")
  elseif mathType(value) == "integer" then
    return format("%d", value)
  elseif value == nil or type(value) == "boolean" then
    return value == nil and "nil" or value and "true" or "false"
  elseif type(value) == "table" and depth < 2 then
    local parts = {}
    for k, v in next, value do parts[#parts + 1] = show(k, depth + 1) .. "=" .. show(v, depth + 1) end
    sort(parts)
    if #parts > 12 then parts = { concat(parts, " ", 1, 12), "and", #parts - 12, "more" } end
    return "{" .. concat(parts, " ") .. "}"
  end
  return type(value)
end

local function showAll(...)
  local parts = {}
  local n = select("#", ...)
  for i = 1, n < 12 and n or 12 do parts[i] = show((select(i, ...)), 0) end
  if n > 12 then parts[13] = "and " .. n - 12 .. " more, last " .. show((select(n, ...)), 0) end
  return concat(parts, " ")
end

-- ------------------------------------------------------------------------------------------------------------------- values

function SELF() local t = {} t[1] = t t.t = t return t end
function LOOP() local t = {} t.__index = t t.__newindex = t return setmetatable(t, t) end
function LEN(n) return setmetatable({}, { __len = function() return n end }) end
function BAD() local function f() error("bad", 0) end
  return setmetatable({}, { __index = f, __newindex = f, __len = f, __call = f, __eq = f, __lt = f, __le = f, __concat = f, __pairs = f,
    __add = f, __unm = f, __tostring = f, __close = f, __metatable = "locked" }) end
function NAMED() return setmetatable({}, { __name = "My\0Type" }) end
function UNNAMED() return setmetatable({}, { __name = 12, __tostring = function() return {} end }) end
function TEXT(x) return setmetatable({}, { __tostring = function() return x end }) end
function PROXY(t) return setmetatable({}, { __index = t, __newindex = t, __len = function() return #t end }) end
function CALL() return setmetatable({}, { __call = function(self, ...) return select("#", ...), ... end }) end
function ORDER() return setmetatable({}, { __lt = function() return true end, __le = function() return false end }) end
function CO(...) local args = table.pack(...) return coroutine.create(function(...) local x = 1 coroutine.yield(x, ...) error("end") end) end
function HALF() local co = CO() coroutine.resume(co) return co end
function DEAD() local co = CO() coroutine.resume(co) coroutine.resume(co) return co end
function UP() local a, b = 1, "two" return function(x, y, ...) local z = a return b, z end end
function SAME(...) return ... end
function FAIL() error("fail") end
function READER(...) local t, i = { ... }, 0 return function() i = i + 1 return t[i] end end
function FILE(text) local f = tmpfile() f:write(text or "1 2.5 0x10\nline\n\nend") f:seek("set") return f end
function CLOSED() local f = FILE() f:close() return f end
-- Several results of an iterator, and the error it ends with if it does.
function DRAIN(f, s, c)
  local parts = {}
  for i = 1, 8 do
    local r = table.pack(pcall(f, s, c))
    c = r[2]
    parts[i] = showAll(table.unpack(r, 1, r.n))
    if not r[1] or c == nil then break end
  end
  return concat(parts, "; ")
end

-- ------------------------------------------------------------------------------------------------------------------- driver

local function restore()
  sethook()
  for _, value in pairs { 1, true, print, create(print) } do setmeta(value, nil) end
  setmeta(nil, nil)
  setmeta("", stringMeta)
  setInput(stdin)
  setOutput(stdout)
end

local function restoreCollector()
  collectgarbage("incremental", 200, 100)
  collectgarbage("restart")
end

local function evaluate(line)
  local f, message = load("return " .. line, "=case")
  if not f then return "syntax: " .. message end
  local co = create(f)
  local function finish(...) restore() return ... end
  if not line:find("collectgarbage", 1, true) then return showAll(finish(resume(co))) end
  restoreCollector()
  local results = showAll(finish(resume(co)))
  restoreCollector()
  return results
end

for line in open((arg or { ... })[1], "rb"):lines() do stdout:write(evaluate(line), "\n") end
