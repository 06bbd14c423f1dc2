-- Which values a call or a return passes: options "r" of debug.getinfo, and locals.
local log = {}
local names = {}
local function values()
  local info = debug.getinfo(3, "rf")
  if names[info.func] == nil then return end
  local list = {}
  for i = info.ftransfer, info.ftransfer + info.ntransfer - 1 do
    list[#list + 1] = names[select(2, debug.getlocal(3, i))] or tostring((select(2, debug.getlocal(3, i))))
  end
  return names[info.func] .. " " .. table.concat(list, ",")
end
local function note(event)
  local text = values()
  if text then log[#log + 1] = event .. " " .. text end
end
local function plain(a, b) local c = a return b, c end
local function vararg(a, ...) return ... end
local function none() end
local function one(x) return x end
local function tail(x) return one(x) end
local function closing(x) local c <close> = setmetatable({}, { __close = function() end }) return x, 1, 2 end
for name, f in pairs({ plain = plain, vararg = vararg, none = none, one = one, tail = tail, select = select, closing = closing, pcall = pcall }) do
  names[f] = name
end
debug.sethook(note, "cr")
plain(1, 2)
plain(1)
vararg(1, 2, 3)
none()
tail(7)
select(2, "a", "b", "c")
closing(9)
pcall(one, 5)
debug.sethook()
print(table.concat(log, "\n"))
print(debug.getinfo(1, "r").ftransfer, debug.getinfo(1, "r").ntransfer)
-- expect: call plain 1,2
-- expect: return plain 2,1
-- expect: call plain 1,nil
-- expect: return plain nil,1
-- expect: call vararg 1
-- expect: return vararg 2,3
-- expect: call none 
-- expect: return none 
-- expect: call tail 7
-- expect: tail call one 7
-- expect: return one 7
-- expect: call select 2,a,b,c
-- expect: return select b,c
-- expect: call closing 9
-- expect: return closing 9,1,2
-- expect: call pcall one,5
-- expect: call one 5
-- expect: return one 5
-- expect: return pcall true,5
-- expect: 0	0
