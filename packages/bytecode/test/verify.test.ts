import { InvalidProtoError, verify, type LocalVar, type Proto } from "@luster/bytecode";
import { describe, expect, test } from "vitest";
import { assemble, boolean, float, integer, nil, string } from "./assemble.js";

const constants = [string("s"), integer(1n), float(1.5), nil, boolean(true)];

/** A main function of these instructions, and what the verifier says of it: "" if it passes. */
function verdict(code: string, rest: Partial<Proto> = {}): string {
  try {
    verify(assemble(code, { constants, ...rest }));
    return "";
  } catch (error) {
    if (error instanceof InvalidProtoError) return error.what;
    throw error;
  }
}

/** A nested function that captures register `index` of the one around it. */
const capturing = (index: number, isFromParentRegister = true): Proto =>
  assemble("GETUPVAL 0 0; RETURN1 0; RETURN0", { upvalues: [{ name: "x", isFromParentRegister, index, kind: "regular" }] });

const local = (register: number, startPc: number, endPc: number, isCaptured = false): LocalVar => ({
  name: "x",
  register,
  startPc,
  endPc,
  isCaptured,
});

describe("code that passes", () => {
  test.each([
    ["constants", "LOADK 0 0; LOADKX 1; EXTRAARG 4; LOADNIL 2 3; LOADF 6 -1; RETURN 0 8; RETURN0"],
    [
      "fields",
      "NEWTABLE 0 0 0; EXTRAARG 0; SETFIELD 0 0 1 k; GETFIELD 1 0 0; SETI 0 1 1; GETI 2 0 255; GETTABLE 3 0 1; SELF 4 0 0 k; RETURN0",
    ],
    ["operators", "LOADI 0 1; ADDK 1 0 2; BANDK 2 0 1; SHRI 3 0 -1; CONCAT 0 4; RETURN1 0; RETURN0"],
    ["a test", "LOADTRUE 0; TEST 0; JMP 1; LOADI 0 1; RETURN1 0; RETURN0"],
    ["a value of a test", "LOADI 0 1; TESTSET 1 0 k; JMP 2; LFALSESKIP 1; LOADTRUE 1; RETURN1 1; RETURN0"],
    ["calls", "GETTABUP 0 0 0; CALL 0 1 3; CALL 0 2 0; RETURN 0 0; RETURN0"],
    ["an open argument list", "GETTABUP 0 0 0; GETTABUP 1 0 0; CALL 1 1 0; CALL 0 0 1; RETURN0"],
    ["an open constructor", "NEWTABLE 0 0 0; EXTRAARG 0; LOADI 1 1; GETTABUP 2 0 0; CALL 2 1 0; SETLIST 0 0 0; RETURN0"],
    ["a long constructor", "NEWTABLE 0 0 0; EXTRAARG 2; LOADI 1 1; SETLIST 0 1 0 k; EXTRAARG 2; RETURN1 0; RETURN0"],
    ["a tail call", "GETTABUP 0 0 0; TAILCALL 0 1; RETURN 0 0; RETURN0"],
    ["cells", "LOADI 0 1; NEWCELL 0; GETCELL 1 0; SETCELL 0 1; LOADNIL 0 0; RETURN1 0; RETURN0"],
    ["a numeric loop", "LOADI 0 1; LOADI 1 9; LOADI 2 1; FORPREP 0 2; NEWCELL 3; JMP 0; FORLOOP 0 3; LOADI 0 1; RETURN1 0; RETURN0"],
    ["a generic loop", "LOADNIL 0 3; TFORPREP 0 1; MOVE 6 5; TFORCALL 0 2; TFORLOOP 0 3; CLOSE 3; RETURN0"],
    ["a loop by jumps", "LOADI 0 1; LTI 0 5 0 k; JMP 2; ADDI 0 0 1; JMP -4; RETURN1 0; RETURN0"],
    ["a variable to close", "LOADNIL 0 0; TBC 0; LOADI 1 1; RETURN 1 2 k; RETURN 0 1 k"],
    ["a captured variable to close", "LOADNIL 0 0; NEWCELL 0; TBC 0; GETCELL 1 0; CLOSE 0; RETURN1 1; RETURN0"],
    ["code out of reach", "RETURN0; MOVE 0 9; GETCELL 1 9; RETURN0"],
  ])("%s", (_, code) => {
    expect(verdict(code)).toBe("");
  });

  test("extra arguments", () => {
    expect(verdict("VARARGPREP 1; VARARG 1 3; VARARG 1 0; RETURN 0 0; RETURN0", { isVararg: true, paramCount: 1 })).toBe("");
  });

  test("closures over cells and upvalues", () => {
    const protos = [capturing(0), capturing(0, false)];
    expect(verdict("LOADI 0 1; NEWCELL 0; CLOSURE 1 0; CLOSURE 2 1; RETURN0", { protos })).toBe("");
  });

  test("local variables in their scopes", () => {
    const localVars = [local(0, 0, 3, true), local(1, 2, 3)];
    expect(verdict("NEWCELL 0; GETCELL 1 0; RETURN0", { paramCount: 1, localVars })).toBe("");
  });
});

describe("single instructions", () => {
  test.each([
    ["register out of range", "MOVE 10 0; RETURN0"],
    ["register out of range", "LOADNIL 5 5; RETURN0"],
    ["register out of range", "LOADNIL 0 9; CONCAT 8 3; RETURN0"],
    ["register out of range", "LOADNIL 0 9; SELF 9 0 0 k; RETURN0"],
    ["register out of range", "LOADNIL 0 9; CALL 8 3 1; RETURN0"],
    ["register out of range", "LOADNIL 0 9; CALL 8 1 4; RETURN0"],
    ["register out of range", "LOADNIL 0 9; RETURN 8 4; RETURN0"],
    ["register out of range", "LOADNIL 0 9; FORPREP 7 0; FORLOOP 7 1; RETURN0"],
    ["register out of range", "LOADNIL 0 9; TFORPREP 4 0; TFORCALL 4 1; TFORLOOP 4 2; CLOSE 7; RETURN0"],
    ["constant out of range", "LOADK 0 5; RETURN0"],
    ["constant out of range", "LOADKX 0; EXTRAARG 5; RETURN0"],
    ["constant out of range", "LOADNIL 0 0; SETFIELD 0 0 9 k; RETURN0"],
    ["upvalue out of range", "GETUPVAL 0 1; RETURN0"],
    ["function out of range", "CLOSURE 0 0; RETURN0"],
    ["constant of a wrong kind", "GETTABUP 0 0 1; RETURN0"],
    ["constant of a wrong kind", "LOADNIL 0 0; GETFIELD 0 0 3; RETURN0"],
    ["constant of a wrong kind", "LOADNIL 0 0; SETFIELD 0 1 0; RETURN0"],
    ["constant of a wrong kind", "LOADNIL 0 0; SELF 0 0 1 k; RETURN0"],
    ["constant of a wrong kind", "LOADNIL 0 0; ADDK 0 0 0; RETURN0"],
    ["constant of a wrong kind", "LOADNIL 0 0; BANDK 0 0 2; RETURN0"],
    ["concatenation of fewer than two values", "LOADNIL 0 0; CONCAT 0 1; RETURN0"],
    ["iterator without results", "LOADNIL 0 3; TFORPREP 0 0; TFORCALL 0 0; TFORLOOP 0 2; CLOSE 3; RETURN0"],
    ["VARARG in a function without extra arguments", "VARARG 0 2; RETURN0"],
  ])("%s: %s", (what, code) => {
    expect(verdict(code)).toBe(what);
  });

  test("no such opcode", () => {
    expect(verdict("RETURN0", { code: Int32Array.of(127, 72), lines: new Int32Array(2) })).toBe("no such opcode");
  });
});

describe("instructions that belong together", () => {
  test.each([
    ["test without a jump", "LOADNIL 0 0; TEST 0; RETURN0"],
    ["EXTRAARG without an instruction", "EXTRAARG 0; RETURN0"],
    ["EXTRAARG without an instruction", "LOADNIL 0 1; SETLIST 0 1 0; EXTRAARG 0; RETURN0"],
    ["NEWTABLE without EXTRAARG", "NEWTABLE 0 0 0; RETURN0"],
    ["LOADKX without EXTRAARG", "LOADKX 0; RETURN0"],
    ["SETLIST without EXTRAARG", "LOADNIL 0 1; SETLIST 0 1 0 k; RETURN0"],
    ["LFALSESKIP without LOADTRUE", "LFALSESKIP 0; LOADFALSE 0; RETURN0"],
    ["open list without a consumer", "LOADNIL 0 0; CALL 0 1 0; RETURN0"],
    ["open list without a consumer", "LOADNIL 0 0; CALL 0 1 0; LOADI 0 1; RETURN 0 0; RETURN0"],
    ["list up to top without values", "LOADNIL 0 0; RETURN 0 0; RETURN0"],
    ["list up to top without values", "LOADNIL 0 0; CALL 0 0 1; RETURN0"],
    ["open list starts too low", "LOADNIL 0 3; CALL 0 1 0; CALL 1 0 1; RETURN0"],
    ["open list starts too low", "LOADNIL 0 3; CALL 1 1 0; SETLIST 1 0 0; RETURN0"],
    ["TAILCALL without RETURN", "LOADNIL 0 0; TAILCALL 0 1; RETURN0"],
    ["function does not end with a return", "LOADNIL 0 0"],
    ["function does not end with a return", "JMP -1"],
    ["VARARGPREP does not match the function", "VARARGPREP 0; RETURN0"],
    ["misplaced VARARGPREP", "LOADNIL 0 0; VARARGPREP 0; RETURN0"],
  ])("%s: %s", (what, code) => {
    expect(verdict(code)).toBe(what);
  });

  test("a vararg function starts with VARARGPREP of its parameters", () => {
    expect(verdict("RETURN0", { isVararg: true })).toBe("VARARGPREP does not match the function");
    expect(verdict("VARARGPREP 1; RETURN0", { isVararg: true })).toBe("misplaced VARARGPREP");
  });
});

describe("jumps", () => {
  test.each([
    ["jump out of the function", "JMP 1; RETURN0"],
    ["jump out of the function", "JMP -2; RETURN0"],
    ["jump between instructions that belong together", "JMP 1; NEWTABLE 0 0 0; EXTRAARG 0; RETURN0"],
    ["jump between instructions that belong together", "LOADNIL 0 0; JMP 1; TEST 0; JMP 0; RETURN0"],
    ["jump between instructions that belong together", "LOADNIL 0 0; JMP 1; CALL 0 1 0; RETURN 0 0; RETURN0"],
    ["jump between instructions that belong together", "LOADNIL 0 3; TFORPREP 0 1; JMP 1; TFORCALL 0 1; TFORLOOP 0 3; CLOSE 3; RETURN0"],
    ["jump into a loop", "LOADNIL 0 2; JMP 1; FORPREP 0 1; LOADI 4 1; FORLOOP 0 2; RETURN0"],
    ["jump into a loop", "LOADNIL 0 2; FORPREP 0 1; LOADI 4 1; FORLOOP 0 2; JMP -2; RETURN0"],
    ["FORPREP without FORLOOP", "LOADNIL 0 2; FORPREP 0 1; FORLOOP 0 1; RETURN0"],
    ["FORPREP without FORLOOP", "LOADNIL 0 5; FORPREP 0 0; FORLOOP 1 1; RETURN0"],
    ["FORLOOP without FORPREP", "LOADNIL 0 2; FORLOOP 0 1; RETURN0"],
    ["loop leads to another place than its start", "LOADNIL 0 2; FORPREP 0 0; FORLOOP 0 2; RETURN0"],
    ["loops overlap", "LOADNIL 0 8; FORPREP 0 2; FORPREP 4 2; LOADI 8 1; FORLOOP 0 3; FORLOOP 4 3; RETURN0"],
    ["TFORPREP without TFORCALL and TFORLOOP", "LOADNIL 0 3; TFORPREP 0 0; RETURN0"],
    ["TFORCALL without TFORLOOP", "LOADNIL 0 3; TFORCALL 0 1; RETURN0"],
    ["TFORLOOP without TFORPREP", "LOADNIL 0 4; TFORLOOP 0 1; RETURN0"],
    ["ends of a loop differ", "LOADNIL 0 8; TFORPREP 0 0; TFORCALL 1 1; TFORLOOP 0 2; CLOSE 3; RETURN0"],
  ])("%s: %s", (what, code) => {
    expect(verdict(code)).toBe(what);
  });

  test("VARARGPREP runs once", () => {
    expect(verdict("VARARGPREP 0; JMP -2; RETURN0", { isVararg: true })).toBe("jump between instructions that belong together");
  });
});

describe("what registers hold", () => {
  const NO_VALUE = "register read that holds no value";
  const NO_CELL = "register used as a cell that holds none";
  test.each([
    [NO_VALUE, "MOVE 0 1; RETURN0"],
    [NO_VALUE, "RETURN1 0; RETURN0"],
    [NO_VALUE, "LOADI 0 1; RETURN 0 3; RETURN0"],
    [NO_VALUE, "LOADI 0 1; CALL 0 2 1; RETURN0"],
    [NO_VALUE, "LOADI 0 1; LOADI 2 1; GETTABUP 3 0 0; CALL 3 1 0; CALL 0 0 1; RETURN0"],
    [NO_VALUE, "LOADI 0 1; LOADI 1 1; CALL 0 1 1; MOVE 2 1; RETURN0"],
    [NO_VALUE, "LOADI 0 1; NEWCELL 0; MOVE 1 0; RETURN0"],
    [NO_VALUE, "LOADI 0 1; NEWCELL 0; RETURN1 0; RETURN0"],
    [NO_VALUE, "LOADI 0 1; NEWCELL 0; NEWCELL 0; RETURN0"],
    [NO_VALUE, "NEWTABLE 0 0 0; EXTRAARG 0; LOADI 1 1; NEWCELL 1; SETLIST 0 1 0; RETURN0"],
    [NO_VALUE, "LOADI 0 1; LOADI 1 1; CONCAT 0 2; MOVE 2 1; RETURN0"],
    [NO_VALUE, "LOADI 0 1; TEST 0; JMP 1; LOADI 1 1; MOVE 2 1; RETURN0"],
    [NO_VALUE, "LOADI 0 1; TESTSET 1 0; JMP 0; RETURN1 1; RETURN0"],
    [NO_VALUE, "LOADI 0 1; LOADI 1 1; FORPREP 0 0; FORLOOP 0 1; RETURN0"],
    [NO_VALUE, "LOADNIL 0 2; FORPREP 0 1; MOVE 4 0; FORLOOP 0 2; RETURN0"],
    [NO_VALUE, "LOADNIL 0 2; FORPREP 0 0; FORLOOP 0 1; MOVE 4 0; RETURN0"],
    [NO_VALUE, "LOADNIL 0 2; TFORPREP 0 0; TFORCALL 0 1; TFORLOOP 0 2; CLOSE 3; RETURN0"],
    [NO_CELL, "LOADI 0 1; GETCELL 1 0; RETURN0"],
    [NO_CELL, "LOADI 0 1; SETCELL 0 0; RETURN0"],
    [NO_CELL, "LOADI 0 1; NEWCELL 0; LOADI 0 1; GETCELL 1 0; RETURN0"],
    [NO_CELL, "LOADI 0 1; TEST 0; JMP 1; NEWCELL 0; GETCELL 1 0; RETURN0"],
    ["loop over registers that were not prepared", "LOADNIL 0 2; FORPREP 0 1; LOADI 1 5; FORLOOP 0 2; RETURN0"],
  ])("%s: %s", (what, code) => {
    expect(verdict(code)).toBe(what);
  });

  test("a closure captures cells only", () => {
    expect(verdict("LOADI 0 1; CLOSURE 1 0; RETURN0", { protos: [capturing(0)] })).toBe(NO_CELL);
    expect(verdict("CLOSURE 1 0; RETURN0", { protos: [capturing(10)] })).toBe("captured register out of range");
    expect(verdict("CLOSURE 1 0; RETURN0", { protos: [capturing(1, false)] })).toBe("captured upvalue out of range");
  });
});

describe("variables to close", () => {
  const NOT_CLOSED = "function left without closing its variables";
  const OVERWRITTEN = "to-be-closed variable overwritten";
  test.each([
    [NOT_CLOSED, "LOADNIL 0 0; TBC 0; RETURN0"],
    [NOT_CLOSED, "LOADNIL 0 0; TBC 0; RETURN1 0; RETURN 0 1 k"],
    [NOT_CLOSED, "LOADNIL 0 0; TBC 0; RETURN 0 2; RETURN 0 1 k"],
    [NOT_CLOSED, "LOADNIL 0 1; TBC 0; TAILCALL 1 1; RETURN 1 0 k; RETURN 0 1 k"],
    [NOT_CLOSED, "LOADNIL 0 1; TBC 0; TBC 1; CLOSE 1; RETURN0"],
    [NOT_CLOSED, "LOADNIL 0 3; TFORPREP 0 0; TFORCALL 0 1; TFORLOOP 0 2; RETURN0"],
    [OVERWRITTEN, "LOADNIL 0 0; TBC 0; LOADI 0 1; RETURN 0 1 k"],
    [OVERWRITTEN, "LOADNIL 0 1; TBC 1; CALL 0 1 1; RETURN 0 1 k"],
    [OVERWRITTEN, "LOADNIL 0 0; TBC 0; NEWCELL 0; RETURN 0 1 k"],
    ["to-be-closed variables out of order", "LOADNIL 0 1; TBC 1; TBC 0; RETURN 0 1 k"],
    ["to-be-closed variables out of order", "LOADNIL 0 0; TBC 0; TBC 0; RETURN 0 1 k"],
    ["to-be-closed variables differ between two paths", "LOADNIL 0 0; TEST 0; JMP 1; TBC 0; CLOSE 0; RETURN0"],
    ["iterator of a loop that was not prepared", "LOADNIL 0 4; JMP 1; TFORPREP 0 0; TFORCALL 0 1; TFORLOOP 0 2; CLOSE 3; RETURN0"],
  ])("%s: %s", (what, code) => {
    expect(verdict(code)).toBe(what);
  });
});

describe("debug information", () => {
  test.each<[string, Partial<Proto>]>([
    ["lines do not fit the code", { lines: Int32Array.of(1) }],
    ["negative line", { lines: Int32Array.of(1, 1, 1, -1) }],
    ["register of a local variable out of range", { localVars: [local(10, 0, 1)] }],
    ["scope of a local variable out of range", { localVars: [local(0, 0, 5)] }],
    ["scope of a local variable out of range", { localVars: [local(0, 3, 2)] }],
    ["too many local variables", { localVars: new Array<LocalVar>(100).fill(local(0, 1, 4)) }],
    ["local variable is not what it should be", { localVars: [local(0, 0, 2)] }],
    ["local variable is not what it should be", { localVars: [local(0, 1, 2, true)] }],
    ["local variable is not what it should be", { localVars: [local(1, 1, 2)] }],
    ["", { localVars: [local(0, 1, 2), local(0, 2, 3, true)] }],
    ["local variable is not what it should be", { localVars: [local(0, 1, 3)] }],
  ])("%s %#", (what, rest) => {
    expect(verdict("LOADI 0 1; NEWCELL 0; JMP 0; RETURN0", rest)).toBe(what);
  });
});

describe("everything else", () => {
  test.each<[string, Partial<Proto>]>([
    ["invalid stack size", { maxStackSize: 1 }],
    ["invalid stack size", { maxStackSize: 256 }],
    ["invalid number of parameters", { paramCount: 11 }],
    ["invalid line of definition", { lineDefined: -1 }],
    ["no code", { code: new Int32Array(0) }],
    ["too many upvalues", { upvalues: new Array<Proto["upvalues"][number]>(256).fill(capturing(0).upvalues[0]!) }],
    ["invalid constant", { constants: [{ kind: "function" } as never] }],
    ["constant of another type", { constants: [{ kind: "string", value: 5 } as never] }],
    ["integer constant out of range", { constants: [integer(2n ** 63n)] }],
    ["invalid kind of an upvalue", { upvalues: [{ name: "x", isFromParentRegister: true, index: 0, kind: "other" as never }] }],
    ["invalid index of an upvalue", { upvalues: [{ name: "x", isFromParentRegister: true, index: 256, kind: "const" }] }],
  ])("%s %#", (what, rest) => {
    expect(verdict("RETURN0", rest)).toBe(what);
  });

  test("problems name the function and the instruction", () => {
    const inner = assemble("LOADI 0 1; MOVE 0 5; RETURN0");
    const outer = assemble("RETURN0", { protos: [assemble("RETURN0"), assemble("RETURN0", { protos: [inner] })] });
    expect(() => verify(outer)).toThrow("invalid bytecode in function 1.0 at pc 1: register read that holds no value");
  });

  test("a function that contains itself ends the search", () => {
    const protos: Proto[] = [];
    const proto = assemble("RETURN0", { protos });
    protos.push(proto);
    expect(() => verify(proto)).not.toThrow();
  });

  test("functions nested too deeply are refused", () => {
    let proto = assemble("RETURN0");
    for (let depth = 0; depth < 201; depth++) proto = assemble("RETURN0", { protos: [proto] });
    expect(verdict("RETURN0", { protos: [proto] })).toBe("functions are nested too deeply");
  });

  test("many blocks that reach each other take little time", () => {
    // Each jump leads to the one before it, and every path comes with another register unknown.
    const count = 20_000;
    const lines = ["LOADNIL 0 9"];
    for (let i = 0; i < count; i++) lines.push(`LOADI ${i % 10} 1`, "TEST 0", `JMP ${-3 * Math.min(i, 3) - 3}`);
    lines.push("RETURN0");
    const start = performance.now();
    expect(verdict(lines.join("\n"))).toBe("");
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
