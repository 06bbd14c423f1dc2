// Hooks that are set and unset while compiled code runs call what they call under PUC-Rio Lua 5.4.8, whose output was recorded:
//   lua hooks.lua > hooks.out        in test/recorded

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { run } from "./machine.js";

const source = readFileSync(new URL("./recorded/hooks.lua", import.meta.url), "latin1");
const recorded = readFileSync(new URL("./recorded/hooks.out", import.meta.url), "latin1");

describe("hooks set within hot code", () => {
  it("call the same without a JIT", () => {
    expect(run(source).output).toBe(recorded);
  });

  it.each([{ threshold: 0 }, { threshold: 1 }, { threshold: 40 }, {}])("call the same with %o", (jit) => {
    const outcome = run(source, { jit });
    expect(outcome.output).toBe(recorded);
    expect(outcome.jit?.counters.compiledFunctions).toBeGreaterThan(3);
    expect(outcome.jit?.counters.compiledLoops).toBeGreaterThan(10);
  });

  it("call the same in short slices", () => {
    expect(run(source, { jit: { threshold: 0 }, sliceFuel: 300 }).output).toBe(recorded);
  });
});
