// Benchmarks of the arena alone. `node gc-arena/bench.js [name ...]` from tools/bench runs all of them, or those named;
// each prints its figure and the bound it is held to. Run it on an otherwise idle machine.
// Exit code 1 when a bound is missed.
import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Arena, finalize, trace } from "@luster/gc-arena";
import { WeakGcMap } from "@luster/gc-arena/containers";

const EMPTY = [];

/** A stand-in for a Lua table: an array part, slots, a metatable. */
class Table {
  constructor() {
    this.gcColor = 0;
    this.meta = undefined;
    this.slots = EMPTY;
    this.array = EMPTY;
  }

  [trace](tracer) {
    tracer.addBytes(56 + this.array.length * 8);
    const { array, slots } = this;
    for (let i = 0; i < array.length; i++) {
      const value = array[i];
      if (typeof value === "object") tracer.mark(value);
    }
    for (let i = 0; i < slots.length; i++) {
      const value = slots[i];
      if (typeof value === "object") tracer.mark(value);
    }
    if (this.meta !== undefined) tracer.mark(this.meta);
  }
}

function tree(depth) {
  const table = new Table();
  if (depth > 0) table.array = [tree(depth - 1), tree(depth - 1)];
  return table;
}

/** Tables that each point to two others, chosen by a fixed sequence of pseudo-random numbers. */
function randomGraph(mc, count) {
  const tables = Array.from({ length: count }, () => mc.alloc(new Table(), 72));
  let seed = 1;
  const next = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return tables[seed % count];
  };
  for (let i = 0; i < count; i++) tables[i].array = [tables[(i + 1) % count], next()];
  return tables[0];
}

function arenaOf(build, options) {
  return new Arena((mc) => build(mc), options);
}

function time(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function best(runs, work) {
  let least = Infinity;
  for (let i = 0; i < runs; i++) least = Math.min(least, time(work));
  return least;
}

let isMissed = false;

function report(name, figure, bound, isMet) {
  if (!isMet) isMissed = true;
  console.log(`${name.padEnd(34)} ${figure.padEnd(34)} ${bound}${isMet ? "" : "   MISSED"}`);
}

function markTree() {
  const arena = arenaOf(() => tree(19));
  const rate = 1_048_575 / best(20, () => arena.collectAll()) / 1000;
  report("mark a tree of 1,048,575 tables", `${rate.toFixed(1)} million objects/s`, ">= 12", rate >= 12);
}

function markRandom() {
  const count = 10_000_000;
  const arena = arenaOf((mc) => randomGraph(mc, count));
  const rate = count / best(3, () => arena.collectAll()) / 1000;
  report("mark a random graph of 10,000,000", `${rate.toFixed(1)} million objects/s`, "(reported)", true);
}

class Plain {
  constructor(left, right) {
    this.gcColor = 0;
    this.left = left;
    this.right = right;
  }

  [trace](tracer) {
    tracer.addBytes(40);
    if (this.left !== undefined) tracer.mark(this.left);
    if (this.right !== undefined) tracer.mark(this.right);
  }
}

/** Batches of 100,000, so that both loops run as fully optimized functions; the fastest batch of each counts. */
function allocate() {
  const count = 100_000;
  const arena = arenaOf(() => undefined);
  arena.stop();
  const keep = new Array(1024).fill(undefined);
  const plain = () => {
    for (let i = 0; i < count; i++) keep[i & 1023] = new Plain(undefined, undefined);
  };
  const tracedBody = (mc) => {
    for (let i = 0; i < count; i++) keep[i & 1023] = mc.alloc(new Plain(undefined, undefined), 40);
  };
  const traced = () => arena.mutate(tracedBody);
  let [plainMs, tracedMs] = [Infinity, Infinity];
  for (let i = 0; i < 1000; i++) {
    plainMs = Math.min(plainMs, time(plain));
    tracedMs = Math.min(tracedMs, time(traced));
  }
  const ratio = tracedMs / plainMs;
  const each = (ms) => ((ms * 1e6) / count).toFixed(1);
  report("allocate", `${ratio.toFixed(2)}x of plain new (${each(tracedMs)} / ${each(plainMs)} ns)`, "<= 1.3x", ratio <= 1.3);
}

function chainMs(length) {
  const arena = arenaOf((mc) => {
    const map = new WeakGcMap(mc);
    const keys = Array.from({ length: length + 1 }, () => new Plain(undefined, undefined));
    // The worst order: each entry is met before its key is reached.
    for (let i = length - 1; i >= 0; i--) map.set(mc, keys[i], keys[i + 1]);
    return { map, first: keys[0] };
  });
  return best(7, () => arena.collectAll());
}

function ephemerons() {
  chainMs(1000);
  const [small, large] = [chainMs(100_000), chainMs(1_000_000)];
  report("ephemeron chain of 100,000", `${small.toFixed(1)} ms`, "< 100 ms", small < 100);
  report("ephemeron chain, 10x longer", `${(large / small).toFixed(1)}x the time`, "<= 12x", large / small <= 12);
}

class Dying {
  constructor() {
    this.gcColor = 0;
  }

  [trace]() {}

  [finalize]() {}
}

function finalizers() {
  let least = Infinity;
  for (let run = 0; run < 5; run++) {
    const arena = arenaOf((mc) => {
      for (let i = 0; i < 100_000; i++) mc.registerFinalizer(mc.alloc(new Dying()));
      return undefined;
    });
    least = Math.min(
      least,
      time(() => arena.collectAll()),
    );
  }
  report("finalize 100,000 objects", `${least.toFixed(1)} ms`, "< 100 ms", least < 100);
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Slices of 1 ms over 10 million live objects, while the program goes on; those in which V8 collected do not count. */
async function pauses() {
  const hostCollections = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) hostCollections.push([entry.startTime, entry.startTime + entry.duration]);
  });
  observer.observe({ entryTypes: ["gc"] });
  const pacing = { pauseFactor: 0.02, minSleepBytes: 0, markFactor: 64, stepBytes: 4096, sliceMs: 1 };
  const arena = arenaOf((mc) => randomGraph(mc, 10_000_000), { pacing });
  const slices = [];
  // Processor time of each slice, for machines on which other programs run; it includes the host's helper threads.
  const cpuTimes = [];
  while (arena.metrics.cycleCount < 2) {
    arena.mutate((mc, root) => {
      for (let i = 0; i < 200; i++) root.array[1] = mc.alloc(new Table(), 56);
      mc.backwardBarrier(root);
    });
    const cpuBefore = process.cpuUsage();
    const start = performance.now();
    arena.collectDebt();
    slices.push([start, performance.now()]);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpuTimes.push((user + system) / 1000);
    if (slices.length % 50 === 0) await nextTurn();
  }
  await nextTurn();
  observer.disconnect();
  const overlaps = ([from, to]) => hostCollections.some(([start, end]) => start < to && end > from);
  const times = slices.filter((slice) => !overlaps(slice)).map(([from, to]) => to - from);
  const [wall, wallWorst] = [percentile(times, 0.99), percentile(times, 0.999)];
  const [cpu, cpuWorst] = [percentile(cpuTimes, 0.99), percentile(cpuTimes, 0.999)];
  const figure = `99 %: ${wall.toFixed(2)} ms, 99.9 %: ${wallWorst.toFixed(2)} ms`;
  report("slices of 1 ms, 10,000,000 live", figure, "<= 2 ms, <= 5 ms", wall <= 2 && wallWorst <= 5);
  const detail = `${times.length} slices, ${slices.length - times.length} left out; processor time 99 %: ${cpu.toFixed(2)} ms, 99.9 %: ${cpuWorst.toFixed(2)} ms`;
  console.log(`${" ".repeat(35)}(${detail})`);
}

const benchmarks = { markTree, allocate, ephemerons, finalizers, markRandom, pauses };
const chosen = process.argv.slice(2);
for (const [name, run] of Object.entries(benchmarks)) if (chosen.length === 0 || chosen.includes(name)) await run();
process.exitCode = isMissed ? 1 : 0;
