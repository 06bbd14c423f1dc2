import { describe, expect, it } from "vitest";
import { applySuiteDifferences, readSuiteDifferences } from "../src/suite-differences.js";

const difference = (line: number, text: string, replacement = "new") => ({
  file: "a.lua",
  line,
  text,
  replacement,
  reason: "for the test",
});

describe("applySuiteDifferences", () => {
  it("replaces a line and keeps the numbers of the others", () => {
    expect(applySuiteDifferences("a.lua", "one\ntwo\nthree\n", [difference(2, "two")])).toBe("one\nnew\nthree\n");
  });
  it("leaves other files alone", () => {
    expect(applySuiteDifferences("b.lua", "one", [difference(1, "two")])).toBe("one");
  });
  it("refuses a line that is not what the entry says", () => {
    expect(() => applySuiteDifferences("a.lua", "one\ntwo", [difference(1, "two")])).toThrow('a.lua:1 is not "two"');
    expect(() => applySuiteDifferences("a.lua", "one", [difference(2, "one")])).toThrow('a.lua:2 is not "one"');
  });
  it("refuses a replacement that would move lines", () => {
    expect(() => applySuiteDifferences("a.lua", "one", [difference(1, "one", "a\nb")])).toThrow("no single line");
  });
});

describe("suite-differences.json", () => {
  it("has a reason for each entry, and names no line twice", () => {
    const entries = readSuiteDifferences();
    for (const { reason } of entries) expect(reason).not.toBe("");
    const places = entries.map(({ file, line }) => `${file}:${line}`);
    expect(new Set(places).size).toBe(places.length);
  });
});
