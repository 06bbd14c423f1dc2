import { expect, test } from "vitest";
import { native0, native1 } from "../../src/value/callback.js";
import { traceback } from "../../src/error/traceback.js";
import { failingTraceback, run } from "./lua-machine.js";

// What is expected was recorded from PUC-Rio's interpreter, with the chunk named `=x` and run in a coroutine.
const chains: readonly (readonly [source: string, lines: readonly string[]])[] = [
  ["return debug.traceback('m')", ["m", "stack traceback:", "\tx:1: in main chunk"]],
  ["local function f() return debug.traceback() end return (f())", ["stack traceback:", "\tx:1: in local 'f'", "\tx:1: in main chunk"]],
  ["local function f() return debug.traceback() end return f()", ["stack traceback:", "\tx:1: in function <x:1>", "\t(...tail calls...)"]],
  [
    "local r xpcall(function() return string.rep() end, function() r = debug.traceback() end) return r",
    [
      "stack traceback:",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'string.rep'",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'xpcall'",
      "\tx:1: in main chunk",
    ],
  ],
  ["return (debug.traceback())", ["stack traceback:", "\tx:1: in main chunk"]],
  ["return (debug.traceback('m'))", ["m", "stack traceback:", "\tx:1: in main chunk"]],
  ["return (debug.traceback('m', 0))", ["m", "stack traceback:", "\t[C]: in function 'debug.traceback'", "\tx:1: in main chunk"]],
  ["return (debug.traceback('m', 2))", ["m", "stack traceback:"]],
  ["return (debug.traceback('m', -1))", ["m", "stack traceback:"]],
  ["return (debug.traceback('a\\0b'))", ["a", "stack traceback:", "\tx:1: in main chunk"]],
  ["local function f() return (debug.traceback()) end return (f())", ["stack traceback:", "\tx:1: in local 'f'", "\tx:1: in main chunk"]],
  [
    "local function f() return (debug.traceback()) end return f()",
    ["stack traceback:", "\tx:1: in function <x:1>", "\t(...tail calls...)"],
  ],
  [
    "local function f() return (debug.traceback()) end local function g() return f() end return (g())",
    ["stack traceback:", "\tx:1: in function <x:1>", "\t(...tail calls...)", "\tx:1: in main chunk"],
  ],
  ["function gf() return (debug.traceback()) end return (gf())", ["stack traceback:", "\tx:1: in function 'gf'", "\tx:1: in main chunk"]],
  [
    "t = {m = function() return (debug.traceback()) end} return (t.m())",
    ["stack traceback:", "\tx:1: in field 'm'", "\tx:1: in main chunk"],
  ],
  [
    "local t = {m = function() return (debug.traceback()) end} return (t:m())",
    ["stack traceback:", "\tx:1: in method 'm'", "\tx:1: in main chunk"],
  ],
  [
    "local t = {function() return (debug.traceback()) end} return (t[1]())",
    ["stack traceback:", "\tx:1: in field 'integer index'", "\tx:1: in main chunk"],
  ],
  [
    "local up = function() return (debug.traceback()) end local function q() return (up()) end return (q())",
    ["stack traceback:", "\tx:1: in upvalue 'up'", "\tx:1: in local 'q'", "\tx:1: in main chunk"],
  ],
  ["return ((function() return (debug.traceback()) end)())", ["stack traceback:", "\tx:1: in function <x:1>", "\tx:1: in main chunk"]],
  [
    "string.f = function() return (debug.traceback()) end return (('x'):f())",
    ["stack traceback:", "\tx:1: in function 'string.f'", "\tx:1: in main chunk"],
  ],
  [
    "local r for i in function() r = debug.traceback() end do end return r",
    ["stack traceback:", "\tx:1: in for iterator 'for iterator'", "\tx:1: in main chunk"],
  ],
  [
    "local r local t = setmetatable({}, {__index = function() r = debug.traceback() end}) local x = t.x return r",
    ["stack traceback:", "\tx:1: in metamethod 'index'", "\tx:1: in main chunk"],
  ],
  [
    "local r local t = setmetatable({}, {__newindex = function() r = debug.traceback() end}) t.x = 1 return r",
    ["stack traceback:", "\tx:1: in metamethod 'newindex'", "\tx:1: in main chunk"],
  ],
  [
    "local r local t = setmetatable({}, {__eq = function() r = debug.traceback() end}) local x = t == setmetatable({}, {}) return r",
    ["stack traceback:", "\tx:1: in metamethod 'eq'", "\tx:1: in main chunk"],
  ],
  [
    "local r local t = setmetatable({}, {__le = function() r = debug.traceback() end}) local x = t >= t return r",
    ["stack traceback:", "\tx:1: in metamethod 'le'", "\tx:1: in main chunk"],
  ],
  [
    "local r local t = setmetatable({}, {__concat = function() r = debug.traceback() end}) local x = 'a' .. t return r",
    ["stack traceback:", "\tx:1: in metamethod 'concat'", "\tx:1: in main chunk"],
  ],
  [
    "local r local t = setmetatable({}, {__call = function() r = debug.traceback() end}) t() return r",
    ["stack traceback:", "\tx:1: in local 't'", "\tx:1: in main chunk"],
  ],
  [
    "local r local t = setmetatable({}, {__close = function() r = debug.traceback() end}) pcall(function() local x <close> = t error('x') end) return r",
    ["stack traceback:", "\tx:1: in function <x:1>", "\t[C]: in function 'pcall'", "\tx:1: in main chunk"],
  ],
  [
    "local r setmetatable({}, {__gc = function() r = debug.traceback() end}) collectgarbage() return r",
    ["stack traceback:", "\tx:1: in metamethod '__gc'", "\t[C]: in function 'collectgarbage'", "\tx:1: in main chunk"],
  ],
  [
    "local r xpcall(function() local x = nil + 1 end, function() r = debug.traceback() end) return r",
    ["stack traceback:", "\tx:1: in metamethod 'add'", "\tx:1: in function <x:1>", "\t[C]: in function 'xpcall'", "\tx:1: in main chunk"],
  ],
  [
    "local r xpcall(function() local x = {} x.y.z = 1 end, function() r = debug.traceback() end) return r",
    [
      "stack traceback:",
      "\tx:1: in metamethod 'newindex'",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'xpcall'",
      "\tx:1: in main chunk",
    ],
  ],
  [
    "local r xpcall(function() local x = {} x.y() end, function() r = debug.traceback() end) return r",
    ["stack traceback:", "\tx:1: in field 'y'", "\tx:1: in function <x:1>", "\t[C]: in function 'xpcall'", "\tx:1: in main chunk"],
  ],
  [
    "local r xpcall(function() error('x') end, function() r = debug.traceback() end) return r",
    [
      "stack traceback:",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'error'",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'xpcall'",
      "\tx:1: in main chunk",
    ],
  ],
  [
    "local r xpcall(function() string.rep() end, function() r = debug.traceback() end) return r",
    [
      "stack traceback:",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'string.rep'",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'xpcall'",
      "\tx:1: in main chunk",
    ],
  ],
  [
    "local ok, m = xpcall(function() error('x') end, debug.traceback) return m",
    [
      "x:1: x",
      "stack traceback:",
      "\t[C]: in function 'error'",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'xpcall'",
      "\tx:1: in main chunk",
    ],
  ],
  [
    "local ok, m = xpcall(function() local x = nil + 1 end, debug.traceback) return m",
    [
      "x:1: attempt to perform arithmetic on a nil value",
      "stack traceback:",
      "\tx:1: in function <x:1>",
      "\t[C]: in function 'xpcall'",
      "\tx:1: in main chunk",
    ],
  ],
  [
    "local ok, m = xpcall(error, debug.traceback, 'x') return m",
    ["x", "stack traceback:", "\t[C]: in function 'error'", "\t[C]: in function 'xpcall'", "\tx:1: in main chunk"],
  ],
  [
    "local ok, m = xpcall(5, debug.traceback) return m",
    ["attempt to call a number value", "stack traceback:", "\t[C]: in function 'xpcall'", "\tx:1: in main chunk"],
  ],
  [
    "local r table.sort({1, 2}, function() r = debug.traceback() end) return r",
    ["stack traceback:", "\tx:1: in function <x:1>", "\t[C]: in function 'table.sort'", "\tx:1: in main chunk"],
  ],
  [
    "local co = coroutine.create(function() local function f() coroutine.yield() end f() end) local r = debug.traceback(co) return r",
    ["stack traceback:"],
  ],
  [
    "local co = coroutine.create(function() local function f() coroutine.yield() end f() end) coroutine.resume(co) local r = debug.traceback(co) return r",
    ["stack traceback:", "\t[C]: in function 'coroutine.yield'", "\tx:1: in local 'f'", "\tx:1: in function <x:1>"],
  ],
  [
    "local co = coroutine.create(function() local function f() coroutine.yield() end f() end) coroutine.resume(co) local r = debug.traceback(co, 'm', 2) return r",
    ["m", "stack traceback:", "\tx:1: in function <x:1>"],
  ],
  [
    "local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) local r = debug.traceback(co, nil, 40) return r",
    ["stack traceback:"],
  ],
  [
    "local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) coroutine.resume(co) local r = debug.traceback(co) return r",
    ["stack traceback:"],
  ],
  [
    "local co = coroutine.create(function() local function f() error('x') end f() end) coroutine.resume(co) local r = debug.traceback(co) return r",
    ["stack traceback:", "\t[C]: in function 'error'", "\tx:1: in local 'f'", "\tx:1: in function <x:1>"],
  ],
  [
    "local co = coroutine.create(function() string.rep() end) coroutine.resume(co) local r = debug.traceback(co) return r",
    ["stack traceback:", "\t[C]: in function 'string.rep'", "\tx:1: in function <x:1>"],
  ],
  ["local r coroutine.wrap(function() r = debug.traceback() end)() return r", ["stack traceback:", "\tx:1: in function <x:1>"]],
  [
    "local r local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() r = debug.traceback() end}) coroutine.yield() end) coroutine.resume(co) coroutine.close(co) return r",
    ["stack traceback:", "\tx:1: in function <x:1>"],
  ],
  [
    "local co = coroutine.wrap(function() error('x') end) local ok, m = xpcall(co, debug.traceback) return m",
    ["x:1: x", "stack traceback:", "\t[C]: in ?", "\t[C]: in function 'xpcall'", "\tx:1: in main chunk"],
  ],
  [
    "local function f(n) if n == 0 then return (debug.traceback('m')) end return f(n - 1) end return (f(5))",
    ["m", "stack traceback:", "\tx:1: in function <x:1>", "\t(...tail calls...)", "\tx:1: in main chunk"],
  ],
  [
    "local function f()\n\n  local r = debug.traceback()\n  return r\nend\nlocal function g()\n  return (\n    f()\n  )\nend\nreturn (g(\n))",
    ["stack traceback:", "\tx:3: in upvalue 'f'", "\tx:8: in local 'g'", "\tx:11: in main chunk"],
  ],
];

test.each(chains)("%j", (source, lines) => {
  expect(String(run(source)).split("\n")).toEqual(lines);
});

/** A chain of `depth` calls of a function `f` and the main chunk, from `level` on. */
const deepChain = (depth: number, level: number): readonly string[] =>
  String(
    run(`local function f(n) if n == 1 then return (debug.traceback("m", ${level})) end return (f(n - 1)) end return (f(${depth}))`),
  ).split("\n");

test("a chain of 22 levels is shown whole", () => {
  const lines = deepChain(21, 1);
  expect(lines).toHaveLength(2 + 22);
  expect(lines.slice(2, -2).every((line) => line === "\tx:1: in upvalue 'f'")).toBe(true);
  expect(lines.slice(-2)).toEqual(["\tx:1: in local 'f'", "\tx:1: in main chunk"]);
});

test("a longer chain shows the first 10 and the last 11 levels, and counts the others less one", () => {
  for (const [depth, skipped] of [
    [22, 1],
    [23, 2],
    [100, 79],
  ] as const) {
    const lines = deepChain(depth, 1);
    expect(lines).toHaveLength(2 + 10 + 1 + 11);
    expect(lines[12]).toBe(`\t...\t(skipping ${skipped} levels)`);
    expect(lines.at(-1)).toBe("\tx:1: in main chunk");
  }
});

test("what is skipped depends on the level at which the chain begins", () => {
  expect(deepChain(25, 5)).toHaveLength(2 + 22);
  expect(deepChain(26, 5)[12]).toBe("\t...\t(skipping 1 levels)");
  expect(deepChain(5, 50)).toEqual(["m", "stack traceback:"]);
});

test("an error that nothing caught keeps the chain at which it was raised", () => {
  expect(failingTraceback("local function f()\n error('x')\nend\nf()").split("\n")).toEqual([
    "stack traceback:",
    "\t[C]: in function 'error'",
    "\tx:2: in local 'f'",
    "\tx:4: in main chunk",
  ]);
  expect(failingTraceback("local t = {}; t.x.y = 1").split("\n")).toEqual(["stack traceback:", "\tx:1: in main chunk"]);
  expect(failingTraceback("string.rep()").split("\n")).toEqual([
    "stack traceback:",
    "\t[C]: in function 'string.rep'",
    "\tx:1: in main chunk",
  ]);
});

test("a callback that runs without a frame is level 0", () => {
  const chain = native1("chain", (cx, level) => traceback(cx, cx.thread, undefined, level as number));
  const source = (level: number): string => `local t = {chain = chain}; local r = t.chain(${level}); return r`;
  expect(run(source(0), { onlyGlobals: [chain] })).toBe("stack traceback:\n\t[C]: in function 'chain'\n\tx:1: in main chunk");
  expect(run(source(1), { onlyGlobals: [chain] })).toBe("stack traceback:\n\tx:1: in main chunk");
});

test("stripped functions have no file, line or name", () => {
  expect(run("local function f() return (debug.traceback()) end return (f())", { isStripped: true })).toBe(
    "stack traceback:\n\t?: in function <?:1>\n\t?: in main chunk",
  );
});

test("a function of the host is called as the script calls it, where no library knows it", () => {
  const chain = native0("chain", (cx) => traceback(cx, cx.thread, undefined, 0), { needsFrame: true });
  expect(run("local f = chain; chain = nil; local r = f(); return r", { onlyGlobals: [chain] })).toContain("[C]: in function 'chain'");
});
