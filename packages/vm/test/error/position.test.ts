import { expect, test } from "vitest";
import { run } from "./lua-machine.js";

// What is expected was recorded from PUC-Rio's interpreter, with the chunk named `=x` and run in a coroutine.
type Case = readonly [source: string, outcome: string];

/** The error of a chunk, or what it returns, as text. */
const outcomeOf = (source: string, isStripped = false): string => String(run(source, { isStripped }) ?? "nil");

const messages: readonly Case[] = [
  ["error('x')", "x:1: x"],
  ["error('x', 0)", "x"],
  ["error('x', 1)", "x:1: x"],
  ["error('x', 2)", "x"],
  ["error('x', 50)", "x"],
  ["error()", "nil"],
  ["error(nil)", "nil"],
  ["error(true)", "true"],
  ["error(12)", "12"],
  ["local function f() error('x', 2) end f()", "x:1: x"],
  ["local function f() error('x', 3) end local function g() f() end g()", "x:1: x"],
  ["local ok, e = pcall(error, 'x') return e", "x"],
  ["local ok, e = pcall(error, 'x', 2) return e", "x:1: x"],
  ["local ok, e = pcall(function() error('x') end) return e", "x:1: x"],
  ["local ok, e = pcall(function() error('x', 2) end) return e", "x"],
  ["local t = setmetatable({}, {__index = function(t, k) error('no ' .. k, 2) end}) return t.foo", "x:1: no foo"],
  ["local ok, e = pcall(nil) return e", "attempt to call a nil value"],
  ["local ok, e = pcall({}) return e", "attempt to call a table value"],
  ["local x = {}\nx\n.y\n.z()", "x:4: attempt to index a nil value (field 'y')"],
  ["local a, b = {}, nil\nlocal c = a\n +\nb", "x:3: attempt to perform arithmetic on a table value (local 'a')"],
  ["for i = 1,\n 'x',\n 3 do\nend", "x:3: bad 'for' limit (number expected, got string)"],
  ["local function f()\n  return nil\nend\nf(\n1,\n2\n)\n.x = 1", "x:8: attempt to index a nil value"],
  ["local s = ('x')\n :rep(\n   {}\n )", "x:2: bad argument #1 to 'rep' (number expected, got table)"],
  ["local ok, m = pcall(function()\n  local a\n  a\n  .b = 1\nend)\nreturn m", "x:4: attempt to index a nil value (local 'a')"],
  ["goto f\n::g:: x()\n::f:: goto g", "x:2: attempt to call a nil value (global 'x')"],
];

test.each(messages)("%j: %s", (source, outcome) => {
  expect(outcomeOf(source)).toBe(outcome);
});

test("errors of the machine in stripped code have a position without a line, those of libraries none", () => {
  expect(outcomeOf("local a; a.b = 1", true)).toBe("?:-1: attempt to index a nil value");
  expect(outcomeOf("string.rep()", true)).toBe("bad argument #1 to 'rep' (string expected, got no value)");
  expect(outcomeOf("error('x')", true)).toBe("x");
});
