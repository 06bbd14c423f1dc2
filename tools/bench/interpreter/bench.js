// The bounds that the interpreter is held to besides its speed: memory per object, accounting, growth of tables, cost and pauses of the
// collector, start-up. `node --expose-gc --max-old-space-size=6000 interpreter/bench.js [--small] [name ...]` from tools/bench runs all of
// them, or those whose names contain a word given; `--small` is a minute's work less and is what the tests run. Times are processor time.
// Run it on an otherwise idle machine. Exit code 1 when a bound is missed.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Lua } from "@luster/lua";
import { Vm } from "@luster/vm";

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const accountedCase = process.argv.find((word) => word.startsWith("--account="))?.slice("--account=".length);
const isSmall = process.argv.includes("--small");
const LUSTER = fileURLToPath(new URL("../../../packages/cli/dist/luster.js", import.meta.url));

let isMissed = false;

function report(name, figure, bound, isMet) {
  if (!isMet) isMissed = true;
  console.log(`${name.padEnd(52)} ${figure.padEnd(34)} ${bound}${isMet ? "" : "   MISSED"}`);
}

const interpreter = (options = {}) => new Lua({ jit: false, ...options });

function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Milliseconds of processor time. */
function time(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

// ---- memory

// What a turn of the event loop has looked at through weak references stays until its end.
async function usedBytes() {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes that `source` leaves in use beyond those of `base`, both with their N set to `count`; they keep what they make in the global `kept`. */
async function bytesOf(source, base, count, options) {
  const lua = interpreter(options);
  const run = async (chunk, n) => {
    lua.run("kept = nil");
    const before = await usedBytes();
    lua.run(chunk.replaceAll("N", String(n)));
    return (await usedBytes()) - before;
  };
  await run(source, 5000);
  await run(base, 5000);
  const bytes = (await run(source, count)) - (await run(base, count));
  lua.run("kept = nil");
  return bytes;
}

async function object(name, make, bound, options) {
  const count = isSmall ? 250_000 : 500_000;
  const fill = (value) => `local make = ${make} kept = {} for i = 1, N do kept[i] = ${value} end`;
  const bytes = (await bytesOf(fill("make(i)"), fill("true"), count, options)) / count;
  report(name, `${bytes.toFixed(1)} bytes`, `<= ${bound}`, bytes <= bound);
}

async function memory() {
  await object("memory: empty table", "function() return {} end", 120);
  await object("memory: table of 3 fields", "function(i) return { x = i, y = i, z = i } end", 200);
  await object("memory: closure with one upvalue", "function(x) return function() return x end end", 176);
  const compiled = "function(x) local f = function() return x end f() f() f() return f end";
  await object("memory: the same, compiled", compiled, 288, { jit: { threshold: 2 } });
  const bytes = await bytesOf("kept = {} for i = 1, N do kept[i] = i end", "kept = {}", 1_000_000);
  report("memory: array of 1,000,000 integers", `${(bytes / 1e6).toFixed(2)} MB`, "<= 12 MB", bytes <= 12e6);
}

// ---- accounting

const ACCOUNTED = {
  "slices of long strings": "for i = 1, N do kept[i] = (('x'):rep(1000) .. i):sub(-20) end",
  "ropes, flattened later":
    "for i = 1, N do local s = i .. '' for j = 1, 30 do s = s .. j .. 'abc' end kept[i] = s end for i = 1, N do kept[i]:byte(5) end",
  "equal copies": "for i = 1, N do kept[i] = ('ab'):rep(200) end",
  "growing arrays": "for i = 1, N // 50 do local t = {} for j = 1, 50 do t[j] = j end kept[i] = t end",
  "growing records": "for i = 1, N // 10 do local t = {} for j = 1, 10 do t['field' .. j] = j end kept[i] = t end",
  dictionaries: "for i = 1, N do kept['key ' .. i] = i end",
  "sparse integers": "for i = 1, N do kept[i * 1000003] = i end",
  floats: "for i = 1, N do kept[i] = i + 0.5 end",
  "closures and coroutines":
    "for i = 1, N // 10 do local co = coroutine.create(function() coroutine.yield(i) end) coroutine.resume(co) kept[i] = co end",
};

/** Each in a process of its own, where nothing else is freed meanwhile. */
function accounting() {
  for (const name of Object.keys(ACCOUNTED)) {
    const size = isSmall ? ["--small"] : [];
    const output = execFileSync(process.execPath, [...process.execArgv, ...process.argv.slice(1, 2), ...size, `--account=${name}`]);
    const { real, accounted } = JSON.parse(output.toString());
    const figure = `${((accounted / real) * 100).toFixed(0)} % of ${(real / 1e6).toFixed(1)} MB`;
    report(`accounting: ${name}`, figure, ">= 90 %", accounted >= real * 0.9);
  }
}

async function account(name) {
  const source = `kept = {} ${ACCOUNTED[name].replaceAll("N", String(isSmall ? 100_000 : 400_000))} collectgarbage()`;
  interpreter().run(`kept = {} ${ACCOUNTED[name].replaceAll("N", "20000")}`);
  const before = await usedBytes();
  const lua = interpreter();
  const empty = lua.metrics.allocatedBytes;
  lua.run(source);
  const real = (await usedBytes()) - before;
  console.log(JSON.stringify({ real, accounted: lua.metrics.allocatedBytes - empty }));
}

// ---- growth of tables

const SCALED = {
  "queue, in at the tail and out at the head":
    "local head, tail = 1, 0 for i = 1, N do tail = tail + 1 t[tail] = i if i % 2 == 0 then t[head] = nil head = head + 1 end end",
  "sparse array": "for i = 1, N do t[i * 37] = i end",
  "string keys": "for i = 1, N do t['k' .. i] = i end",
  "counting down": "for i = N, 1, -1 do t[i] = i end",
  "nil holes": "for i = 1, N do t[i] = i if i % 3 == 0 then t[i - 1] = nil end end",
  array: "for i = 1, N do t[i] = i end",
};

/** A doubled table may take this many times as long: twice, and noise. */
const MOST_FOR_DOUBLE = 2.5;

function scaling() {
  const largest = isSmall ? 1_000_000 : 4_000_000;
  for (const [name, source] of Object.entries(SCALED)) {
    const cost = (count) => {
      const least = [1, 2, 3].map(() => {
        const lua = interpreter();
        const f = lua.load(`local t = {} ${source.replaceAll("N", String(count))}`);
        return time(() => f.call());
      });
      return Math.min(...least);
    };
    cost(largest / 8);
    const times = [];
    for (let count = largest / 4; count <= largest; count *= 2) times.push(cost(count));
    const ratios = times.slice(1).map((ms, i) => ms / times[i]);
    const figure = `${((times.at(-1) / largest) * 1e6).toFixed(0)} ns each, doubling ${ratios.map((ratio) => ratio.toFixed(2)).join(" ")}`;
    report(`scaling: ${name} to ${largest}`, figure, `<= ${MOST_FOR_DOUBLE}`, Math.max(...ratios) <= MOST_FOR_DOUBLE);
  }
}

function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The longest single insertion, in milliseconds of the processor, the best of some runs: the host's own collector may strike once. */
function longest(count, key, rounds = 3) {
  const chunk = `local clock, t, longest = clock, {}, 0
    for i = 1, ${count} do local start = clock() t[${key}] = i local ms = clock() - start if ms > longest then longest = ms end end
    return longest`;
  return Math.min(
    ...Array.from({ length: rounds }, () => {
      const lua = interpreter();
      lua.globals.set("clock", processorMs);
      return lua.run(chunk)[0];
    }),
  );
}

function insertions() {
  const count = isSmall ? 100_000 : 10_000_000;
  const rounds = isSmall ? 2 : 1;
  for (const [name, key] of [
    ["in order", "i"],
    ["counting down", `${count} - i`],
    ["sparse", "i * 1000003"],
    ["strings", "'k' .. i"],
  ]) {
    const ms = longest(count, key, rounds);
    report(`longest of ${count} insertions, ${name}`, `${ms.toFixed(1)} ms`, "<= 20 ms", ms <= 20);
  }
}

function equalLengths() {
  const lua = interpreter();
  const ms = time(() =>
    lua.run(
      "local t, tail = {}, ('x'):rep(19990) for i = 1, 2000 do t[('%010d'):format(i) .. tail] = i end local n = 0 for k in pairs(t) do n = n + t[k] end",
    ),
  );
  report("2,000 keys of 20,000 bytes", `${ms.toFixed(0)} ms`, "<= 1000 ms", ms <= 1000);
}

function manyKeys() {
  const count = isSmall ? 200_000 : 20_000_000;
  const lua = interpreter();
  const ms = time(() => lua.run(`local t = {} for i = 1, ${count} do t[i * 1000003] = true end return #t`));
  report(`${count} keys in one table`, `${((ms / count) * 1e6).toFixed(0)} ns each`, "ends", true);
}

// ---- the collector

const ALLOCATING = {
  trees: "local function tree(d) if d == 0 then return {} end return { tree(d - 1), tree(d - 1) } end for i = 1, N do tree(10) end",
  records: "local last for i = 1, N * 2000 do last = { x = i, y = last and last.x } end",
  closures: "local f for i = 1, N * 2000 do f = function() return i end end",
  strings: "local s for i = 1, N * 2000 do s = 'number ' .. i end",
};

function collector() {
  const size = isSmall ? 40 : 400;
  for (const [name, source] of Object.entries(ALLOCATING)) {
    const cost = (mode) => time(() => interpreter().run(`collectgarbage("${mode}") ${source.replaceAll("N", String(size))}`));
    const ratios = [];
    cost("restart");
    for (let round = 0; round < 7; round++) {
      const off = cost("stop");
      ratios.push(cost("restart") / off);
    }
    const ratio = median(ratios);
    report(`collector: ${name}`, `${((ratio - 1) * 100).toFixed(1)} % of the run without it`, "<= 10 %", ratio <= 1.1);
  }
}

function pauses() {
  const pauses = [];
  const { collectDue } = Vm.prototype;
  Vm.prototype.collectDue = function () {
    const start = processorMs();
    collectDue.call(this);
    const ms = processorMs() - start;
    // Most calls find nothing to do.
    if (ms > 0.02) pauses.push(ms);
  };
  try {
    const lua = interpreter();
    const live = isSmall ? 100_000 : 1_000_000;
    lua.run(`live = {} for i = 1, ${live} do live[i] = { x = i } end collectgarbage()`);
    const megabytes = lua.metrics.allocatedBytes / 1e6;
    pauses.length = 0;
    lua.run(`for i = 1, ${live * 4} do live[i % ${live} + 1] = { x = i } end`);
    pauses.sort((a, b) => a - b);
    const p99 = pauses[Math.floor(pauses.length * 0.99)] ?? 0;
    const figure = `p99 ${p99.toFixed(2)} ms, most ${(pauses.at(-1) ?? 0).toFixed(2)} ms of ${pauses.length}`;
    report(`pauses with ${megabytes.toFixed(0)} MB live`, figure, "p99 <= 2 ms", p99 <= 2);
  } finally {
    Vm.prototype.collectDue = collectDue;
  }
}

// ---- start-up

function startup() {
  for (let i = 0; i < 500; i++) interpreter();
  const count = 200;
  const ms = Math.min(...[1, 2, 3, 4, 5].map(() => time(() => Array.from({ length: count }, () => interpreter())) / count));
  report("a VM with all libraries, warm", `${ms.toFixed(2)} ms`, "<= 0.7 ms", ms <= 0.7);
  const wall = (...words) => {
    const start = performance.now();
    execFileSync(process.execPath, words);
    return performance.now() - start;
  };
  let node = Infinity;
  let luster = Infinity;
  for (let round = 0; round < (isSmall ? 5 : 21); round++) {
    node = Math.min(node, wall("-e", ""));
    luster = Math.min(luster, wall(LUSTER, "-e", ""));
  }
  const figure = `${(luster - node).toFixed(0)} ms (${node.toFixed(0)} and ${luster.toFixed(0)})`;
  report('luster -e "" beyond node -e ""', figure, "<= 45 ms", luster - node <= 45);
}

const benchmarks = { memory, accounting, scaling, insertions, equalLengths, manyKeys, collector, pauses, startup };
if (globalThis.gc === undefined) throw new Error("needs node --expose-gc");
if (accountedCase === undefined) {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (words.length === 0 || words.some((word) => name.includes(word))) await run();
  }
  process.exitCode = isMissed ? 1 : 0;
} else {
  await account(accountedCase);
}
