-- How messages show the name of a chunk.
local function at(name) return select(2, pcall(load("error('m')", name))) end
print(at("=plain")) -- expect: plain:1: m
print(at("@file.lua")) -- expect: file.lua:1: m
print(at("source text")) -- expect: [string "source text"]:1: m
print(at("two\nlines")) -- expect: [string "two..."]:1: m
print(at("")) -- expect: [string ""]:1: m
print(at("=" .. ("x"):rep(80))) -- expect: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx:1: m
print(at("@" .. ("d/"):rep(60) .. "end.lua")) -- expect: .../d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/end.lua:1: m
print(at(("long source "):rep(10))) -- expect: [string "long source long source long source long sour..."]:1: m
print(at("@")) -- expect: :1: m
print(at("=")) -- expect: :1: m
print(select(2, pcall(load("local x = nil; x()")))) -- expect: [string "local x = nil; x()"]:1: attempt to call a nil value (local 'x')
print(select(2, pcall(load("\n\nerror('third')", "=lines")))) -- expect: lines:3: third
