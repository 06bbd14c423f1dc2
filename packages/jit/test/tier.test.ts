import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Jit, canCompile } from "@luster/jit";
import { run } from "./machine.js";

const LOOP = "local s = 0; for i = 1, 5000 do s = s + i % 7 end print(s)";

describe("what is compiled", () => {
  it("is a loop that turns often", () => {
    const { jit, output } = run(LOOP, { jit: {} });
    expect(output).toBe("14997\n");
    expect(jit?.counters.compiledLoops).toBe(1);
  });

  it("is a function that is called often, once", () => {
    const { jit } = run("local function f(x) return x + 1 end local s = 0; for i = 1, 2000 do s = f(s) end", { jit: {} });
    expect(jit?.counters.compiledFunctions).toBe(1);
  });

  it("is nothing below the threshold", () => {
    const { jit } = run(LOOP, { jit: { threshold: 100_000 } });
    expect(jit?.counters).toMatchObject({ compiledFunctions: 0, compiledLoops: 0 });
  });

  it("is not an irreducible function, and the reason is counted", () => {
    const source =
      "local function f(a) local n = 0; if a then goto two end ::one:: n = n + 1 ::two:: if n < 3 then goto one end return n end";
    const { jit, output } = run(`${source} for i = 1, 9 do io.write(f(i > 4), ' ') end`, { jit: { threshold: 0 } });
    expect(output).toBe("3 3 3 3 3 3 3 3 3 ");
    expect(jit?.counters.refused.get("irreducible")).toBeGreaterThan(0);
  });
});

describe("guards", () => {
  it("that go on failing are given up after some compilations", () => {
    const source = `
      local function add(a, b) return a + b end
      local values = {1, 2.5, 3, "4", 5.5, 6, 2^53, math.maxinteger}
      local s = 0
      for i = 1, 4000 do s = add(values[i % 8 + 1], values[(i * 3) % 8 + 1]) end
      print(s)`;
    const { jit, output } = run(source, { jit: { threshold: 5 } });
    expect(output).toBe(run(source).output);
    expect(jit?.counters.dropped).toBeGreaterThan(0);
    expect(jit?.counters.compiledFunctions).toBeLessThan(15);
  });

  it("do not fail in steady state", () => {
    const { jit } = run("local x = 0.5; for i = 1, 200000 do x = x * 0.999 + i end print(x > 0)", { jit: {} });
    expect(jit?.counters).toMatchObject({ failedGuards: 0, dropped: 0 });
  });
});

describe("the reasons why compiled code is left", () => {
  const reasons = (source: string, mode: Parameters<typeof run>[1] = {}): Readonly<Record<string, number>> =>
    Object.fromEntries(run(source, { jit: { threshold: 0 }, ...mode }).jit?.counters.left ?? []);

  it("are instructions that need the interpreter", () =>
    expect(reasons("local function f(t) return t.x end for i = 1, 5 do pcall(f, nil) end")).toMatchObject({ "instruction GETFIELD": 5 }));

  it("are guards", () => expect(reasons("local function f(a) return a + 1 end f(1) f(2.5)")).toMatchObject({ "guard ADDI": 1 }));

  it("are the end of the fuel, calls, tail calls and depth", () => {
    expect(reasons("for i = 1, 1000 do end", { sliceFuel: 100 })["fuel"]).toBeGreaterThan(5);
    expect(reasons("local function f(n) if n > 0 then return 1 + f(n - 1) end return 0 end f(5000)")["depth"]).toBeGreaterThan(0);
    expect(reasons("local function f() return (coroutine.yield()) end coroutine.wrap(f)()")["call"]).toBeGreaterThan(0);
    expect(reasons("local function f() return pcall(f == nil) end f()")["tail call"]).toBeGreaterThan(0);
  });
});

describe("limits", () => {
  it("stops a compiled loop when the fuel is used up", () => {
    expect(() => run("while true do end", { jit: { threshold: 0 }, fuelLimit: 10_000 })).toThrow("used up its fuel");
  });

  it("charges what the interpreter charges", () => {
    const source = "local function f(n) if n < 2 then return n end return f(n - 1) + f(n - 2) end for i = 1, 10 do f(12) end print('end')";
    const enough = lowestFuel(source, {});
    expect(lowestFuel(source, { jit: { threshold: 0 } })).toBe(enough);
    expect(lowestFuel(source, { jit: { threshold: 20 } })).toBe(enough);
  });

  it("refuses memory as the interpreter does", () => {
    const source = "local t = {} print(pcall(function() for i = 1, 1e8 do t[i] = {i, i} end end)) t = nil print(#('x'):rep(1000))";
    const memoryLimitBytes = 4_000_000;
    expect(run(source, { jit: { threshold: 0 }, memoryLimitBytes }).output).toBe(run(source, { memoryLimitBytes }).output);
  });
});

/** The least fuel with which a program ends. */
function lowestFuel(source: string, mode: Parameters<typeof run>[1]): number {
  let low = 100;
  let high = 1_000_000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (ends(source, { ...mode, fuelLimit: middle })) high = middle;
    else low = middle;
  }
  return high;
}

function ends(source: string, mode: Parameters<typeof run>[1]): boolean {
  try {
    run(source, mode);
    return true;
  } catch {
    return false;
  }
}

describe("where functions cannot be made of text", () => {
  it("finds out", () => {
    const entry = fileURLToPath(new URL("../dist/index.js", import.meta.url));
    const program = `import(${JSON.stringify(entry)}).then((jit) => console.log(jit.canCompile()))`;
    const arguments_ = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", program];
    expect(execFileSync(process.execPath, arguments_, { encoding: "utf8" }).trim()).toBe("false");
    expect(canCompile()).toBe(true);
  });

  it("is not asked for a threshold", () => expect(new Jit().threshold).toBeGreaterThan(0));
});
