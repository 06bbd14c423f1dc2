// Syntax errors: texts and lines as PUC-Rio 5.4.8 gives them (recorded), and the fields beside them.

import { LuaSyntaxError, compile, displayChunkName, parse } from "@luster/compiler";
import { describe, expect, test } from "vitest";

function errorOf(source: string, chunkName = "=t"): LuaSyntaxError {
  try {
    compile(source, { chunkName });
  } catch (error) {
    if (error instanceof LuaSyntaxError) return error;
    throw error;
  }
  throw new Error(`compiles: ${source}`);
}

/** A test for each pair of a source and the message for it. */
function fails(cases: readonly (readonly [source: string, message: string])[]): void {
  test.each(cases)("%j: %s", (source, message) => {
    expect(errorOf(source).message).toBe(message);
  });
}

describe("fields", () => {
  test("say what the message says", () => {
    const error = errorOf("x = 1\n  y = = 2", "@dir/a.lua");
    expect(error.message).toBe("dir/a.lua:2: unexpected symbol near '='");
    expect(error).toMatchObject({
      name: "LuaSyntaxError",
      kind: "unexpected-symbol",
      line: 2,
      column: 7,
      chunkName: "@dir/a.lua",
      near: "'='",
    });
  });

  test("name no token where the message names none", () => {
    expect(errorOf("local x <const> = 1; x = 2")).toMatchObject({ kind: "assignment-to-const", near: undefined });
  });

  test("are the same from `parse`", () => {
    expect(() => parse("x =", { chunkName: "=t" })).toThrow(expect.objectContaining({ kind: "unexpected-symbol", near: "<eof>" }));
  });

  test.each([
    ["x = 3x", "malformed-number"],
    ["x = 'a", "unfinished-string"],
    ["x = [[a", "unfinished-long-string"],
    ["--[[a", "unfinished-comment"],
    ["x = [=a", "invalid-long-string-delimiter"],
    ["x = '\\q'", "invalid-escape"],
    ["local 1", "expected-token"],
    ["do\n", "unclosed"],
    ["x + 1", "not-a-statement"],
    ["function f() return ... end", "vararg-outside-vararg-function"],
    ["local x <y>", "unknown-attribute"],
    ["local x <close>, y <close>", "several-to-be-closed"],
    ["break", "break-outside-loop"],
    ["goto x", "undefined-label"],
    ["::x:: ::x::", "duplicate-label"],
    ["goto x; local a; ::x:: f()", "jump-into-scope"],
  ])("%j is of kind %s", (source, kind) => {
    expect(errorOf(source).kind).toBe(kind);
  });
});

describe("names of chunks in messages", () => {
  const long = "n".repeat(100);
  test.each([
    ["=stdin", "stdin"],
    ["=", ""],
    [`=${long}`, long.slice(0, 59)],
    ["@a.lua", "a.lua"],
    [`@${"n".repeat(59)}`, "n".repeat(59)],
    [`@${long}b`, `...${long.slice(0, 55)}b`],
    ["return 1", '[string "return 1"]'],
    ["a\nb", '[string "a..."]'],
    ["\n", '[string "..."]'],
    ["", '[string ""]'],
    ["n".repeat(44), `[string "${"n".repeat(44)}"]`],
    ["n".repeat(45), `[string "${"n".repeat(45)}..."]`],
    [long, `[string "${"n".repeat(45)}..."]`],
  ])("%j", (chunkName, shown) => {
    expect(displayChunkName(chunkName)).toBe(shown);
    expect(errorOf("$", chunkName).message).toBe(`${shown}:1: unexpected symbol near '$'`);
  });
});

describe("unexpected tokens", () => {
  fails([
    ["x = }", "t:1: unexpected symbol near '}'"],
    ["x = )", "t:1: unexpected symbol near ')'"],
    ["return return", "t:1: unexpected symbol near 'return'"],
    ["x = \u0001", "t:1: unexpected symbol near '<\\1>'"],
    ["x = \x80", "t:1: unexpected symbol near '<\\128>'"],
    ["x = \x7f", "t:1: unexpected symbol near '<\\127>'"],
    ["\u0000", "t:1: unexpected symbol"],
    ["x = a $ b", "t:1: unexpected symbol near '$'"],
    ["x = 1 + * 2", "t:1: unexpected symbol near '*'"],
    ["end", "t:1: <eof> expected near 'end'"],
    ["until x", "t:1: <eof> expected near 'until'"],
    ["= 1", "t:1: unexpected symbol near '='"],
    ["...", "t:1: unexpected symbol near '...'"],
    ["x = ~", "t:1: unexpected symbol near <eof>"],
    ["for 1 = 1, 2 do end", "t:1: <name> expected near '1'"],
    ["x = {,}", "t:1: unexpected symbol near ','"],
    ["local x = function", "t:1: '(' expected near <eof>"],
  ]);
});

describe("expected tokens", () => {
  fails([
    ["local 1", "t:1: <name> expected near '1'"],
    ["local function f.x() end", "t:1: '(' expected near '.'"],
    ["function f:a.b() end", "t:1: '(' expected near '.'"],
    ["x = {a = 1", "t:1: '}' expected near <eof>"],
    ["for a.b = 1, 2 do end", "t:1: '=' or 'in' expected near '.'"],
    ["for a = 1 do end", "t:1: ',' expected near 'do'"],
    ["for a in do end", "t:1: unexpected symbol near 'do'"],
    ["for a b", "t:1: '=' or 'in' expected near 'b'"],
    ["if x the y end", "t:1: 'then' expected near 'the'"],
    ["while x end", "t:1: 'do' expected near 'end'"],
    ["repeat x() end", "t:1: 'until' expected near 'end'"],
    ["goto 1", "t:1: <name> expected near '1'"],
    ["::x", "t:1: '::' expected near <eof>"],
    ["local x <const", "t:1: '>' expected near <eof>"],
    ["local x <const = 1", "t:1: '>' expected near '='"],
    ["x, y", "t:1: '=' expected near <eof>"],
    ["x y = 1", "t:1: syntax error near 'y'"],
    ["f(1 2)", "t:1: ')' expected near '2'"],
    ["x = {1 2}", "t:1: '}' expected near '2'"],
    ["x = {[1]}", "t:1: '=' expected near '}'"],
    ["x = {[1}", "t:1: ']' expected near '}'"],
    ["x = a.1", "t:1: unexpected symbol near '.1'"],
    ["x = a.'b'", "t:1: <name> expected near ''b''"],
    ["a:b = 1", "t:1: function arguments expected near '='"],
    ["a.b:c", "t:1: function arguments expected near <eof>"],
    ["f():g", "t:1: function arguments expected near <eof>"],
    ["function f(a, 1) end", "t:1: <name> or '...' expected near '1'"],
    ["function f(a, ..., b) end", "t:1: ')' expected near ','"],
    ["return 1 x", "t:1: <eof> expected near 'x'"],
    ["function f() return 1 x end", "t:1: 'end' expected near 'x'"],
    ["x = (1", "t:1: ')' expected near <eof>"],
    ["x[1", "t:1: ']' expected near <eof>"],
  ]);
});

describe("what is not closed", () => {
  fails([
    ["for i = 1, 2 do", "t:1: 'end' expected near <eof>"],
    ["for i = 1, 2 do\n\n", "t:3: 'end' expected (to close 'for' at line 1) near <eof>"],
    ["f(\n1\n", "t:3: ')' expected (to close '(' at line 1) near <eof>"],
    ["x = {\n1, 2\n", "t:3: '}' expected (to close '{' at line 1) near <eof>"],
    ["x = (\n1\n", "t:3: ')' expected (to close '(' at line 1) near <eof>"],
    ["function f()\nif x then\n", "t:3: 'end' expected (to close 'if' at line 2) near <eof>"],
    ["repeat\nx()\n", "t:3: 'until' expected (to close 'repeat' at line 1) near <eof>"],
    ["while x do\n\nreturn", "t:3: 'end' expected (to close 'while' at line 1) near <eof>"],
    ["do\nlocal x", "t:2: 'end' expected (to close 'do' at line 1) near <eof>"],
    ["if x then\nelse\n", "t:3: 'end' expected (to close 'if' at line 1) near <eof>"],
    ["x = f\n(\n1", "t:3: ')' expected (to close '(' at line 2) near <eof>"],
  ]);
});

describe("statements that are none", () => {
  fails([
    ["x + 1", "t:1: syntax error near '+'"],
    ["x", "t:1: syntax error near <eof>"],
    ["'abc'", "t:1: unexpected symbol near ''abc''"],
    ["x.y", "t:1: syntax error near <eof>"],
    ["(x)", "t:1: syntax error near <eof>"],
    ["(x) = 1", "t:1: syntax error near '='"],
    ["f() = 1", "t:1: syntax error near '='"],
    ["f(), y = 1", "t:1: syntax error near ','"],
    ["x, f() = 1", "t:1: syntax error near '='"],
    ["x, (y) = 1", "t:1: syntax error near '='"],
    ["a.b[c]", "t:1: syntax error near <eof>"],
    ["x = 1 = 2", "t:1: unexpected symbol near '='"],
    ["x = y z", "t:1: syntax error near <eof>"],
  ]);
});

describe("strings", () => {
  fails([
    ["x = 'abc", "t:1: unfinished string near <eof>"],
    ["x = 'abc\n'", "t:1: unfinished string near ''abc'"],
    ["x = 'a\rb'", "t:1: unfinished string near ''a'"],
    ["x = \"abc'", "t:1: unfinished string near <eof>"],
    ["x = 'a\\65b\n'", "t:1: unfinished string near ''aAb'"],
    ["x = 'a\u0000b\n'", "t:1: unfinished string near ''a'"],
    ["x = [[abc", "t:1: unfinished long string (starting at line 1) near <eof>"],
    ["x = [[\n\n", "t:3: unfinished long string (starting at line 1) near <eof>"],
    ["x = [==[ ]=] ", "t:1: unfinished long string (starting at line 1) near <eof>"],
    ["x = [=abc", "t:1: invalid long string delimiter near '[='"],
    ["x = [==", "t:1: invalid long string delimiter near '[=='"],
    ["--[[ abc", "t:1: unfinished long comment (starting at line 1) near <eof>"],
    ["--[==[\n]]\n", "t:3: unfinished long comment (starting at line 1) near <eof>"],
    ["x = 'a' 'b\\z  c' 1 x", "t:1: unexpected symbol near ''bc''"],
    ["x = [[\n\na]] y z", "t:3: syntax error near 'z'"],
    ["x = [=[a]]b]=] y z", "t:1: syntax error near 'z'"],
  ]);
});

describe("escapes", () => {
  fails([
    ["x = '\\q'", "t:1: invalid escape sequence near ''\\q'"],
    ["x = 'ab\\400'", "t:1: decimal escape too large near ''ab\\400''"],
    ["x = '\\256'", "t:1: decimal escape too large near ''\\256''"],
    ["x = 'a\\x1g'", "t:1: hexadecimal digit expected near ''a\\x1g'"],
    ["x = 'a\\xg'", "t:1: hexadecimal digit expected near ''a\\xg'"],
    ["x = 'a\\x", "t:1: hexadecimal digit expected near ''a\\x'"],
    ["x = 'a\\u41'", "t:1: missing '{' near ''a\\u4'"],
    ["x = '\\u{}'", "t:1: hexadecimal digit expected near ''\\u{}'"],
    ["x = '\\u{110000000}'", "t:1: UTF-8 value too large near ''\\u{110000000'"],
    ["x = '\\u{80000000}'", "t:1: UTF-8 value too large near ''\\u{80000000'"],
    ["x = '\\u{12", "t:1: missing '}' near ''\\u{12'"],
    ["x = '\\u{1g}'", "t:1: missing '}' near ''\\u{1g'"],
    ["x = 'a\\n\\\n\\65\\z \n \\q'", "t:3: invalid escape sequence near ''a\n\nA\\q'"],
    ["x = 'a\\", "t:1: unfinished string near <eof>"],
  ]);
});

describe("numerals", () => {
  fails([
    ["x = 3x", "t:1: malformed number near '3x'"],
    ["x = 1e", "t:1: malformed number near '1e'"],
    ["x = 1e+", "t:1: malformed number near '1e+'"],
    ["x = 0x", "t:1: malformed number near '0x'"],
    ["x = 0xg", "t:1: malformed number near '0xg'"],
    ["x = 0x1p", "t:1: malformed number near '0x1p'"],
    ["x = 1..2", "t:1: malformed number near '1..2'"],
    ["x = 3_4", "t:1: malformed number near '3_'"],
    ["x = 0x1.8p-", "t:1: malformed number near '0x1.8p-'"],
    ["x = .5.5", "t:1: malformed number near '.5.5'"],
    ["x = 08a", "t:1: malformed number near '08a'"],
    ["x = 1.5e5f", "t:1: malformed number near '1.5e5f'"],
    ["x = f.0x12", "t:1: malformed number near '.0x12'"],
  ]);
});

describe("variables", () => {
  fails([
    ["local x <const> = 1; x = 2", "t:1: attempt to assign to const variable 'x'"],
    ["local x <const> = f(); x, y = 2", "t:1: attempt to assign to const variable 'x'"],
    ["local x <close> = nil; x = 2", "t:1: attempt to assign to const variable 'x'"],
    ["local x <const> = f(); function g() x = 1 end", "t:1: attempt to assign to const variable 'x'"],
    ["local x <const> = 1; function g() x = 1 end", "t:1: attempt to assign to const variable 'x'"],
    ["local x <const> = 1; function x() end", "t:1: attempt to assign to const variable 'x'"],
    ["local x <const> = 1\nfunction x()\nend\ny = 1", "t:4: attempt to assign to const variable 'x'"],
    ["local x <unknown> = 1", "t:1: unknown attribute 'unknown'"],
    ["local x <close>, y <close> = 1", "t:1: multiple to-be-closed variables in local list"],
    ["function f() return ... end", "t:1: cannot use '...' outside a vararg function near '...'"],
    ["function f() return function(...) return ... end, ... end", "t:1: cannot use '...' outside a vararg function near '...'"],
    ["x = function() x = ... end", "t:1: cannot use '...' outside a vararg function near '...'"],
  ]);
});

describe("goto", () => {
  fails([
    ["goto x", "t:1: no visible label 'x' for <goto> at line 1"],
    ["do ::x:: end\ngoto x\ny = 1", "t:3: no visible label 'x' for <goto> at line 2"],
    ["goto x; do ::x:: end", "t:1: no visible label 'x' for <goto> at line 1"],
    ["function f() goto x end ::x::", "t:1: no visible label 'x' for <goto> at line 1"],
    ["function f()\ngoto x\nend\n\ny = 1", "t:5: no visible label 'x' for <goto> at line 2"],
    ["::x:: ::x::", "t:1: label 'x' already defined on line 1"],
    ["::x::\n::y::\n::x::", "t:3: label 'x' already defined on line 3"],
    ["::x:: do ::x:: end", "t:1: label 'x' already defined on line 1"],
    ["::x:: f()\nfunction g() ::x:: end\ndo\n::x:: end", "t:4: label 'x' already defined on line 1"],
    ["goto x; local a; ::x:: f()", "t:1: <goto x> at line 1 jumps into the scope of local 'a'"],
    ["goto x; local a; ::x:: ; local b", "t:1: <goto x> at line 1 jumps into the scope of local 'a'"],
    ["do goto x end; local a <const> = 1; ::x:: f()", "t:1: <goto x> at line 1 jumps into the scope of local 'a'"],
    ["repeat goto c; local x; ::c:: until x", "t:1: <goto c> at line 1 jumps into the scope of local 'x'"],
    ["goto x; local a, b; ::x:: ::y:: f()", "t:1: <goto x> at line 1 jumps into the scope of local 'a'"],
    ["break", "t:1: break outside loop at line 1"],
    ["function f()\nbreak\nend\n\ny = 1", "t:5: break outside loop at line 2"],
    ["for i = 1, 2 do function f() break end end", "t:1: break outside loop at line 1"],
    ["break goto x", "t:1: break outside loop at line 1"],
    ["goto x break", "t:1: no visible label 'x' for <goto> at line 1"],
  ]);
});

describe("lines", () => {
  fails([
    ["\r\n\n\r\r\n $", "t:4: unexpected symbol near '$'"],
    ["x = 'a\\\nb' $", "t:2: unexpected symbol near '$'"],
    ["x = [[a\r\nb\n\rc\rd]] $", "t:4: unexpected symbol near '$'"],
    ["--[[\n\n]] $", "t:3: unexpected symbol near '$'"],
    ["-- a\n-- b\n$", "t:3: unexpected symbol near '$'"],
  ]);
});
