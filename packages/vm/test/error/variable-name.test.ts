import { expect, test } from "vitest";
import { run } from "./lua-machine.js";

// What is expected was recorded from PUC-Rio's interpreter, with the chunk named `=x` and run in a coroutine.
type Case = readonly [source: string, outcome: string];

/** The error of a chunk, or what it returns, as text. */
const outcomeOf = (source: string, isStripped = false): string => String(run(source, { isStripped }) ?? "nil");

/** Ways to come by a value V: what goes before, the expression, and the name that an error gives it. */
const expressions: readonly (readonly [before: string, expression: string, name: string])[] = [
  ["local v = V", "v", "local 'v'"],
  ["local v = V local function c() return v end", "v", "local 'v'"],
  ["local w = V local v = w", "v", "local 'v'"],
  ["local v do v = V end", "v", "local 'v'"],
  ["local v if x then v = 1 else v = V end", "v", "local 'v'"],
  ["local w, v = ..., V", "v", "local 'v'"],
  ["local v = V", "(v)", "local 'v'"],
  ["v = V", "v", "global 'v'"],
  ["local _ENV = {v = V}", "v", "global 'v'"],
  ["local _ENV = {v = V} local function c() return v end", "v", "global 'v'"],
  ["local t = {f = V}", "t.f", "field 'f'"],
  ["t = {f = V}", "t.f", "field 'f'"],
  ["local t = {f = V} local function c() return t end", "t.f", "field 'f'"],
  ["local t = {f = {g = V}}", "t.f.g", "field 'g'"],
  ["local t = {_ENV = {v = V}}", "t._ENV.v", "field 'v'"],
  ["local t = {['a b'] = V}", "t['a b']", "field 'a b'"],
  ["local t = {V}", "t[1]", "field 'integer index'"],
  ["local t = {[300] = V}", "t[300]", "field '?'"],
  ["local t = {[1.5] = V}", "t[1.5]", "field '?'"],
  ["local t, k = {f = V}, 'f'", "t[k]", "field '?'"],
  ["local t, k = {f = V}, 'f' local function c() return t, k end", "t[k]", "field '?'"],
  ["local t = {m = function() return V end}", "t:m()", ""],
  ["local function f() return V end", "f()", ""],
  ["local a, b = V, V", "(a or b)", ""],
  ["local a, b = V, V", "(a and b)", ""],
  ["local a, b = V, V local function c() return a, b end", "(a or b)", ""],
];

/** Bad uses of the value V of an expression X, and the message, with % where the name goes. */
const uses: readonly (readonly [value: string, statement: string, message: string])[] = [
  ["nil", "X.y = 1", "attempt to index a nil value%"],
  ["nil", "X[1] = 1", "attempt to index a nil value%"],
  ["nil", "X[x] = 1", "attempt to index a nil value%"],
  ["nil", "local r = X.y", "attempt to index a nil value%"],
  ["nil", "local r = X[1]", "attempt to index a nil value%"],
  ["nil", "local r = X[x]", "attempt to index a nil value%"],
  ["nil", "X:m()", "attempt to index a nil value%"],
  ["5", "X.y.z = 2", "attempt to index a number value%"],
  ["true", "X.y = 3", "attempt to index a boolean value%"],
  ["nil", "X()", "attempt to call a nil value%"],
  ["nil", "local r = X()", "attempt to call a nil value%"],
  ["nil", "local r = X(1, 2) + 1", "attempt to call a nil value%"],
  ["5", "X()", "attempt to call a number value%"],
  ["nil", "local r = X + 1", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = 1 + X", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = X - 1", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = 1000 - X", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = X * 2.5", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = 2.5 * X", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = X / X", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = X // 3", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = X % 3", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = X ^ 3", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = -X", "attempt to perform arithmetic on a nil value%"],
  ["nil", "local r = X & 3", "attempt to perform bitwise operation on a nil value%"],
  ["nil", "local r = 3 | X", "attempt to perform bitwise operation on a nil value%"],
  ["nil", "local r = X ~ 3", "attempt to perform bitwise operation on a nil value%"],
  ["nil", "local r = X << 3", "attempt to perform bitwise operation on a nil value%"],
  ["nil", "local r = 3 << X", "attempt to perform bitwise operation on a nil value%"],
  ["nil", "local r = X >> 3", "attempt to perform bitwise operation on a nil value%"],
  ["nil", "local r = 3 >> X", "attempt to perform bitwise operation on a nil value%"],
  ["nil", "local r = ~X", "attempt to perform bitwise operation on a nil value%"],
  ["1.5", "local r = X & 3", "number% has no integer representation"],
  ["1.5", "local r = 3 << X", "number% has no integer representation"],
  ["1.5", "local r = ~X", "number% has no integer representation"],
  ["1.5", "local r = X | X", "number% has no integer representation"],
  ["nil", "local r = #X", "attempt to get length of a nil value%"],
  ["nil", "local r = X .. 'a'", "attempt to concatenate a nil value%"],
  ["nil", "local r = 'a' .. X", "attempt to concatenate a nil value%"],
  ["nil", "local r = 1 .. X .. 'b'", "attempt to concatenate a nil value%"],
  ["nil", "local r = X .. X .. 'b'", "attempt to concatenate a nil value%"],
  ["{}", "local r = 'b' .. X .. X", "attempt to concatenate a table value%"],
];

test.each(expressions)("%s; use of %s names it %j", (before, expression, name) => {
  for (const [value, statement, message] of uses) {
    const source = `${before.replace(/\bV\b/g, value)}; ${statement.replaceAll("X", expression)}`;
    expect([source, outcomeOf(source)]).toEqual([source, "x:1: " + message.replace("%", name === "" ? "" : ` (${name})`)]);
  }
});

const variables: readonly Case[] = [
  ["local t = {} t['a\\0b'].c = 1", "x:1: attempt to index a nil value (field 'a')"],
  ["return setmetatable({}, {__index = 10}).x", "x:1: attempt to index a number value"],
  ["local a = setmetatable({}, {__index = 10}) return a.x", "x:1: attempt to index a number value"],
  ["local a = setmetatable({}, {__newindex = 10}) a.x = 1", "x:1: attempt to index a number value"],
  ["return setmetatable({}, {__index = {}}).x.y", "x:1: attempt to index a nil value (field 'x')"],
  ["x.y.z.w()", "x:1: attempt to index a nil value (global 'x')"],
  ["local t = {} t.a.b.c = 1", "x:1: attempt to index a nil value (field 'a')"],
  ["local t = {} t.x = t[1].x", "x:1: attempt to index a nil value (field 'integer index')"],
  ["local t = {} t[nil]()", "x:1: attempt to call a nil value (field '?')"],
  ["local t = {} t['k' .. 1]()", "x:1: attempt to call a nil value (field '?')"],
  ["local k = 'k' local t = {} t[k]()", "x:1: attempt to call a nil value (field '?')"],
  ["local t = {} function t.a.b.c() end", "x:1: attempt to index a nil value (field 'a')"],
  ["function a.b:c() end", "x:1: attempt to index a nil value (global 'a')"],
  ["local x x = {} x.y.z = 1", "x:1: attempt to index a nil value (field 'y')"],
  ["local x local function f() x() end f()", "x:1: attempt to call a nil value (upvalue 'x')"],
  ["local x local function f() x.y = 1 end f()", "x:1: attempt to index a nil value (upvalue 'x')"],
  ["local x local function f() x[1] = 2 end f()", "x:1: attempt to index a nil value (upvalue 'x')"],
  ["local x local function f() return x.y end f()", "x:1: attempt to index a nil value (upvalue 'x')"],
  ["local x local function f() return x + 1 end f()", "x:1: attempt to perform arithmetic on a nil value (upvalue 'x')"],
  ["local x local function f() return 1 .. x end f()", "x:1: attempt to concatenate a nil value (upvalue 'x')"],
  ["local x local function f() return #x end f()", "x:1: attempt to get length of a nil value (upvalue 'x')"],
  ["local x local function f() x:m() end f()", "x:1: attempt to index a nil value (upvalue 'x')"],
  ["local x = {} local function f() x:m() end f()", "x:1: attempt to call a nil value (method 'm')"],
  ["local x = {} local function f() x.y.z = 1 end f()", "x:1: attempt to index a nil value (field 'y')"],
  ["local _ENV; x = 1", "x:1: attempt to index a nil value (local '_ENV')"],
  ["local _ENV; local y = x", "x:1: attempt to index a nil value (local '_ENV')"],
  ["local _ENV; local function f() return x end f()", "x:1: attempt to index a nil value (upvalue '_ENV')"],
  ["local _ENV; local function f() x = 1 end f()", "x:1: attempt to index a nil value (upvalue '_ENV')"],
  ["local _ENV = {} ; x()", "x:1: attempt to call a nil value (global 'x')"],
  ["local _ENV = {} local function f() x() end f()", "x:1: attempt to call a nil value (global 'x')"],
  ["local _ENV = {} local function f() return x.y end f()", "x:1: attempt to index a nil value (global 'x')"],
  ["local t = {_ENV = {}} return t._ENV.x + 1", "x:1: attempt to perform arithmetic on a nil value (field 'x')"],
  ["return ('_ENV').x + 1", "x:1: attempt to perform arithmetic on a nil value (field 'x')"],
  ["local a <const> = 'a' return a.y.z", "x:1: attempt to index a nil value (field 'y')"],
  ["local a <const> = nil a.b()", "x:1: attempt to index a nil value"],
  ["local a <close> = nil a.b()", "x:1: attempt to index a nil value (local 'a')"],
  ["('x'):foo()", "x:1: attempt to call a nil value (method 'foo')"],
  ["('x').y.z = 1", "x:1: attempt to index a nil value (field 'y')"],
  ["(5)()", "x:1: attempt to call a number value"],
  ["(nil)()", "x:1: attempt to call a nil value"],
  ["({}).x()", "x:1: attempt to call a nil value (field 'x')"],
  ["(function() end)().x = 1", "x:1: attempt to index a nil value"],
  ["return 'x' | 1", "x:1: attempt to perform bitwise operation on a string value (constant 'x')"],
  ["return 1 | 'x'", "x:1: attempt to perform bitwise operation on a string value (constant 'x')"],
  ["return '10' | '1.5'", "x:1: attempt to perform bitwise operation on a string value (constant '10')"],
  ["return ~'x'", "x:1: attempt to perform bitwise operation on a string value (constant 'x')"],
  ["return 2.0^100 & 1", "x:1: number has no integer representation"],
  ["local x, y = 1, 0/0 return x | y", "x:1: number (local 'y') has no integer representation"],
  ["local x, y = 1.5, 1.5 return x | y", "x:1: number (local 'x') has no integer representation"],
  ["local a, b = 1, {} return a * b", "x:1: attempt to perform arithmetic on a table value (local 'b')"],
  ["local a, b = {}, 1 return a * b", "x:1: attempt to perform arithmetic on a table value (local 'a')"],
  ["local a, b = {}, {} return a * b", "x:1: attempt to perform arithmetic on a table value (local 'a')"],
  ["local a, b = {}, {} return b * a", "x:1: attempt to perform arithmetic on a table value (local 'b')"],
  ["local f, g; (f or g)()", "x:1: attempt to call a nil value"],
  ["local a, b, c, f = 1, 1, 1; f((a and b) or c)", "x:1: attempt to call a nil value (local 'f')"],
  ["local a, b, c = 1, 1, 1; ((a and b) or c)()", "x:1: attempt to call a number value"],
  ["aaa = {}; return (aaa or aaa) + (aaa and aaa)", "x:1: attempt to perform arithmetic on a table value"],
  ["local t = {} local v = t.x and t.x.y ; v()", "x:1: attempt to call a nil value (local 'v')"],
  ["local t = {} if x then t = 5 end t.x()", "x:1: attempt to call a nil value (field 'x')"],
  ["local t = {} while t do t.x.y() end", "x:1: attempt to index a nil value (field 'x')"],
  ["local t = {} repeat local q = t.x q() until true", "x:1: attempt to call a nil value (local 'q')"],
  ["do local a = 1 end a.b()", "x:1: attempt to index a nil value (global 'a')"],
  ["local a do local a = {} end a.b()", "x:1: attempt to index a nil value (local 'a')"],
  ["goto l; do local a end ::l:: a.b()", "x:1: attempt to index a nil value (global 'a')"],
  ["local function f(a) local function g() return a end return a.b end f()", "x:1: attempt to index a nil value (local 'a')"],
  ["local function f(...) return (...).b end f()", "x:1: attempt to index a nil value"],
  ["local function f(...) local t = {...} return t.x.y end f()", "x:1: attempt to index a nil value (field 'x')"],
  ["local function f(a, b, c) return a[b][c] end f({}, 2)", "x:1: attempt to index a nil value (field '?')"],
  ["local function f(a, b, c) return a[b] .. c end f({{}}, 1)", "x:1: attempt to concatenate a table value (field '?')"],
  ["local a, b, c = 1 return a + (b + c)", "x:1: attempt to perform arithmetic on a nil value (local 'b')"],
  ["local a, b = {}, nil a.x, b.y = 1, 2", "x:1: attempt to index a nil value (local 'b')"],
  ["local t = {} return (t.x or t.y).z", "x:1: attempt to index a nil value"],
  ["local t = {} return (t.x .. 'a').z", "x:1: attempt to concatenate a nil value (field 'x')"],
  ["local i = 5 return (i + 2).z.w", "x:1: attempt to index a number value"],
  ["local s = 'abc' return s.x.y", "x:1: attempt to index a nil value (field 'x')"],
];

test.each(variables)("%j: %s", (source, outcome) => {
  expect(outcomeOf(source)).toBe(outcome);
});

const concatenations: readonly Case[] = [
  ["local a, b, c return a .. b .. c", "x:1: attempt to concatenate a nil value (local 'b')"],
  ["local a, b, c = 's', nil, 't' return a .. b .. c", "x:1: attempt to concatenate a nil value (local 'b')"],
  ["local n, m return m .. n .. 's'", "x:1: attempt to concatenate a nil value (local 'n')"],
  ["local n, m return m .. 's' .. n", "x:1: attempt to concatenate a nil value (local 'n')"],
  ["local n, m return m .. 's' .. 't'", "x:1: attempt to concatenate a nil value (local 'm')"],
  ["local n, m return 1 .. m .. 2", "x:1: attempt to concatenate a nil value (local 'm')"],
  ["return 'x' .. {}", "x:1: attempt to concatenate a table value"],
  ["return {} .. 'x'", "x:1: attempt to concatenate a table value"],
  ["return 1 .. nil", "x:1: attempt to concatenate a nil value"],
  ["return x .. 1 .. 2", "x:1: attempt to concatenate a nil value (global 'x')"],
  ["return 1 .. x.y .. 2", "x:1: attempt to index a nil value (global 'x')"],
  ["local t = {} return t.a .. t.b", "x:1: attempt to concatenate a nil value (field 'a')"],
  [
    "local a = setmetatable({}, {__concat = function() return nil end}) local n return n .. 'a' .. n .. a",
    "x:1: attempt to concatenate a nil value (local 'n')",
  ],
  [
    "local a = setmetatable({}, {__concat = function() return nil end}) local n, m return m .. n .. a",
    "x:1: attempt to concatenate a nil value (local 'm')",
  ],
  [
    "local a = setmetatable({}, {__concat = function() return {} end}) local s = 's' return s .. 'x' .. a",
    "x:1: attempt to concatenate a table value (constant 'x')",
  ],
  [
    "local a = setmetatable({}, {__concat = function() return nil end}) local s = 's' return s .. a .. s",
    "x:1: attempt to concatenate a nil value (local 'a')",
  ],
  [
    "local a = setmetatable({}, {__concat = function(x, y) return y end}) return a .. {} .. 'x'",
    "x:1: attempt to concatenate a table value",
  ],
];

test.each(concatenations)("the operand to blame in %j: %s", (source, outcome) => {
  expect(outcomeOf(source)).toBe(outcome);
});

const calls: readonly Case[] = [
  ["local a = setmetatable({}, {__add = {}}) return a + 1", "x:1: attempt to call a table value (metamethod 'add')"],
  ["local a = setmetatable({}, {__add = {}}) return 1 + a", "x:1: attempt to call a table value (metamethod 'add')"],
  ["local a = setmetatable({}, {__add = {}}) return a + a", "x:1: attempt to call a table value (metamethod 'add')"],
  ["local a = setmetatable({}, {__sub = {}}) return a - 1", "x:1: attempt to call a table value (metamethod 'sub')"],
  ["local a = setmetatable({}, {__sub = {}}) return 1 - a", "x:1: attempt to call a table value (metamethod 'sub')"],
  ["local a = setmetatable({}, {__mul = {}}) return 2 * a", "x:1: attempt to call a table value (metamethod 'mul')"],
  ["local a = setmetatable({}, {__mod = {}}) return a % 2", "x:1: attempt to call a table value (metamethod 'mod')"],
  ["local a = setmetatable({}, {__pow = {}}) return a ^ 2", "x:1: attempt to call a table value (metamethod 'pow')"],
  ["local a = setmetatable({}, {__div = {}}) return a / 2", "x:1: attempt to call a table value (metamethod 'div')"],
  ["local a = setmetatable({}, {__idiv = {}}) return a // 2", "x:1: attempt to call a table value (metamethod 'idiv')"],
  ["local a = setmetatable({}, {__band = {}}) return a & 2", "x:1: attempt to call a table value (metamethod 'band')"],
  ["local a = setmetatable({}, {__bor = {}}) return 2 | a", "x:1: attempt to call a table value (metamethod 'bor')"],
  ["local a = setmetatable({}, {__bxor = {}}) return a ~ 3", "x:1: attempt to call a table value (metamethod 'bxor')"],
  ["local a = setmetatable({}, {__shl = {}}) return a << 1", "x:1: attempt to call a table value (metamethod 'shl')"],
  ["local a = setmetatable({}, {__shl = {}}) return 1 << a", "x:1: attempt to call a table value (metamethod 'shl')"],
  ["local a = setmetatable({}, {__shr = {}}) return a >> 1", "x:1: attempt to call a table value (metamethod 'shr')"],
  ["local a = setmetatable({}, {__shr = {}}) return 1 >> a", "x:1: attempt to call a table value (metamethod 'shr')"],
  ["local a = setmetatable({}, {__unm = {}}) return -a", "x:1: attempt to call a table value (metamethod 'unm')"],
  ["local a = setmetatable({}, {__bnot = {}}) return ~a", "x:1: attempt to call a table value (metamethod 'bnot')"],
  ["local a = setmetatable({}, {__len = {}}) return #a", "x:1: attempt to call a table value (metamethod 'len')"],
  ["local a = setmetatable({}, {__concat = {}}) return a .. 1", "x:1: attempt to call a table value (metamethod 'concat')"],
  ["local a = setmetatable({}, {__eq = {}}) return a == setmetatable({}, {})", "x:1: attempt to call a table value (metamethod 'eq')"],
  ["local a = setmetatable({}, {__lt = {}}) return a < a", "x:1: attempt to call a table value (metamethod 'lt')"],
  ["local a = setmetatable({}, {__lt = {}}) return a > 10", "x:1: attempt to call a table value (metamethod 'lt')"],
  ["local a = setmetatable({}, {__lt = {}}) return 10 > a", "x:1: attempt to call a table value (metamethod 'lt')"],
  ["local a = setmetatable({}, {__le = {}}) return a <= 1", "x:1: attempt to call a table value (metamethod 'le')"],
  ["local a = setmetatable({}, {__le = {}}) return 1 <= a", "x:1: attempt to call a table value (metamethod 'le')"],
  ["local a = setmetatable({}, {__le = {}}) return a >= a", "x:1: attempt to call a table value (metamethod 'le')"],
  ["local a = setmetatable({}, {__call = 1}) a()", "x:1: attempt to call a number value (local 'a')"],
  ["local a = setmetatable({}, {__call = {}}) a.b = a a.b()", "x:1: attempt to call a table value (field 'b')"],
  ["setmetatable({}, {__call = 1})()", "x:1: attempt to call a number value"],
  ["for k in 5 do end", "x:1: attempt to call a number value (for iterator 'for iterator')"],
  ["local t = {} for k in t do end", "x:1: attempt to call a table value (for iterator 'for iterator')"],
  ["local t = {} for k in t.x do end", "x:1: attempt to call a nil value (for iterator 'for iterator')"],
];

test.each(calls)("what is not callable in %j: %s", (source, outcome) => {
  expect(outcomeOf(source)).toBe(outcome);
});

const stripped: readonly Case[] = [
  ["local a = x a()", "?:-1: attempt to call a nil value (field 'x')"],
  ["local a = x local function f() return a end a()", "?:-1: attempt to call a nil value (field 'x')"],
  ["local a = x local function f() return a end a = y a()", "?:-1: attempt to call a nil value (field 'y')"],
  ["local a = x local function f() return a() end f()", "?:-1: attempt to call a nil value (upvalue '?')"],
  ["local a = x return a.b.c", "?:-1: attempt to index a nil value (field 'x')"],
  ["local a a = {} return a + 2", "?:-1: attempt to perform arithmetic on a table value"],
  ["x.y.z()", "?:-1: attempt to index a nil value (field 'x')"],
  ["local t = {} t:m()", "?:-1: attempt to call a nil value (method 'm')"],
  ["local x <close> = 1", "?:-1: variable '(temporary)' got a non-closable value"],
  ["for k in next, {}, nil, 5 do end", "?:-1: variable '(temporary)' got a non-closable value"],
  ["local a, b = 1, {} return a + b", "?:-1: attempt to perform arithmetic on a table value"],
];

test.each(stripped)("without debug information, %j: %s", (source, outcome) => {
  expect(outcomeOf(source, true)).toBe(outcome);
});

test("names beyond the reach of constant operands", () => {
  const many = Array.from({ length: 300 }, (_, i) => `x${i} = "s${i}"`).join("; ");
  expect(outcomeOf(`${many}; aaa = bbb + 1`)).toBe("x:1: attempt to perform arithmetic on a nil value (global 'bbb')");
  expect(outcomeOf(`local _ENV = _ENV; ${many}; aaa = bbb + 1`)).toBe("x:1: attempt to perform arithmetic on a nil value (global 'bbb')");
  expect(outcomeOf(`${many}; local t = {}; aaa = t.bbb + 1`)).toBe("x:1: attempt to perform arithmetic on a nil value (field 'bbb')");
  expect(outcomeOf(`${many}; local t = {}; t:bbb()`)).toBe("x:1: attempt to call a nil value (method 'bbb')");
  expect(outcomeOf(`${many}; return "zz" .. {}`)).toBe("x:1: attempt to concatenate a table value");
  expect(outcomeOf(`${many}; return "zz" | 1`)).toBe("x:1: attempt to perform bitwise operation on a string value (constant 'zz')");
});
