import { describe, expect, it } from "vitest";
import { dominates, immediateDominators } from "../../src/graph/dominators.js";
import { findNesting } from "../../src/graph/loops.js";
import { blocksOf, protoOf } from "./graph.js";

const nestingOf = (body: string): ReturnType<typeof findNesting> => findNesting(blocksOf(protoOf(body)));

describe("dominators", () => {
  it("are dominated by the block before the branch, not by a side of it", () => {
    const blocks = blocksOf(protoOf("if a then b = 1 else b = 2 end return b"));
    expect(immediateDominators(blocks)).toEqual([0, 0, 0, 0]);
  });

  it("go on through a chain", () => {
    const dominators = immediateDominators(blocksOf(protoOf("if a then if b then c = 1 end end return c")));
    expect(dominates(dominators, 0, dominators.length - 1)).toBe(true);
    expect(dominates(dominators, 1, dominators.length - 1)).toBe(false);
  });
});

describe("loops", () => {
  it.each([
    ["return a", 0],
    ["while a do a = b end", 1],
    ["for i = 1, a do for j = 1, b do c = j end end", 2],
    ["repeat a = b until c", 1],
    ["for k in a do b = k end", 1],
    ["::top:: a = b; if c then goto top end", 1],
  ])("%s has %i", (body, count) => {
    const { isHeader, isReducible } = nestingOf(body);
    expect(isHeader.filter((is) => is)).toHaveLength(count);
    expect(isReducible).toBe(true);
  });

  it("finds a cycle with two entries irreducible", () => {
    expect(nestingOf("if a then goto two end ::one:: b = c ::two:: c = a; if b then goto one end").isReducible).toBe(false);
  });
});
