-- __concat; chains of strings around it are right associative.
local mt = { __concat = function(a, b)
  local function s(x) return type(x) == "table" and x.s or "<" .. tostring(x) .. ">" end
  return s(a) .. s(b)
end }
local t = setmetatable({ s = "T" }, mt)
print(t .. "x", "x" .. t, t .. t, t .. 1, 1.5 .. t) -- expect: T<x>	<x>T	TT	T<1>	<1.5>T
print("a" .. "b" .. t, t .. "a" .. "b", "a" .. t .. "b", t .. t .. t) -- expect: a<b>T	T<ab>	aT<b>	T<TT>
print(nil .. t, t .. true, pcall(function() return t .. "x" .. nil end)) -- expect: <nil>T	T<true>	false	concat.lua:9: attempt to concatenate a nil value
print(pcall(function() return {} .. "x" end)) -- expect: false	concat.lua:10: attempt to concatenate a table value
local keeps = setmetatable({}, { __concat = function(a, b) return setmetatable({ n = (type(a) == "table" and a.n or 0) + (type(b) == "table" and b.n or 0) + 1 }, getmetatable(type(a) == "table" and a or b)) end })
print(("x" .. keeps .. "y" .. "z").n, (keeps .. keeps .. keeps).n) -- expect: 2	2
local seen = {}
local r = setmetatable({}, { __concat = function(a, b) seen[#seen + 1] = type(a) .. "+" .. (type(b) == "string" and b or type(b)); return "r" end })
local _ = 1 .. r .. 2 .. 3 .. "4"
print(table.concat(seen, " ")) -- expect: table+234
