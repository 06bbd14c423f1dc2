// Binary chunks that were tampered with: what undump and the verifier let through may compute nonsense, but cannot break the machine.
import { ChunkFormatError, InvalidProtoError, dump, undump, verify } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import { compile } from "@luster/compiler";
import { FuelLimitError, LuaError, instantiate } from "@luster/vm";
import type { Vm } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { machine } from "../machine.js";

const MUTANTS = 100_000;
const FUEL = 500;
const MEBIBYTE = 1 << 20;
/** Mutants that share a machine: what one leaves behind is there for the next. */
const PER_MACHINE = 500;
const TIME_LIMIT_MS = 300_000;

const SOURCES = [
  "local a, b = 1, 2.5 return a + b, a - b, a * b, a / b, a // b, a % b, a ^ b, -a, #'x', not a, ~a, a & 3, a | 4, a ~ 5, a << 1, a >> 1",
  "local t = { 1, 2, x = 3, [10] = 4 } t.y = t.x; t[1], t[2] = t[2], t[1] t[t.x] = #t return t.x, t[1], t.y",
  "local s = 0 for i = 1, 5 do s = s + i end for i = 3.0, 1, -1 do s = s - i end while s > 3 do s = s - 1 end repeat s = s + 1 until s > 9 return s",
  "local function f(a, ...) local n = select('#', ...) return n > 0 and f(...) or a end return f(1, 2, 3), (f(4, nil))",
  "local n = 0 local function count() n = n + 1 return n end count() local function f() return count, n end return f()",
  "local log = {} do local x <close> = setmetatable({}, { __close = function(_, e) log[1] = e end }) if #log > 0 then return 1 end end return log",
  "local t = {} for k, v in next, { 1, 2, a = 3 } do t[#t + 1] = k end goto done t = nil ::done:: return #t, 'a' .. 1 .. 'b'",
  "local mt = {} mt.__index = function(t, k) return k end mt.__add = function(a, b) return b end local o = setmetatable({}, mt) return o.x + 1, o + 2, o == o, 1 < 2, 'a' <= 'b'",
  "local a, b, c = ... if a == 1 and b ~= nil or not c then return a elseif a == 'x' then return b else return c, a == 2.0, a == true end",
  "local co = wrap(function(...) local x = yield(1, ...) return x, pcall(error, 'e') end) return co(5), co(6)",
];

/** A small generator of pseudo-random numbers (mulberry32), so that a failure can be repeated. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % limit;
  };
}

/** Changes some bytes behind the header: any value, one bit, or the byte of another place. */
function mutate(chunk: string, random: (limit: number) => number): string {
  const header = 38;
  const bytes = Array.from(chunk, (byte) => byte.charCodeAt(0));
  for (let changes = 1 + random(3); changes > 0; changes--) {
    const at = header + random(bytes.length - header);
    const kind = random(3);
    const old = bytes[at] as number;
    bytes[at] = kind === 0 ? random(256) : kind === 1 ? old ^ (1 << random(8)) : (bytes[header + random(bytes.length - header)] as number);
  }
  return String.fromCharCode(...bytes);
}

function accepted(chunk: string): Proto | undefined {
  try {
    const proto = undump(chunk, "=mutant");
    verify(proto);
    return proto;
  } catch (error) {
    if (error instanceof ChunkFormatError || error instanceof InvalidProtoError) return undefined;
    throw error;
  }
}

function run(vm: Vm, proto: Proto): void {
  try {
    vm.run(
      (cx) => ({ callee: instantiate(cx, proto, cx.globals), args: [1, "x"] }),
      () => undefined,
      { fuelLimit: FUEL },
    );
  } catch (error) {
    if (!(error instanceof LuaError) && !(error instanceof FuelLimitError)) throw error;
  }
}

describe("mutated chunks", () => {
  it(
    `are refused, or run without harm (${MUTANTS})`,
    () => {
      const chunks = SOURCES.map((source) => dump(compile(source, { chunkName: "=source" }), { isStripped: true }));
      const whole = SOURCES.map((source) => dump(compile(source, { chunkName: "=source" })));
      let runs = 0;
      let vm = machine([], { memoryLimitBytes: 4 * MEBIBYTE });
      for (let seed = 0; seed < MUTANTS; seed++) {
        const random = randomFrom(seed);
        const chunk = (seed % 4 === 0 ? whole : chunks)[random(SOURCES.length)] as string;
        if (seed % PER_MACHINE === 0) vm = machine([], { memoryLimitBytes: 4 * MEBIBYTE });
        try {
          const proto = accepted(mutate(chunk, random));
          if (proto === undefined) continue;
          runs++;
          run(vm, proto);
        } catch (error) {
          throw new Error(`mutant ${seed}: ${String(error)}`, { cause: error });
        }
      }
      // Enough of them get through for the test to mean something.
      expect(runs).toBeGreaterThan(MUTANTS / 10);
      expect(runs).toBeLessThan(MUTANTS);
    },
    TIME_LIMIT_MS,
  );
});
