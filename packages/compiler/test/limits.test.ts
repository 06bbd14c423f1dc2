// Each limit of the language implementation, on both sides of it.

import { argAx, Op, opOf, type Proto } from "@luster/bytecode";
import { LuaSyntaxError, compile, parse } from "@luster/compiler";
import { describe, expect, test } from "vitest";

const OK = "OK";

/** OK, or the message of the error. */
function outcome(source: string, usedLevels = 0): string {
  try {
    compile(source, { chunkName: "=t", usedLevels });
    return OK;
  } catch (error) {
    if (error instanceof LuaSyntaxError) return error.message;
    throw error;
  }
}

const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => prefix + i);

describe("200 local variables", () => {
  const TOO_MANY = "too many local variables (limit is 200) in";
  test("in one statement", () => {
    expect(outcome(`local ${names("a", 200).join(", ")}`)).toBe(OK);
    expect(outcome(`local ${names("a", 200).join(",\n")},\nb\n= 1`)).toBe(`t:202: ${TOO_MANY} main function near '='`);
  });

  test("in blocks that end, any number", () => {
    expect(outcome("do local a end ".repeat(300))).toBe(OK);
  });

  test("as parameters", () => {
    expect(outcome(`function f(${names("a", 200).join(", ")}) end`)).toBe(OK);
    expect(outcome(`\nfunction f(${names("a", 201).join(", ")}) end`)).toBe(`t:2: ${TOO_MANY} function at line 2 near ')'`);
  });

  test("loops take three or four for themselves", () => {
    const locals = (count: number): string => names("local a", count).join(" ");
    expect(outcome(`${locals(196)} for i = 1, 2 do end`)).toBe(OK);
    expect(outcome(`${locals(197)} for i = 1, 2 do end`)).toBe(`t:1: ${TOO_MANY} main function near '='`);
    expect(outcome(`${locals(195)} for k in x do end`)).toBe(OK);
    expect(outcome(`${locals(195)} for k, v in x do end`)).toBe(`t:1: ${TOO_MANY} main function near 'in'`);
  });
});

describe("255 upvalues", () => {
  const source = (count: number): string => {
    const first = names("a", 190);
    const rest = names("b", count - 190);
    const uses = [...first, ...rest].join(" = 1; ");
    return `local ${first.join(", ")}\nlocal function f()\nlocal ${rest.join(", ")}\nreturn function()\n${uses} = 1 end end`;
  };
  test("in a function", () => {
    expect(outcome(source(255))).toBe(OK);
    expect(outcome(source(256))).toBe("t:5: too many upvalues (limit is 255) in function at line 4 near '='");
  });
});

describe("254 registers", () => {
  const TOO_MANY = "function or expression needs too many registers near";
  test.each<[string, (count: number) => string, number, string]>([
    ["arguments", (n) => `f(${"a, ".repeat(n)}b)`, 252, "<eof>"],
    ["arguments over lines", (n) => `f(${"a,\n".repeat(n)}b)`, 252, "<eof>"],
    ["an open call at the end", (n) => `f(${"a, ".repeat(n)}g())`, 252, "'('"],
    ["values returned", (n) => `return ${"a, ".repeat(n)}b`, 253, "<eof>"],
    ["more values than variables", (n) => `local x = ${"1, ".repeat(n)}2 y = 1`, 253, "'y'"],
  ])("%s", (_, source, most, near) => {
    expect(outcome(source(most))).toBe(OK);
    const lines = source(most + 1).includes("\n") ? most + 2 : 1;
    expect(outcome(source(most + 1))).toBe(`t:${lines}: ${TOO_MANY} ${near}`);
  });

  test("in a function before a syntax error", () => {
    const all = names("a", 150).join(", ");
    expect(outcome(`function f()\nlocal ${all}\nreturn g(${all})\nend\nx = = 1`)).toBe(`t:3: ${TOO_MANY} 'a104'`);
  });

  test("a table constructor needs 51 at most", () => {
    expect(outcome(`return {${"a, ".repeat(1000)}}`)).toBe(OK);
  });
});

describe("200 levels of nesting", () => {
  const OVERFLOW = "C stack overflow";
  test.each<[string, (depth: number) => string, number]>([
    ["blocks", (n) => "do ".repeat(n) + "end ".repeat(n), 199],
    ["parentheses", (n) => `return ${"(".repeat(n)}1${")".repeat(n)}`, 197],
    ["tables", (n) => `return ${"{".repeat(n)}${"}".repeat(n)}`, 198],
    ["right associative operators", (n) => `return ${"a .. ".repeat(n)}b`, 197],
    ["unary operators", (n) => `return ${"- ".repeat(n)}1`, 197],
    ["functions", (n) => `return ${"function() return ".repeat(n)}1${" end".repeat(n)}`, 98],
    ["targets of an assignment", (n) => `x${", x".repeat(n)} = 1`, 197],
  ])("%s", (_, source, most) => {
    expect(outcome(source(most))).toBe(OK);
    expect(outcome(source(most + 1))).toBe(OVERFLOW);
  });

  test("levels that are taken already count", () => {
    const source = "do ".repeat(100) + "end ".repeat(100);
    expect(outcome(source, 99)).toBe(OK);
    expect(outcome(source, 100)).toBe(OVERFLOW);
  });

  test("an overflow is an error of kind nesting", () => {
    expect(() => parse("(".repeat(300), { chunkName: "=t" })).toThrow(expect.objectContaining({ kind: "nesting", line: 1 }));
  });

  test.each([
    ["left associative operators", `return 1${" + a".repeat(100_000)}`],
    ["and", `return a${" and a".repeat(100_000)}`],
    ["comparisons", `return a${" == a".repeat(100_000)}`],
    ["suffixes", `return a${".b(c)[1]:d()".repeat(50_000)}`],
    ["elseif", `if a then b() ${"elseif a then b() ".repeat(20_000)}end`],
    ["a constant of many operators", `local n <const> = 1${" + 1".repeat(100_000)} return n`],
    ["statements", "a = b; ".repeat(100_000)],
    ["gotos to one label", `${"goto done ".repeat(20_000)}::done::`],
  ])("what does not nest is not limited: %s", (_, source) => {
    expect(outcome(source)).toBe(OK);
  });
});

describe("jumps", () => {
  const LONG = "control structure too long near";
  const body = (statements: number): string => "x = 1 ".repeat(statements);
  test("a for loop spans 2^17 - 1 instructions", () => {
    expect(outcome(`for i = 1, 2 do ${body(131_070)}end`)).toBe(OK);
    expect(outcome(`for i = 1, 2 do ${body(131_071)}\nend\n\ny = 1`)).toBe(`t:2: ${LONG} 'end'`);
    expect(outcome(`for k in f do ${body(131_069)}end`)).toBe(OK);
    expect(outcome(`for k in f do ${body(131_071)}\nend\n\ny = 1`)).toBe(`t:2: ${LONG} 'end'`);
  });

  test("a while loop may be longer", () => {
    expect(outcome(`while a do ${body(140_000)}end`)).toBe(OK);
  });
});

describe("constants", () => {
  const proto = compile(`return {${names("'s", 140_000).join("', ")}'}`, { chunkName: "=t" });

  test("beyond 2^17 are loaded with an extra word", () => {
    const last = lastOf(proto, Op.LOADKX);
    expect(argAx(proto.code[last + 1]!)).toBe(139_999);
    expect(proto.constants).toHaveLength(140_000);
  });

  test("beyond 256 are no operands", () => {
    const { code } = compile(`local t = {${names("'s", 300).join("', ")}'} t.x = t.y + 0.5`, { chunkName: "=t" });
    const ops = Array.from(code.slice(-8), opOf);
    expect(ops).toEqual([Op.SETLIST, Op.LOADK, Op.LOADK, Op.GETTABLE, Op.LOADK, Op.ADD, Op.SETTABLE, Op.RETURN0]);
  });
});

test("131,071 functions in a function", () => {
  const functions = (count: number): string => "f=function()end ".repeat(count);
  expect(outcome(functions(131_071))).toBe(OK);
  expect(outcome(`x = 1 ${functions(131_072)}`)).toBe("too many functions (limit is 131071)");
});

function lastOf({ code }: Proto, op: number): number {
  return code.findLastIndex((word) => opOf(word) === op);
}

describe("large sources", () => {
  test("a million lines", () => {
    const { lines, code } = compile("x = 1\n".repeat(1_000_000), { chunkName: "=t" });
    expect(code).toHaveLength(1_000_002);
    expect(lines[1_000_000]).toBe(1_000_000);
  });

  test("a line of ten million bytes", () => {
    expect(compile(`x = '${"a".repeat(10_000_000)}'; y = 1`, { chunkName: "=t" }).constants).toHaveLength(4);
  });

  test("fifty million bytes", () => {
    const source = `local s = [[${"0123456789\n".repeat(2_000_000)}]]\n${"-- comment\n".repeat(2_550_000)}return s`;
    expect(source.length).toBeGreaterThan(50_000_000);
    expect(compile(source, { chunkName: "=t" }).lines.at(-1)).toBe(4_550_002);
  });
});

describe("sources that are parsed twice for their size", () => {
  const padding = `--[[${"x".repeat(5_000_000)}]]`;
  test.each([
    "local a, b = 1, 2; local function f() a = b; return function() return f end end; for i = 1, 2 do g(function() return i end) end return a",
    "goto done; do local x <close> = f(); g(function() return x end) end ::done::",
    "local n <const> = 5; local t = {n, function(p) return function() return p, n end end}; while t do break end return ...",
    "::top:: if a then goto top end repeat local u; h = function() return u end until u",
  ])("compile to the same code: %s", (source) => {
    const withoutName = (text: string): Proto => compile(text, { chunkName: "=t" });
    expect(withoutName(source + padding)).toEqual(withoutName(source));
  });

  test("report the same errors", () => {
    expect(outcome(`local x <const> = f();${padding} x = 1`)).toBe("t:1: attempt to assign to const variable 'x'");
    expect(outcome(`goto x;${padding}`)).toBe("t:1: no visible label 'x' for <goto> at line 1");
    expect(outcome(`break;${padding}`)).toBe("t:1: break outside loop at line 1");
    expect(outcome(`f(${"a, ".repeat(300)}b)${padding}`)).toContain("function or expression needs too many registers near 'a'");
  });
});
