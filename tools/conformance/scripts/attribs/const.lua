-- <const> variables cannot be assigned; the compiler says so on every path.
local x <const> = 5
local s <const>, n <const>, b <const> = "text", nil, true
print(x, s, n, b, x + 1, x .. s) -- expect: 5	text	nil	true	6	5text
local function use() return x * 2, s, -x, x == 5 end
print(use()) -- expect: 10	text	-5	true
local t <const> = { 1 }
t[1] = "the table itself may change"
print(t[1]) -- expect: the table itself may change
local function try(source) print(select(2, load(source, "=c"))) end
try("local x <const> = 1; x = 2") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <const> = 1; x, y = 2, 3") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <const> = 1; y, x = 2, 3") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <const> = {}; x = nil") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <const> = 1; local function f() x = 2 end") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <const> = print; local function f() return function() x = 2 end end") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <const> = 1; function x() end") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <close> = nil; x = 1") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <const> = 1; for i = 1, 2 do x = i end") -- expect: c:1: attempt to assign to const variable 'x'
try("local x <unknown> = 1") -- expect: c:1: unknown attribute 'unknown'
try("local x <const = 1") -- expect: c:1: '>' expected near '='
try("local x <close>, y <close> = nil, nil") -- expect: c:1: multiple to-be-closed variables in local list
try("local f <const> = 1; local f = 2; f = 3; return f") -- expect:
