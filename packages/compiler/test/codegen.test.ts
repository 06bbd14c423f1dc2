// What the code generator emits, as listings: one small source per case. The VARARGPREP at the start of a chunk and the final RETURN0
// that nothing changes are left out. Nested functions follow theirs, indented.

import { disassembleInstruction, type Proto } from "@luster/bytecode";
import { compile } from "@luster/compiler";
import { describe, expect, test } from "vitest";

/** A test that `source` compiles to `listing`; comments of the listing follow a semicolon. */
function emits(title: string, source: string, listing: string): void {
  test(title, () => {
    const lines = listOf(compile(source, { chunkName: "=test" }), "");
    expect(withoutFrame(lines)).toEqual(unindented(listing));
  });
}

function listOf(proto: Proto, indent: string): string[] {
  const own = Array.from(proto.code, (_, pc) => {
    const { name, operands, comment } = disassembleInstruction(proto, pc);
    return `${indent}${`${name} ${operands}`.trimEnd()}${comment === "" ? "" : ` ; ${comment}`}`;
  });
  return [...own, ...proto.protos.flatMap((nested, index) => [`${indent}function ${index}`, ...listOf(nested, `${indent}  `)])];
}

function withoutFrame([first, ...lines]: string[]): string[] {
  expect(first).toBe("VARARGPREP 0");
  const nested = lines.findIndex((line) => line.startsWith("function"));
  const last = (nested < 0 ? lines.length : nested) - 1;
  return lines[last] === "RETURN0" ? lines.toSpliced(last, 1) : lines;
}

function unindented(listing: string): string[] {
  const lines = listing.split("\n").filter((line) => line.trim() !== "");
  const indent = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent));
}

describe("loading constants", () => {
  emits(
    "small integers and integral floats are immediate",
    "local a, b, c = 1, -65535, 2.0",
    `
      LOADI 0 1
      LOADI 1 -65535
      LOADF 2 2
    `,
  );
  emits(
    "other numbers come from the pool",
    "local a, b, c = 65537, 0.5, 9223372036854775807",
    `
      LOADK 0 0 ; 65537
      LOADK 1 1 ; 0.5
      LOADK 2 2 ; 9223372036854775807
    `,
  );
  emits(
    "equal constants share an entry, 1 and 1.0 do not",
    "local a, b, c, d = 1e10, 10000000000, 1e10, 'x' .. 'x'",
    `
      LOADK 0 0 ; 10000000000.0
      LOADK 1 1 ; 10000000000
      LOADK 2 0 ; 10000000000.0
      LOADK 3 2 ; "x"
      LOADK 4 2 ; "x"
      CONCAT 3 2
    `,
  );
  emits(
    "nils that follow each other are one instruction",
    "local a; local b, c; local d = nil",
    `
      LOADNIL 0 3
    `,
  );
  emits(
    "nils are not joined over a jump",
    "local a; while x do end; local b",
    `
      LOADNIL 0 0
      GETTABUP 1 0 0 ; _ENV "x"
      TEST 1
      JMP 1 ; to 6
      JMP -4 ; to 2
      LOADNIL 1 0
    `,
  );
  emits(
    "booleans",
    "local a, b = true, false",
    `
      LOADTRUE 0
      LOADFALSE 1
    `,
  );
});

describe("constant folding", () => {
  emits(
    "arithmetic on numerals",
    "return 2 + 3 * 4, 7 // 2, 7 % -3, 2 ^ 10, 1 << 62, ~0, -(3)",
    `
      LOADI 0 14
      LOADI 1 3
      LOADI 2 -2
      LOADF 3 1024
      LOADK 4 0 ; 4611686018427387904
      LOADI 5 -1
      LOADI 6 -3
      RETURN 0 8 ; 7 values
    `,
  );
  emits(
    "of operands on the left only",
    "return 1 + 2 + x",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      ADDI 0 0 3 k
      RETURN1 0
    `,
  );
  emits(
    "no division by zero",
    "return 1 // 0",
    `
      LOADI 0 1
      IDIVK 0 0 0 ; 0
      RETURN1 0
    `,
  );
  emits(
    "no remainder of zero",
    "return 1 % 0",
    `
      LOADI 0 1
      MODK 0 0 0 ; 0
      RETURN1 0
    `,
  );
  emits(
    "no float division by zero",
    "return 1 / 0",
    `
      LOADI 0 1
      DIVK 0 0 0 ; 0
      RETURN1 0
    `,
  );
  emits(
    "no NaN",
    "return (1e308 * 10) - (1e308 * 10)",
    `
      LOADK 0 0 ; Infinity
      SUBK 0 0 0 ; Infinity
      RETURN1 0
    `,
  );
  emits(
    "no zero of a float: it might be negative",
    "return -0.0, 0.0 * 1",
    `
      LOADF 0 0
      UNM 0 0
      LOADI 1 1
      MULK 1 1 0 k ; 0.0
      RETURN 0 3 ; 2 values
    `,
  );
  emits(
    "bitwise operators take floats of integral value",
    "return 3.0 | 4",
    `
      LOADI 0 7
      RETURN1 0
    `,
  );
  emits(
    "but not others",
    "return 3.5 | 4",
    `
      LOADK 0 1 ; 3.5
      BORK 0 0 0 ; 4
      RETURN1 0
    `,
  );
  emits(
    "integers wrap around",
    "return 9223372036854775807 + 1",
    `
      LOADK 0 0 ; -9223372036854775808
      RETURN1 0
    `,
  );
  emits(
    "no strings, no comparisons",
    "return 'a' .. 'b', 1 < 2",
    `
      LOADK 0 0 ; "a"
      LOADK 1 1 ; "b"
      CONCAT 0 2
      LOADI 1 1
      LTI 1 2 0 k
      JMP 1 ; to 8
      LFALSESKIP 1
      LOADTRUE 1
      RETURN 0 3 ; 2 values
    `,
  );
  emits(
    "not",
    "return not nil, not 0, not not 'x'",
    `
      LOADTRUE 0
      LOADFALSE 1
      LOADTRUE 2
      RETURN 0 4 ; 3 values
    `,
  );
  emits(
    "<const> variables are constants",
    "local n <const> = 10; local s <const> = 'k'; return n + 1, x[s], n",
    `
      LOADI 0 11
      GETTABUP 1 0 0 ; _ENV "x"
      GETFIELD 1 1 1 ; "k"
      LOADI 2 10
      RETURN 0 4 ; 3 values
    `,
  );
  emits(
    "of nested functions too",
    "local n <const> = 2 ^ 3; return function() return n end",
    `
      CLOSURE 0 0 ; function at line 1
      RETURN1 0
      function 0
        LOADF 0 8
        RETURN1 0
        RETURN0
    `,
  );
  emits(
    "a <const> that is not known is a local",
    "local n <const> = x; return n",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      RETURN1 0
    `,
  );
});

describe("arithmetic", () => {
  emits(
    "on registers",
    "local a, b = x, y; return a + b, a - b, a * b, a / b, a // b, a % b, a ^ b",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "y"
      ADD 2 0 1
      SUB 3 0 1
      MUL 4 0 1
      DIV 5 0 1
      IDIV 6 0 1
      MOD 7 0 1
      POW 8 0 1
      RETURN 2 8 ; 7 values
    `,
  );
  emits(
    "with small integers",
    "local a = x; return a + 1, 1 + a, a - 1, 1 - a, a + 128, a + -127",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      ADDI 1 0 1
      ADDI 2 0 1 k
      SUBI 3 0 1
      LOADI 4 1
      SUB 4 4 0
      ADDI 5 0 128
      ADDI 6 0 -127
      RETURN 1 7 ; 6 values
    `,
  );
  emits(
    "with constants",
    "local a = x; return a + 1.5, 1.5 + a, a - 1000, 1000 - a, a * 2, 2 * a, a / 2, a // 2, a % 2, a ^ 2, 2 ^ a",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      ADDK 1 0 1 ; 1.5
      ADDK 2 0 1 k ; 1.5
      SUBK 3 0 2 ; 1000
      LOADI 4 1000
      SUB 4 4 0
      MULK 5 0 3 ; 2
      MULK 6 0 3 k ; 2
      DIVK 7 0 3 ; 2
      IDIVK 8 0 3 ; 2
      MODK 9 0 3 ; 2
      POWK 10 0 3 ; 2
      LOADI 11 2
      POW 11 11 0
      RETURN 1 12 ; 11 values
    `,
  );
  emits(
    "bitwise with constants",
    "local a = x; return a & 1, 1 | a, a ~ 7.0, a & 1.5",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      BANDK 1 0 1 ; 1
      BORK 2 0 1 k ; 1
      LOADF 3 7
      BXOR 3 0 3
      LOADK 4 2 ; 1.5
      BAND 4 0 4
      RETURN 1 5 ; 4 values
    `,
  );
  emits(
    "shifts",
    "local a = x; return a << 3, a >> 3, 3 << a, 3 >> a, a << 200",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      SHRI 1 0 -3 k
      SHRI 2 0 3
      SHLI 3 0 3
      LOADI 4 3
      SHR 4 4 0
      LOADI 5 200
      SHL 5 0 5
      RETURN 1 6 ; 5 values
    `,
  );
  emits(
    "unary operators",
    "local a = x; return -a, ~a, #a, not a",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      UNM 1 0
      BNOT 2 0
      LEN 3 0
      NOT 4 0
      RETURN 1 5 ; 4 values
    `,
  );
  emits(
    "needs no moves",
    "local a, b = x, y; a = a * b + a",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "y"
      MUL 2 0 1
      ADD 0 2 0
    `,
  );
  emits(
    "concatenation takes all operands at once",
    "local a = x; return a .. 'b' .. 1 .. y",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      MOVE 1 0
      LOADK 2 1 ; "b"
      LOADI 3 1
      GETTABUP 4 0 2 ; _ENV "y"
      CONCAT 1 4
      RETURN1 1
    `,
  );
  emits(
    "a local is read by the operation itself",
    "local a = x; local b = a + f(a)",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "f"
      MOVE 2 0
      CALL 1 2 2 ; 1 argument, 1 result
      ADD 1 0 1
    `,
  );
});

describe("comparisons", () => {
  emits(
    "of registers",
    "local a, b = x, y; if a < b then z = 1 end; if a >= b then z = 2 end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "y"
      LT 0 1
      JMP 1 ; to 6
      SETTABUP 0 2 3 k ; _ENV "z" 1
      LE 1 0
      JMP 1 ; to 9
      SETTABUP 0 2 4 k ; _ENV "z" 2
    `,
  );
  emits(
    "with small numbers",
    "local a = x; if a < 5 and a <= 5 and a > 5 and a >= 5 and 5 < a and 5 >= a then z = 1 end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      LTI 0 5 0
      JMP 11 ; to 15
      LEI 0 5 0
      JMP 9 ; to 15
      GTI 0 5 0
      JMP 7 ; to 15
      GEI 0 5 0
      JMP 5 ; to 15
      GTI 0 5 0
      JMP 3 ; to 15
      LEI 0 5 0
      JMP 1 ; to 15
      SETTABUP 0 1 2 k ; _ENV "z" 1
    `,
  );
  emits(
    "with floats of integral value",
    "local a = x; if a < 5.0 and a == -3.0 then z = 1 end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      LTI 0 5 1
      JMP 3 ; to 7
      EQI 0 -3 1
      JMP 1 ; to 7
      SETTABUP 0 1 2 k ; _ENV "z" 1
    `,
  );
  emits(
    "with large constants",
    "local a = x; if a < 1000 then z = 1 end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      LOADI 1 1000
      LT 0 1
      JMP 1 ; to 6
      SETTABUP 0 1 2 k ; _ENV "z" 1
    `,
  );
  emits(
    "equality with constants",
    "local a = x; if a == 1 and a ~= 'k' and nil == a and a ~= true and 1e100 == a then z = 1 end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      EQI 0 1 0
      JMP 9 ; to 13
      EQK 0 1 k ; "k"
      JMP 7 ; to 13
      EQK 0 2 ; nil
      JMP 5 ; to 13
      EQK 0 3 k ; true
      JMP 3 ; to 13
      EQK 0 4 ; 1e+100
      JMP 1 ; to 13
      SETTABUP 0 5 6 k ; _ENV "z" 1
    `,
  );
  emits(
    "as values",
    "local a = x; local b = a == 1; return a < 2, not (a > 3)",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      EQI 0 1 0 k
      JMP 1 ; to 5
      LFALSESKIP 1
      LOADTRUE 1
      LTI 0 2 0 k
      JMP 1 ; to 9
      LFALSESKIP 2
      LOADTRUE 2
      GTI 0 3 0
      JMP 1 ; to 13
      LFALSESKIP 3
      LOADTRUE 3
      RETURN 2 3 ; 2 values
    `,
  );
});

describe("and, or, not", () => {
  emits(
    "values pass without booleans",
    "local a, b = x, y; local c = a and b; local d = a or b",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "y"
      TESTSET 2 0
      JMP 1 ; to 6
      MOVE 2 1
      TESTSET 3 0 k
      JMP 1 ; to 9
      MOVE 3 1
    `,
  );
  emits(
    "into the tested register itself",
    "local a = x; a = a or 5",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      TEST 0 k
      JMP 1 ; to 5
      LOADI 0 5
    `,
  );
  emits(
    "chains jump to their end",
    "return a and b and c or d",
    `
      GETTABUP 0 0 0 ; _ENV "a"
      TEST 0
      JMP 6 ; to 10
      GETTABUP 0 0 1 ; _ENV "b"
      TEST 0
      JMP 3 ; to 10
      GETTABUP 0 0 2 ; _ENV "c"
      TEST 0 k
      JMP 1 ; to 11
      GETTABUP 0 0 3 ; _ENV "d"
      RETURN1 0
    `,
  );
  emits(
    "comparisons mixed with values",
    "local a, b = x, y; return a == 1 or b",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "y"
      EQI 0 1 0 k
      JMP 3 ; to 8
      MOVE 2 1
      JMP 2 ; to 9
      LFALSESKIP 2
      LOADTRUE 2
      RETURN1 2
    `,
  );
  emits(
    "conditions",
    "local a, b, c = x, y, z; if a and (b or not c) then f() end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "y"
      GETTABUP 2 0 2 ; _ENV "z"
      TEST 0
      JMP 6 ; to 12
      TEST 1 k
      JMP 2 ; to 10
      TEST 2 k
      JMP 2 ; to 12
      GETTABUP 3 0 3 ; _ENV "f"
      CALL 3 1 1 ; 0 arguments, 0 results
    `,
  );
  emits(
    "not of and",
    "local a, b = x, y; if not (a and b) then f() end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "y"
      TEST 0
      JMP 2 ; to 7
      TEST 1 k
      JMP 2 ; to 9
      GETTABUP 2 0 2 ; _ENV "f"
      CALL 2 1 1 ; 0 arguments, 0 results
    `,
  );
  emits(
    "constants that decide nothing vanish",
    "return true and x, nil or y, 1 and 2",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETTABUP 1 0 1 ; _ENV "y"
      LOADI 2 2
      RETURN 0 4 ; 3 values
    `,
  );
});

describe("jumps", () => {
  emits(
    "if, elseif, else",
    "if a then f() elseif b then g() else h() end",
    `
      GETTABUP 0 0 0 ; _ENV "a"
      TEST 0
      JMP 3 ; to 7
      GETTABUP 0 0 1 ; _ENV "f"
      CALL 0 1 1 ; 0 arguments, 0 results
      JMP 8 ; to 15
      GETTABUP 0 0 2 ; _ENV "b"
      TEST 0
      JMP 3 ; to 13
      GETTABUP 0 0 3 ; _ENV "g"
      CALL 0 1 1 ; 0 arguments, 0 results
      JMP 2 ; to 15
      GETTABUP 0 0 4 ; _ENV "h"
      CALL 0 1 1 ; 0 arguments, 0 results
    `,
  );
  emits(
    "while",
    "while a do f() end",
    `
      GETTABUP 0 0 0 ; _ENV "a"
      TEST 0
      JMP 3 ; to 7
      GETTABUP 0 0 1 ; _ENV "f"
      CALL 0 1 1 ; 0 arguments, 0 results
      JMP -6 ; to 1
    `,
  );
  emits(
    "while true has no test",
    "while true do if a then break end end",
    `
      GETTABUP 0 0 0 ; _ENV "a"
      TEST 0 k
      JMP 1 ; to 5
      JMP -4 ; to 1
    `,
  );
  emits(
    "repeat",
    "repeat local a = f() until a",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      CALL 0 1 2 ; 0 arguments, 1 result
      TEST 0
      JMP -4 ; to 1
    `,
  );
  emits(
    "until false is a mere jump",
    "repeat f() until false",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      CALL 0 1 1 ; 0 arguments, 0 results
      JMP -3 ; to 1
    `,
  );
  emits(
    "jumps to jumps are led on",
    "while a do if b then if c then f() end else g() end end",
    `
      GETTABUP 0 0 0 ; _ENV "a"
      TEST 0
      JMP 12 ; to 16
      GETTABUP 0 0 1 ; _ENV "b"
      TEST 0
      JMP 6 ; to 13
      GETTABUP 0 0 2 ; _ENV "c"
      TEST 0
      JMP -9 ; to 1
      GETTABUP 0 0 3 ; _ENV "f"
      CALL 0 1 1 ; 0 arguments, 0 results
      JMP -12 ; to 1
      GETTABUP 0 0 4 ; _ENV "g"
      CALL 0 1 1 ; 0 arguments, 0 results
      JMP -15 ; to 1
    `,
  );
  emits(
    "break as a whole branch",
    "for i = 1, 2 do if i == x then break end end",
    `
      LOADI 0 1
      LOADI 1 2
      LOADI 2 1
      FORPREP 0 3 ; exit to 9
      GETTABUP 4 0 0 ; _ENV "x"
      EQ 3 4 k
      JMP 1 ; to 9
      FORLOOP 0 4 ; to 5
    `,
  );
  emits(
    "goto, both ways",
    "::top:: if a then goto done end; f(); goto top; ::done::",
    `
      GETTABUP 0 0 0 ; _ENV "a"
      TEST 0
      JMP 1 ; to 5
      JMP 3 ; to 8
      GETTABUP 0 0 1 ; _ENV "f"
      CALL 0 1 1 ; 0 arguments, 0 results
      JMP -7 ; to 1
    `,
  );
  emits(
    "continue",
    "for i = 1, 2 do if x then goto continue end; f(i); ::continue:: end",
    `
      LOADI 0 1
      LOADI 1 2
      LOADI 2 1
      FORPREP 0 7 ; exit to 13
      GETTABUP 4 0 0 ; _ENV "x"
      TEST 4
      JMP 1 ; to 9
      JMP 3 ; to 12
      GETTABUP 4 0 1 ; _ENV "f"
      MOVE 5 3
      CALL 4 2 1 ; 1 argument, 0 results
      FORLOOP 0 8 ; to 5
    `,
  );
});

describe("loops", () => {
  emits(
    "numeric",
    "for i = 1, 10 do f(i) end",
    `
      LOADI 0 1
      LOADI 1 10
      LOADI 2 1
      FORPREP 0 3 ; exit to 9
      GETTABUP 4 0 0 ; _ENV "f"
      MOVE 5 3
      CALL 4 2 1 ; 1 argument, 0 results
      FORLOOP 0 4 ; to 5
    `,
  );
  emits(
    "numeric with a step",
    "for i = x, 1, -1 do end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      LOADI 1 1
      LOADI 2 -1
      FORPREP 0 0 ; exit to 6
      FORLOOP 0 1 ; to 5
    `,
  );
  emits(
    "generic",
    "for k, v in pairs(t) do f(k, v) end",
    `
      GETTABUP 0 0 0 ; _ENV "pairs"
      GETTABUP 1 0 1 ; _ENV "t"
      CALL 0 2 5 ; 1 argument, 4 results
      TFORPREP 0 4 ; to 9
      GETTABUP 6 0 2 ; _ENV "f"
      MOVE 7 4
      MOVE 8 5
      CALL 6 3 1 ; 2 arguments, 0 results
      TFORCALL 0 2
      TFORLOOP 0 6 ; to 5
      CLOSE 3
    `,
  );
  emits(
    "generic, left by break and by return",
    "for k in f do if k then break else return k end end",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      LOADNIL 1 2
      TFORPREP 0 3 ; to 7
      TEST 4 k
      JMP 3 ; to 9
      RETURN 4 2 k ; 1 value
      TFORCALL 0 1
      TFORLOOP 0 5 ; to 4
      CLOSE 3
    `,
  );
});

describe("tables", () => {
  emits(
    "empty",
    "local t = {}",
    `
      NEWTABLE 0 0 0
      EXTRAARG 0
    `,
  );
  emits(
    "items and fields",
    "local t = {1, x = 2, 3; [4] = 5, ['y'] = z}",
    `
      NEWTABLE 0 3 2
      EXTRAARG 0
      LOADI 1 1
      SETFIELD 0 0 1 k ; "x" 2
      LOADI 2 3
      SETI 0 4 2 k ; 5
      GETTABUP 3 0 4 ; _ENV "z"
      SETFIELD 0 3 3 ; "y"
      SETLIST 0 2 0 ; 2 items
    `,
  );
  emits(
    "room for fields that are stored right after",
    "local o = setmetatable({}, C) o.x = 1 o.y = a or 2 o.z = 3 return o",
    `
      GETTABUP 0 0 0 ; _ENV "setmetatable"
      NEWTABLE 1 3 0
      EXTRAARG 0
      GETTABUP 2 0 1 ; _ENV "C"
      CALL 0 3 2 ; 2 arguments, 1 result
      SETFIELD 0 2 3 k ; "x" 1
      GETTABUP 1 0 5 ; _ENV "a"
      TEST 1 k
      JMP 1 ; to 11
      LOADI 1 2
      SETFIELD 0 4 1 ; "y"
      SETFIELD 0 6 7 k ; "z" 3
      RETURN1 0
    `,
  );
  emits(
    "no room for fields of another table",
    "local o = {} o = f(o, 1, 2) o.x = 1",
    `
      NEWTABLE 0 0 0
      EXTRAARG 0
      GETTABUP 1 0 0 ; _ENV "f"
      MOVE 2 0
      LOADI 3 1
      LOADI 4 2
      CALL 1 4 2 ; 3 arguments, 1 result
      MOVE 0 1
      SETFIELD 0 1 2 k ; "x" 1
    `,
  );
  emits(
    "the last call gives all",
    "local t = {f(), f()}",
    `
      NEWTABLE 0 0 1
      EXTRAARG 0
      GETTABUP 1 0 0 ; _ENV "f"
      CALL 1 1 2 ; 0 arguments, 1 result
      GETTABUP 2 0 0 ; _ENV "f"
      CALL 2 1 0 ; 0 arguments, all results
      SETLIST 0 0 0 ; all items
    `,
  );
  emits(
    "parentheses cut",
    "local t = {(f())}",
    `
      NEWTABLE 0 0 1
      EXTRAARG 0
      GETTABUP 1 0 0 ; _ENV "f"
      CALL 1 1 2 ; 0 arguments, 1 result
      SETLIST 0 1 0 ; 1 item
    `,
  );
  emits(
    "extra arguments",
    "return {...}",
    `
      NEWTABLE 0 0 0
      EXTRAARG 0
      VARARG 1 0 ; all values
      SETLIST 0 0 0 ; all items
      RETURN1 0
    `,
  );
  emits(
    "fields by constants",
    "local t = x; t.a = t.b; t[1] = t[255]; t[256] = t[-1]; t[t] = nil",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETFIELD 1 0 2 ; "b"
      SETFIELD 0 1 1 ; "a"
      GETI 1 0 255
      SETI 0 1 1
      LOADI 1 256
      LOADI 2 -1
      GETTABLE 2 0 2
      SETTABLE 0 1 2
      SETTABLE 0 0 3 k ; nil
    `,
  );
  emits(
    "globals",
    "a = b; a.x = 1",
    `
      GETTABUP 0 0 1 ; _ENV "b"
      SETTABUP 0 0 0 ; _ENV "a"
      GETTABUP 0 0 0 ; _ENV "a"
      SETFIELD 0 2 3 k ; "x" 1
    `,
  );
  emits(
    "nested names",
    "return a.b.c[1].d",
    `
      GETTABUP 0 0 0 ; _ENV "a"
      GETFIELD 0 0 1 ; "b"
      GETFIELD 0 0 2 ; "c"
      GETI 0 0 1
      GETFIELD 0 0 3 ; "d"
      RETURN1 0
    `,
  );
});

describe("calls", () => {
  emits(
    "statements, values, arguments",
    "f(); f(1, 'a', x); local a, b = f()",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      CALL 0 1 1 ; 0 arguments, 0 results
      GETTABUP 0 0 0 ; _ENV "f"
      LOADI 1 1
      LOADK 2 1 ; "a"
      GETTABUP 3 0 2 ; _ENV "x"
      CALL 0 4 1 ; 3 arguments, 0 results
      GETTABUP 0 0 0 ; _ENV "f"
      CALL 0 1 3 ; 0 arguments, 2 results
    `,
  );
  emits(
    "nested calls pass all results on",
    "f(g(h()))",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      GETTABUP 1 0 1 ; _ENV "g"
      GETTABUP 2 0 2 ; _ENV "h"
      CALL 2 1 0 ; 0 arguments, all results
      CALL 1 0 0 ; all arguments, all results
      CALL 0 0 1 ; all arguments, 0 results
    `,
  );
  emits(
    "parentheses cut",
    "f((g()))",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      GETTABUP 1 0 1 ; _ENV "g"
      CALL 1 1 2 ; 0 arguments, 1 result
      CALL 0 2 1 ; 1 argument, 0 results
    `,
  );
  emits(
    "methods",
    "local s = x; s:m(1); s.t:m()",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      SELF 1 0 1 k ; "m"
      LOADI 3 1
      CALL 1 3 1 ; 2 arguments, 0 results
      GETFIELD 1 0 2 ; "t"
      SELF 1 1 1 k ; "m"
      CALL 1 2 1 ; 1 argument, 0 results
    `,
  );
  emits(
    "strings and tables as arguments",
    "f 'x' {1}",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      LOADK 1 1 ; "x"
      CALL 0 2 2 ; 1 argument, 1 result
      NEWTABLE 1 0 1
      EXTRAARG 0
      LOADI 2 1
      SETLIST 1 1 0 ; 1 item
      CALL 0 2 1 ; 1 argument, 0 results
    `,
  );
  emits(
    "extra arguments",
    "f(...); local a, b = ...; return ...",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      VARARG 1 0 ; all values
      CALL 0 0 1 ; all arguments, 0 results
      VARARG 0 3 ; 2 values
      VARARG 2 0 ; all values
      RETURN 2 0 ; all values
    `,
  );
  emits(
    "tail calls",
    "return f(1)",
    `
      GETTABUP 0 0 0 ; _ENV "f"
      LOADI 1 1
      TAILCALL 0 2 ; 1 argument
      RETURN 0 0 ; all values
    `,
  );
  emits(
    "no tail call of a method in parentheses",
    "return (x:m())",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      SELF 0 0 1 k ; "m"
      CALL 0 2 2 ; 1 argument, 1 result
      RETURN1 0
    `,
  );
  emits(
    "returns",
    "local a, b = 1, 2; if a then return end; if b then return a end; return a, b",
    `
      LOADI 0 1
      LOADI 1 2
      TEST 0
      JMP 1 ; to 6
      RETURN0
      TEST 1
      JMP 1 ; to 9
      RETURN1 0
      MOVE 2 0
      MOVE 3 1
      RETURN 2 3 ; 2 values
    `,
  );
});

describe("assignment", () => {
  emits(
    "straight into the local",
    "local a, b; a = 1; a = b; a = x; a = b + 1; a = {}",
    `
      LOADNIL 0 1
      LOADI 0 1
      MOVE 0 1
      GETTABUP 0 0 0 ; _ENV "x"
      ADDI 0 1 1
      NEWTABLE 2 0 0
      EXTRAARG 0
      MOVE 0 2
    `,
  );
  emits(
    "swapping",
    "local a, b = 1, 2; a, b = b, a",
    `
      LOADI 0 1
      LOADI 1 2
      MOVE 2 1
      MOVE 1 0
      MOVE 0 2
    `,
  );
  emits(
    "the last value goes straight",
    "local a, b; a, b = f(), 1",
    `
      LOADNIL 0 1
      GETTABUP 2 0 0 ; _ENV "f"
      CALL 2 1 2 ; 0 arguments, 1 result
      LOADI 1 1
      MOVE 0 2
    `,
  );
  emits(
    "a table that is assigned in the same statement is saved",
    "local t = x; t.a, t = 1, 2; t[t], t = 3, 4",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      MOVE 1 0
      LOADI 2 1
      LOADI 0 2
      SETFIELD 1 1 2 ; "a"
      MOVE 1 0
      LOADI 2 3
      LOADI 0 4
      SETTABLE 1 1 2
    `,
  );
  emits(
    "more values, fewer values",
    "local a, b, c; a, b = 1; a, b = 1, 2, f(); a, b, c = f()",
    `
      LOADNIL 0 2
      LOADI 3 1
      LOADNIL 4 0
      MOVE 1 4
      MOVE 0 3
      LOADI 3 1
      LOADI 4 2
      GETTABUP 5 0 0 ; _ENV "f"
      CALL 5 1 1 ; 0 arguments, 0 results
      MOVE 1 4
      MOVE 0 3
      GETTABUP 3 0 0 ; _ENV "f"
      CALL 3 1 4 ; 0 arguments, 3 results
      MOVE 2 5
      MOVE 1 4
      MOVE 0 3
    `,
  );
});

describe("captured locals", () => {
  emits(
    "become cells where they are declared",
    "local a, b = 1, 2; local function f() return a end; a = a + b",
    `
      LOADI 0 1
      LOADI 1 2
      NEWCELL 0 ; a
      CLOSURE 2 0 ; function at line 1
      GETCELL 3 0 ; a
      ADD 3 3 1
      SETCELL 0 3 ; a
      function 0
        GETUPVAL 0 0 ; a
        RETURN1 0
        RETURN0
    `,
  );
  emits(
    "parameters at the start",
    "local function f(a, b, ...) return function() a = b end end",
    `
      CLOSURE 0 0 ; function at line 1
      function 0
        VARARGPREP 2
        NEWCELL 0 ; a
        NEWCELL 1 ; b
        CLOSURE 2 0 ; function at line 1
        RETURN1 2
        RETURN0
        function 0
          GETUPVAL 0 1 ; b
          SETUPVAL 0 0 ; a
          RETURN0
    `,
  );
  emits(
    "a recursive local function",
    "local function f() return f() end",
    `
      LOADNIL 0 0
      NEWCELL 0
      CLOSURE 1 0 ; function at line 1
      SETCELL 0 1 ; f
      function 0
        GETUPVAL 0 0 ; f
        TAILCALL 0 1 ; 0 arguments
        RETURN 0 0 ; all values
        RETURN0
    `,
  );
  emits(
    "a local function that nobody captures",
    "local function f() end",
    `
      CLOSURE 0 0 ; function at line 1
      function 0
        RETURN0
    `,
  );
  emits(
    "loop variables once per iteration",
    "for i = 1, 2 do f(function() return i end) end; for k, v in x do g = function() return v end end",
    `
      LOADI 0 1
      LOADI 1 2
      LOADI 2 1
      FORPREP 0 4 ; exit to 10
      NEWCELL 3 ; i
      GETTABUP 4 0 0 ; _ENV "f"
      CLOSURE 5 0 ; function at line 1
      CALL 4 2 1 ; 1 argument, 0 results
      FORLOOP 0 5 ; to 5
      GETTABUP 0 0 1 ; _ENV "x"
      LOADNIL 1 2
      TFORPREP 0 3 ; to 16
      NEWCELL 5 ; v
      CLOSURE 6 1 ; function at line 1
      SETTABUP 0 2 6 ; _ENV "g"
      TFORCALL 0 2
      TFORLOOP 0 5 ; to 13
      CLOSE 3
      function 0
        GETUPVAL 0 0 ; i
        RETURN1 0
        RETURN0
      function 1
        GETUPVAL 0 0 ; v
        RETURN1 0
        RETURN0
    `,
  );
  emits(
    "are read as late as registers",
    "local a = 1; local function f() a = 2 end; local b = a + f(); a.x = a[a]; a:m()",
    `
      LOADI 0 1
      NEWCELL 0 ; a
      CLOSURE 1 0 ; function at line 1
      MOVE 2 1
      CALL 2 1 2 ; 0 arguments, 1 result
      GETCELL 3 0 ; a
      ADD 2 3 2
      GETCELL 3 0 ; a
      GETCELL 4 0 ; a
      GETTABLE 3 3 4
      GETCELL 4 0 ; a
      SETFIELD 4 0 3 ; "x"
      GETCELL 3 0 ; a
      SELF 3 3 1 k ; "m"
      CALL 3 2 1 ; 1 argument, 0 results
      function 0
        LOADI 0 2
        SETUPVAL 0 0 ; a
        RETURN0
    `,
  );
  emits(
    "in a multiple assignment",
    "local t = x; local function f() return t end; t.a, t = 1, 2",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      NEWCELL 0 ; t
      CLOSURE 1 0 ; function at line 1
      GETCELL 2 0 ; t
      LOADI 3 1
      LOADI 4 2
      SETCELL 0 4 ; t
      SETFIELD 2 1 3 ; "a"
      function 0
        GETUPVAL 0 0 ; t
        RETURN1 0
        RETURN0
    `,
  );
  emits(
    "through two functions",
    "local a; return function() return function() return a end end",
    `
      LOADNIL 0 0
      NEWCELL 0 ; a
      CLOSURE 1 0 ; function at line 1
      RETURN1 1
      function 0
        CLOSURE 0 0 ; function at line 1
        RETURN1 0
        RETURN0
        function 0
          GETUPVAL 0 0 ; a
          RETURN1 0
          RETURN0
    `,
  );
  emits(
    "_ENV as a local",
    "local _ENV = x; y = z",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      GETFIELD 1 0 2 ; "z"
      SETFIELD 0 1 1 ; "y"
    `,
  );
  emits(
    "_ENV captured",
    "local _ENV = x; local function f() y = 1 end; y = 2",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      NEWCELL 0 ; _ENV
      CLOSURE 1 0 ; function at line 1
      GETCELL 2 0 ; _ENV
      SETFIELD 2 1 2 k ; "y" 2
      function 0
        SETTABUP 0 0 1 k ; _ENV "y" 1
        RETURN0
    `,
  );
  emits(
    "_ENV as a parameter",
    "local function f(_ENV) return a end",
    `
      CLOSURE 0 0 ; function at line 1
      function 0
        GETFIELD 1 0 0 ; "a"
        RETURN1 1
        RETURN0
    `,
  );
});

describe("to-be-closed variables", () => {
  emits(
    "are closed at the end of the block",
    "do local a <close> = x; f() end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      TBC 0
      GETTABUP 1 0 1 ; _ENV "f"
      CALL 1 1 1 ; 0 arguments, 0 results
      CLOSE 0
    `,
  );
  emits(
    "and by every return",
    "local a <close> = x; if a then return end; return a, f()",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      TBC 0
      TEST 0
      JMP 1 ; to 6
      RETURN 0 1 k ; 0 values
      MOVE 1 0
      GETTABUP 2 0 1 ; _ENV "f"
      CALL 2 1 0 ; 0 arguments, all results
      RETURN 1 0 k ; all values
      RETURN 0 1 k ; 0 values
    `,
  );
  emits(
    "no tail call in their scope",
    "local a <close> = x; return f()",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      TBC 0
      GETTABUP 1 0 1 ; _ENV "f"
      CALL 1 1 0 ; 0 arguments, all results
      RETURN 1 0 k ; all values
      RETURN 0 1 k ; 0 values
    `,
  );
  emits(
    "captured",
    "do local a <close> = x; f(function() return a end) end",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      NEWCELL 0 ; a
      TBC 0
      GETTABUP 1 0 1 ; _ENV "f"
      CLOSURE 2 0 ; function at line 1
      CALL 1 2 1 ; 1 argument, 0 results
      CLOSE 0
      function 0
        GETUPVAL 0 0 ; a
        RETURN1 0
        RETURN0
    `,
  );
  emits(
    "break and goto close",
    "while x do local a <close> = x; if a then break end; goto done end ::done::",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      TEST 0
      JMP 10 ; to 14
      GETTABUP 0 0 0 ; _ENV "x"
      TBC 0
      TEST 0
      JMP 2 ; to 10
      CLOSE 0
      JMP 4 ; to 14
      CLOSE 0
      JMP 2 ; to 14
      CLOSE 0
      JMP -13 ; to 1
    `,
  );
  emits(
    "repeat closes on both ways",
    "repeat local a <close> = x until a",
    `
      GETTABUP 0 0 0 ; _ENV "x"
      TBC 0
      TEST 0
      JMP 2 ; to 7
      CLOSE 0
      JMP 2 ; to 9
      CLOSE 0
      JMP -8 ; to 1
    `,
  );
});
