import { describe, expect, it } from "vitest";
import { failure, lua } from "../machine.js";

/** The values of a loop's variable, as text. */
const values = (header: string): unknown[] =>
  lua(`local t = {}; for i = ${header} do t[#t + 1] = i; if #t > 20 then break end end; return #t, t[1], t[#t]`);

describe("integer loops at the edges of 64 bits", () => {
  const min = -9223372036854775808n;
  const max = 9223372036854775807n;
  for (const [header, expected] of [
    ["math_min, math_min + 2", [3, min, min + 2n]],
    ["math_max - 2, math_max", [3, max - 2n, max]],
    ["math_max, math_max - 3, -2", [2, max, max - 2n]],
    ["1, math_max, 1 << 62", [2, 1, 4611686018427387905n]],
    ["-1, math_min, math_min", [1, -1, -1]],
    ["9007199254740990, 9007199254740993", [4, 9007199254740990, 9007199254740993n]],
    ["3, 2.9", [0, undefined, undefined]],
    ["1, 3.7", [3, 1, 3]],
    ["3, 0.5, -1", [3, 3, 1]],
    ["1, 1e100, 1 << 61", [4, 1, 6917529027641081857n]],
    ["1, -1e100", [0, undefined, undefined]],
    ["-1, -1e100, math_min", [1, -1, -1]],
    ["1, 0/0", [0, undefined, undefined]],
    ["math_min, 0/0", [0, undefined, undefined]],
    ["1, 0/0, math_min", [2, 1, min + 1n]],
    ["math_max, 1e100, -1", [0, undefined, undefined]],
    ["math_min, -1e100", [0, undefined, undefined]],
  ] as const) {
    it(`for i = ${header}`, () => {
      const source = header.replaceAll("math_min", "(1 << 63)").replaceAll("math_max", "~(1 << 63)");
      expect(values(source)).toEqual(expected);
    });
  }
});

describe("float loops", () => {
  it("add the step again and again", () => expect(values("1.0, 2, 0.5")).toEqual([3, { float: 1 }, { float: 2 }]));
  it("count down", () => expect(values("1.0, 0, -0.5")).toEqual([3, { float: 1 }, { float: 0 }]));
  it("are float loops if the step alone is a float", () => expect(values("1, 2, 1.0")).toEqual([2, { float: 1 }, { float: 2 }]));
  it("do not run when the limit is behind", () => expect(values("1.0, 0.5")).toEqual([0, undefined, undefined]));
  it("take strings for numbers", () => expect(values("'1', '2'")).toEqual([2, { float: 1 }, { float: 2 }]));
  it("run once from NaN, as PUC's do", () => expect(values("0/0, 1")).toEqual([1, NaN, NaN]));
  it("have no zero step", () => expect(failure("for i = 1.0, 2, 0.0 do end")).toBe("test:1: 'for' step is zero"));
});
