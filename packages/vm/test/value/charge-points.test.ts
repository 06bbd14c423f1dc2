import { describe, expect, it } from "vitest";
import { Op, OP_INFO, argBx, argSJ, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";
import { compile } from "@luster/compiler";
import { LoadedProto } from "@luster/vm";
import { CHARGE_DISTANCE, isChargePoint } from "@luster/vm/tier";
import { randomSource } from "./random.js";

const load = (source: string): LoadedProto => LoadedProto.load(compile(source, { chunkName: "=x" }));

/** The most instructions that follow each other, by whatever jumps forward, without a charge. */
function longestRun({ code, proto }: LoadedProto): number {
  const words = proto.code as ArrayLike<number> as ArrayLike<Instruction>;
  const runs = new Array<number>(words.length + 3).fill(-1);
  runs[0] = 0;
  let longest = 0;
  for (let pc = 0; pc < words.length; pc++) {
    if ((runs[pc] as number) < 0) continue;
    const run = isChargePoint(code, pc) ? 1 : (runs[pc] as number) + 1;
    longest = Math.max(longest, run);
    for (const next of nextOf(words, pc)) if (next > pc) runs[next] = Math.max(runs[next] as number, run);
  }
  return longest;
}

function nextOf(words: ArrayLike<Instruction>, pc: number): number[] {
  const word = words[pc] as Instruction;
  const op = opOf(word);
  if (op === Op.JMP) return [pc + 1 + argSJ(word)];
  if (op === Op.FORPREP) return [pc + 1, pc + 2 + argBx(word)];
  if (op === Op.TFORPREP) return [pc + 1 + argBx(word)];
  if (op === Op.LFALSESKIP) return [pc + 2];
  if (OP_INFO[op]?.isTest === true) return [pc + 2, pc + 2 + argSJ(words[pc + 1] as Instruction)];
  return op === Op.RETURN || op === Op.RETURN0 || op === Op.RETURN1 ? [] : [pc + 1];
}

describe("charge points", () => {
  it("are not needed in functions of up to 1,024 instructions", () => {
    const loaded = load(`local x = 0 ${"x = x + 1 ".repeat(1000)}`);
    expect(loaded.code).toBe(loaded.proto.code);
    expect(loaded.entryFuel).toBe(loaded.proto.code.length);
  });

  it("stand 1,024 instructions apart in straight code", () => {
    const loaded = load(`local x = 0 ${"x = x + 1 ".repeat(10_000)}`);
    const pcs = [...loaded.code.keys()].filter((pc) => isChargePoint(loaded.code, pc));
    expect(pcs).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n * CHARGE_DISTANCE));
    expect(loaded.entryFuel).toBe(CHARGE_DISTANCE);
  });

  it("cannot be leapt over", () => {
    const { below } = randomSource("charge points");
    const statements = [
      () => "x = x + 1",
      () => `if x then ${"x = x + 1 ".repeat(below(60))} end`,
      () => `if x then x = 1 ${"x = x + 1 ".repeat(below(40))} else ${"x = x + 2 ".repeat(below(2000))} end`,
      () => `for i = 1, x do ${"x = x + 1 ".repeat(below(1500))} end`,
      () => "for k, v in f, g do x = k end",
      () => "x = x == 1 or f(g(), g())",
      () => "repeat until x",
      () => "do goto skip x = x + 1 ::skip:: end",
      () => "x = {x, f(...)}",
    ];
    for (let i = 0; i < 8; i++) {
      const body = Array.from({ length: 150 }, () => (statements[below(statements.length)] as () => string)());
      const loaded = load(`local x, f, g = ...\n${body.join("\n")}`);
      expect(longestRun(loaded)).toBeLessThan(CHARGE_DISTANCE + 24);
    }
  });
});
