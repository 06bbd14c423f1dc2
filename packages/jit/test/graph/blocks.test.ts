import { describe, expect, it } from "vitest";
import { Op, encodeABC, opOf } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import { UnsupportedError, buildBlocks } from "../../src/graph/blocks.js";
import { blocksOf, protoOf } from "./graph.js";

const shape = (body: string): number[][] => blocksOf(protoOf(body)).map(({ successors }) => successors.map(({ index }) => index));

describe("blocks", () => {
  it("is one block for straight code", () => expect(shape("return a + b")).toEqual([[]]));

  it("branches to both sides, which meet again", () => {
    const blocks = blocksOf(protoOf("if a then b = 1 else b = 2 end return b"));
    expect(blocks).toHaveLength(4);
    expect(blocks[0]?.successors).toHaveLength(2);
    expect(blocks[3]?.predecessors).toHaveLength(2);
  });

  it("comes in reverse postorder: only jumps back go to an earlier block", () => {
    const blocks = blocksOf(protoOf("while a do if b then a = c end end return a"));
    const back = blocks.flatMap((from) => from.successors.filter((to) => to.index <= from.index));
    expect(back.map(({ start }) => start)).toEqual([0, 0].slice(0, back.length));
    expect(back.length).toBeGreaterThan(0);
  });

  it("contains what is reached from the entry alone", () => {
    const proto = protoOf("local s = 0; for i = 1, a do s = s + i end return s");
    const header = proto.code.findIndex((word) => opOf(word) === Op.FORPREP) + 1;
    const blocks = blocksOf(proto, header);
    expect(blocks[0]?.start).toBe(header);
    expect(blocks.every(({ start }) => start >= header)).toBe(true);
  });

  it("refuses an open list that is not made right before it is taken", () => {
    const code = Int32Array.from([encodeABC(Op.VARARG, 0, 0, 0), encodeABC(Op.MOVE, 2, 1, 0), encodeABC(Op.RETURN, 0, 0, 0)]);
    const proto: Proto = { ...protoOf("return a"), code };
    expect(() => buildBlocks(proto, 0)).toThrow(UnsupportedError);
  });
});
