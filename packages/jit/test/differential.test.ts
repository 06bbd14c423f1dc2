// Interpreter and compiled code agree: on output, errors with their lines and tracebacks, and what a script's limits do.

import { describe, expect, it } from "vitest";
import { MODES, run } from "./machine.js";

const PROGRAMS: Readonly<Record<string, string>> = {
  "integers that leave the safe range": `
    local x = 9007199254740900
    for i = 1, 300 do x = x + 1; if i % 50 == 0 then print(x, math.type(x)) end end
    local y = 3; for i = 1, 60 do y = y * 3 end print(y)
    local z = math.mininteger; for i = 1, 20 do z = z - 1 end print(z)`,
  "order functions": `
    local function rnd(seed) return function() seed = (seed * 1103515245 + 12345) % 2147483648; return seed end end
    local function try(n, order, label)
      local r, t = rnd(n), {}
      for i = 1, n do t[i] = r() % 1000 end
      local ok, e = pcall(table.sort, t, order)
      local s = 0
      for i = 1, #t do s = (s * 31 + t[i] * i) % 1000007 end
      print(label, ok, e, s)
    end
    for i = 1, 6 do try(i * 30, function(a, b) return a < b end, "less") end
    local calls = 0
    try(120, function(a, b) calls = calls + 1 return a < b end, "count") print(calls)
    try(120, function(a, b) return true end, "invalid")
    local n = 0
    try(120, function(a, b) n = n + 1; if n == 200 then error("enough") end return a < b end, "error")
    n = 0
    try(120, function(a, b) n = n + 1; if n == 200 then local x = nil; return x.y end return a < b end, "index")
    try(120, function(a, b) return #tostring(a) < #tostring(b) end, "callbacks")
    try(120, function(a, b) if a % 7 == 0 then string.rep("x", -1) assert(a == a) end return not (a <= b) end, "more")
    try(100, function(a, b) return select(2, a < b, a > b) end, "select")
    try(100, function(...) local a, b = ... return a < b end, "vararg")
    try(100, function(a, b) local t = {a, b} table.sort(t, function(x, y) return x > y end) return t[1] == b and a ~= b end, "nested")
    try(100, function(a, b) local ok, r = pcall(function() return a < b end) return r end, "pcall")
    local co = coroutine.wrap(function() try(60, function(a, b) if (a + b) % 5 == 0 then coroutine.yield(a) end return a < b end, "yield") return "done" end)
    local c = 0 repeat local v = co(); c = c + 1 until v == "done" print(c)
    local function tail(a, b) return a < b end
    try(100, function(a, b) return tail(a, b) end, "tail call")
    local function deep(k, a, b) if k == 0 then return a < b end local r = deep(k - 1, a, b) return r end
    try(60, function(a, b) return deep(100, a, b) end, "deep")
    try(20, function(a, b) return deep(3000, a, b) end, "deeper")
    n = 0
    print((select(2, xpcall(function() table.sort({3, 2, 1, 5, 4}, function(a, b) if a == 5 then error("here") end return a < b end) end, debug.traceback))))
    local mt = {__lt = function(a, b) return a.v < b.v end}
    local r, t = rnd(5), {}
    for i = 1, 200 do t[i] = setmetatable({v = r() % 1000}, mt) end
    table.sort(t, function(a, b) return a < b end) for i = 2, 200 do assert(t[i - 1].v <= t[i].v) end
    local function sorter(k) return function(a, b) if k > 0 then local u = {2, 1, 3} table.sort(u, sorter(k - 1)) end return a < b end end
    for k = 1, 8 do try(4, sorter(k), "nest " .. k) end
    print(pcall(table.sort, {3, 2, 1}, sorter(250)))
    collectgarbage()
    try(300, function(a, b) local x = {a}; return x[1] < b end, "allocates")`,
  "metamethods of operators": `
    local V = {}
    V.__index = V
    local function vec(x, y) return setmetatable({x = x, y = y}, V) end
    V.__add = function(a, b) if type(b) == "number" then return vec(a.x + b, a.y + b) end return vec(a.x + b.x, a.y + b.y) end
    V.__mul = function(a, k) return vec(a.x * k, a.y * k) end
    V.__unm = function(a) return vec(-a.x, -a.y) end
    V.__sub = function(a, b) return a + -b end
    V.__lt = function(a, b) return a.x < b.x end
    V.__le = function(a, b) return a.x <= b.x and 1 or nil end
    V.__eq = function(a, b) return a.x == b.x and a.y == b.y end
    V.__idiv = function(a, b) if b == 7 then error("seven") end return a, b end
    V.__mod = function(a, b) return coroutine.yield(a.x, b) end
    V.__div = function(a, b) if b == 0 then return a.x end return a / (b - 1) end
    local function work(n)
      local a, s = vec(1, 2), 0
      for i = 1, n do
        a = a + vec(i, 0.5) * 2 - vec(0, 1)
        if a < vec(i * i, 0) then s = s + 1 end
        if a <= vec(i * i, 0) then s = s + 2 end
        if a == vec(a.x, a.y) then s = s + 3 end
        if a ~= vec(a.x, a.y + 1) then s = s + 5 end
        s = s + (a / (i % 20))
        local q = a // i; if q ~= a then s = s + 100 end
      end
      return a.x, a.y, s
    end
    print(pcall(work, 6))
    for i = 1, 30 do if i % 10 == 0 then print(pcall(work, 6)) else pcall(work, 6) end end
    print(pcall(work, 60))
    local function co(n) local a, s = vec(1, 2), 0 for i = 1, n do s = s + a % i end return s end
    for r = 1, 3 do local c = coroutine.wrap(co) local t = 0 for i = 1, 40 do local x, y = c(40, i) t = t + (y or x) end print(t, c(5)) end
    local function deep(n) return setmetatable({n = n}, {__add = function(a, b) if a.n == 0 then return b end return deep(a.n - 1) + b end}) end
    for i = 1, 40 do local d = deep(i); print(d + i) end
    for i = 180, 220, 5 do print(pcall(function() return deep(i) + 1 end)) end
    local function err() local e = setmetatable({}, {__add = function(a, b) local z = nil; return z.x end}); local s for i = 1, 60 do s = e + i end end
    for i = 1, 30 do err = err; pcall(err) end
    print(xpcall(err, debug.traceback))`,
  "library functions that compiled code has inline": `
    local floor, byte, sub, char, insert = math.floor, string.byte, string.sub, string.char, table.insert
    local function numbers(n, f)
      local s = 0
      for i = 1, n do
        s = s + floor(i / 3) + math.max(i, 3) + math.sqrt(i * 1.0) + math.abs(-1.5 - i) + math.min(2.5, i + 0.25) + f(i + 0.5)
      end
      return s, floor(2.0 ^ 60), math.ceil(n / 7), math.abs(n)
    end
    for i = 1, 12 do print(numbers(i * 5, floor)) end
    print(numbers(9, math.sqrt)) print(pcall(numbers, 9, function(x) return x > 5 and "x" or x end))
    local function texts(s, n)
      local t, c = {}, 0
      for i = 1, n do
        c = c + (byte(s, i) or 1000) + #s:sub(2, i) + (s:byte(-i) or 0); insert(t, char(97 + i % 26)); if i % 3 == 0 then c = c + #table.remove(t) end
      end
      return c, table.concat(t), tostring(c), sub(s, 2, -2), byte(s, 1, 2)
    end
    for i = 1, 12 do print(texts("some text", i)) end
    for i = 1, 8 do print(pcall(texts, i < 7 and "abc" or {}, 4)) end
    local object = setmetatable({}, {__index = {byte = function(self, i) return i * 2 end, sub = function() return "ab" end}})
    print(pcall(function() local c = 0; for i = 1, 40 do c = c + (i < 30 and "x" or object):byte(1) end return c end))
    print(pcall(function() for i = 1, 60 do if i == 50 then math.floor = function(x) return x .. "!" end end local v = math.floor(i + 0.5); if i > 48 then print(v) end end end))
    print(pcall(function() for i = 1, 60 do assert(i < 50, i) end end), pcall(function() for i = 1, 60 do floor(i < 50 and i or nil) end end))`,
  "floats and integers in one variable": `
    local function f(a, b) local s = a; for i = 1, 40 do s = s + b end return s, math.type(s) end
    for i = 1, 10 do print(f(1, 2), f(1, 0.5), f(0.5, 1), f(1.0, 2), f("3", 4)) end`,
  "minus zero": `
    for i = -2, 2 do print(i * 0, i * 0.0, -(i * 0.0), 0 // -3, -i % 2, i * -0.0) end`,
  "errors with their positions": `
    local t = {}
    local function bad(k) return t.x.y[k] + 1 end
    local function worse(k) local r = bad(k) return r end
    for i = 1, 20 do print(pcall(worse, i)) end
    print(select(2, xpcall(worse, debug.traceback, 1)))
    for i = 1, 20 do print(pcall(string.rep)) print(pcall(function() return #i + i() end)) end`,
  "an error that nothing catches": `
    local function f(n) if n == 0 then error({}) end return f(n - 1) + 1 end
    local function g(n) if n == 0 then local x = nil; return x.y end return (g(n - 1)) end
    print(pcall(f, 3))
    g(5)`,
  "yields from everywhere": `
    local function gen(n) for i = 1, n do coroutine.yield(i, {i}) end return "end" end
    for r = 1, 5 do local co = coroutine.wrap(gen); for i = 1, 4 do print(r, co(3 + 0)) end end
    local mt = {__add = function(a, b) return coroutine.yield(b) end, __index = function(t, k) return coroutine.yield(k) end}
    local co = coroutine.wrap(function() local t = setmetatable({}, mt); for i = 1, 5 do print(t + i, t.x, t[i]) end end)
    for i = 1, 15 do print(co(i)) end`,
  "tail calls and varargs": `
    local function loop(n, ...) if n == 0 then return select("#", ...), ... end return loop(n - 1, n, ...) end
    print(loop(20)); print((loop(100)))
    local function even(n) if n == 0 then return true end return odd(n - 1) end
    function odd(n) if n == 0 then return false end return even(n - 1) end
    even = function(n) if n == 0 then return true end return odd(n - 1) end
    print(even(20001))
    local function sum(...) local s = 0; for _, v in ipairs({...}) do s = s + v end return s, ... end
    for i = 1, 30 do print(sum(i, i * 2, 3)) end print(table.unpack({sum(1, 2)}))`,
  "closures with variables of their own": `
    local fs = {}
    for i = 1, 30 do local n = i; fs[i] = function(d) n = n + d; i = i + 1; return n, i end end
    for i = 1, 30, 7 do print(fs[i](1), fs[i](2)) end
    local function counter() local c = 0; return function() c = c + 1; return c end, function() return c end end
    local inc, get = counter() for i = 1, 50 do inc() end print(get())`,
  "variables to be closed": `
    local function closer(name) return setmetatable({}, {__close = function(_, e) print("close", name, e) end}) end
    local function f(n) for i = 1, n do local x <close> = closer(i); if i == 3 then return i, "early" end end return n end
    for i = 1, 5 do print(f(i)) end
    print(pcall(function() local a <close> = closer("a"); local b <close> = closer("b"); error("oops") end))
    for k in (function() return nil end), nil, nil, closer("for") do end`,
  "every loop": `
    for i = 1, 3 do for j = i, 1, -1 do print(i, j) end end
    for x = 0.0, 1, 0.25 do print(x) end
    for i = math.maxinteger - 1, math.maxinteger do print(i) end
    for i = 3, 1 do print("never") end print(pcall(function() for i = 1, 2, 0 do end end))
    local i = 0 while true do i = i + 1; if i % 2 == 0 then goto continue end; if i > 9 then break end; print(i) ::continue:: end
    repeat local done = i > 20; i = i + 3 until done print(i)
    for k, v in next, {10, 20, x = 1} do print(k, v) end
    for k, v in pairs(setmetatable({}, {__pairs = function() return function(_, k) k = (k or 0) + 1; if k < 5 then return k, -k end end end})) do print(k, v) end
    for w in ("one two three"):gmatch("%a+") do print(w) end`,
  "debug library": `
    local function f(a, b) local c = a + b; print(debug.getlocal(1, 1), debug.getlocal(1, 3)); debug.setlocal(1, 3, 77); return c end
    for i = 1, 10 do print(f(i, 2)) end
    local function where() local info = debug.getinfo(2, "Sl"); return info.currentline end
    for i = 1, 10 do print(where()) end
    print(debug.traceback("here"))`,
};

describe.each(Object.entries(MODES))("%s", (_name, mode) => {
  it.each(Object.entries(PROGRAMS))("%s", (_program, source) => {
    const { output, error } = run(source, mode());
    const interpreted = run(source);
    expect(output).toBe(interpreted.output);
    expect(error).toBe(interpreted.error);
  });
});

it.each([{ threshold: 0 }, { threshold: 10 }])("deep recursion, %o", (jit) => {
  const source = `
    local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
    print(depth(15000))
    local function forever(n) return 1 + forever(n + 1) end
    local ok, message = pcall(forever, 1) print(ok, message)
    local calls = 0
    local function count() calls = calls + 1; return 1 + count() end
    print(pcall(count)) print(calls)`;
  expect(run(source, { jit }).output).toBe(run(source).output);
});
