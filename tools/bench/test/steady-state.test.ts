// Once it is warm, a benchmark program runs in compiled code that stays: nothing more is compiled, nothing is dropped, and no guard goes on
// failing. Each program is one function, which is called again and again at a small size.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type JitCounters, createHost } from "@luster/lua";
import { Lua } from "@luster/lua/node";
import { listPrograms } from "../src/programs.js";

type SmallRuns = Record<string, { readonly arguments: readonly string[] }>;

const smallRuns = JSON.parse(readFileSync(new URL("../small-runs.json", import.meta.url), "utf8")) as SmallRuns;
const programs = listPrograms().filter(({ timesItself }) => !timesItself);

const THRESHOLD = 3;
/** Runs by which everything is compiled as it stays. */
const WARM_UP_RUNS = 50;
/** Runs that show that it stays. */
const STEADY_RUNS = 6;
/** Failed guards in a run: of values that are seldom of another kind. One that fails each time is given up after four. */
const SELDOM_FAILURES = 3;

/** The counters that do not change any more. */
function compiledBy(lua: Lua): string {
  const { compiledFunctions, compiledLoops, dropped, refreshed } = lua.jitCounters as JitCounters;
  return JSON.stringify({ compiledFunctions, compiledLoops, dropped, refreshed });
}

describe("in steady state nothing is compiled, dropped, or left by guards", () => {
  it.for(programs)("$name", { timeout: 120_000 }, ({ name, path }) => {
    const lua = new Lua({ host: createHost({ stdout: { write: () => undefined } }), jit: { threshold: THRESHOLD } });
    const words = smallRuns[name]?.arguments ?? [];
    lua.globals.set("arg", lua.table(new Map(words.map((word, index) => [index + 1, word]))));
    const program = lua.load(readFileSync(path), { chunkName: `@${name}` });
    const history: string[] = [];
    let steady = 0;
    while (steady < STEADY_RUNS && history.length < WARM_UP_RUNS + STEADY_RUNS) {
      const { failedGuards } = { ...(lua.jitCounters as JitCounters) };
      program.call(...words);
      const isQuiet = compiledBy(lua) === history.at(-1) && (lua.jitCounters as JitCounters).failedGuards - failedGuards <= SELDOM_FAILURES;
      steady = isQuiet ? steady + 1 : 0;
      history.push(compiledBy(lua));
    }
    expect({ steady, history: steady === STEADY_RUNS ? [] : history }).toEqual({ steady: STEADY_RUNS, history: [] });
    expect(lua.jitCounters?.compiledFunctions).toBeGreaterThan(0);
  });
});
