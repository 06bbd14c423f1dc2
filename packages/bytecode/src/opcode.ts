// The one table of opcodes: name, operand format, what it does. Enumeration, names, disassembler and verifier derive from it.
//
// Names and meanings follow PUC-Rio's 5.4 machine, with three differences that come from how this VM works:
//  - captured locals are cells (`NEWCELL`, `GETCELL`, `SETCELL`), so nothing ever "closes" an upvalue: `CLOSE` is for
//    to-be-closed variables alone;
//  - an arithmetic instruction that needs a metamethod calls it itself, so there is no `MMBIN` family; what those carried
//    (were the operands swapped, was it really a subtraction) is in the `k` bit or in an opcode of its own (`SUBI`);
//  - a comparison is always followed by the `JMP` it controls, and executes it.
//
// Notation: R[x] register, K[x] constant, U[x] upvalue (the value in its cell), RK(C) is K[C] if k else R[C],
// sB, sC, sBx, sJ signed operands, `..` a range of registers, top the end of an open list of values.

/** How the operands of an instruction are laid out; see `instruction.ts` for the bits. */
export type OpFormat = "ABC" | "ABx" | "AsBx" | "Ax" | "sJ";

/**
 * What a field of an instruction refers to.
 * `-` unused, `R` register, `K` constant, `U` upvalue, `P` nested proto, `I` signed immediate, `N` plain count or size, `J` jump distance.
 */
export type OperandKind = "-" | "R" | "K" | "RK" | "U" | "P" | "I" | "N" | "J";

/** One row of the opcode table. */
export interface OpInfo {
  readonly format: OpFormat;
  /** What A is, and whether the instruction writes R[A]. */
  readonly a: OperandKind;
  readonly writesA: boolean;
  /** What B is (Bx, sBx, Ax and sJ formats: that one wide operand). */
  readonly b: OperandKind;
  readonly c: OperandKind;
  /** True for conditional instructions: the next instruction is a `JMP` that is taken or skipped. */
  readonly isTest: boolean;
  /** The effect, in the notation at the head of this file. */
  readonly effect: string;
}

type Row = readonly [OpFormat, OperandKind | "=R", OperandKind, OperandKind, string];

/** Opcode name to number. The numbers are part of the dump format: append, or raise `FORMAT_VERSION` in `dump.ts`. */
export const Op = {
  MOVE: 0,
  LOADI: 1,
  LOADF: 2,
  LOADK: 3,
  LOADKX: 4,
  LOADFALSE: 5,
  LFALSESKIP: 6,
  LOADTRUE: 7,
  LOADNIL: 8,
  NEWCELL: 9,
  GETCELL: 10,
  SETCELL: 11,
  GETUPVAL: 12,
  SETUPVAL: 13,
  GETTABUP: 14,
  GETTABLE: 15,
  GETI: 16,
  GETFIELD: 17,
  SETTABUP: 18,
  SETTABLE: 19,
  SETI: 20,
  SETFIELD: 21,
  NEWTABLE: 22,
  SELF: 23,
  ADDI: 24,
  SUBI: 25,
  ADDK: 26,
  SUBK: 27,
  MULK: 28,
  MODK: 29,
  POWK: 30,
  DIVK: 31,
  IDIVK: 32,
  BANDK: 33,
  BORK: 34,
  BXORK: 35,
  SHRI: 36,
  SHLI: 37,
  ADD: 38,
  SUB: 39,
  MUL: 40,
  MOD: 41,
  POW: 42,
  DIV: 43,
  IDIV: 44,
  BAND: 45,
  BOR: 46,
  BXOR: 47,
  SHL: 48,
  SHR: 49,
  UNM: 50,
  BNOT: 51,
  NOT: 52,
  LEN: 53,
  CONCAT: 54,
  CLOSE: 55,
  TBC: 56,
  JMP: 57,
  EQ: 58,
  LT: 59,
  LE: 60,
  EQK: 61,
  EQI: 62,
  LTI: 63,
  LEI: 64,
  GTI: 65,
  GEI: 66,
  TEST: 67,
  TESTSET: 68,
  CALL: 69,
  TAILCALL: 70,
  RETURN: 71,
  RETURN0: 72,
  RETURN1: 73,
  FORLOOP: 74,
  FORPREP: 75,
  TFORPREP: 76,
  TFORCALL: 77,
  TFORLOOP: 78,
  SETLIST: 79,
  CLOSURE: 80,
  VARARG: 81,
  VARARGPREP: 82,
  EXTRAARG: 83,
} as const;

/** Name of an opcode, in PUC-Rio's spelling. */
export type OpName = keyof typeof Op;

/** Number of an opcode. */
export type Op = (typeof Op)[OpName];

const rows: Readonly<Record<OpName, Row>> = {
  MOVE: ["ABC", "=R", "R", "-", "R[A] := R[B]"],
  LOADI: ["AsBx", "=R", "I", "-", "R[A] := (integer)sBx"],
  LOADF: ["AsBx", "=R", "I", "-", "R[A] := (float)sBx"],
  LOADK: ["ABx", "=R", "K", "-", "R[A] := K[Bx]"],
  LOADKX: ["ABx", "=R", "-", "-", "R[A] := K[Ax of the EXTRAARG that follows]"],
  LOADFALSE: ["ABC", "=R", "-", "-", "R[A] := false"],
  LFALSESKIP: ["ABC", "=R", "-", "-", "R[A] := false; pc++"],
  LOADTRUE: ["ABC", "=R", "-", "-", "R[A] := true"],
  LOADNIL: ["ABC", "=R", "N", "-", "R[A], R[A+1], .., R[A+B] := nil"],
  NEWCELL: ["ABC", "=R", "-", "-", "R[A] := cell holding R[A]"],
  GETCELL: ["ABC", "=R", "R", "-", "R[A] := value in cell R[B]"],
  SETCELL: ["ABC", "R", "R", "-", "value in cell R[A] := R[B]"],
  GETUPVAL: ["ABC", "=R", "U", "-", "R[A] := U[B]"],
  SETUPVAL: ["ABC", "R", "U", "-", "U[B] := R[A]"],
  GETTABUP: ["ABC", "=R", "U", "K", "R[A] := U[B][K[C]], K[C] a string"],
  GETTABLE: ["ABC", "=R", "R", "R", "R[A] := R[B][R[C]]"],
  GETI: ["ABC", "=R", "R", "N", "R[A] := R[B][C], C an integer key"],
  GETFIELD: ["ABC", "=R", "R", "K", "R[A] := R[B][K[C]], K[C] a string"],
  SETTABUP: ["ABC", "U", "K", "RK", "U[A][K[B]] := RK(C), K[B] a string"],
  SETTABLE: ["ABC", "R", "R", "RK", "R[A][R[B]] := RK(C)"],
  SETI: ["ABC", "R", "N", "RK", "R[A][B] := RK(C), B an integer key"],
  SETFIELD: ["ABC", "R", "K", "RK", "R[A][K[B]] := RK(C), K[B] a string"],
  NEWTABLE: [
    "ABC",
    "=R",
    "N",
    "N",
    "R[A] := {}; hints: hash part of 2^(B-1) entries (0: none), array part of C + 256 * Ax of the EXTRAARG that always follows",
  ],
  SELF: ["ABC", "=R", "R", "RK", "R[A+1] := R[B]; R[A] := R[B][RK(C)], RK(C) a string"],
  ADDI: ["ABC", "=R", "R", "I", "R[A] := R[B] + sC; k: it was written sC + R[B]"],
  SUBI: ["ABC", "=R", "R", "I", "R[A] := R[B] - sC"],
  ADDK: ["ABC", "=R", "R", "K", "R[A] := R[B] + K[C], K[C] a number; k: it was written K[C] + R[B]"],
  SUBK: ["ABC", "=R", "R", "K", "R[A] := R[B] - K[C], K[C] a number"],
  MULK: ["ABC", "=R", "R", "K", "R[A] := R[B] * K[C], K[C] a number; k: it was written K[C] * R[B]"],
  MODK: ["ABC", "=R", "R", "K", "R[A] := R[B] % K[C], K[C] a number"],
  POWK: ["ABC", "=R", "R", "K", "R[A] := R[B] ^ K[C], K[C] a number"],
  DIVK: ["ABC", "=R", "R", "K", "R[A] := R[B] / K[C], K[C] a number"],
  IDIVK: ["ABC", "=R", "R", "K", "R[A] := R[B] // K[C], K[C] a number"],
  BANDK: ["ABC", "=R", "R", "K", "R[A] := R[B] & K[C], K[C] an integer; k: it was written K[C] & R[B]"],
  BORK: ["ABC", "=R", "R", "K", "R[A] := R[B] | K[C], K[C] an integer; k: it was written K[C] | R[B]"],
  BXORK: ["ABC", "=R", "R", "K", "R[A] := R[B] ~ K[C], K[C] an integer; k: it was written K[C] ~ R[B]"],
  SHRI: ["ABC", "=R", "R", "I", "R[A] := R[B] >> sC; k: it was written R[B] << -sC"],
  SHLI: ["ABC", "=R", "R", "I", "R[A] := sC << R[B]"],
  ADD: ["ABC", "=R", "R", "R", "R[A] := R[B] + R[C]"],
  SUB: ["ABC", "=R", "R", "R", "R[A] := R[B] - R[C]"],
  MUL: ["ABC", "=R", "R", "R", "R[A] := R[B] * R[C]"],
  MOD: ["ABC", "=R", "R", "R", "R[A] := R[B] % R[C]"],
  POW: ["ABC", "=R", "R", "R", "R[A] := R[B] ^ R[C]"],
  DIV: ["ABC", "=R", "R", "R", "R[A] := R[B] / R[C]"],
  IDIV: ["ABC", "=R", "R", "R", "R[A] := R[B] // R[C]"],
  BAND: ["ABC", "=R", "R", "R", "R[A] := R[B] & R[C]"],
  BOR: ["ABC", "=R", "R", "R", "R[A] := R[B] | R[C]"],
  BXOR: ["ABC", "=R", "R", "R", "R[A] := R[B] ~ R[C]"],
  SHL: ["ABC", "=R", "R", "R", "R[A] := R[B] << R[C]"],
  SHR: ["ABC", "=R", "R", "R", "R[A] := R[B] >> R[C]"],
  UNM: ["ABC", "=R", "R", "-", "R[A] := -R[B]"],
  BNOT: ["ABC", "=R", "R", "-", "R[A] := ~R[B]"],
  NOT: ["ABC", "=R", "R", "-", "R[A] := not R[B]"],
  LEN: ["ABC", "=R", "R", "-", "R[A] := #R[B]"],
  CONCAT: ["ABC", "=R", "N", "-", "R[A] := R[A] .. R[A+1] .. ... .. R[A+B-1], right to left"],
  CLOSE: ["ABC", "R", "-", "-", "close all to-be-closed variables >= R[A], last first"],
  TBC: ["ABC", "R", "-", "-", "mark R[A] as to be closed (its register may hold a cell)"],
  JMP: ["sJ", "-", "J", "-", "pc += sJ"],
  EQ: ["ABC", "R", "R", "-", "if (R[A] == R[B]) ~= k then pc++ (skip the JMP) else do the JMP"],
  LT: ["ABC", "R", "R", "-", "if (R[A] < R[B]) ~= k then pc++ else do the JMP"],
  LE: ["ABC", "R", "R", "-", "if (R[A] <= R[B]) ~= k then pc++ else do the JMP"],
  EQK: ["ABC", "R", "K", "-", "if (R[A] == K[B]) ~= k then pc++ else do the JMP; raw equality"],
  EQI: ["ABC", "R", "I", "N", "if (R[A] == sB) ~= k then pc++ else do the JMP; C: sB was written as a float"],
  LTI: ["ABC", "R", "I", "N", "if (R[A] < sB) ~= k then pc++ else do the JMP; C: sB was written as a float"],
  LEI: ["ABC", "R", "I", "N", "if (R[A] <= sB) ~= k then pc++ else do the JMP; C: sB was written as a float"],
  GTI: ["ABC", "R", "I", "N", "if (R[A] > sB) ~= k then pc++ else do the JMP; C: sB was written as a float"],
  GEI: ["ABC", "R", "I", "N", "if (R[A] >= sB) ~= k then pc++ else do the JMP; C: sB was written as a float"],
  TEST: ["ABC", "R", "-", "-", "if (not R[A]) == k then pc++ else do the JMP"],
  TESTSET: ["ABC", "=R", "R", "-", "if (not R[B]) == k then pc++ else R[A] := R[B] and do the JMP"],
  CALL: [
    "ABC",
    "=R",
    "N",
    "N",
    "R[A], .., R[A+C-2] := R[A](R[A+1], .., R[A+B-1]); B = 0: arguments up to top; C = 0: keep all results and set top",
  ],
  TAILCALL: ["ABC", "R", "N", "-", "return R[A](R[A+1], .., R[A+B-1]); B = 0: arguments up to top; never inside the scope of a TBC"],
  RETURN: ["ABC", "R", "N", "-", "return R[A], .., R[A+B-2]; B = 0: up to top; k: close the to-be-closed variables of the frame first"],
  RETURN0: ["ABC", "-", "-", "-", "return (no TBC in scope)"],
  RETURN1: ["ABC", "R", "-", "-", "return R[A] (no TBC in scope)"],
  FORLOOP: ["ABx", "R", "J", "-", "step the numeric loop at R[A]; if it goes on: R[A+3] := index; pc -= Bx"],
  FORPREP: [
    "ABx",
    "R",
    "J",
    "-",
    "check and prepare R[A] (initial), R[A+1] (limit), R[A+2] (step); R[A+3] := initial; if no iteration: pc += Bx + 1",
  ],
  TFORPREP: ["ABx", "R", "J", "-", "mark R[A+3] as to be closed; pc += Bx"],
  TFORCALL: ["ABC", "R", "-", "N", "R[A+4], .., R[A+3+C] := R[A](R[A+1], R[A+2])"],
  TFORLOOP: ["ABx", "R", "J", "-", "if R[A+4] ~= nil then R[A+2] := R[A+4]; pc -= Bx"],
  SETLIST: ["ABC", "R", "N", "N", "R[A][C+i] := R[A+i], 1 <= i <= B; B = 0: up to top; k: add 256 * Ax of the EXTRAARG that follows to C"],
  CLOSURE: ["ABx", "=R", "P", "-", "R[A] := closure of P[Bx]"],
  VARARG: ["ABC", "=R", "-", "N", "R[A], .., R[A+C-2] := extra arguments; C = 0: all of them, and set top"],
  VARARGPREP: [
    "ABC",
    "N",
    "-",
    "-",
    "first instruction of a vararg function with A fixed parameters: move the extra arguments below the base",
  ],
  EXTRAARG: ["Ax", "-", "N", "-", "wide operand of the instruction before"],
};

/** Opcode number to name. */
export const OP_NAMES: readonly OpName[] = Object.keys(Op) as OpName[];

/** Opcode number to its row of the table. */
export const OP_INFO: readonly OpInfo[] = OP_NAMES.map((name) => {
  const [format, a, b, c, effect] = rows[name];
  return {
    format,
    a: a === "=R" ? "R" : a,
    writesA: a === "=R",
    b,
    c,
    isTest: effect.includes("do the JMP"),
    effect,
  };
});
