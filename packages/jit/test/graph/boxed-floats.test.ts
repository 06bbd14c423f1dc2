import { describe, expect, it } from "vitest";
import { staysBoxed } from "../../src/graph/boxed-floats.js";
import { protoOf } from "./graph.js";

/** Whether the first parameter, `a` of `a, b, c`, is left a Lua value. */
const isLeft = (body: string): boolean => staysBoxed(protoOf(body), 0, 0);

describe("a float stays the Lua value that it came as", () => {
  it("where it is passed on, stored or compared", () => expect(isLeft("b(a); c.x = a; if a < b then return a end")).toBe(true));

  it("where it is calculated with once", () => expect(isLeft("return a * b")).toBe(true));

  it("but not where it is calculated with twice", () => expect(isLeft("return a * b + a")).toBe(false));

  it("nor where that is done in a loop", () => {
    expect(isLeft("for i = 1, 9 do b = b + a end return b")).toBe(false);
    expect(isLeft("while b < c do b = b + a end return b")).toBe(false);
  });

  it("and what comes after it was written to anew does not count", () => expect(isLeft("a = a * b; return a * a")).toBe(true));
});
