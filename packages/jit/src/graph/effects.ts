// What each instruction reads and writes of its frame's registers. Works on the plain Proto; an open list of values is no register:
// its producer and its consumer must stand side by side (`listProducer`).

import { Op, argA, argB, argBx, argC, argK, opOf } from "@luster/bytecode";
import type { Instruction, Proto } from "@luster/bytecode";

/** Registers that an instruction reads and writes. */
export interface Effect {
  readonly reads: readonly number[];
  /** Written in any case. (What TESTSET, FORLOOP and TFORLOOP write depends on the way they take.) */
  readonly writes: readonly number[];
}

export const wordAt = (proto: Proto, pc: number): Instruction => proto.code[pc] as Instruction;

/** Length of an instruction in words. */
export function widthOf(word: Instruction): number {
  const op = opOf(word);
  return op === Op.NEWTABLE || op === Op.LOADKX || (op === Op.SETLIST && argK(word)) ? 2 : 1;
}

/** True for an instruction that leaves an open list of values. */
export function makesList(word: Instruction): boolean {
  const op = opOf(word);
  return (op === Op.CALL || op === Op.VARARG) && argC(word) === 0;
}

/** True for an instruction that consumes an open list of values. */
export function takesList(word: Instruction): boolean {
  const op = opOf(word);
  return (op === Op.CALL || op === Op.TAILCALL || op === Op.RETURN || op === Op.SETLIST) && argB(word) === 0;
}

/** First register of the open list that the instruction at `pc` takes: its producer stands right before it. */
export const listRegister = (proto: Proto, pc: number): number => argA(wordAt(proto, pc - 1));

const NONE: readonly number[] = [];

/** The registers `first` up to and without `end`. */
function range(first: number, end: number): number[] {
  const registers = [];
  for (let register = first; register < end; register++) registers.push(register);
  return registers;
}

const withC = (word: Instruction, ...registers: number[]): number[] => (argK(word) ? registers : [...registers, argC(word)]);

const listEnd = (proto: Proto, pc: number, word: Instruction, count: number): number =>
  takesList(word) ? listRegister(proto, pc) : argA(word) + count;

/** The effect of the instruction at `pc`. */
export function effectOf(proto: Proto, pc: number): Effect {
  const word = wordAt(proto, pc);
  const a = argA(word);
  const b = argB(word);
  const c = argC(word);
  const op = opOf(word);
  switch (op) {
    case Op.MOVE:
    case Op.GETCELL:
    case Op.GETI:
    case Op.GETFIELD:
    case Op.UNM:
    case Op.BNOT:
    case Op.NOT:
    case Op.LEN:
      return { reads: [b], writes: [a] };
    case Op.LOADI:
    case Op.LOADF:
    case Op.LOADK:
    case Op.LOADKX:
    case Op.LOADFALSE:
    case Op.LFALSESKIP:
    case Op.LOADTRUE:
    case Op.GETUPVAL:
    case Op.GETTABUP:
    case Op.NEWTABLE:
      return { reads: NONE, writes: [a] };
    case Op.LOADNIL:
      return { reads: NONE, writes: range(a, a + b + 1) };
    case Op.NEWCELL:
      return { reads: [a], writes: [a] };
    case Op.SETCELL:
    case Op.EQ:
    case Op.LT:
    case Op.LE:
      return { reads: [a, b], writes: NONE };
    case Op.SETUPVAL:
    case Op.TBC:
    case Op.EQK:
    case Op.EQI:
    case Op.LTI:
    case Op.LEI:
    case Op.GTI:
    case Op.GEI:
    case Op.TEST:
    case Op.RETURN1:
      return { reads: [a], writes: NONE };
    case Op.GETTABLE:
      return { reads: [b, c], writes: [a] };
    case Op.SETTABUP:
      return { reads: withC(word), writes: NONE };
    case Op.SETTABLE:
      return { reads: withC(word, a, b), writes: NONE };
    case Op.SETI:
    case Op.SETFIELD:
      return { reads: withC(word, a), writes: NONE };
    case Op.SELF:
      return { reads: withC(word, b), writes: [a, a + 1] };
    case Op.CONCAT:
      return { reads: range(a, a + b), writes: [a] };
    case Op.TESTSET:
      return { reads: [b], writes: NONE };
    case Op.CALL:
      return { reads: range(a, listEnd(proto, pc, word, b)), writes: c === 0 ? NONE : range(a, a + c - 1) };
    case Op.TAILCALL:
      return { reads: range(a, listEnd(proto, pc, word, b)), writes: NONE };
    case Op.RETURN:
      return { reads: range(a, listEnd(proto, pc, word, b - 1)), writes: NONE };
    case Op.FORLOOP:
      return { reads: [a, a + 1, a + 2], writes: NONE };
    case Op.FORPREP:
      return { reads: [a, a + 1, a + 2], writes: [a, a + 1, a + 3] };
    case Op.TFORPREP:
      return { reads: [a + 3], writes: NONE };
    case Op.TFORCALL:
      return { reads: [a, a + 1, a + 2], writes: range(a + 4, a + 4 + c) };
    case Op.TFORLOOP:
      return { reads: [a + 4], writes: NONE };
    case Op.SETLIST:
      return { reads: [a, ...range(a + 1, takesList(word) ? listRegister(proto, pc) : a + 1 + b)], writes: NONE };
    case Op.CLOSURE:
      return { reads: capturedRegisters(proto.protos[argBx(word)]), writes: [a] };
    case Op.VARARG:
      return { reads: NONE, writes: c === 0 ? NONE : range(a, a + c - 1) };
    case Op.JMP:
    case Op.CLOSE:
    case Op.RETURN0:
    case Op.VARARGPREP:
    case Op.EXTRAARG:
      return { reads: NONE, writes: NONE };
    default:
      // Arithmetic: two registers, or one and a constant or immediate operand.
      return { reads: op >= Op.ADD && op <= Op.SHR ? [b, c] : [b], writes: [a] };
  }
}

function capturedRegisters(nested: Proto | undefined): number[] {
  return (nested?.upvalues ?? []).filter(({ isFromParentRegister }) => isFromParentRegister).map(({ index }) => index);
}
