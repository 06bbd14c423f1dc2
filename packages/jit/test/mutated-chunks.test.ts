// Binary chunks that were tampered with, compiled from the first call on: what undump and the verifier let through may compute nonsense,
// but nothing is thrown that is no Lua error, nothing runs on, and nothing is reached that belongs to the host. LUSTER_MUTANTS says how many.

import { ChunkFormatError, InvalidProtoError, dump, undump, verify } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import { compile } from "@luster/compiler";
import { FuelLimitError, LuaError, Table, instantiate, isFunction, isNumber } from "@luster/vm";
import { expect, it } from "vitest";
import { Choices } from "./choices.js";
import { Machine, leavesAtRandom } from "./machine.js";

const MUTANTS = Number(process.env["LUSTER_MUTANTS"] ?? 4000);
const MEBIBYTE = 1 << 20;
/** Mutants that share a machine: what one leaves behind is there for the next. */
const PER_MACHINE = 500;
const TIME_LIMIT_MS = 3_600_000;
/** Bytes at the beginning that say what a chunk is. */
const HEADER_BYTES = 38;

const SOURCES = [
  "local a, b = 1, 2.5 for i = 1, 4 do a = a + b; b = a - i * b; a = b / a // 1 % 7 ^ 2; b = -a; a = ~i & 3 | 4 ~ 5 << 1 >> 1 end return a, b, not a, #'x'",
  "local t = { 1, 2, x = 3, [10] = 4 } for i = 1, 4 do t.y = t.x; t[1], t[2] = t[2], t[1]; t[t.x] = #t; t['k' .. i] = i end return t.x, t[1], t.y",
  "local s = 0 for i = 1, 5 do s = s + i end for i = 3.0, 1, -1 do s = s - i end while s > 3 do s = s - 1 end repeat s = s + 1 until s > 9 return s",
  "local function f(a, ...) local n = select('#', ...) return n > 0 and f(...) or a end for i = 1, 3 do f(i, ...) end return f(1, 2, 3), (f(4, nil))",
  "local n = 0 local function count(d) n = n + d return n end for i = 1, 3 do count(i) end local function f() return count, n end return f()",
  "local log = {} for i = 1, 3 do local x <close> = setmetatable({}, { __close = function(_, e) log[i] = e end }) if #log > 2 then return 1 end end return log",
  "local t = {} for k, v in next, { 1, 2, a = 3 } do t[#t + 1] = k end for i, v in ipairs(t) do if v == 2 then goto done end end t = nil ::done:: return t, 'a' .. 1 .. 'b'",
  "local mt = {} mt.__index = function(t, k) return k end mt.__add = function(a, b) return b end local o = setmetatable({}, mt) for i = 1, 3 do mt[i] = o.x + 1 end return o + 2, o == o, 1 < 2, 'a' <= 'b'",
  "local a, b, c = ... for i = 1, 3 do if a == 1 and b ~= nil or not c then a = b elseif a == 'x' then b = c else return c, a == 2.0, a == true end end return a <= 3, b",
  "local C = {} C.__index = C function C:add(n) self.n = (self.n or 0) + n; return self end local o = setmetatable({}, C) for i = 1, 5 do o:add(i):add(0.5) end return o.n",
  "local co = coroutine.wrap(function(...) for i = 1, 3 do local x = coroutine.yield(i, ...) end return pcall(error, 'e') end) return co(5), co(6), co(7), co(8)",
];

/** Changes some bytes behind the header: any value, one bit, or the byte of another place. */
function mutate(chunk: string, choices: Choices): string {
  const bytes = Array.from(chunk, (byte) => byte.charCodeAt(0));
  const place = (): number => HEADER_BYTES + choices.below(bytes.length - HEADER_BYTES);
  for (let changes = 1 + choices.below(3); changes > 0; changes--) {
    const at = place();
    const old = bytes[at] as number;
    bytes[at] = choices.pick([() => choices.below(256), () => old ^ (1 << choices.below(8)), () => bytes[place()] as number])();
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

const KINDS = ["undefined", "boolean", "string", "number"];

/** Runs a chunk; what it returns has to be made of Lua values. */
function run(machine: Machine, proto: Proto): void {
  try {
    machine.vm.run(
      (cx) => ({ callee: instantiate(cx, proto, cx.globals), args: [1, "x", 2.5] }),
      (_, values) => {
        for (const value of values) {
          expect(KINDS.includes(typeof value) || value instanceof Table || isFunction(value) || isNumber(value)).toBe(true);
        }
      },
      machine.mode,
    );
  } catch (error) {
    if (!(error instanceof LuaError) && !(error instanceof FuelLimitError)) throw error;
    // An exception of JavaScript would come as the cause.
    if (error.cause instanceof Error) throw error.cause;
  }
}

it.each([
  { name: "compiled", leaves: undefined },
  { name: "compiled, and left again and again", leaves: leavesAtRandom(20) },
])(`mutated chunks run without harm: $name`, { timeout: TIME_LIMIT_MS }, ({ leaves }) => {
  const chunks = [true, false].map((isStripped) =>
    SOURCES.map((source) => dump(compile(source, { chunkName: "=source" }), { isStripped })),
  );
  const jit = { threshold: 0, ...(leaves === undefined ? {} : { leaves }) };
  const newMachine = (): Machine => new Machine({ jit, fuelLimit: 500, memoryLimitBytes: 4 * MEBIBYTE });
  let machine = newMachine();
  let runs = 0;
  for (let seed = 1; seed <= MUTANTS; seed++) {
    const choices = Choices.fromSeed(seed);
    if (seed % PER_MACHINE === 0) machine = newMachine();
    try {
      const proto = accepted(mutate(choices.pick(choices.pick(chunks)), choices));
      if (proto === undefined) continue;
      runs++;
      run(machine, proto);
    } catch (error) {
      throw new Error(`mutant ${seed}: ${String(error)}`, { cause: error });
    }
  }
  expect(runs).toBeGreaterThan(MUTANTS / 10);
});
