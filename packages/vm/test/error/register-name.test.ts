import { Op, encodeABC, encodeABx, encodeAsBx, encodeAx, encodeSJ } from "@luster/bytecode";
import type { Instruction, LocalVar, Proto } from "@luster/bytecode";
import { expect, test } from "vitest";
import { localInRegister, registerName, upvalueName } from "../../src/error/register-name.js";

/** A function of these instructions; its constants are the strings k0, k1, k2, and a number. Its upvalues: _ENV, up, one without name. */
function proto(code: readonly Instruction[], localVars: readonly LocalVar[] = []): Proto {
  return {
    chunkName: "=x",
    lineDefined: 0,
    lastLineDefined: 0,
    paramCount: 0,
    isVararg: false,
    maxStackSize: 10,
    code: Int32Array.from(code),
    constants: [
      { kind: "string", value: "k0" },
      { kind: "string", value: "k1\0rest" },
      { kind: "string", value: "k2" },
      { kind: "integer", value: 5n },
    ],
    protos: [],
    upvalues: ["_ENV", "up", undefined].map((name, index) => ({ name, isFromParentRegister: true, index, kind: "regular" })),
    lines: new Int32Array(code.length),
    localVars,
  };
}

/** The name of register 5 where these instructions end. */
function nameAfter(code: readonly Instruction[], localVars: readonly LocalVar[] = []): string | undefined {
  const name = registerName(proto([...code, encodeABC(Op.CALL, 5, 1, 1)], localVars), code.length, 5);
  return name && `${name.kind} ${name.name}`;
}

const variable = (name: string, register: number, startPc: number, endPc: number): LocalVar => ({
  name,
  register,
  startPc,
  endPc,
  isCaptured: false,
});

const nothing = encodeABC(Op.LOADTRUE, 9, 0, 0);

test("a local variable has its name where it is in scope", () => {
  const vars = [variable("a", 5, 1, 3), variable("b", 5, 3, 4)];
  const at = (pc: number): string | undefined => localInRegister(proto([], vars), pc, 5);
  expect([0, 1, 2, 3, 4].map(at)).toEqual([undefined, "a", "a", "b", undefined]);
  expect(localInRegister(proto([], vars), 1, 4)).toBe(undefined);
});

test("a value goes by where the last instruction took it from", () => {
  expect(nameAfter([encodeABC(Op.GETUPVAL, 5, 1, 0)])).toBe("upvalue up");
  expect(nameAfter([encodeABC(Op.GETUPVAL, 5, 2, 0)])).toBe("upvalue ?");
  expect(nameAfter([encodeABC(Op.GETTABUP, 5, 0, 2)])).toBe("global k2");
  expect(nameAfter([encodeABC(Op.GETTABUP, 5, 1, 2)])).toBe("field k2");
  expect(nameAfter([encodeABC(Op.GETFIELD, 5, 1, 0)])).toBe("field k0");
  expect(nameAfter([encodeABC(Op.GETI, 5, 1, 7)])).toBe("field integer index");
  expect(nameAfter([encodeABC(Op.SELF, 5, 1, 2, true)])).toBe("method k2");
  expect(nameAfter([encodeABx(Op.LOADK, 4, 2), encodeABC(Op.SELF, 5, 1, 4)])).toBe("method k2");
  expect(nameAfter([encodeABx(Op.LOADK, 5, 0)])).toBe("constant k0");
  expect(nameAfter([encodeABx(Op.LOADKX, 5, 0), encodeAx(Op.EXTRAARG, 2)])).toBe("constant k2");
  expect(nameAfter([encodeABx(Op.LOADK, 5, 3)])).toBe(undefined);
  expect(nameAfter([encodeAsBx(Op.LOADI, 5, 1)])).toBe(undefined);
  expect(nameAfter([])).toBe(undefined);
});

test("a name ends at a zero byte", () => {
  expect(nameAfter([encodeABC(Op.GETFIELD, 5, 1, 1)])).toBe("field k1");
});

test("a key in a register has a name if it is a constant", () => {
  expect(nameAfter([encodeABx(Op.LOADK, 4, 0), encodeABC(Op.GETTABLE, 5, 1, 4)])).toBe("field k0");
  expect(nameAfter([encodeABC(Op.GETUPVAL, 4, 1, 0), encodeABC(Op.GETTABLE, 5, 1, 4)])).toBe("field ?");
  expect(nameAfter([encodeABC(Op.GETTABLE, 5, 1, 4)], [variable("key", 4, 0, 9)])).toBe("field ?");
});

test("a field of a variable named _ENV is global, one of a string '_ENV' is not", () => {
  const environment = [variable("_ENV", 1, 0, 9)];
  expect(nameAfter([encodeABC(Op.GETFIELD, 5, 1, 0)], environment)).toBe("global k0");
  expect(nameAfter([encodeABC(Op.GETCELL, 4, 1, 0), encodeABC(Op.GETFIELD, 5, 4, 0)], environment)).toBe("global k0");
  expect(nameAfter([encodeABC(Op.GETUPVAL, 4, 0, 0), encodeABC(Op.GETFIELD, 5, 4, 0)])).toBe("global k0");
  const constants = { ...proto([encodeABx(Op.LOADK, 4, 0), encodeABC(Op.GETFIELD, 5, 4, 2), nothing]), constants: [] };
  const names = [{ kind: "string", value: "_ENV" } as const, { kind: "nil" } as const, { kind: "string", value: "x" } as const];
  expect(registerName({ ...constants, constants: names }, 2, 5)).toEqual({ kind: "field", name: "x" });
});

test("moves up, and cells, are followed", () => {
  const vars = [variable("a", 2, 0, 9)];
  expect(nameAfter([encodeABC(Op.MOVE, 5, 2, 0)], vars)).toBe("local a");
  expect(nameAfter([encodeABC(Op.GETCELL, 5, 2, 0)], vars)).toBe("local a");
  expect(nameAfter([encodeABC(Op.MOVE, 5, 6, 0)], [variable("a", 6, 0, 9)])).toBe(undefined);
  expect(nameAfter([encodeABC(Op.GETTABUP, 2, 0, 0), encodeABC(Op.NEWCELL, 2, 0, 0), encodeABC(Op.GETCELL, 5, 2, 0)])).toBe("global k0");
  expect(
    nameAfter([
      encodeABC(Op.NEWCELL, 2, 0, 0),
      encodeABC(Op.GETTABUP, 3, 0, 2),
      encodeABC(Op.SETCELL, 2, 3, 0),
      encodeABC(Op.GETCELL, 5, 2, 0),
    ]),
  ).toBe("global k2");
});

test("an instruction that sets several registers hides what was there", () => {
  const global = encodeABC(Op.GETTABUP, 5, 0, 0);
  expect(nameAfter([global, nothing])).toBe("global k0");
  expect(nameAfter([global, encodeABC(Op.LOADNIL, 3, 2, 0)])).toBe(undefined);
  expect(nameAfter([global, encodeABC(Op.LOADNIL, 3, 1, 0)])).toBe("global k0");
  expect(nameAfter([global, encodeABC(Op.CALL, 3, 1, 2)])).toBe(undefined);
  expect(nameAfter([global, encodeABC(Op.CALL, 6, 1, 2)])).toBe("global k0");
  expect(nameAfter([global, encodeABC(Op.TFORCALL, 3, 0, 1)])).toBe(undefined);
  expect(nameAfter([global, encodeABx(Op.FORLOOP, 5, 0)])).toBe(undefined);
});

test("what was set on one branch only has no name", () => {
  const global = encodeABC(Op.GETTABUP, 5, 0, 0);
  expect(nameAfter([encodeSJ(Op.JMP, 1), global])).toBe(undefined);
  expect(nameAfter([encodeSJ(Op.JMP, 1), nothing, global])).toBe("global k0");
  // A jump past the use does not make what it skips doubtful: the use is skipped as well.
  expect(nameAfter([encodeSJ(Op.JMP, 5), global])).toBe("global k0");
  expect(nameAfter([global, encodeSJ(Op.JMP, -2)])).toBe("global k0");
});

test("upvalues have their names", () => {
  expect([0, 1, 2, 9].map((index) => upvalueName(proto([]), index))).toEqual(["_ENV", "up", "?", "?"]);
});
