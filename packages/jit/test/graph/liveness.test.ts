import { describe, expect, it } from "vitest";
import { Op, opOf } from "@luster/bytecode";
import { keptRegisters } from "../../src/graph/liveness.js";
import { blocksOf, protoOf } from "./graph.js";

/** Registers kept before the first instruction of a kind. */
function keptAt(body: string, op: Op): number[] {
  const proto = protoOf(body);
  const pc = proto.code.findIndex((word) => opOf(word) === op);
  return [...(keptRegisters(proto, blocksOf(proto))[pc] ?? [])].sort((x, y) => x - y);
}

describe("kept registers", () => {
  it("are the function and arguments of a call, and the locals in scope", () => {
    expect(keptAt("a(b)", Op.CALL)).toEqual([0, 1, 2, 3, 4]);
  });

  it("leave out temporaries that were used", () => {
    expect(keptAt("local x = a + b; return x * c", Op.MUL)).toEqual([0, 1, 2, 3]);
  });

  it("keep what the next turn of a loop reads", () => {
    expect(keptAt("local s = 0; for i = 1, a do s = s + i end return s", Op.ADD)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("are undefined where nothing comes", () => {
    const proto = protoOf("do return a end b = 1");
    expect(keptRegisters(proto, blocksOf(proto)).some((kept) => kept === undefined)).toBe(true);
  });
});
