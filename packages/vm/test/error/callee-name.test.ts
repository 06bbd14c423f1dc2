import { expect, test } from "vitest";
import { native1 } from "../../src/value/callback.js";
import { run } from "./lua-machine.js";

// What is expected was recorded from PUC-Rio's interpreter, with the chunk named `=x` and run in a coroutine.
type Case = readonly [source: string, outcome: string];

/** The error of a chunk, or what it returns, as text. */
const outcomeOf = (source: string, isStripped = false): string => String(run(source, { isStripped }) ?? "nil");

const messages: readonly Case[] = [
  ["return string.rep()", "x:1: bad argument #1 to 'rep' (string expected, got no value)"],
  ["table.sort({3, 2}, function(a, b) return string.rep() end)", "x:1: bad argument #1 to 'rep' (string expected, got no value)"],
  [
    "local function f() return math.floor('x') end local ok, e = pcall(f) return e",
    "x:1: bad argument #1 to 'floor' (number expected, got string)",
  ],
  ["string.rep()", "x:1: bad argument #1 to 'rep' (string expected, got no value)"],
  ["('x'):rep()", "x:1: bad argument #1 to 'rep' (number expected, got no value)"],
  ["('x').rep()", "x:1: bad argument #1 to 'rep' (string expected, got no value)"],
  ["('x'):rep({})", "x:1: bad argument #1 to 'rep' (number expected, got table)"],
  ["string.rep('x', {})", "x:1: bad argument #2 to 'rep' (number expected, got table)"],
  ["local r = string.rep r({})", "x:1: bad argument #1 to 'r' (string expected, got table)"],
  ["local t = {f = string.rep} t:f()", "x:1: calling 'f' on bad self (string expected, got table)"],
  ["local t = {f = string.rep} t.f(t)", "x:1: bad argument #1 to 'f' (string expected, got table)"],
  ["local t = {string.rep} t[1]()", "x:1: bad argument #1 to 'integer index' (string expected, got no value)"],
  ["local up = string.rep local function f() up() end f()", "x:1: bad argument #1 to 'up' (string expected, got no value)"],
  ["rep = string.rep rep()", "x:1: bad argument #1 to 'rep' (string expected, got no value)"],
  ["for a in string.rep do end", "x:1: bad argument #1 to 'for iterator' (string expected, got nil)"],
  ["for a in next do end", "x:1: bad argument #1 to 'for iterator' (table expected, got nil)"],
  ["local t = setmetatable({}, {__index = math.floor}) return t.x", "x:1: bad argument #1 to 'index' (number expected, got table)"],
  ["local t = setmetatable({}, {__newindex = math.floor}) t.x = 1", "x:1: bad argument #1 to 'newindex' (number expected, got table)"],
  ["local t = setmetatable({}, {__add = math.floor}) return t + 1", "x:1: bad argument #1 to 'add' (number expected, got table)"],
  ["local t = setmetatable({}, {__call = math.floor}) return (t())", "x:1: bad argument #1 to 't' (number expected, got table)"],
  ["local t = setmetatable({}, {__lt = string.rep}) return t < 1", "x:1: bad argument #1 to 'lt' (string expected, got table)"],
  ["local t = setmetatable({}, {__concat = string.rep}) return t .. 1", "x:1: bad argument #1 to 'concat' (string expected, got table)"],
  ["local t = setmetatable({}, {__len = string.rep}) return #t", "x:1: bad argument #1 to 'len' (string expected, got table)"],
  ["local ok, e = pcall(string.rep) return e", "bad argument #1 to 'string.rep' (string expected, got no value)"],
  ["local ok, e = pcall(next) return e", "bad argument #1 to 'next' (table expected, got no value)"],
  ["local t = {f = string.rep} local ok, e = pcall(t.f) return e", "bad argument #1 to 'string.rep' (string expected, got no value)"],
  [
    "local co = coroutine.create(string.rep) local ok, e = coroutine.resume(co) return e",
    "bad argument #1 to 'string.rep' (string expected, got no value)",
  ],
  ["(math.floor or next)({})", "x:1: bad argument #1 to 'math.floor' (number expected, got table)"],
  ["setmetatable(1, 2)", "x:1: bad argument #1 to 'setmetatable' (table expected, got number)"],
  ["setmetatable({}, 2)", "x:1: bad argument #2 to 'setmetatable' (nil or table expected, got number)"],
  ["string.rep(setmetatable({}, {__name = 'My'}))", "x:1: bad argument #1 to 'rep' (string expected, got My)"],
  ["string.rep(setmetatable({}, {__name = 5}))", "x:1: bad argument #1 to 'rep' (string expected, got table)"],
  ["table.sort({3, 2}, function(a, b) string.rep() end)", "x:1: bad argument #1 to 'rep' (string expected, got no value)"],
  ["table.sort({3, 2}, 5)", "x:1: bad argument #2 to 'sort' (function expected, got number)"],
  ["xpcall(math.floor, 5)", "x:1: bad argument #2 to 'xpcall' (function expected, got number)"],
  ["debug.getlocal(50, 1)", "x:1: bad argument #1 to 'getlocal' (level out of range)"],
  ["local ok, e = pcall(debug.getlocal, 50, 1) return e", "bad argument #1 to 'debug.getlocal' (level out of range)"],
];

test.each(messages)("%j: %s", (source, outcome) => {
  expect(outcomeOf(source)).toBe(outcome);
});

test("a function that no loaded module has is called '?'", () => {
  expect(outcomeOf("local f = math.floor; math.floor = nil; local ok, e = pcall(f); return e")).toBe(
    "bad argument #1 to '?' (number expected, got no value)",
  );
});

test("a machine without libraries uses the callback's own name", () => {
  const demand = native1("demand", (cx, value) => {
    throw cx.typeError(0, "string", value);
  });
  expect(run("(demand or demand)(5)", { onlyGlobals: [demand] })).toBe("x:1: bad argument #1 to 'demand' (string expected, got number)");
});
