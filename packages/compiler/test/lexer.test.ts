// Literals, names and comments: what the lexer makes of the bytes.

import { parse, type Expression } from "@luster/compiler";
import { describe, expect, test } from "vitest";

function returned(source: string): Expression {
  const [statement] = parse(`return ${source}`, { chunkName: "=t" }).body.statements;
  if (statement?.kind !== "Return") throw new Error("no return");
  return statement.values[0]!;
}

function stringOf(source: string): string {
  const node = returned(source);
  if (node.kind !== "String") throw new Error(`${node.kind} is no string`);
  return node.atom.text;
}

/** The value; a float as `{ float }`. */
function numberOf(source: string): number | bigint | { float: number | bigint } {
  const node = returned(source);
  if (node.kind !== "Number") throw new Error(`${node.kind} is no number`);
  const { isFloat, value } = node.numeral;
  return isFloat ? { float: value } : value;
}

describe("strings", () => {
  test.each([
    [`'a"b'`, `a"b`],
    [`"a'b"`, `a'b`],
    [`''`, ""],
    [String.raw`'\a\b\f\n\r\t\v\\\"\''`, "\x07\b\f\n\r\t\v\\\"'"],
    [String.raw`'\0\65\065\0650\255'`, "\0AAA0\xff"],
    [String.raw`'\x41\xfF'`, "A\xff"],
    ["'a\\\nb\\\r\nc\\\rd'", "a\nb\nc\nd"],
    ["'a\\z  \n\t b\\z'", "ab"],
    [String.raw`'\u{41}\u{7f}\u{80}\u{7ff}\u{800}'`, "A\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80"],
    [String.raw`'\u{ffff}\u{10000}\u{1fffff}'`, "\xef\xbf\xbf\xf0\x90\x80\x80\xf7\xbf\xbf\xbf"],
    [String.raw`'\u{200000}\u{3ffffff}'`, "\xf8\x88\x80\x80\x80\xfb\xbf\xbf\xbf\xbf"],
    [String.raw`'\u{4000000}\u{7fffffff}'`, "\xfc\x84\x80\x80\x80\x80\xfd\xbf\xbf\xbf\xbf\xbf"],
    [String.raw`'\u{00000041}'`, "A"],
    ["'\x80\xff\0'", "\x80\xff\0"],
    [`'${"long text ".repeat(30)}\\n'`, "long text ".repeat(30) + "\n"],
  ])("%j", (source, value) => {
    expect(stringOf(source)).toBe(value);
  });
});

describe("long strings", () => {
  test.each([
    ["[[a]]", "a"],
    ["[[]]", ""],
    ["[[\na\n]]", "a\n"],
    ["[[\r\na\r\nb\n\rc\rd]]", "a\nb\nc\nd"],
    ["[[\n\na]]", "\na"],
    ["[=[a]]b]=]", "a]]b"],
    ["[==[a]=]b]==]", "a]=]b"],
    ["[=[]]=]", "]"],
    ["[[a\\n]]", "a\\n"],
    ["[[[a]]", "[a"],
  ])("%j", (source, value) => {
    expect(stringOf(source)).toBe(value);
  });
});

describe("integers", () => {
  test.each<[string, number | bigint]>([
    ["0", 0],
    ["007", 7],
    ["9007199254740991", 2 ** 53 - 1],
    ["9007199254740992", 2n ** 53n],
    ["9223372036854775807", 2n ** 63n - 1n],
    ["00000000000000000000009223372036854775807", 2n ** 63n - 1n],
    ["0xff", 255],
    ["0Xa", 10],
    ["0x7fffffffffffffff", 2n ** 63n - 1n],
    ["0xffffffffffffffff", -1],
    ["0x8000000000000000", -(2n ** 63n)],
    ["0x1ffffffffffffffff", -1],
  ])("%s", (source, value) => {
    expect(numberOf(source)).toBe(value);
  });
});

describe("floats", () => {
  test.each([
    ["1.5", 1.5],
    ["3.", 3],
    [".5", 0.5],
    ["1e2", 100],
    ["1E+2", 100],
    ["25e-1", 2.5],
    ["1e400", Infinity],
    ["9223372036854775808", 2 ** 63],
    ["123456789012345678901234567890", 1.2345678901234568e29],
    ["4.9e-324", 5e-324],
    ["0x.8", 0.5],
    ["0x1.8p1", 3],
    ["0xA.8P-1", 5.25],
    ["0x1p-1074", 5e-324],
    ["0x1p-1075", 0],
    ["0x1.8p-1075", 5e-324],
    ["0x1.00000000000008p0", 1],
    ["0x1.000000000000080000000000000000000001p0", 1 + 2 ** -52],
    ["0x1.00000000000018p0", 1 + 2 ** -51],
    ["0x0.00000000000000000000000000000000000001p152", 1],
    ["0x1.fffffffffffff8p1023", Infinity],
    ["0x1.fffffffffffff7p1023", Number.MAX_VALUE],
    ["0x1p99999999999999999999", Infinity],
    ["0x0p99999999999999999999", 0],
    ["0x1p-99999999999999999999", 0],
    [`0x${"0".repeat(100)}1${"0".repeat(100)}p-400`, 1],
  ])("%s", (source, value) => {
    expect(numberOf(source)).toEqual({ float: value });
  });

  test("a sign is no part of a numeral", () => {
    expect(returned("0xe+1")).toMatchObject({ kind: "Binary", operator: { symbol: "+" } });
    expect(returned("3-4")).toMatchObject({ kind: "Binary", operator: { symbol: "-" } });
  });
});

describe("names and comments", () => {
  const nameOf = (source: string): string => {
    const node = returned(source);
    return node.kind === "Global" ? node.atom.text : node.kind;
  };

  test.each([
    ["_x1", "_x1"],
    ["ends", "ends"],
    ["End", "End"],
    ["a_rather_long_name_of_something", "a_rather_long_name_of_something"],
    ["-- comment\nx", "x"],
    ["--[ no long comment\nx", "x"],
    ["--[=[ long\n]] comment ]=] x", "x"],
    ["--[==\nx", "x"],
    ["--\nx", "x"],
    ["\t\v\f\r\n x", "x"],
  ])("%j", (source, name) => {
    expect(nameOf(source)).toBe(name);
  });

  test("a comment may end the source", () => {
    expect(nameOf("x --")).toBe("x");
    expect(nameOf("x --[[]]")).toBe("x");
  });

  test("equal names and strings of a chunk are one atom", () => {
    const node = returned("{x = 'x', [ [[x]] ] = '\\x78'}");
    if (node.kind !== "Table") throw new Error("no table");
    const atoms = node.fields.flatMap((field) => (field.kind === "KeyedField" ? [field.key, field.value] : []));
    expect(new Set(atoms.map((atom) => atom.kind === "String" && atom.atom)).size).toBe(1);
  });

  test("thousands of names are kept apart", () => {
    const names = Array.from({ length: 5000 }, (_, i) => `name${i}`);
    const [statement] = parse(`local t = {${names.join(", ")}}`, { chunkName: "=t" }).body.statements;
    if (statement?.kind !== "LocalStatement" || statement.values[0]?.kind !== "Table") throw new Error("no table");
    expect(statement.values[0].fields.map((field) => (field.kind === "Global" ? field.atom.text : ""))).toEqual(names);
  });
});
