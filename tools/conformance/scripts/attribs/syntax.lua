-- Attributes belong to one name; several names may have different ones.
local a <const>, b, c <const> = 1, 2, 3
b = b + a + c
print(a, b, c) -- expect: 1	6	3
local d<const> =4 print(d) -- expect: 4
print(select(2, load("local d<const>=4", "=s"))) -- expect: s:1: '>' expected near '>='
local const, close = "not", "reserved"
print(const, close) -- expect: not	reserved
local e <const> , f < const > = 1, 2
print(e, f) -- expect: 1	2
local g <close> = nil
print(g) -- expect: nil
print(select(2, load("local x <const>; return x", "=s"))) -- expect:
print(load("local x <const>; return x")()) -- expect: nil
print(select(2, load("x <const> = 1", "=s"))) -- expect: s:1: syntax error near '<'
print(select(2, load("local function f <const> () end", "=s"))) -- expect: s:1: '(' expected near '<'
print(select(2, load("for i <const> = 1, 2 do end", "=s"))) -- expect: s:1: '=' or 'in' expected near '<'
print(select(2, load("local <const> x = 1", "=s"))) -- expect: s:1: <name> expected near '<'
