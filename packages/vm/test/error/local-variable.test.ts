import { expect, test } from "vitest";
import { run } from "./lua-machine.js";

// What is expected was recorded from PUC-Rio's interpreter.
type Case = readonly [source: string, outcome: string];

/** `all(level, from)`: names and values of the local variables of a level, from a number on. */
const ALL =
  "local function all(level, from) local r, i = '', from or 1 while true do local n, v = debug.getlocal(level + 1, i) if not n then return r end if v == nil then v = 'nil' elseif v == true or v == false then v = 'boolean' elseif v == all then v = 'all' end r = r .. n .. '=' .. v .. ' ' i = i + 1 end end";

const outcomeOf = (source: string, isStripped = false): string => String(run(`${ALL} ${source}`, { isStripped }) ?? "nil");

const cases: readonly Case[] = [
  [
    "local function f(a, b, ...) local c = 5 do local d = 6 end local e = 'e' local r = all(1) return r end return (f(1, 'x', 7, 8))",
    "a=1 b=x c=5 e=e ",
  ],
  ["local function f(a, b) local c = a + b return (all(1)) end return (f(1, 2))", "a=1 b=2 c=3 "],
  ["local function f(a, b) local c <const> = 3 local d <const> = a local r = all(1) return r end return (f(1, 2))", "a=1 b=2 d=1 "],
  ["local function f(a) local function g() return a end return (all(1, 3)) end return (f(7))", ""],
  [
    "local function f(a) local b = a local n, v = debug.getlocal(1, 1) local function g() return a end return n .. v end return (f(7))",
    "a7",
  ],
  [
    "local function f() for i = 3, 1, -1 do local x = i * 2 local n, v = debug.getlocal(1, 3) return n .. v .. all(1, 4) end end return (f())",
    "(for state)-1i=3 x=6 n=(for state) v=-1 (temporary)=(for state) (temporary)=-1 ",
  ],
  ["local function f() for i = 1.5, 3 do local x = i local n, v = debug.getlocal(1, 4) return n .. v end end return (f())", "i1.5"],
  [
    "local function f(t) for k, v in next, t do local n2 = debug.getlocal(1, 2) local n5 = debug.getlocal(1, 5) return n2 .. n5 .. all(1, 6) end end return (f({a = 1}))",
    "(for state)(for state)k=a v=1 n2=(for state) n5=(for state) (temporary)=(for state) (temporary)=(for state) ",
  ],
  [
    "local function f(...) local r = '' for i = 1, 3 do local n, v = debug.getlocal(1, -i) r = r .. (n or 'none') .. (v or '') end return r end return (f(7, 'x'))",
    "(vararg)7(vararg)xnone",
  ],
  [
    "local function f(a, ...) local r = '' for i = 1, 3 do local n, v = debug.getlocal(1, -i) r = r .. (n or 'none') .. (v or '') end return r end return (f(7, 'x'))",
    "(vararg)xnonenone",
  ],
  [
    "local function f(a, ...) local r = '' for i = 1, 2 do local n, v = debug.getlocal(1, -i) r = r .. (n or 'none') .. (v or '') end return r end return (f())",
    "nonenone",
  ],
  ["local function f(a) local n = debug.getlocal(1, -1) return n end return (f(7, 'x'))", "nil"],
  ["local function f(a) local n = debug.getlocal(1, 0) return n end return (f(7, 'x'))", "nil"],
  [
    "local n, v = debug.getlocal(0, 1) local n2, v2 = debug.getlocal(0, 2) local n3 = debug.getlocal(0, 3) return n .. v .. n2 .. v2 .. (n3 or 'none')",
    "(C temporary)0(C temporary)2none",
  ],
  [
    "local function get() local n, v = debug.getlocal(2, 2) return n .. v end local function f(a) return 'T' .. 5 .. get() end return (f(7, 8))",
    "T5(temporary)T",
  ],
  [
    "local function get() local n, v = debug.getlocal(2, 3) return n .. v end local function f(a) local t = {10, get()} return t[2] end return (f(7, 8))",
    "(temporary)10",
  ],
  ["local function f(a) debug.setlocal(1, 1, 9) return a end return (f(7))", "9"],
  ["local function f(a) local function g() return a end debug.setlocal(1, 1, 9) return a + g() end return (f(7))", "18"],
  [
    "local function f(a) local b local function g() b = 3 return b end debug.setlocal(1, 2, 9) local r = b .. ' ' return r .. g() .. b end return (f(7))",
    "9 33",
  ],
  ["local function f(...) debug.setlocal(1, -2, 'new') local a, b = ... return a .. b end return (f(7, 8))", "7new"],
  ["local function f(...) local r = debug.setlocal(1, -3, 'new') return r end return (f(7, 8))", "nil"],
  ["local function f(a) local r = debug.setlocal(1, 10, 'new') return r end return (f(7, 8))", "nil"],
  ["local function f(a) local r = (debug.setlocal(1, 2, 'new')) return r end return (f(7, 8))", "nil"],
  ["local function set() debug.setlocal(2, 1, 'set') end local function f(a) set() return a end return (f(7, 8))", "set"],
  [
    "local function set() local n = debug.setlocal(2, 2, 'set') end local function f(a) return 'a' .. (set() or 'b') end return (f(7, 8))",
    "setb",
  ],
  [
    "local co = coroutine.create(function(x) local a = 1 coroutine.yield() local b end) coroutine.resume(co, 10) local n, v = debug.getlocal(co, 1, 1) local n2, v2 = debug.getlocal(co, 1, 2) local n3 = debug.getlocal(co, 1, 5) return n .. v .. n2 .. v2 .. (n3 or 'none')",
    "x10a1none",
  ],
  [
    "local co = coroutine.create(function(x) local a = 1 coroutine.yield() return a end) coroutine.resume(co, 10) local n, v = debug.getlocal(co, 0, 1) return n",
    "nil",
  ],
  ["local n = debug.getlocal(all, 1) .. debug.getlocal(all, 2) return n", "levelfrom"],
  ["local n = debug.getlocal(all, 3) return n", "nil"],
  ["local n = debug.getlocal(function(a, ...) local b end, 2) return n", "nil"],
  ["local n = debug.getlocal(function(self, a) return function() return self end end, 1) return n", "self"],
];

test.each(cases)("%j: %s", (source, outcome) => {
  expect(outcomeOf(source)).toBe(outcome);
});

const stripped: readonly Case[] = [
  [
    "local function f(a, b, ...) local c = 5 do local d = 6 end local e = 'e' local r = all(1) return r end return (f(1, 'x', 7, 8))",
    "(temporary)=1 (temporary)=x (temporary)=5 (temporary)=e ",
  ],
  ["local function f(a, b) local c = a + b return (all(1)) end return (f(1, 2))", "(temporary)=1 (temporary)=2 (temporary)=3 "],
  [
    "local function f(...) local r = '' for i = 1, 3 do local n, v = debug.getlocal(1, -i) r = r .. (n or 'none') .. (v or '') end return r end return (f(7, 'x'))",
    "(vararg)7(vararg)xnone",
  ],
  [
    "local function get() local n, v = debug.getlocal(2, 2) return n .. v end local function f(a) return 'T' .. 5 .. get() end return (f(7, 8))",
    "T5(temporary)T",
  ],
  [
    "local function get() local n, v = debug.getlocal(2, 3) return n .. v end local function f(a) local t = {10, get()} return t[2] end return (f(7, 8))",
    "(temporary)10",
  ],
  ["local function f(a) debug.setlocal(1, 1, 9) return a end return (f(7))", "9"],
  ["local function f(a) local function g() return a end debug.setlocal(1, 1, 9) return a + g() end return (f(7))", "18"],
  [
    "local function f(a) local b local function g() b = 3 return b end debug.setlocal(1, 2, 9) local r = b .. ' ' return r .. g() .. b end return (f(7))",
    "9 33",
  ],
  [
    "local function set() local n = debug.setlocal(2, 2, 'set') end local function f(a) return 'a' .. (set() or 'b') end return (f(7, 8))",
    "setb",
  ],
  [
    "local co = coroutine.create(function(x) local a = 1 coroutine.yield() local b end) coroutine.resume(co, 10) local n, v = debug.getlocal(co, 1, 1) local n2, v2 = debug.getlocal(co, 1, 2) local n3 = debug.getlocal(co, 1, 5) return n .. v .. n2 .. v2 .. (n3 or 'none')",
    "(temporary)10(temporary)1none",
  ],
  ["local n = debug.getlocal(all, 1) .. debug.getlocal(all, 2) return n", "?:-1: attempt to concatenate a nil value"],
];

test.each(stripped)("without debug information, %j: %s", (source, outcome) => {
  expect(outcomeOf(source, true)).toBe(outcome);
});

test("the state of a float loop reads as nil, since it is no Lua value", () => {
  expect(outcomeOf("for i = 1.5, 3 do local n, v = debug.getlocal(1, 2) return n .. (v and v or 'nil') end")).toBe("(for state)nil");
});

test("the state of a numeric loop cannot be written", () => {
  const sum = (bounds: string, n: number): string => `local s = 0 for i = ${bounds} do s = s + i debug.setlocal(1, ${n}, {}) end return s`;
  for (const n of [3, 4, 5]) {
    expect(outcomeOf(sum("1, 3", n))).toBe("6");
    expect(outcomeOf(sum("1, 3", n), true)).toBe("6");
    expect(outcomeOf(sum("1.5, 3", n))).toBe("4");
  }
});

test("a table under construction cannot be replaced", () => {
  const source = "local function set() debug.setlocal(2, 2, 5) end local function f() local t = {1, set()} return t[1] end return (f())";
  const replaced = source.replace("2, 2, 5", "2, 1, 5");
  expect(outcomeOf(source)).toBe("5");
  expect(outcomeOf(replaced)).toBe("1");
  expect(outcomeOf(replaced, true)).toBe("1");
});

test("variables of a generic loop can be written", () => {
  const source = "for k, v in next, {10} do debug.setlocal(1, 7, 20) return v end";
  expect(outcomeOf(source)).toBe("20");
});
