// Straight code ends slices within, at the same instructions in both tiers, and is charged the same. `tick` counts how far a slice came.

import { describe, expect, it } from "vitest";
import { dump, undump, verify } from "@luster/bytecode";
import { compile } from "@luster/compiler";
import { Executor, instantiate, native0 } from "@luster/vm";
import type { Context } from "@luster/vm";
import type { Jit, JitOptions } from "@luster/jit";
import { Machine, leavesAtRandom } from "./machine.js";

/** Instructions that may pass without a charge: the distance of charge points, and what is put up with to find a good one. */
const LONGEST_RUN = 1024 + 16;

interface Slice {
  readonly fuelUsed: number;
  readonly ticks: number;
}

interface Steps {
  readonly slices: readonly Slice[];
  /** Fuel used in all. */
  readonly total: number;
  readonly output: string;
  readonly machine: Machine;
}

/** Runs a chunk in slices of `fuel`. */
function step(source: string, fuel: number, jit?: JitOptions, makeProto = (text: string) => compile(text, { chunkName: "=test" })): Steps {
  const machine = new Machine({ jit });
  const slices: Slice[] = [];
  let ticks = 0;
  const tick = native0("tick", () => void ticks++);
  machine.vm.enter((cx) => {
    cx.globals.setString(cx.heap, "tick", cx.newCallback(tick));
    const executor = new Executor(instantiate(cx, makeProto(source), cx.globals), []);
    for (let isDone = false; !isDone;) {
      ticks = 0;
      isDone = stepOnce(cx, executor, fuel);
      slices.push({ fuelUsed: fuel - executor.fuelLeft(cx), ticks });
    }
  });
  const total = slices.reduce((sum, { fuelUsed }) => sum + fuelUsed, 0);
  return { slices, total, output: machine.takeOutput(), machine };
}

function stepOnce<G>(cx: Context<G>, executor: Executor<G>, fuel: number): boolean {
  const poll = executor.step(cx, fuel);
  if (poll.kind === "failed") throw new Error(String(poll.error));
  return poll.kind === "done";
}

const largest = (slices: readonly Slice[], what: keyof Slice): number => slices.reduce((most, slice) => Math.max(most, slice[what]), 0);

const repeated = (statement: string, count: number): string => `${statement}\n`.repeat(count);

const TIERS: Readonly<Record<string, JitOptions | undefined>> = { interpreted: undefined, compiled: { threshold: 0 } };

describe.each(Object.entries(TIERS))("a script of 100,000 statements, %s,", (_, jit) => {
  const source = `local t, x = tick, 0\n${repeated("x = x + 1 t()", 50_000)}print(x)`;

  it.each([1, 50, 3000])("ends slices of %i within", (fuel) => {
    const { slices, output } = step(source, fuel, jit);
    expect(output).toBe("50000\n");
    // A statement and a call are three instructions. A slice may begin with a run that the one before has paid for.
    expect(largest(slices, "ticks")).toBeLessThanOrEqual((fuel + 2 * LONGEST_RUN) / 3 + 1);
    expect(largest(slices, "fuelUsed")).toBeLessThanOrEqual(fuel + LONGEST_RUN);
    expect(slices.length).toBeGreaterThan(150_000 / (fuel + LONGEST_RUN));
  });

  it("is charged its instructions", () => {
    const { total } = step(source, 1e9, jit);
    expect(total).toBeGreaterThan(150_000);
    expect(total).toBeLessThan(150_000 + 2 * LONGEST_RUN);
    expect(step(source, 50, jit).total).toBe(total);
  });

  it("and as a binary chunk", () => {
    const reload = (text: string) => {
      const proto = undump(dump(compile(text, { chunkName: "=test" }), { isStripped: true }), "=test");
      verify(proto);
      return proto;
    };
    const { slices, total } = step(source, 50, jit, reload);
    expect(largest(slices, "ticks")).toBeLessThanOrEqual((50 + 2 * LONGEST_RUN) / 3 + 1);
    expect(total).toBe(step(source, 50, jit).total);
  });
});

/** Functions that are short enough to be compiled, and too long to have no charge points. Each is called several times. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  additions: repeated("x = x + n", 2500),
  fields: `local o = {v = 1} ${repeated("o.v = o.v + n", 900)} x = o.v`,
  ticks: repeated("x = x + 1 tick()", 700),
  "branches that are taken": repeated("if n > 100 then x = x + 1 x = x + n end", 500),
  "branches that are not": repeated("if n < 100 then x = x + 1 x = x + n end", 500),
  either: repeated("if (x + n) % 3 == 0 then x = x + 1 else x = x + n x = x + 7 end", 300),
  "loops of a turn": `local done = n > 0 ${repeated("x = x + n", 1000)} ${repeated("repeat until done", 60)} ${repeated("x = x + n", 1000)}`,
  "empty loops": repeated(`for i = 1, n do end ${"x = x + n ".repeat(100)}`, 25),
  "short loops": repeated(`for i = 1, 3 do x = x + i end ${"x = x + n ".repeat(100)}`, 25),
  "one long loop": `for i = 1, 4 do ${repeated("x = x + i", 2500)} end`,
  "a long loop with skips": `for i = 1, 4 do if i % 2 == 0 then goto continue end ${repeated("x = x + i", 2300)} ::continue:: end`,
  "a long while loop": `local i = 0 while i < 4 do i = i + 1 ${repeated("x = x + i", 2300)} end`,
  lists: repeated("x = x + select('#', table.unpack({n, n}))", 230),
  "calls of functions": `local function f(a) return a + 1 end ${repeated("x = f(x)", 700)}`,
  floats: `local y = 0.5 ${repeated("y = y * 1.0009765625", 2500)} x = y`,
  "additions that overflow": `x = math.maxinteger - 1000 ${repeated("x = x + 1", 2500)}`,
  metamethods: `local o = setmetatable({}, {__add = function(a, b) return b end}) ${repeated("x = x + (o + n)", 900)}`,
  concatenations: `local s = '' ${repeated("s = s .. n", 700)} x = #s`,
  rotations: repeated("x = (x << 7 | x >> 25) & 0xffffffff x = x ~ n", 450),
  cells: `local function get() return x end ${repeated("x = x + n", 1000)} x = get()`,
  closing: `local c = setmetatable({}, {__close = function() x = x + 1 end}) ${repeated("do local a <close> = c end", 400)}`,
  yields: `local co = coroutine.wrap(function() ${repeated("coroutine.yield(n)", 400)} end) ${repeated("x = x + co()", 400)}`,
};

const program = (body: string): string =>
  `local function f(n) local x = 0\n${body}\nreturn x end local sum = 0 for n = 1, 12 do sum = sum + f(n) end print(sum)`;

describe.each(Object.entries(FUNCTIONS))("a long function of %s", (_, body) => {
  const source = program(body);
  const measure = step(source, 1e9);

  it("is charged the same whatever the slices", () => {
    for (const fuel of [300, 20_000]) {
      const { total, output, slices } = step(source, fuel);
      expect({ fuel, total, output }).toEqual({ fuel, total: measure.total, output: measure.output });
      expect(slices.length).toBeGreaterThan(measure.total / (20_000 + 20 * LONGEST_RUN));
    }
  });

  it.each([{ threshold: 0 }, { threshold: 0, leaves: leavesAtRandom(50) }, { threshold: 4 }])("and the same with a JIT (%o)", (jit) => {
    for (const fuel of [300, 1e9]) {
      const { total, output, machine } = step(source, fuel, jit);
      expect({ fuel, total, output }).toEqual({ fuel, total: measure.total, output: measure.output });
      const { compiledFunctions, compiledLoops } = (machine.jit as Jit).counters;
      if (jit.threshold === 0) expect(compiledFunctions + compiledLoops).toBeGreaterThan(1);
    }
  });
});

describe("what leaps over charge points", () => {
  // Skipped branches of growing length: wherever charge points are put, some jump passes over them.
  const branches = Array.from({ length: 400 }, (_, i) => `if off then ${"x = x + 1 ".repeat(i % 40)} end tick()`).join("\n");

  it.each(Object.entries(TIERS))("is stopped behind the jump, %s", (_, jit) => {
    const { slices, total } = step(`local tick, off, x = tick, false, 0\n${branches.repeat(20)}`, 1, jit);
    // A test, its jump, a move and a call for each tick.
    expect(largest(slices, "ticks")).toBeLessThanOrEqual((2 * LONGEST_RUN) / 4 + 1);
    expect(total).toBeGreaterThan(4 * 400 * 20);
  });

  it("is stopped also where nothing but jumps to themselves follow each other", () => {
    const { slices } = step(`local done = true ${repeated("repeat until done", 50_000)}`, 1);
    expect(largest(slices, "fuelUsed")).toBeLessThanOrEqual(1 + LONGEST_RUN);
    expect(slices.length).toBeGreaterThan(100_000 / LONGEST_RUN - 1);
  });
});

/** What differs if a charge point were seen by the script. */
const OBSERVERS: Readonly<Record<string, string>> = {
  "positions of errors": `local o = {} print(pcall(function() local x = 0\n${repeated("x = x + 1", 1022)}x = x + o end))
    print(pcall(function() local x = 0\n${repeated("x = x + 1", 1023)}x = x + o end))
    print(pcall(function() local x = 0\n${repeated("x = x + 1", 1024)}x = x + o end))`,
  "line hooks": `local n, last = 0, 0 debug.sethook(function(_, line) n = n + 1 last = line end, "l")
    local x = 0\n${repeated("x = x + 1", 2500)}debug.sethook() print(n, last)`,
  "count hooks": `local n = 0 debug.sethook(function() n = n + 1 end, "", 1) local x = 0\n${repeated("x = x + 1", 2500)}debug.sethook() print(n)`,
  "a hook that is set and unset within": `local n = 0 local x = 0 local function hook() n = n + 1 end
    ${repeated("debug.sethook(hook, '', 1) x = x + 1 debug.sethook() x = x + 1", 400)} print(n, x)`,
  "active lines": `local function f() local x = 0\n${repeated("x = x + 1", 1500)} end
    local n = 0 for _ in pairs(debug.getinfo(f, "L").activelines) do n = n + 1 end print(n)`,
};

describe.each(Object.entries(OBSERVERS))("no script sees a charge point: %s", (_, source) => {
  it("whatever the slices, in both tiers", () => {
    const { output, total } = step(source, 1e9);
    for (const jit of Object.values(TIERS)) {
      for (const fuel of [1, 1000, 1e9]) {
        const again = step(source, fuel, jit);
        expect({ fuel, output: again.output, total: again.total }).toEqual({ fuel, output, total });
      }
    }
  });
});

describe("a refused allocation at a charge point", () => {
  // One in three instructions allocates; of the starts, some have such a one at a charge point.
  const body = (start: number): string => `local t = {} ${repeated("local _ = 1", start)} ${repeated("t = {t}", 3000)}`;
  const grow = (start: number): string =>
    `local keep = {} local function f() ${body(start)} keep[#keep + 1] = t end for i = 1, 1000 do f() end`;

  it.each([0, 1, 2, 3])("is tried again once (%i)", (start) => {
    const machine = new Machine({ memoryLimitBytes: 4_000_000 });
    expect(machine.run(`print(pcall(function() ${grow(start)} end)) print("still here")`).output).toMatch(
      /^false\tnot enough memory\nstill here\n$/,
    );
  });
});
