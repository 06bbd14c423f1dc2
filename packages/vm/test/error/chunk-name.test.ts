import { expect, test } from "vitest";
import { displayChunkName } from "../../src/error/chunk-name.js";

test("a name is shown as it is, up to 59 bytes", () => {
  expect(displayChunkName("=stdin")).toBe("stdin");
  expect(displayChunkName("=")).toBe("");
  expect(displayChunkName("=" + "a".repeat(59))).toBe("a".repeat(59));
  expect(displayChunkName("=" + "ab".repeat(30))).toBe("ab".repeat(29) + "a");
});

test("a long file name keeps its end", () => {
  expect(displayChunkName("@dir/file.lua")).toBe("dir/file.lua");
  expect(displayChunkName("@" + "a".repeat(59))).toBe("a".repeat(59));
  expect(displayChunkName("@" + "ab".repeat(30))).toBe("..." + "ab".repeat(28));
});

test("a source text is shown by the beginning of its first line", () => {
  expect(displayChunkName("return 1")).toBe('[string "return 1"]');
  expect(displayChunkName("x".repeat(44))).toBe(`[string "${"x".repeat(44)}"]`);
  expect(displayChunkName("x".repeat(45))).toBe(`[string "${"x".repeat(45)}..."]`);
  expect(displayChunkName("x".repeat(100))).toBe(`[string "${"x".repeat(45)}..."]`);
  expect(displayChunkName("x\ny")).toBe('[string "x..."]');
  expect(displayChunkName("\nx")).toBe('[string "..."]');
});

test("what follows a zero byte is not shown", () => {
  expect(displayChunkName("=a\0b")).toBe("a");
  expect(displayChunkName("x x\0y\n")).toBe('[string "x x"]');
});

test("a stripped chunk has no name", () => {
  expect(displayChunkName(undefined)).toBe("?");
});
