-- Chunks far beyond what a person writes.
local function list(count, item, separator)
  local items = {}
  for i = 1, count do items[i] = item(i) end
  return table.concat(items, separator or ", ")
end
local function run(source, ...) return assert(load(source, "=huge"))(...) end

local t = run("return {" .. list(140000, function(i) return i end) .. "}")
print(#t, t[1], t[131072], t[131073], t[140000]) -- expect: 140000	1	131072	131073	140000
t = run("return {" .. list(140000, function(i) return "'s" .. i .. "'" end) .. "}")
print(#t, t[131071], t[131072], t[131073], t[140000]) -- expect: 140000	s131071	s131072	s131073	s140000
t = run("return {" .. list(140000, function(i) return "k" .. i .. " = " .. i end) .. "}")
print(t.k1, t.k256, t.k257, t.k131072, t.k131073, t.k140000) -- expect: 1	256	257	131072	131073	140000
t = run("local f = ... return {f(), " .. list(1000, function(i) return i end) .. ", f()}", function() return "a", "b" end)
print(#t, t[1], t[2], t[1001], t[1002], t[1003]) -- expect: 1003	a	1	1000	a	b

-- Jumps over 60,000 instructions, forwards and backwards.
local long = list(66000, function() return "x = x + 1" end, "\n")
print(run("local x, n = 0, ... while n > 0 do n = n - 1\n" .. long .. "\nend return x", 2)) -- expect: 132000
print(run("local x, n = 0, ... repeat n = n - 1 if n == 1 then goto over end\n" .. long .. "\n::over:: until n == 0 return x", 3)) -- expect: 132000
print(pcall(load("local x = 0\n" .. long .. "\nreturn x .. nil", "=huge"))) -- expect: false	huge:66002: attempt to concatenate a nil value
print(load("for i = 1, 2 do local x = 0\n" .. long .. "\n" .. long .. "\nend", "=huge")) -- expect: nil	huge:132002: control structure too long near 'end'

-- Long strings, names and comments.
local text = ("0123456789"):rep(30000)
print(#run("return [[" .. text .. "]]"), #run("return '" .. text .. "'"), run("return [==[" .. text .. "]==] == [[" .. text .. "]]")) -- expect: 300000	300000	true
print(run("local " .. text:gsub("%d", "n") .. " = 7 return " .. text:gsub("%d", "n"))) -- expect: 7
print(run("--[[" .. text .. "]] return 8 --" .. text), run("return 0x" .. ("0"):rep(100000) .. "11, " .. ("0"):rep(100000) .. "12")) -- expect: 8	17	12

-- 200 locals and 255 upvalues, each with its own value.
print(run("local " .. list(200, function(i) return "v" .. i end) .. " = " .. list(200, function(i) return i end) .. " return v1, v100, v200")) -- expect: 1	100	200
print(run( -- expect: 16890
  "local " .. list(150, function(i) return "a" .. i .. " <const>" end) .. " = ...\n" ..
  "local function f(...) local " .. list(105, function(i) return "b" .. i end) .. " = ...\n" ..
  "return function() return " .. list(150, function(i) return "a" .. i end, " + ") .. " + " .. list(105, function(i) return "b" .. i end, " + ") .. " end end\n" ..
  "return f(...)()", table.unpack((function() local l = {} for i = 1, 150 do l[i] = i end return l end)())))
