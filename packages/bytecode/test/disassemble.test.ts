import { disassemble, disassembleInstruction } from "@luster/bytecode";
import { expect, test } from "vitest";
import { assemble, float, integer, nil, string } from "./assemble.js";

const nested = assemble("NEWCELL 0; GETUPVAL 1 0; RETURN 1 2 k; RETURN0", {
  lineDefined: 2,
  lastLineDefined: 4,
  paramCount: 1,
  upvalues: [{ name: "t", isFromParentRegister: true, index: 0, kind: "const" }],
  localVars: [{ name: "p", register: 0, startPc: 0, endPc: 4, isCaptured: true }],
});

const code = `
  VARARGPREP
  GETTABUP 0 0 0
  LOADK 1 1
  ADDI 1 1 -5 k
  EQI 1 7 1
  JMP 1
  SETFIELD 0 0 2 k
  CLOSURE 2 0
  CALL 0 0 1
  RETURN0`;

const sample = assemble(code, {
  chunkName: "@script.lua",
  isVararg: true,
  constants: [string('print\n"\x01'), float(2), integer(7n), nil, float(0.25)],
  protos: [nested],
  lines: Int32Array.of(1, 1, 2, 2, 2, 2, 3, 4, 4, 5),
});

test("a listing says what each instruction refers to", () => {
  expect(disassemble(sample)).toBe(`main <script.lua:0,0> (10 instructions)
0+ params, 10 slots, 1 upvalue, 0 locals, 5 constants, 1 function
    0  [1]     VARARGPREP 0
    1  [1]     GETTABUP   0 0 0             ; _ENV "print\\n\\"\\001"
    2  [2]     LOADK      1 1               ; 2.0
    3  [2]     ADDI       1 1 -5 k
    4  [2]     EQI        1 7 1
    5  [2]     JMP        1                 ; to 7
    6  [3]     SETFIELD   0 0 2 k           ; "print\\n\\"\\001" 7
    7  [4]     CLOSURE    2 0               ; function at line 2
    8  [4]     CALL       0 0 1             ; all arguments, 0 results
    9  [5]     RETURN0
constants (5)
    0  string   "print\\n\\"\\001"
    1  float    2.0
    2  integer  7
    3  nil      nil
    4  float    0.25
upvalues (1)
    0  _ENV  register 0

function <test:2,4> (4 instructions)
1 param, 10 slots, 1 upvalue, 1 local, 0 constants, 0 functions
    0  [1]     NEWCELL    0                 ; p
    1  [1]     GETUPVAL   1 0               ; t
    2  [1]     RETURN     1 2 k             ; 1 value
    3  [1]     RETURN0
locals (1)
    0  p  r0 (cell)  0 .. 4
upvalues (1)
    0  t  register 0 <const>
`);
});

test.each([
  ["FORPREP 1 4", "exit to 6"],
  ["FORLOOP 1 1", "to 0"],
  ["TFORPREP 1 4", "to 5"],
  ["TFORLOOP 1 1", "to 0"],
  ["TAILCALL 1 2", "1 argument"],
  ["VARARG 1 0", "all values"],
  ["SETLIST 1 50 0", "50 items"],
  ["LOADKX 1; EXTRAARG 0", '"x"'],
  ["SELF 1 2 0 k", '"x"'],
  ["SELF 1 2 3", ""],
  ["LOADK 1 99", "?"],
  ["CLOSURE 1 99", "?"],
  ["GETUPVAL 1 99", "-"],
])("comment of %s", (line, comment) => {
  expect(disassembleInstruction(assemble(line, { constants: [string("x")] }), 0).comment).toBe(comment);
});

test("a stripped function has a listing too", () => {
  const stripped = assemble("RETURN0", { chunkName: undefined, lines: new Int32Array(0) });
  expect(disassemble(stripped)).toContain("main <?:0,0>");
  expect(disassembleInstruction(stripped, 0).line).toBeUndefined();
});

test("a word that is no instruction is shown as a number", () => {
  expect(disassembleInstruction(assemble("RETURN0", { code: Int32Array.of(-1) }), 0)).toMatchObject({ name: "?", operands: "4294967295" });
});
