import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Op } from "@luster/bytecode";
import { failure, lua } from "../machine.js";

const cases = (table: Record<string, readonly unknown[]>): void => {
  for (const [source, expected] of Object.entries(table)) {
    it(source.length > 70 ? `${source.slice(0, 67)}...` : source, () => expect(lua(source)).toEqual(expected));
  }
};

const float = (n: number): { float: number } => ({ float: n });

describe("opcode numbers", () => {
  it("are bytecode's", () => {
    // A const enum has no object to look into: its source is the other table.
    const source = readFileSync(new URL("../../src/exec/opcode.ts", import.meta.url), "utf8");
    const numbers = Object.fromEntries(
      [...source.matchAll(/^ {2}([A-Z0-9]+) = (\d+),$/gm)].map(([, name, number]) => [name, Number(number)]),
    );
    expect(numbers).toEqual(Op);
  });
});

describe("loads and moves", () => {
  cases({
    "local a, b = 1; return a, b": [1, undefined],
    "return 1.0, -0.0, 0x10, 1e15": [float(1), float(-0), 16, float(1e15)],
    "return nil, true, false": [undefined, true, false],
    "local a, b, c = 1, 2, 3; a, b, c = c, a, b; return a, b, c": [3, 1, 2],
    "return (1 < 2), (2 < 1), not nil": [true, false, true],
  });
});

describe("a field of a global, in one dispatch", () => {
  cases({
    "g = {x = 1}; local r = {}; for i = 1, 3 do g.x = i; r[i] = (function() return g.x end)() end; return r[1], r[2], r[3]": [1, 2, 3],
    "local f = function() return g.x end; local r = {}; for _, v in next, {{x = 1}, {y = 2}, {x = 3, y = 4}} do g = v; r[#r + 1] = tostring(f()) end; return r[1], r[2], r[3]":
      ["1", "nil", "3"],
    "local f = function() return g.x end; g = {x = 1}; f(); g = setmetatable({}, {__index = function(_, k) return k .. '!' end}); return f()":
      ["x!"],
    "local f = function(a) local y = a and g.x or g.y; return y end; g = {x = 1, y = 2}; return f(true), f(false), f(true), f(false)": [
      1, 2, 1, 2,
    ],
  });

  it("names what is nil", () => {
    const source = "local f = function() return g.x.y end; g = {x = {y = 1}}; f(); g = nil; return f()";
    expect(failure(source)).toContain("attempt to index a nil value (global 'g')");
    expect(failure(source.replace("g = nil", "g = {}"))).toContain("attempt to index a nil value (field 'x')");
  });
});

describe("fields of a table with many keys", () => {
  const MANY =
    "local t = {}; for i = 1, 100 do t['k' .. i] = i end; local function get() return t.x end; local function set(v) t.x = v end; ";
  cases({
    [`${MANY}t.x = 1; local a = get(); set(2); return a, get(), t.k50`]: [1, 2, 50],
    [`${MANY}t.x = 1; get(); t.x = nil; local a = get(); for i = 1, 200 do t['n' .. i] = i end; t.x = 3; return a, get()`]: [undefined, 3],
    [`${MANY}set(1); set(nil); set(2); local n = 0; for k in next, t do if k == 'x' then n = n + 1 end end; return get(), n`]: [2, 1],
    [`${MANY}t.x = 1; get(); local u = {}; for i = 200, 1, -1 do u['k' .. i] = i end; u.x = 5; t = u; set(get() + 1); return get(), u.k1`]:
      [6, 1],
    [`${MANY}local log = {}; setmetatable(t, {__index = function() return 'none' end, __newindex = function(_, k, v) log[#log + 1] = v end}); local a = get(); set(1); rawset(t, 'x', 2); set(3); return a, get(), #log`]:
      ["none", 3, 1],
  });
});

describe("iterators of generic for", () => {
  cases({
    "local t = {}; for a, b, c in function(s, i) if i < 3 then return i + 1, s, 7 end end, 'state', 0 do t[#t + 1] = a .. b .. c end; return t[1], t[3], #t":
      ["1state7", "3state7", 3],
    "local n = 0; local call = setmetatable({}, {__call = function(_, s, i) if i < s then return i + 1 end end}); for i in call, 4, 0 do n = n + i end; return n":
      [10],
    "local t = {5, 6, nil, 8}; local n = 0; for k, v, extra in next, t do n = n + v; if extra ~= nil then n = -1 end end; return n": [19],
    "return select('#', pcall(function() for x in 5 do end end))": [2],
  });

  it("is named in errors", () => {
    expect(failure("for x in nil do end")).toContain("attempt to call a nil value");
    expect(failure("for k in next, 5 do end")).toContain("bad argument #1 to 'for iterator' (table expected, got number)");
  });
});

describe("cells and upvalues", () => {
  cases({
    "local x = 1; local function f() x = x + 1; return x end; f(); return f(), x": [3, 3],
    "local fs = {}; for i = 1, 3 do fs[i] = function() i = i + 10; return i end end; return fs[1](), fs[1](), fs[2]()": [11, 21, 12],
    "local function f(a) local g = function() return a end; a = a + 1; return g() end; return f(1)": [2],
    "local a = 1; local function f() return function() a = a + 1; return a end end; return f()(), f()(), a": [2, 3, 3],
    "local function fact(n) if n == 0 then return 1 end return n * fact(n - 1) end; return fact(10)": [3628800],
  });
});

describe("tables", () => {
  cases({
    "local t = {1, 2, x = 3, [4] = 4}; return t[1], t[2], t.x, t[4], t.y, #t": [1, 2, 3, 4, undefined, 2],
    "local t = {}; t.a = 1; t['b'] = 2; t[1] = 3; t[1.0] = 4; return t.a, t.b, t[1]": [1, 2, 4],
    "local t = {}; for i = 1, 100 do t[i] = i end; local s = 0; for i = 1, #t do s = s + t[i] end; return s": [5050],
    "local function f() return 1, 2, 3 end; local t = {f(), f()}; return #t, t[1], t[4]": [4, 1, 3],
    "local h = {}; for i = 1, 20000 do h['k' .. i] = i end; return h.k1, h.k20000, h.k20001": [1, 20000, undefined],
    "local t = {[1] = 'a', [2] = 'x', 'b'}; return t[1], t[2], #t": ["b", "x", 2],
    "return #{1, 2, nil, 4}, #{nil, nil, 3}, #{n = 1, nil}, ({1, nil, 3})[3]": [4, 3, 0, 3],
    "local t = {}; t[300] = 'x'; return t[300], t[299]": ["x", undefined],
    "x = 5; y = x; return y, _ENV.x, z": [5, 5, undefined],
    "local t = {a = {b = {c = 7}}}; t.a.b.d = t.a.b.c + 1; return t.a.b.d": [8],
    "local t = {f = function(self, x) return self.n + x end, n = 10}; return t:f(5)": [15],
    "local t = {}; for i = 1, 5 do t['k' .. i] = i end; t.k3 = nil; return t.k1, t.k3, t.k5": [1, undefined, 5],
  });
});

describe("a field store through an inline cache", () => {
  cases({
    "local function set(t, v) t.x = v; return t.x end; local t = {x = 1}; return set(t, 2), set(t, nil), set(t, 3), set({}, 4), set({y = 1}, 5)":
      [2, undefined, 3, 4, 5],
    "local function mk(v) local t = {}; t.a = v; t.b = v; return t end; local p, q = mk(1), mk(2); q.a = 9; return p.a, p.b, q.a, q.b": [
      1, 1, 9, 2,
    ],
    "local log = 0; local mt = {__newindex = function() log = log + 1 end}; local function set(t) t.z = 1 end; set({}); set(setmetatable({}, mt)); set({}); return log":
      [1],
  });
});

describe("a method call through an inline cache", () => {
  const classes = `
    local A = {}; A.__index = A
    function A:name() return 'A' end
    local B = setmetatable({}, {__index = A}); B.__index = B
    local function call(o) return o:name() end
    local a, b = setmetatable({}, A), setmetatable({}, B)
  `;
  cases({
    [`${classes} return call(a), call(a), call(b), call(b)`]: ["A", "A", "A", "A"],
    [`${classes} local x = call(b); function B:name() return 'B' end; return x, call(b), call(a)`]: ["A", "B", "A"],
    [`${classes} local x = call(a); a.name = function() return 'own' end; return x, call(a)`]: ["A", "own"],
    [`${classes} local x = call(a); A.name = function() return 'new' end; return x, call(a)`]: ["A", "new"],
    [`${classes} local x = call(a); A.__index = function(_, k) return function() return k .. '!' end end; return x, call(a)`]: [
      "A",
      "name!",
    ],
  });
});

describe("arithmetic", () => {
  cases({
    "local a, b = 7, 2; return a + b, a - b, a * b, a / b, a % b, a // b, a ^ b": [9, 5, 14, 3.5, 1, 3, float(49)],
    "local a, b = -7, 2; return a % b, a // b, -a, a % -b, a // -b": [1, -4, 7, -1, 3],
    "local a, b = 0.5, 0.25; return a + b, a - b, a * b, a / b, a + 0.5, a * 2": [0.75, 0.25, 0.125, float(2), float(1), float(1)],
    "local a = 2147483647; return a + 1, a * a, -a - 2": [2147483648, 4611686014132420609n, -2147483649],
    "local a = 9007199254740991; return a + 1, a - (-1), a * 2, a + 1 - 1": [
      9007199254740992n,
      9007199254740992n,
      18014398509481982n,
      9007199254740991,
    ],
    "local a = 1 << 62; return a + a, a * 4, -(a + a), a // 3": [-9223372036854775808n, 0, -9223372036854775808n, 1537228672809129301n],
    "local z = 0; return z * -1, -z, 0.0 * -1": [0, 0, float(-0)],
    "local a = 3; return a + 1.5, a - 1.0, 10 - a, 2 * a, 2.0 * a, 10 % a, 10.5 % a, 10 // a, 2 ^ a, 1 / a > 0.33": [
      4.5,
      float(2),
      7,
      6,
      float(6),
      1,
      1.5,
      3,
      float(8),
      true,
    ],
    "local a, b = 12, 10; return a & b, a | b, a ~ b, a << 2, a >> 2, ~a, 1 << a, a & 8, a | 1, a ~ 1": [
      8, 14, 6, 48, 3, -13, 4096, 8, 13, 13,
    ],
    "local a = 1; return a << 63, a << 64, a >> -1, -1 >> 60, 3.0 | 4": [-9223372036854775808n, 0, 2, 15, 7],
    "return 1e308 * 10, -1e308 * 10, 5 // 0.0, -5 % (1 / 0.0)": [Infinity, -Infinity, Infinity, Infinity],
  });

  it("raises errors of division by zero", () => {
    expect(failure("local z = 0; return 1 // z")).toBe("test:1: attempt to divide by zero");
    expect(failure("local z = 0; return 1 % z")).toBe("test:1: attempt to perform 'n%0'");
    expect(failure("return 1.5 | 1")).toBe("test:1: number has no integer representation");
    expect(failure("return {} + 1")).toBe("test:1: attempt to perform arithmetic on a table value");
    expect(failure("return 1 & {}")).toBe("test:1: attempt to perform bitwise operation on a table value");
  });
});

describe("comparison", () => {
  cases({
    "local a, b = 1, 2; return a < b, a <= b, a > b, a >= b, a == b, a ~= b": [true, true, false, false, false, true],
    "local a = 1; return a < 2, a <= 1, a > 0, a >= 2, a == 1, a == 1.0, a ~= 1.0": [true, true, true, false, true, true, false],
    "local a = 1.5; return a < 2, a <= 1, a > 0, a >= 2, 2 < a, a == 1.5": [true, false, true, false, false, true],
    "local x = 170; return x == 170.0, x ~= 170.0, x == 1e300, 0x7fffffffffffffff == 2^63": [true, false, false, false],
    "local a, b = 'a', 'b'; return a < b, a <= b, a > b, a == 'a', a == b": [true, true, false, true, false],
    "local n = 0/0; return n == n, n < n, n ~= n, n < 1, 1 < n": [false, false, true, false, false],
    "local a = 1 << 53; return a == 2.0^53, a < 2.0^53 + 2, a + 1 == 2.0^53, a + 1 > 2.0^53": [true, true, false, true],
    "local a = 1.0; return a < 2, a <= 1, a >= 1, a == 1, a > 1": [true, true, true, true, false],
    "local t = {}; return t == t, t == {}, nil == false, 'x' == 1": [true, false, false, false],
    "return 1 and 2, nil and 1, false or 'x', nil or false, 1 or error()": [2, undefined, "x", false, 1],
  });

  it("raises errors of order", () => {
    expect(failure("return {} < {}")).toBe("test:1: attempt to compare two table values");
    expect(failure("return 1 < 'x'")).toBe("test:1: attempt to compare number with string");
    expect(failure("local x = {}; return x <= 2")).toBe("test:1: attempt to compare table with number");
  });
});

describe("length and concatenation", () => {
  cases({
    "return #'abc', #{1, 2}, #'' ": [3, 2, 0],
    "return 'a' .. 'b', 'a' .. 1, 1 .. 2, 1.5 .. '', 'x' .. 'y' .. 'z' .. 1": ["ab", "a1", "12", "1.5", "xyz1"],
    "local s = ''; for i = 1, 10 do s = s .. i end; return s": ["12345678910"],
  });

  it("raises errors", () => {
    expect(failure("local x = {}; return 'a' .. x")).toMatch(/^test:1: attempt to concatenate a table value/);
    expect(failure("local x; return #x")).toMatch(/^test:1: attempt to get length of a nil value/);
  });
});

describe("calls", () => {
  cases({
    "local function f(a, b) return b, a end; return f(1), f(1, 2, 3)": [undefined, 2, 1],
    "local function f() return 1, 2, 3 end; local a, b = f(); local t = {f()}; return a, b, #t, (f())": [1, 2, 3, 1],
    "local function f(...) return select('#', ...), ... end; return f(), f(nil, nil)": [0, 2, undefined, undefined],
    "local function f(a, ...) local b, c = ...; return a, b, c end; return f(1, 2, 3, 4)": [1, 2, 3],
    "local function f(...) return ... end; return (f(1, 2)), f(3, 4)": [1, 3, 4],
    "local function loop(n) if n == 0 then return 'done' end return loop(n - 1) end; return loop(1000000)": ["done"],
    "local function deep(n) if n == 0 then return 0 end return 1 + deep(n - 1) end; return deep(150000)": [150000],
    "local t = setmetatable({}, {__call = function(self, a, b) return self, a, b end}); local s, a, b = t(1, 2); return s == t, a, b": [
      true,
      1,
      2,
    ],
    "local t = setmetatable({}, {__call = function(self, a) return a end}); return t(5)": [5],
    "local u = setmetatable({}, {__call = function(_, a, b) return a, b end}); local t = setmetatable({}, {__call = u}); return (select(2, t(7)))":
      [7],
    "local function f(n) return select(n, 1, 2, 3) end; return f(2)": [2, 3],
    "local function f(...) local t = {...}; return #t end; return f(1, 2, 3), f()": [3, 0],
  });

  it("raises errors of what cannot be called", () => {
    expect(failure("local x = 1; x()")).toMatch(/^test:1: attempt to call a number value/);
    expect(failure("return undefinedFunction()")).toMatch(/^test:1: attempt to call a nil value/);
  });

  it("stops endless recursion", () => {
    expect(failure("local function f() return 1 + f() end; return f()")).toMatch(/stack overflow/);
    expect(failure("local t = setmetatable({}, {}); getmetatable(t).__index = function(t, k) return t[k] end; return t.x")).toMatch(
      /C stack overflow/,
    );
  });
});

describe("loops", () => {
  cases({
    "local s = 0; for i = 1, 10 do s = s + i end; return s": [55],
    "local s = 0; for i = 10, 1, -3 do s = s * 100 + i end; return s": [10070401],
    "local n = 0; for i = 1, 0 do n = n + 1 end; return n": [0],
    "local n = 0; for x = 0.0, 1.0, 0.25 do n = n + x end; return n": [2.5],
    "local t = {}; for i = 1, 3 do t[i] = i * i end; local s = ''; for k, v in pairs(t) do s = s .. k .. v end; return s": ["112439"],
    "local s = 0; for i, v in ipairs({10, 20, nil, 40}) do s = s + v * i end; return s": [50],
    "local function iter(n, i) if i < n then return i + 1, i * 2 end end; local s = 0; for i, d in iter, 3, 0 do s = s + i + d end; return s":
      [12],
    "local i = 0; while true do i = i + 1; if i > 5 then break end end; return i": [6],
    "local i = 0; repeat local j = i; i = i + 1 until j >= 3; return i": [4],
    "local i = 1; ::top:: if i < 10 then i = i * 2; goto top end; return i": [16],
    "for i = 1, 3 do for j = 1, 3 do if j == 2 then goto continue end; x = (x or 0) + i * j; ::continue:: end end; return x": [24],
    "local t = setmetatable({}, {__index = function(_, i) if i <= 3 then return i * 10 end end}); local s = 0; for _, v in ipairs(t) do s = s + v end; return s":
      [60],
    "local t = {a = 1, b = 2, c = 3}; for k in pairs(t) do t[k] = nil end; return next(t)": [undefined],
  });

  it("raises errors", () => {
    expect(failure("for i = 1, 10, 0 do end")).toBe("test:1: 'for' step is zero");
    expect(failure("for i = 'a', 10 do end")).toBe("test:1: bad 'for' initial value (number expected, got string)");
    expect(failure("for i = 1, {} do end")).toBe("test:1: bad 'for' limit (number expected, got table)");
    expect(failure("for i = 1, 2, {} do end")).toBe("test:1: bad 'for' step (number expected, got table)");
    expect(failure("for i in 5 do end")).toMatch(/^test:1: attempt to call a number value/);
  });
});

describe("chains of __call that never end", () => {
  for (const call of ["t()", "return t()", "return (pcall(t))"]) {
    it(`are an error in: ${call}`, () => {
      const source = `local t, u = {}, {}; setmetatable(t, {__call = u}); setmetatable(u, {__call = t}); return pcall(function() ${call} end)`;
      expect(lua(source)).toEqual(call.includes("pcall") ? [true, false] : [false, "test:1: '__call' chain too long"]);
    });
  }
});
