-- Call and return events of Lua functions and callbacks, with the names of the functions.
local log = {}
local function note(event)
  local info = debug.getinfo(2, "nSt")
  log[#log + 1] = event .. " " .. info.what .. " " .. tostring(info.name) .. " " .. tostring(info.istailcall)
end
local function leaf(a, b) return a end
local function tail(...) return leaf(...) end
local callable = setmetatable({}, { __call = function(self, x) return x end })
local handler = { __index = function(t, k) return k end, __add = math.max, __close = function() end }
local function body()
  tail(1, 2)
  local s = string.rep("x", 3)
  pcall(error, "e")
  callable(1)
  local _ = setmetatable({}, handler).field
  for _, v in ipairs({ 10, 20 }) do s = v end
  for k in next, { 1 } do s = k end
  do local c <close> = setmetatable({}, handler) end
  table.sort({ 3, 1 }, function(a, b) return a < b end)
  return tostring(s)
end
debug.sethook(note, "cr")
body()
debug.sethook()
print(table.concat(log, "\n"))
-- expect: return C sethook false
-- expect: call Lua body false
-- expect: call Lua tail false
-- expect: tail call Lua nil true
-- expect: return Lua nil true
-- expect: call C rep false
-- expect: return C rep false
-- expect: call C pcall false
-- expect: call C nil false
-- expect: return C pcall false
-- expect: call Lua callable false
-- expect: return Lua callable false
-- expect: call C setmetatable false
-- expect: return C setmetatable false
-- expect: call Lua index false
-- expect: return Lua index false
-- expect: call C ipairs false
-- expect: return C ipairs false
-- expect: call C for iterator false
-- expect: return C for iterator false
-- expect: call C for iterator false
-- expect: return C for iterator false
-- expect: call C for iterator false
-- expect: return C for iterator false
-- expect: call C for iterator false
-- expect: return C for iterator false
-- expect: call C for iterator false
-- expect: return C for iterator false
-- expect: call C setmetatable false
-- expect: return C setmetatable false
-- expect: call Lua close false
-- expect: return Lua close false
-- expect: call C sort false
-- expect: call Lua nil false
-- expect: return Lua nil false
-- expect: return C sort false
-- expect: call C tostring false
-- expect: return C tostring false
-- expect: return Lua body false
-- expect: call C sethook false
