import { Op, argA, encodeABC } from "@luster/bytecode";
import { describe, expect, it } from "vitest";
import { TRAP, TrappedCode, opcodeOf } from "../../src/value/trapped-code.js";

const code = Int32Array.from([1, 2, 3].map((a) => encodeABC(Op.MOVE, a, 200, 100)));

describe("TrappedCode", () => {
  it("traps every instruction and keeps its operands", () => {
    const words = new TrappedCode(code).closed();
    expect(Array.from(words, opcodeOf)).toEqual([TRAP, TRAP, TRAP]);
    expect(Array.from(words, argA)).toEqual([1, 2, 3]);
    expect(Array.from(words, (word) => word >>> 15)).toEqual(Array.from(code, (word) => word >>> 15));
  });

  it("opens one slot at a time", () => {
    const trapped = new TrappedCode(code);
    trapped.open(0);
    trapped.open(2);
    expect(Array.from(trapped.words, opcodeOf)).toEqual([TRAP, TRAP, Op.MOVE]);
    expect(Array.from(trapped.closed(), opcodeOf)).toEqual([TRAP, TRAP, TRAP]);
  });

  it("uses a number that is no opcode", () => {
    expect(Object.values(Op)).not.toContain(TRAP);
  });
});
