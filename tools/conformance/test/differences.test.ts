import { describe, expect, it } from "vitest";
import { listCases } from "../src/cases.js";
import { applyDifferences, readDifferences } from "../src/differences.js";
import { parseExpectations } from "../src/expectations.js";

const script = parseExpectations("-- expect: a\n-- expect: b\n-- expect: b");
const difference = (expected: string) => ({ case: "x/y.lua", expected, actual: "ours", reason: "for the test" });

describe("applyDifferences", () => {
  it("replaces the expected line of its case", () => {
    expect(applyDifferences("x/y.lua", script, [difference("a")]).output[0]).toEqual({ text: "ours", scriptLine: 1 });
  });
  it("leaves other cases alone", () => {
    expect(applyDifferences("x/z.lua", script, [difference("a")])).toEqual(script);
  });
  it("refuses an entry that fits no line, or several", () => {
    expect(() => applyDifferences("x/y.lua", script, [difference("c")])).toThrow('x/y.lua has 0 lines "c"');
    expect(() => applyDifferences("x/y.lua", script, [difference("b")])).toThrow('x/y.lua has 2 lines "b"');
  });
});

describe("expected-differences.json", () => {
  it("names cases that exist, and a reason for each", () => {
    const names = listCases().map(({ name }) => name);
    for (const { case: name, reason } of readDifferences()) {
      expect(names).toContain(name);
      expect(reason).not.toBe("");
    }
  });
});
