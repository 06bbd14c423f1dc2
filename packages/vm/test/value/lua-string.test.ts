import { describe, expect, test } from "vitest";
import {
  MAX_STRING_LENGTH,
  compareStrings,
  decodeUtf8,
  decodeUtf8Strict,
  encodeUtf8,
  fromBytes,
  isByteString,
  substring,
  toBytes,
} from "../../src/value/lua-string.js";

describe("UTF-8 at the host edge", () => {
  test.each([
    ["", ""],
    ["plain ASCII\0\x7f", "plain ASCII\0\x7f"],
    ["é", "\xc3\xa9"],
    ["€uro", "\xe2\x82\xacuro"],
    ["😀", "\xf0\x9f\x98\x80"],
    ["\ufeffmark", "\xef\xbb\xbfmark"],
    ["\ud800", "\xef\xbf\xbd"],
  ])("%j is encoded to its bytes", (text, bytes) => {
    expect(encodeUtf8(text)).toBe(bytes);
    if (text !== "\ud800") {
      expect(decodeUtf8(bytes)).toBe(text);
      expect(decodeUtf8Strict(bytes)).toBe(text);
    }
  });

  test.each(["\xff", "\xc3", "a\x80b", "\xed\xa0\x80", "\xc0\x80", "\xf8\x88\x80\x80\x80"])("ill-formed %j", (bytes) => {
    expect(decodeUtf8(bytes)).toContain("\ufffd");
    expect(decodeUtf8Strict(bytes)).toBeUndefined();
  });

  test("text longer than one piece", () => {
    const text = "aé€😀".repeat(30000);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });
});

describe("bytes", () => {
  test("fromBytes and toBytes are inverse, of every byte and of any length", () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(fromBytes(all)).toBe(String.fromCharCode(...all));
    expect(toBytes(fromBytes(all))).toEqual(all);
    const long = Uint8Array.from({ length: 100_003 }, (_, i) => (i * 7) & 255);
    expect(toBytes(fromBytes(long))).toEqual(long);
    expect(fromBytes(new Uint8Array(0))).toBe("");
  });

  test("isByteString", () => {
    expect(isByteString("")).toBe(true);
    expect(isByteString("\0\n\xff")).toBe(true);
    expect(isByteString("\u0100")).toBe(false);
    expect(isByteString("a\n\u20ac")).toBe(false);
  });

  test.each([
    ["", "", 0],
    ["", "a", -1],
    ["a\0b", "a\0c", -1],
    ["a\xff", "a\x7f", 1],
    ["ab", "a", 1],
    ["Z", "a", -1],
  ])("compareStrings(%j, %j)", (a, b, expected) => {
    expect(Math.sign(compareStrings(a, b))).toBe(expected);
    expect(Math.sign(compareStrings(b, a))).toBe(-expected + 0);
  });
});

test("substring of any range of any parent", () => {
  for (const length of [0, 5, 100, 1024, 1025, 5000]) {
    const parent = Array.from({ length }, (_, i) => String.fromCharCode(i & 255)).join("");
    for (const from of [0, 1, 3, 700]) {
      for (const size of [0, 1, 12, 13, 14, 255, 256, 257, 1250])
        expect(substring(parent, from, from + size)).toBe(parent.slice(from, from + size));
    }
  }
});

test("a string can have MAX_STRING_LENGTH bytes and no more", () => {
  expect("x".repeat(MAX_STRING_LENGTH)).toHaveLength(MAX_STRING_LENGTH);
  expect(() => "x".repeat(MAX_STRING_LENGTH + 1)).toThrow(RangeError);
});
