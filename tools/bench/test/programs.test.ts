import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { listPrograms, parseKernelTimes } from "../src/programs.js";

describe("listPrograms", () => {
  const programs = listPrograms();
  it("finds the kernels and more than twenty programs", () => {
    expect(programs.filter(({ timesItself }) => timesItself).map(({ name }) => name)).toEqual(["kernels", "patterns"]);
    expect(programs.length).toBeGreaterThan(20);
    expect(programs.every(({ path }) => existsSync(path))).toBe(true);
  });
  it("knows which of them Lua 5.1 cannot parse", () => {
    expect(programs.filter(({ needsLua53 }) => needsLua53).map(({ name }) => name)).toEqual(["kernels", "sha256"]);
  });
});

describe("parseKernelTimes", () => {
  it("reads a name and its seconds per line", () => {
    expect([...parseKernelTimes("fib32          0.150\nsieve          1.250\n")]).toEqual([
      ["fib32", 0.15],
      ["sieve", 1.25],
    ]);
  });
  it("refuses any other line", () => {
    expect(() => parseKernelTimes("fib32 0.150\nlua: oops\n")).toThrow('"lua: oops"');
  });
});
