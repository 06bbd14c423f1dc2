// The line of each instruction: errors are reported there. PUC-Rio's rule is the line of the token before the one that the parser
// has reached, except that operators, calls and loops have the line where they are written.

import { disassembleInstruction } from "@luster/bytecode";
import { compile } from "@luster/compiler";
import { expect, test } from "vitest";

/** A test of the lines of the instructions of a chunk, `NAME:line`, without the frame around it. */
function hasLines(title: string, source: string, expected: string): void {
  test(title, () => {
    const proto = compile(source, { chunkName: "=t" });
    const lines = Array.from(proto.code, (_, pc) => `${disassembleInstruction(proto, pc).name}:${proto.lines[pc]}`);
    expect(lines.slice(1, -1).join(" ")).toBe(expected);
  });
}

hasLines("a call has the line of its parenthesis", "f\n(\n1,\n2\n)", "GETTABUP:1 LOADI:3 LOADI:5 CALL:2");
hasLines("a method call too", "a\n:b\n(\n)", "GETTABUP:2 SELF:2 CALL:3");
hasLines("an operator has its own line", "local a = b\n+\nc\n*\nd", "GETTABUP:2 GETTABUP:4 GETTABUP:5 MUL:4 ADD:2");
hasLines("a unary operator too", "local a = -\nb", "GETTABUP:2 UNM:1");
hasLines("a comparison has the line of its end", "local a = b\n<\nc", "GETTABUP:2 GETTABUP:3 LT:3 JMP:3 LFALSESKIP:3 LOADTRUE:3");
hasLines("concatenation has the line of its last operator", "local a = b\n..\nc\n..\nd", "GETTABUP:2 GETTABUP:4 GETTABUP:5 CONCAT:4");
hasLines("fields are read at their end", "local a = b\n.c\n[\nd\n]", "GETTABUP:1 GETFIELD:2 GETTABUP:4 GETTABLE:5");
hasLines("a table is created before its brace", "local a =\n{\n1,\nx = 2\n}", "NEWTABLE:1 EXTRAARG:1 LOADI:3 SETFIELD:4 SETLIST:5");
hasLines(
  "a condition has the line of then",
  "if a\nthen\nf()\nelse\ng()\nend",
  "GETTABUP:2 TEST:2 JMP:2 GETTABUP:3 CALL:3 JMP:3 GETTABUP:5 CALL:5",
);
hasLines("a while loop jumps back at its last line", "while\na\ndo\nf()\nend", "GETTABUP:2 TEST:2 JMP:2 GETTABUP:4 CALL:4 JMP:4");
hasLines(
  "a numeric loop steps at its first line",
  "for i = 1,\n2\ndo\nf()\nend",
  "LOADI:1 LOADI:2 LOADI:2 FORPREP:3 GETTABUP:4 CALL:4 FORLOOP:1",
);
hasLines(
  "a generic loop calls its iterator at the line of the values",
  "for k\nin\na, b\ndo\nf()\nend",
  "GETTABUP:3 GETTABUP:3 LOADNIL:3 TFORPREP:4 GETTABUP:5 CALL:5 TFORCALL:3 TFORLOOP:3 CLOSE:6",
);
hasLines("a function statement is at its keyword", "function\nf()\nend", "CLOSURE:3 SETTABUP:1");
hasLines("a local function is at its end", "local function f()\nend", "CLOSURE:2");
hasLines("cells of parameters and loops have the line of what follows", "for i = 1, 2 do\n\nf(function() return i end)\nend", loopLines());

function loopLines(): string {
  return "LOADI:1 LOADI:1 LOADI:1 FORPREP:1 NEWCELL:3 GETTABUP:3 CLOSURE:3 CALL:3 FORLOOP:1";
}

test("a function ends at its last line", () => {
  const { protos } = compile("x = function(a)\n\nreturn function()\nreturn a\nend\nend, 1", { chunkName: "=t" });
  expect(Array.from(protos[0]!.lines)).toEqual([5, 5, 5, 6]);
  expect(protos[0]).toMatchObject({ lineDefined: 1, lastLineDefined: 6 });
});
