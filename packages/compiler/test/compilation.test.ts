// A compilation in steps gives what one in one go gives, and no step does much.

import { readFileSync, readdirSync } from "node:fs";
import { compile, Compilation, LuaSyntaxError } from "@luster/compiler";
import { describe, expect, test } from "vitest";

const OPTIONS = { chunkName: "=x" };

/** Compiles in steps; returns the result (or the message of the error) and the number of steps. */
function inSteps(source: string, count: number): { result: unknown; steps: number } {
  const compilation = new Compilation(source, OPTIONS);
  for (let steps = 1; ; steps++) {
    try {
      const result = compilation.step(count);
      if (result !== undefined) return { result, steps };
    } catch (error) {
      if (!(error instanceof LuaSyntaxError)) throw error;
      return { result: error.message, steps };
    }
  }
}

function inOneGo(source: string): unknown {
  try {
    return compile(source, OPTIONS);
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    return error.message;
  }
}

const PROGRAMS = new URL("../../../tools/bench/programs/", import.meta.url);

describe("real programs", () => {
  test.each(readdirSync(PROGRAMS))("%s", (name) => {
    const source = readFileSync(new URL(name, PROGRAMS), "latin1");
    expect(inSteps(source, 10).result).toEqual(inOneGo(source));
  });
});

// Whatever can be long: in one statement, in one expression, or in one list.
const LONG: Readonly<Record<string, string>> = {
  statements: "x = y ".repeat(3000),
  "a function": `return function() ${"x = y ".repeat(3000)} end`,
  "functions in functions": "return function(a) local b = a ".repeat(50) + "return a, b " + "end ".repeat(50),
  "a table": `return {${"1, ".repeat(3000)}}`,
  "a table of tables": `return {${"{x = 1, [2] = {}}, ".repeat(1000)}}`,
  arguments: `f(${"a, ".repeat(100)}a)`,
  "fields of fields": `return a${".b".repeat(3000)}`,
  "calls of calls": `f${"(1)".repeat(3000)}`,
  "calls with tables": `f${"{}".repeat(3000)}`,
  indexes: `return a${"[1]".repeat(3000)}`,
  sums: `return 1${" + x".repeat(3000)}`,
  conditions: `if a then ${"elseif b then ".repeat(3000)} end`,
  jumps: `do ${"goto x ".repeat(3000)} ::x:: end`,
  loops: "for i = 1, 2 do for k, v in pairs(t) do while a do repeat local b = i until b end end end ".repeat(200),
  "captured variables": "do local a <const>, b <close> = 1, f() g = function() return a, b end end ".repeat(500),
};

describe("long sources", () => {
  test.each(Object.entries(LONG))("%s", (_name, source) => {
    const { result, steps } = inSteps(source, 50);
    expect(result).toEqual(inOneGo(source));
    expect(typeof result).toBe("object");
    expect(steps).toBeGreaterThan(source.length / 2000);
  });

  test("one so large that it is parsed twice", () => {
    const source = `local a = 1 ${"x = a ".repeat(2000)} do return function() return a end end --${"-".repeat(4 << 20)}`;
    const { result, steps } = inSteps(source, 100);
    expect(result).toEqual(inOneGo(source));
    expect(steps).toBeGreaterThan(60);
  });
});

describe("errors", () => {
  test.each([
    ["a statement that is none", "x = 1 ".repeat(500) + "y y"],
    ["a missing value", "x = "],
    ["a jump to nowhere", "x = 1 ".repeat(500) + "goto nowhere"],
    ["a stray break", "x = 1 ".repeat(500) + "break"],
    ["nesting", `return ${"(".repeat(250)}`],
    ["too many locals", `local ${"a, ".repeat(250)}a`],
    ["too many registers", `f(${"x, ".repeat(300)}x)`],
    ["a constant assigned to", "local a <const> = 1; a = 2"],
    ["an escape", "return '\\q'"],
    ["an open comment", "--[["],
  ])("%s", (_name, source) => {
    const { result } = inSteps(source, 7);
    expect(typeof result).toBe("string");
    expect(result).toBe(inOneGo(source));
  });
});

test("several compilations take turns", () => {
  const sources = [LONG.statements!, LONG["a table"]!, LONG.loops!];
  const compilations = sources.map((source) => new Compilation(source, OPTIONS));
  const results: unknown[] = [];
  while (results.filter((result) => result !== undefined).length < sources.length) {
    compilations.forEach((compilation, i) => (results[i] ??= compilation.step(20)));
  }
  expect(results).toEqual(sources.map(inOneGo));
});
