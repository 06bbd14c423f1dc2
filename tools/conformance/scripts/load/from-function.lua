-- load reads pieces from a function until nil, an empty string, or no value.
local function pieces(...) local list, i = { ... }, 0; return function() i = i + 1; return list[i] end end
print(load(pieces("return ", "1", " + 2"))()) -- expect: 3
print(load(pieces("ret", "urn 'sp", "lit'"))()) -- expect: split
print(load(pieces("return 1", "", " + error"))()) -- expect: 1
print(load(pieces())()) -- expect:
print(load(pieces("x =", "= 1"), "=p")) -- expect: nil	p:1: syntax error near '=='
print(select("#", load(pieces("return"))())) -- expect: 0
print(load(function() return nil end)()) -- expect:
print(load(pieces("return ", 5))()) -- expect: 5
print(pcall(load, function() return true end)) -- expect: true	nil	reader function must return a string
print(pcall(load, function() return {} end, "=named")) -- expect: true	nil	reader function must return a string
print(pcall(load, function() error("reader failed", 0) end)) -- expect: true	nil	reader failed
print(type(select(3, pcall(load, function() error({}) end)))) -- expect: table
local n = 0
print(load(function() n = n + 1; if n <= 100 then return "local a" .. n .. " = " .. n .. " " end if n == 101 then return "return a1 + a100" end end)()) -- expect: 101
