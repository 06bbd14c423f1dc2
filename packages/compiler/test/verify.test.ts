// The verifier accepts what the compiler makes, and of damaged chunks nothing that the model machine cannot run.
// LUSTER_MUTATIONS sets the number of damaged chunks.

import {
  ChunkFormatError,
  InvalidProtoError,
  OP_NAMES,
  dump,
  undump,
  verify,
  withA,
  withB,
  withC,
  withOp,
  type Op,
  type Proto,
} from "@luster/bytecode";
import { compile } from "@luster/compiler";
import { describe, expect, test } from "vitest";
import { runModel } from "./model-machine.js";

const SOURCES = [
  "local a, b = 1, 2; local function f() a = b; return f end; for i = 1, 10 do g(function() return i end) end return a",
  "for k, v in pairs(t) do if k == v then break elseif not k then return v end; x[k] = v .. k .. 1 end",
  "local t = {1, 2, f(), x = 1, [y] = 2, ...}; t.a, t[1], t = 1, t, {}; return #t, -t, ~t, t + 1, 2 * t, t // 0.5, t << 3",
  "do local x <close> = f(); local y <close> = g(x); h(function() return x, y end) if x then goto done end end ::done:: return f(...)",
  "while a do local b = c and d or e; if b < 5 and b ~= 'x' then goto continue end; a = b == nil; ::continue:: end",
  "repeat local x <close> = f(); local u = function() return x end until u(x)",
  "local function f(a, b, ...) local c <const> = 5; b = function(...) a = b; return c, ... end; return b(a:m(1, ...)) end return f(f(f()))",
  "for i = 10, 1, -1 do for j = i, i * 2 do local s = i + j; if s > 10 then break end; t[i][j] = function() s = s + 1; return s end end end",
  "local _ENV = {f = f}; x = f(y); local function g(_ENV, z) z.x = x; return function() return x, z end end",
  "::top:: local n = (n or 0) + 1; if n < 5 and not (n == 3) then goto top end; return n >= 3, n == 'a', n ~= 1.5, not n",
];

/** Numbers of 0 up to 1 from a seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}

function everyFunction(proto: Proto): Proto[] {
  return [proto, ...proto.protos.flatMap(everyFunction)];
}

describe("compiled code", () => {
  test.each(SOURCES)("passes, and the model machine runs it: %s", (source) => {
    const proto = compile(source, { chunkName: "=t" });
    expect(() => verify(proto)).not.toThrow();
    const random = randomNumbers(1);
    for (const each of everyFunction(proto)) for (let i = 0; i < 200; i++) runModel(each, random, 300);
  });

  test.each(SOURCES)("survives dump and undump: %s", (source) => {
    const proto = compile(source, { chunkName: "=t" });
    expect(undump(dump(proto), "=t")).toEqual(proto);
    expect(() => verify(undump(dump(proto, { isStripped: true }), "=t"))).not.toThrow();
  });
});

describe("damaged chunks", () => {
  const count = Number(process.env["LUSTER_MUTATIONS"] ?? 20_000);
  const HEADER_BYTES = 38;
  const chunks = SOURCES.map((source) => dump(compile(source, { chunkName: "=t" })));

  /** Runs a chunk's functions if the chunk is accepted; true if it was. */
  const tryChunk = (bytes: string, random: () => number): boolean => {
    let proto: Proto;
    try {
      proto = undump(bytes, "=t");
      verify(proto);
    } catch (error) {
      if (error instanceof ChunkFormatError || error instanceof InvalidProtoError) return false;
      throw error;
    }
    for (const each of everyFunction(proto)) for (let i = 0; i < 8; i++) runModel(each, random, 200);
    return true;
  };

  test(`bytes changed at random, ${count / 2} times`, { timeout: 600_000 }, () => {
    const random = randomNumbers(7);
    let accepted = 0;
    for (let i = 0; i < count / 2; i++) {
      let bytes = chunks[i % chunks.length]!;
      for (let change = 0; change <= random() * 2; change++) {
        const at = HEADER_BYTES + Math.floor(random() * (bytes.length - HEADER_BYTES));
        bytes = bytes.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + bytes.slice(at + 1);
      }
      if (tryChunk(bytes, random)) accepted++;
    }
    // Names and constants can be changed without harm, so some must pass.
    expect(accepted).toBeGreaterThan(count / 20);
  });

  test(`instructions changed at random, ${count / 2} times`, { timeout: 600_000 }, () => {
    const random = randomNumbers(11);
    let accepted = 0;
    for (let i = 0; i < count / 2; i++) {
      const proto = undump(chunks[i % chunks.length]!, "=t");
      const functions = everyFunction(proto);
      const { code } = functions[Math.floor(random() * functions.length)]!;
      for (let change = 0; change <= random() * 3; change++) damage(code, random);
      if (tryChunk(dump(proto), random)) accepted++;
    }
    expect(accepted).toBeGreaterThan(count / 100);
  });
});

/** Changes a field or the opcode of an instruction, or puts it elsewhere. */
function damage(code: Int32Array, random: () => number): void {
  const pc = Math.floor(random() * code.length);
  const word = code[pc]!;
  const small = Math.floor(random() * 8);
  switch (Math.floor(random() * 6)) {
    case 0:
      code[pc] = withA(word, small);
      return;
    case 1:
      code[pc] = withB(word, small);
      return;
    case 2:
      code[pc] = withC(word, small);
      return;
    case 3:
      code[pc] = withOp(word, Math.floor(random() * OP_NAMES.length) as Op);
      return;
    case 4:
      code[pc] = word ^ 0x8000;
      return;
    default: {
      const other = Math.floor(random() * code.length);
      code[pc] = code[other]!;
      code[other] = word;
    }
  }
}
