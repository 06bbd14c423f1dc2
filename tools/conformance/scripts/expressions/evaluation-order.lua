-- Operands are evaluated from left to right, calls before they are needed.
local order = {}
local function v(x) order[#order + 1] = tostring(x); return x end
local function show() print(table.concat(order, " ")); order = {} end
local _ = v(1) + v(2) * v(3); show() -- expect: 1 2 3
_ = v("a") .. v("b") .. v("c"); show() -- expect: a b c
_ = v(1) < v(2), v(3) > v(4), v(5) <= v(6), v(7) >= v(8); show() -- expect: 1 2 3 4 5 6 7 8
local t = {}
t[v("k")] = v("value"); show() -- expect: k value
print(v(1), v(2), (v(3))); show()
-- expect: 1	2	3
-- expect: 1 2 3
_ = { v("i"), [v("ii")] = v("iii"), v("iv") }; show() -- expect: i ii iii iv
local function f(...) return select("#", ...) end
_ = f(v("x"), f(v("y"), v("z"))); show() -- expect: x y z
_ = v(2) ^ v(3) ^ v(2); show() -- expect: 2 3 2
