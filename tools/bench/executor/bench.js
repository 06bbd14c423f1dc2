// Benchmarks of the executor and its host API. `node --expose-gc executor/bench.js [name ...]` from tools/bench runs all of them, or those
// whose names contain a word given, each in a process of its own: what V8 has optimised for one would weigh on the next. Each prints our figure, PUC-Rio's (`lua5.4`, where there is one) and wasmoon's from the same run, and the
// bound that ours is held to. Run it on an otherwise idle machine. Exit code 1 when a bound is missed.
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Lua } from "@luster/lua";
import { LuaFactory } from "wasmoon";

const ROUNDS = 5;

/** Loops in Lua; `N` is their number of turns, `host` a function of the host (in PUC-Rio's case, of C). */
const SWITCH = "local co = coroutine.wrap(function() while true do coroutine.yield() end end) for i = 1, N do co() end";
const RESUME =
  "local co = coroutine.create(function() while true do coroutine.yield(1) end end) for i = 1, N do coroutine.resume(co, 1) end";
const CREATE = "local function body() end for i = 1, N do coroutine.wrap(body)() end";
const ERROR = 'local function fail() error("no") end for i = 1, N do pcall(fail) end';
const ERROR_DIRECT = 'for i = 1, N do pcall(error, "no") end';
const HOST = "local host = host for i = 1, N do host(i) end";
const AWAIT = "local host = hostAsync for i = 1, N do host(i) end";

const wasmoon = await new LuaFactory().createEngine();
const host = (n) => n;
const hostAsync = (n) => Promise.resolve(n);
wasmoon.global.set("host", host);
const lua = new Lua();
lua.globals.set("host", host);
lua.globals.set("hostAsync", hostAsync);

const withCount = (source, count) => source.replaceAll("N", String(count));

/** Nanoseconds per turn of the best of some rounds, for each implementation; the rounds are interleaved. */
function best(count, implementations) {
  const least = implementations.map(() => Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    implementations.forEach((run, i) => (least[i] = Math.min(least[i], run())));
  }
  return least.map((ms) => (ms / count) * 1e6);
}

/** Milliseconds of processor time, which is what `os.clock` tells of PUC-Rio's interpreter. */
function time(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

async function timeAsync(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Milliseconds that PUC-Rio's interpreter takes for a chunk; NaN where there is none. */
function puc(source, prelude = "") {
  const program = `${prelude} local clock = os.clock; local start = clock(); (function() ${source} end)(); io.write((clock() - start) * 1000)`;
  try {
    return Number(execFileSync("lua5.4", ["-e", program], { encoding: "utf8" }));
  } catch {
    return NaN;
  }
}

let isMissed = false;

const shown = (ns) => (Number.isNaN(ns) ? "-" : ns >= 10_000 ? `${(ns / 1000).toFixed(1)} us` : `${ns.toFixed(0)} ns`).padStart(10);

function report(name, [ours, pucs, wasmoons], bound, isMet) {
  if (!isMet) isMissed = true;
  console.log(`${name.padEnd(44)}${shown(ours)}${shown(pucs)}${shown(wasmoons)}   ${bound}${isMet ? "" : "   MISSED"}`);
}

/** A loop in Lua, on all three. Wasmoon gets fewer turns: it is slow at some of them. */
function loop(source, count, { prelude = "", wasmoonCount = count, chunk = withCount(source, count) } = {}) {
  const f = lua.load(chunk);
  const ours = () => time(() => f.call());
  const theirs = () => (time(() => wasmoon.doStringSync(withCount(source, wasmoonCount))) * count) / wasmoonCount;
  return best(count, [ours, () => puc(chunk, prelude), theirs]);
}

const benchmarks = {
  "resume and yield (wrap)"(name) {
    const figures = loop(SWITCH, 2_000_000, { wasmoonCount: 100_000 });
    report(name, figures, "< 100 ns and faster than PUC-Rio", figures[0] < 100 && !(figures[0] >= figures[1]));
  },

  "resume and yield, with values"(name) {
    const figures = loop(RESUME, 2_000_000, { wasmoonCount: 100_000 });
    report(name, figures, "< 100 ns and faster than PUC-Rio", figures[0] < 100 && !(figures[0] >= figures[1]));
  },

  "create and finish a coroutine"(name) {
    const figures = loop(CREATE, 500_000, { wasmoonCount: 50_000 });
    report(name, figures, "< 500 ns", figures[0] < 500);
  },

  "error and pcall"(name) {
    const figures = loop(ERROR, 500_000, { wasmoonCount: 20_000 });
    report(name, figures, "< 500 ns", figures[0] < 500);
  },

  "error called by pcall"(name) {
    const figures = loop(ERROR_DIRECT, 500_000, { wasmoonCount: 20_000 });
    report(name, figures, "< 500 ns", figures[0] < 500);
  },

  "Lua to host"(name) {
    // PUC-Rio's host is C.
    const figures = loop(HOST, 2_000_000, { prelude: "host = math.abs", wasmoonCount: 100_000 });
    report(name, figures, "< 100 ns", figures[0] < 100);
  },

  "host to Lua"(name) {
    const count = 200_000;
    const f = lua.load("local function f(x) return x end return f").call()[0];
    const g = wasmoon.doStringSync("return function(x) return x end");
    const loopOver = (call) => () =>
      time(() => {
        for (let i = 0; i < count; i++) call(i);
      });
    const [ours, theirs] = best(count, [loopOver((i) => f.call(i)), loopOver((i) => g(i))]);
    report(name, [ours, NaN, theirs], "< 300 ns", ours < 300);
  },

  async "await a host promise"(name) {
    const count = 20_000;
    const chunk = withCount(AWAIT, count);
    let least = Infinity;
    let own = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      least = Math.min(least, await timeAsync(() => lua.runAsync(chunk)));
      const plain = async () => {
        for (let i = 0; i < count; i++) await hostAsync(i);
      };
      own = Math.min(own, await timeAsync(plain));
    }
    const above = ((least - own) / count) * 1e6;
    report(name, [above, NaN, NaN], "< 5 us above the promise's own cost", above < 5000);
  },

  "bytes of a suspended coroutine"(name) {
    const { gc } = globalThis;
    if (gc === undefined) return console.log(`${name.padEnd(44)} needs node --expose-gc`);
    const count = 1_000_000;
    gc();
    const before = process.memoryUsage();
    const own = new Lua();
    own.run(`threads = {} local yield = coroutine.yield
      local function body(x) yield(x) return x end
      for i = 1, ${count} do local co = coroutine.create(body) coroutine.resume(co, i) threads[i] = co end`);
    gc();
    const after = process.memoryUsage();
    const bytes = (after.heapUsed + after.external - before.heapUsed - before.external) / count;
    const charged = own.metrics.allocatedBytes / count;
    const isMet = bytes < 1024;
    if (!isMet) isMissed = true;
    const line = `${name.padEnd(44)}${bytes.toFixed(0).padStart(7)} B  (charged: ${charged.toFixed(0)} B)`;
    console.log(`${line}   < 1 KB${isMet ? "" : "   MISSED"}`);
    return own;
  },
};

/** Before the name of the one benchmark that a process is to run. */
const ONLY = "--only";

const words = process.argv.slice(2);
if (words[0] === ONLY) {
  await benchmarks[words[1]](words[1]);
} else {
  console.log(`${"".padEnd(44)}${["ours", "lua5.4", "wasmoon"].map((title) => title.padStart(10)).join("")}`);
  for (const name of Object.keys(benchmarks)) {
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
    const args = [...process.execArgv, fileURLToPath(import.meta.url), ONLY, name];
    if (spawnSync(process.execPath, args, { stdio: "inherit" }).status !== 0) isMissed = true;
  }
}
process.exitCode = isMissed ? 1 : 0;
