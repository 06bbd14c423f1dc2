// The host's JavaScript stack does not matter: neither how little of it there is, nor how much of it the host has used up before it calls.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Lua } from "@luster/lua";
import type { LuaFunction } from "@luster/lua";

/**
 * Calls `visit` at every depth of a stack that is nearly full: each activation on the way back from an overflow calls it again, until it
 * returns. Frames of other sizes in between (`padding`) shift the place of the overflow.
 */
function atEveryDepth<T>(visit: () => T): T[] {
  const results: T[] = [];
  const down = (padding: number): T => {
    try {
      return padding > 0 ? down(padding - 1) : down(0);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return visit();
    }
  };
  for (let padding = 0; padding < 40; padding++) results.push(down(padding));
  return results;
}

const SOURCES: Readonly<Record<string, string>> = {
  "a function": "local function f(n) if n > 0 then return f(n - 1) end return {n, 'x' .. n} end return #f(3)",
  "loops that are compiled": "local n = 0 for i = 1, 300 do n = n + i % 2 end return n // 75",
  "callbacks that call back":
    "local t = {2, 1} table.sort(t, function(a, b) return a < b end) return (('2'):gsub('.', function(c) return c end))",
  "protected calls and errors": "local ok, e = pcall(function() error({2}) end) return e[1]",
  coroutines: "return coroutine.wrap(function() coroutine.yield() return 2 end)() or 2",
  "errors that have text": "local e = setmetatable({}, {__tostring = function() return 'text' end}) return select('#', pcall(error, e))",
};

describe("a host whose stack is nearly full", () => {
  it.each(Object.entries(SOURCES))("calls %s", (_, source) => {
    const lua = new Lua();
    const call: LuaFunction = lua.load(source);
    let attempts = 0;
    const results = atEveryDepth(() => {
      attempts++;
      return Number(call.call()[0]);
    });
    expect(new Set(results)).toEqual(new Set([2]));
    expect(attempts).toBeGreaterThan(80);
    expect(lua.run("return 1 + 1")).toEqual([2]);
  });

  it("loads and runs, reads and writes tables", () => {
    const lua = new Lua();
    const results = atEveryDepth(() => {
      const table = lua.table({ x: 1 });
      table.set("y", 2);
      lua.globals.set("t", table);
      return lua.run("return t.x + t.y")[0];
    });
    expect(new Set(results)).toEqual(new Set([3]));
  });

  it("gets Lua errors as such, or the overflow", () => {
    const lua = new Lua();
    const failing = lua.load("error(setmetatable({}, {__tostring = function() return 'told' end}))");
    const results = atEveryDepth(() => {
      try {
        failing.call();
        return "nothing";
      } catch (error) {
        if (error instanceof RangeError) throw error;
        return (error as Error).message;
      }
    });
    // Where the overflow comes up in `__tostring`, the error has the text of a value without one.
    for (const text of results) expect(text).toMatch(/^(told|\(error object is a table value\))$/);
    expect(lua.run("return 1 + 1")).toEqual([2]);
  });
});

const DEEP = `
  local function down(n) if n == 0 then return 0 end return 1 + down(n - 1) end
  local function protected(n) if n == 0 then return 0 end local _, v = pcall(protected, n - 1) return v + 1 end
  local function nested(n) if n == 0 then return 0 end return coroutine.wrap(function() return nested(n - 1) + 1 end)() end
  local mt = {} mt.__index = function(t, k) if k == 0 then return 0 end return t[k - 1] + 1 end
  local function failing(n) if n == 0 then error("bottom", 0) end local c <close> = setmetatable({}, {__close = function() end}) failing(n - 1) end
  local list for i = 1, 100000 do list = {list} end collectgarbage()
  local t = {} for i = 1, 1000 do t[i] = i * 7919 % 1009 end table.sort(t, function(a, b) return a < b end)
  local text = ("x"):rep(1000):gsub(".", function(c) return c .. down(10) end)
  local parens = load("return " .. ("("):rep(150) .. "1" .. (")"):rep(150))()
  print(down(190000), protected(180), nested(150), setmetatable({}, mt)[180], select(2, pcall(failing, 150)), t[1], #text, parens)
  print(pcall(function() local function endless() return 1 + endless() end endless() end))
  print(pcall(string.rep, "x", -1), (pcall(string.match, ("a"):rep(1000), ("a?"):rep(300) .. ("a"):rep(300))))`;

describe("a process with little stack", () => {
  it.each([
    ["--stack-size=180", "{ jit: false }"],
    ["--stack-size=400", "{}"],
    ["--stack-size=400", "{ jit: { threshold: 0 } }"],
  ])(
    "is enough: %s, %s",
    (flag, options) => {
      const folder = fileURLToPath(new URL("../.reports/", import.meta.url));
      mkdirSync(folder, { recursive: true });
      const file = `${folder}little-stack-${process.pid}-${options.length}.mjs`;
      writeFileSync(
        file,
        `import { Lua, createHost } from "@luster/lua";
       let output = "";
       const lua = new Lua({ ...${options}, host: createHost({ stdout: { write: (bytes) => { output += bytes; } } }) });
       lua.run(${JSON.stringify(DEEP)});
       console.log(output.replace(/stack overflow.*/, "stack overflow"));`,
      );
      const output = execFileSync(process.execPath, [flag, file], { encoding: "utf8", timeout: 100_000 });
      expect(output.trim().split("\n")).toEqual([
        "190000\t180\t150\t180\tbottom\t1\t3000\t1",
        expect.stringMatching(/^false\t.*stack overflow$/),
        "true\tfalse",
      ]);
    },
    120_000,
  );
});
