import { describe, expect, it } from "vitest";
import { parseExpectations, stripExpectations } from "../src/expectations.js";

const expectations = (...lines: string[]) => parseExpectations(lines.join("\n"));

describe("parseExpectations", () => {
  it("reads one line of output per comment, with its place", () => {
    expect(expectations("print(1) -- expect: 1", "", "-- expect: two words").output).toEqual([
      { text: "1", scriptLine: 1 },
      { text: "two words", scriptLine: 3 },
    ]);
  });
  it("keeps blanks, tabs and comment signs of the text", () => {
    expect(expectations("f() -- expect:  a\t-- b ").output).toEqual([{ text: " a\t-- b ", scriptLine: 1 }]);
  });
  it("reads an empty line of output", () => {
    expect(expectations("print() -- expect:").output).toEqual([{ text: "", scriptLine: 1 }]);
  });
  it("reads the message of the error that ends the script", () => {
    expect(expectations("print(1) -- expect: 1", "error('x', 0) -- expect error: x")).toEqual({
      output: [{ text: "1", scriptLine: 1 }],
      error: { text: "x", scriptLine: 2 },
    });
  });
  it("takes other comments for comments", () => {
    expect(expectations("-- expected: no", "-- We expect: nothing")).toEqual({ output: [] });
  });
});

describe("stripExpectations", () => {
  it("drops comment lines and cuts comments at the end of a line", () => {
    expect(stripExpectations("a() -- expect: 1\n  -- expect: 2\nb() -- kept\nc() -- expect error: m")).toBe("a()\nb() -- kept\nc()");
  });
});
