import { describe, expect, it } from "vitest";
import { PACING, type PacingPreset } from "@luster/gc-arena";
import { NODE_BYTES, Node, fill, makeList } from "./list.js";

describe("pacing", () => {
  it("begins a cycle after pauseFactor times the live bytes, or minSleepBytes", () => {
    const arena = makeList({ pacing: { pauseFactor: 0.5, minSleepBytes: 1000, stepBytes: 100 } });
    expect(arena.heap.wakeBytes).toBe(1000);
    arena.mutate((mc) => mc.allocate(999));
    arena.collectDebt();
    expect(arena.phase).toBe("sleeping");
    arena.mutate((mc, root) => fill(mc, root, 100));
    arena.collectAll();
    expect(arena.heap.wakeBytes).toBe(100 * NODE_BYTES * 1.5);
  });

  it("pays debt in slices, and the cycle ends before the heap has grown by much more than 1 / markFactor", () => {
    const arena = makeList({ pacing: { pauseFactor: 1, minSleepBytes: 0, markFactor: 4, stepBytes: 2048 } });
    arena.mutate((mc, root) => fill(mc, root, 10_000));
    arena.collectAll();
    const live = arena.metrics.liveBytes;
    let slices = 0;
    for (let turn = 0; arena.metrics.cycleCount < 2 && turn < 100_000; turn++) {
      arena.mutate((mc) => {
        for (let i = 0; i < 32; i++) Node.make(mc, "garbage");
      });
      arena.collectDebt();
      if (arena.phase !== "sleeping") slices++;
    }
    expect(slices).toBeGreaterThan(50);
    expect(arena.metrics.allocatedTotalBytes).toBeLessThan(live * 2.6);
  });

  it("bounds the heap at every preset", () => {
    for (const preset of Object.keys(PACING) as PacingPreset[]) {
      const arena = makeList({ pacing: preset });
      arena.mutate((mc, root) => fill(mc, root, 1000));
      let largest = 0;
      for (let turn = 0; turn < 3000; turn++) {
        arena.mutate((mc) => mc.allocate(8192));
        arena.collectDebt();
        largest = Math.max(largest, arena.metrics.allocatedBytes);
      }
      expect(arena.metrics.cycleCount, preset).toBeGreaterThan(1);
      expect(largest, preset).toBeLessThan(PACING[preset].minSleepBytes * 1.5 + 500_000);
    }
  });

  it("finishes a stop-the-world cycle in one slice", () => {
    const arena = makeList({ pacing: { ...PACING.stopTheWorld, minSleepBytes: 1000 } });
    arena.mutate((mc, root) => fill(mc, root, 10_000));
    arena.collectDebt();
    expect(arena.phase).toBe("sleeping");
    expect(arena.metrics.cycleCount).toBe(1);
  });

  it("does nothing while stopped; explicit collections go on", () => {
    const arena = makeList({ pacing: { minSleepBytes: 1000 } });
    arena.stop();
    arena.mutate((mc) => mc.allocate(1_000_000));
    arena.collectDebt();
    expect([arena.phase, arena.isRunning, arena.heap.wakeBytes]).toEqual(["sleeping", false, Infinity]);
    arena.collectAll();
    expect(arena.metrics.allocatedBytes).toBe(0);
    arena.restart();
    expect(arena.heap.wakeBytes).toBe(1000);
  });

  it("cycleDebt begins no cycle", () => {
    const arena = makeList({ pacing: { minSleepBytes: 100, stepBytes: 1, markFactor: 0.01 } });
    arena.mutate((mc, root) => fill(mc, root, 1000));
    arena.cycleDebt();
    expect(arena.phase).toBe("sleeping");
    arena.collectDebt();
    expect(arena.phase).toBe("marking");
  });

  it("keeps a slice near sliceMs", () => {
    const arena = makeList({ pacing: { ...PACING.lowLatency, markFactor: Infinity } });
    arena.mutate((mc, root) => fill(mc, root, 400_000));
    arena.collectAll();
    arena.mutate((mc) => mc.allocate(arena.metrics.liveBytes));
    arena.collectDebt();
    expect(arena.phase).toBe("marking");
    expect(arena.metrics.debtBytes).toBeGreaterThan(0);
  });

  it("with an infinite pauseFactor leaves the first cycle to minSleepBytes, and the memory limit awake", () => {
    const arena = makeList({ pacing: { pauseFactor: Infinity } });
    expect(arena.heap.wakeBytes).toBe(PACING.default.minSleepBytes);
    arena.mutate((mc, root) => fill(mc, root, 1));
    arena.collectAll();
    expect(arena.heap.wakeBytes).toBe(Infinity);
    arena.setMemoryLimit(16_000);
    expect(arena.heap.wakeBytes).toBe(15_000);
  });

  it("completes a partial setting from what is in force", () => {
    const arena = makeList({ pacing: "throughput" });
    arena.setPacing({ pauseFactor: 3 });
    expect(arena.pacing).toEqual({ ...PACING.throughput, pauseFactor: 3 });
  });
});

describe("bad settings", () => {
  const bad: [object | string, string][] = [
    [{ pauseFactor: -1 }, "pauseFactor must be at least 0, not -1"],
    [{ pauseFactor: Number.NaN }, "pauseFactor must be at least 0, not NaN"],
    [{ markFactor: 0 }, "markFactor must be at least 5e-324, not 0"],
    [{ stepBytes: 0 }, "stepBytes must be at least 1, not 0"],
    [{ minSleepBytes: "1" }, 'minSleepBytes must be a number, not the string "1"'],
    [{ sliceMs: -5 }, "sliceMs must be at least 5e-324, not -5"],
    ["fast", 'unknown pacing preset the string "fast"'],
  ];
  it.each(bad)("%j is refused by name, and changes nothing", (pacing, message) => {
    const arena = makeList();
    expect(() => arena.setPacing(pacing as never)).toThrow(message);
    expect(arena.pacing).toEqual(PACING.default);
    expect(() => makeList({ pacing: pacing as never })).toThrow(message);
  });

  it("of the memory limit and of steps are refused too", () => {
    const arena = makeList();
    expect(() => arena.setMemoryLimit(-1)).toThrow("hardBytes must be at least 0, not -1");
    expect(() => arena.setMemoryLimit(Number.NaN)).toThrow(RangeError);
    expect(() => arena.setMemoryLimit(10, Number.NaN)).toThrow(RangeError);
    expect(() => arena.collectStep(Number.NaN)).toThrow("workBytes must be at least 0, not NaN");
    expect(() => arena.mutate((mc) => void mc.alloc(new Node("x"), Number.NaN))).toThrow("bytes must be at least 0, not NaN");
    expect(arena.metrics.allocatedBytes).toBe(0);
  });
});

it("metrics count cycles, slices and their times", () => {
  const arena = makeList();
  arena.mutate((mc, root) => fill(mc, root, 1000));
  arena.collectAll();
  const { cycleCount, sliceCount, maxPauseMs, totalPauseMs, liveObjectCount } = arena.metrics;
  expect([cycleCount, sliceCount]).toEqual([1, 1]);
  expect(liveObjectCount).toBeGreaterThanOrEqual(1000);
  expect(totalPauseMs).toBeGreaterThan(0);
  expect(maxPauseMs).toBeLessThanOrEqual(totalPauseMs);
});
