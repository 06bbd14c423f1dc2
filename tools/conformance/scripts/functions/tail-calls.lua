-- A tail call uses no stack: a million of them in a row.
local function loop(n) if n == 0 then return "done" end return loop(n - 1) end
print(loop(1000000)) -- expect: done
local function sum(n, s) if n == 0 then return s end return sum(n - 1, s + n) end
print(sum(1000000, 0)) -- expect: 500000500000
local a, b
function a(n) if n == 0 then return "a" end return b(n - 1) end
function b(n) if n == 0 then return "b" end return a(n - 1) end
print(a(1000001)) -- expect: b
local o = { n = 0 }
function o:step(k) self.n = self.n + 1; if k == 0 then return self.n end return self:step(k - 1) end
print(o:step(1000000)) -- expect: 1000001
local function va(n, ...) if n == 0 then return select("#", ...), ... end return va(n - 1, ...) end
print(va(100000, "x", nil, "z")) -- expect: 3	x	nil	z
local callable = setmetatable({}, { __call = function(self, n) if n == 0 then return "called" end return self(n - 1) end })
print(callable(100000)) -- expect: called
local function cond(n) return n == 0 and "end" or cond(n - 1) end
print(cond(100)) -- expect: end
local function through_select(n) if n == 0 then return "s" end return select(1, through_select(n - 1)) end
print(through_select(100)) -- expect: s
