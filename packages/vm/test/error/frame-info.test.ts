import { expect, test } from "vitest";
import { run } from "./lua-machine.js";

// Expectations without names of chunks and sources were recorded from PUC-Rio's interpreter.

/** `show(info)`: the fields of an information table as text. */
const SHOW = `local function show(t)
  local r = ''
  for _, key in next, {'name', 'namewhat', 'what', 'currentline', 'short_src', 'source', 'linedefined', 'lastlinedefined', 'nups', 'nparams'} do
    if key then r = r .. (t[key] or '-') .. ' ' end
  end
  return r .. (t.isvararg and 'vararg ' or '') .. (t.istailcall and 'tail ' or '')
end`;

const shown = (source: string, isStripped = false): unknown => run(`${SHOW}\n${source}`, { isStripped });

test("the main function", () => {
  expect(shown("return (show(debug.getinfo(1)))")).toBe("-  main 8 x =x 0 0 1 0 vararg ");
});

test("a Lua function, called by a name", () => {
  const source = "local function f(a, b)\n  return (show(debug.getinfo(1)))\nend\nreturn (f())";
  expect(shown(source)).toBe("f local Lua 9 x =x 8 10 2 2 ");
});

test("a callback", () => {
  expect(shown("return (show(debug.getinfo(0)))")).toBe("getinfo field C -1 [C] =[C] -1 -1 0 0 vararg ");
  expect(shown("return (show(debug.getinfo(math.floor)))")).toBe("- - C - [C] =[C] -1 -1 0 0 vararg ");
});

test("a function called by a callback has no name", () => {
  expect(shown("local ok, r = pcall(function() return (show(debug.getinfo(1))) end) return r")).toBe("-  Lua 8 x =x 8 8 2 0 ");
});

test("after a tail call the caller is not known", () => {
  const source = "local function f() return (show(debug.getinfo(1))) end\nlocal function g() return f() end\nreturn (g())";
  expect(shown(source)).toBe("-  Lua 8 x =x 8 8 2 0 tail ");
});

test("levels of another thread", () => {
  const source = `local co = coroutine.create(function() coroutine.yield() end)
  coroutine.resume(co)
  return show(debug.getinfo(co, 0)) .. show(debug.getinfo(co, 1)) .. (debug.getinfo(co, 2) and 'more' or 'end')`;
  expect(shown(source)).toBe("yield field C -1 [C] =[C] -1 -1 0 0 vararg -  Lua 8 x =x 8 8 1 0 end");
});

test("there is no level past the end, or below 0", () => {
  expect(run("return (debug.getinfo(50)) == nil and (debug.getinfo(-1)) == nil")).toBe(true);
});

test("a stripped function", () => {
  const source = "local function f(a, ...)\n  return (show(debug.getinfo(1)))\nend\nreturn (f())";
  expect(shown(source, true)).toBe("-  Lua -1 ? =? 8 10 2 1 vararg ");
});

test("lines with code", () => {
  const source = "local f = function(a)\n\n  local b = a\n  -- a comment\n  return b\nend\nlocal i = debug.getinfo(f)\nreturn i.lines";
  expect(run(source)).toBe("3 5 6");
  expect(run(source.replace("(a)", "(a, ...)"))).toBe("3 5 6");
  expect(run(source, { isStripped: true })).toBe("");
  expect(run("local i = debug.getinfo(math.floor); return i.lines")).toBe(undefined);
});
