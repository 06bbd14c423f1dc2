// What a register of a function is called in the source, for messages: the local variable in scope there, or else where the
// instruction that set the register took its value from (PUC's "symbolic execution", ldebug.c).
// Works on the plain Proto alone, at a pc; values are not looked at. A register set on one branch only has no name.

import { Op, OP_INFO, argA, argAx, argB, argBx, argC, argK, argSJ, opOf } from "@luster/bytecode";
import type { Instruction, Proto } from "@luster/bytecode";
import { cString } from "./c-string.js";

/** What sort of name a value goes by. */
export type NameKind = "local" | "upvalue" | "constant" | "global" | "field" | "method";

/** A value's name in the source. */
export interface RegisterName {
  readonly kind: NameKind;
  readonly name: string;
}

/** Name of the upvalue through which globals are reached. */
const ENVIRONMENT = "_ENV";

/** Shown for a name that is not known (stripped, or computed). */
export const UNKNOWN_NAME = "?";

/** The value in a register, by its name; undefined if it has none. `pc` is the instruction that uses the register. */
export function registerName(proto: Proto, pc: number, register: number): RegisterName | undefined {
  const origin = originOf(proto, pc, register);
  if (origin.name !== undefined) return origin.name;
  return origin.pc === -1 ? undefined : accessName(proto, origin.pc);
}

/** The local variable that is in scope at `pc` in a register. */
export function localInRegister(proto: Proto, pc: number, register: number): string | undefined {
  return proto.localVars.find((local) => local.register === register && local.startPc <= pc && pc < local.endPc)?.name;
}

/** Name of an upvalue. */
export function upvalueName(proto: Proto, index: number): string {
  return proto.upvalues[index]?.name ?? UNKNOWN_NAME;
}

/** The instruction at a pc. */
export const instructionAt = (proto: Proto, pc: number): Instruction => proto.code[pc] as Instruction;

/** Where a register's value comes from: a variable or constant by its name, or the instruction that set it (-1: not known). */
interface Origin {
  readonly name: RegisterName | undefined;
  readonly pc: number;
}

/** Follows a register through moves. */
function originOf(proto: Proto, usePc: number, useRegister: number): Origin {
  let pc = usePc;
  let register = useRegister;
  for (;;) {
    const local = localInRegister(proto, pc, register);
    if (local !== undefined) return { name: { kind: "local", name: local }, pc };
    pc = lastWrite(proto, pc, register);
    if (pc === -1) return { name: undefined, pc };
    const word = instructionAt(proto, pc);
    switch (opOf(word)) {
      case Op.MOVE:
        // A move up copies a variable to where it is used; a move down gives a variable its value.
        if (argB(word) >= argA(word)) return { name: undefined, pc };
        register = argB(word);
        continue;
      case Op.GETCELL:
      case Op.SETCELL:
        register = argB(word);
        continue;
      case Op.NEWCELL:
        continue;
      case Op.GETUPVAL:
        return { name: { kind: "upvalue", name: upvalueName(proto, argB(word)) }, pc };
      case Op.LOADK:
        return { name: constantName(proto, argBx(word)), pc };
      case Op.LOADKX:
        return { name: constantName(proto, argAx(instructionAt(proto, pc + 1))), pc };
      default:
        return { name: undefined, pc };
    }
  }
}

/** The last instruction before `usePc` that set a register, if it surely was executed; else -1. */
function lastWrite(proto: Proto, usePc: number, register: number): number {
  let last = -1;
  // What stands before the target of a jump that does not pass `usePc` may have been skipped.
  let conditionalEnd = 0;
  for (let pc = 0; pc < usePc; pc++) {
    const word = instructionAt(proto, pc);
    if (opOf(word) === Op.JMP) {
      const target = pc + 1 + argSJ(word);
      if (target <= usePc && target > conditionalEnd) conditionalEnd = target;
    } else if (writes(word, register)) {
      last = pc < conditionalEnd ? -1 : pc;
    }
  }
  return last;
}

/** Whether an instruction sets a register (of several results of one that is not a call, the first counts). */
function writes(word: Instruction, register: number): boolean {
  const op = opOf(word);
  const a = argA(word);
  switch (op) {
    case Op.LOADNIL:
      return a <= register && register <= a + argB(word);
    case Op.TFORCALL:
      return register >= a + 2;
    case Op.CALL:
    case Op.TAILCALL:
      return register >= a;
    case Op.SETCELL:
    case Op.FORLOOP:
    case Op.FORPREP:
    case Op.TFORLOOP:
      return register === a;
    default:
      return register === a && (OP_INFO[op] as (typeof OP_INFO)[number]).writesA;
  }
}

function constantName(proto: Proto, index: number): RegisterName | undefined {
  const text = constantText(proto, index);
  return text === undefined ? undefined : { kind: "constant", name: text };
}

function constantText(proto: Proto, index: number): string | undefined {
  const constant = proto.constants[index];
  return constant?.kind === "string" ? cString(constant.value) : undefined;
}

/** The name of what a table access gave. */
function accessName(proto: Proto, pc: number): RegisterName | undefined {
  const word = instructionAt(proto, pc);
  switch (opOf(word)) {
    case Op.GETTABUP:
      return { kind: accessKind(upvalueName(proto, argB(word))), name: constantText(proto, argC(word)) ?? UNKNOWN_NAME };
    case Op.GETTABLE:
      return { kind: accessKind(variableIn(proto, pc, argB(word))), name: keyInRegister(proto, pc, argC(word)) };
    case Op.GETI:
      return { kind: "field", name: "integer index" };
    case Op.GETFIELD:
      return { kind: accessKind(variableIn(proto, pc, argB(word))), name: constantText(proto, argC(word)) ?? UNKNOWN_NAME };
    case Op.SELF:
      return { kind: "method", name: methodName(proto, pc, word) };
    default:
      return undefined;
  }
}

/** A field of the environment is a global variable. */
const accessKind = (table: string | undefined): NameKind => (table === ENVIRONMENT ? "global" : "field");

/** The variable, local or captured, whose value is in a register. */
function variableIn(proto: Proto, pc: number, register: number): string | undefined {
  const { name } = originOf(proto, pc, register);
  return name?.kind === "local" || name?.kind === "upvalue" ? name.name : undefined;
}

/** The constant key that is in a register. */
function keyInRegister(proto: Proto, pc: number, register: number): string {
  const { name } = originOf(proto, pc, register);
  return name?.kind === "constant" ? name.name : UNKNOWN_NAME;
}

function methodName(proto: Proto, pc: number, word: Instruction): string {
  const key = argC(word);
  return argK(word) ? (constantText(proto, key) ?? UNKNOWN_NAME) : keyInRegister(proto, pc, key);
}
