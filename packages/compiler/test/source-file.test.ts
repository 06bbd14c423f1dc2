import { compile, skipFileHeader } from "@luster/compiler";
import { expect, test } from "vitest";

test.each([
  ["return 1", "return 1"],
  ["", ""],
  ["\xef\xbb\xbfreturn 1", "return 1"],
  ["#!/usr/bin/lua\nreturn 1", "\nreturn 1"],
  ["# comment\r\nreturn 1", "\nreturn 1"],
  ["\xef\xbb\xbf#!x\nreturn 1", "\nreturn 1"],
  ["#", "\n"],
  ["#!x\n\x1bLua", "\x1bLua"],
  ["\xef\xbb\xbf\x1bLua", "\x1bLua"],
  [" #", " #"],
])("%j", (bytes, chunk) => {
  expect(skipFileHeader(bytes)).toBe(chunk);
});

test("lines keep their numbers", () => {
  expect(() => compile(skipFileHeader("#!x\n\n$"), { chunkName: "@a" })).toThrow("a:3: unexpected symbol near '$'");
});

test("in a source that is no file, neither is skipped", () => {
  expect(() => compile("#!x", { chunkName: "=t" })).toThrow("t:1: unexpected symbol near '#'");
  expect(() => compile("\xef\xbb\xbfreturn 1", { chunkName: "=t" })).toThrow("t:1: unexpected symbol near '<\\239>'");
});
