// What each register holds at each point of a function, as far as compiled code can tell: from constants, operators, and guesses
// that guards make sure of. A Lua float that is known as such is kept as a raw double and made a Lua value only where it escapes.
//
// Forward analysis over the lattice UNKNOWN-YET < one type < ANY, until nothing changes. The emitter runs `transfer` again over each
// block, so that what it emits for an instruction gives exactly the type that the analysis said.

import { Op, OP_INFO, argA, argAx, argB, argBx, argC, argK, opOf } from "@luster/bytecode";
import type { Constant, Instruction, Proto } from "@luster/bytecode";
import type { Block } from "./blocks.js";
import { effectOf, listRegister, takesList, wordAt } from "./effects.js";
import { instructionsOf } from "./liveness.js";
import type { RegisterSet } from "./liveness.js";
import type { ShortCut } from "@luster/vm";

/** What a register holds. */
export const enum Type {
  /** Nothing that anyone reads. */
  NONE,
  /** Any Lua value. */
  ANY,
  /** An integer within the safe range: a JavaScript number. */
  INT,
  /** A float, as a raw double: not a Lua value as it stands. */
  FLOAT,
  /** An integer within the safe range or a float, as a raw double; a second variable says which. Where an integer and a float meet. */
  NUMBER,
  /** Any Lua value, expected to be a float, which is found out where it is calculated with (`staysBoxed`). */
  LIKELY_FLOAT,
  /** A table. */
  TABLE,
  STRING,
  BOOLEAN,
  NIL,
  FUNCTION,
  /** The cell of a captured local. */
  CELL,
}

/** Types of all registers at one point. */
export type State = Type[];

/** A call for which the callback that is expected has a short cut. */
export interface ShortCutCall {
  readonly callee: unknown;
  readonly shortCut: ShortCut;
}

/** What the analysis may assume, with a guard. */
export interface Guesses {
  /** The type that the instruction at a pc gives. */
  result(pc: number): Type.ANY | Type.INT | Type.FLOAT | Type.LIKELY_FLOAT;
  /** Whether the integer that the instruction at a pc gives is expected to have 32 bits. */
  isSmall(pc: number): boolean;
  /** What compiled code can do instead of the call at a pc. */
  shortCut(pc: number): ShortCutCall | undefined;
  /** Whether the call at a pc is expected to be one of `coroutine.yield`. */
  yields(pc: number): boolean;
  /** Whether the instruction at a pc has called metamethods often. */
  callsMetamethod(pc: number): boolean;
  /** False where a guard has failed too often: no operand's type may be assumed there. */
  isTrusted(pc: number): boolean;
}

/** Types at the beginning of each block, by index. */
export type BlockTypes = readonly (readonly Type[])[];

/** `canGuard`: whether what is expected to be a float may be made sure of where it meets a raw one. */
function join(a: Type, b: Type, canGuard: boolean): Type {
  if (a === b || b === Type.NONE) return a;
  if (a === Type.NONE) return b;
  if (isNumeric(a) && isNumeric(b)) return Type.NUMBER;
  return canGuard && isLikelyFloat(a) && isLikelyFloat(b) ? Type.FLOAT : Type.ANY;
}

/** Whether a register holds a float, as far as is known. */
export const isLikelyFloat = (type: Type | undefined): boolean => type === Type.FLOAT || type === Type.LIKELY_FLOAT;

/** Runs the analysis. `entry`: the types of the registers where the function is entered. */
export function inferTypes(
  proto: Proto,
  blocks: readonly Block[],
  kept: readonly (RegisterSet | undefined)[],
  entry: readonly Type[],
  guesses: Guesses,
): BlockTypes {
  const starts: State[] = blocks.map(() => new Array<Type>(proto.maxStackSize).fill(Type.NONE));
  const reached = blocks.map(({ index }) => index === 0);
  const mergeInto = ({ index, start }: Block, from: readonly Type[]): boolean =>
    merge(starts[index] as State, from, kept[start] as RegisterSet, guesses.isTrusted(start));
  mergeInto(blocks[0] as Block, entry);
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const block of blocks) {
      if (!reached[block.index]) continue;
      const end = [...(starts[block.index] as State)];
      for (const pc of instructionsOf(proto, block)) transfer(proto, pc, end, guesses);
      block.successors.forEach((successor, way) => {
        const out = stateOnWay(proto, block, end, way);
        const changed = mergeInto(successor, out);
        if (changed || !reached[successor.index]) hasChanged = true;
        reached[successor.index] = true;
      });
    }
  }
  return starts;
}

function merge(into: State, from: readonly Type[], registers: RegisterSet, canGuard: boolean): boolean {
  let hasChanged = false;
  for (const register of registers) {
    const joined = join(into[register] as Type, from[register] as Type, canGuard);
    if (joined === into[register]) continue;
    into[register] = joined;
    hasChanged = true;
  }
  return hasChanged;
}

/** The state after a block on one of the ways out of it (0: the jump), for instructions that write on one way only. */
export function stateOnWay(proto: Proto, block: Block, end: State, way: number): State {
  if (way !== 0) return end;
  const word = wordAt(proto, block.last);
  const a = argA(word);
  switch (opOf(word)) {
    case Op.TESTSET:
      return end.with(a, movedType(end[argB(word)] as Type));
    case Op.FORLOOP:
      return isIntegerLoop(end, a) ? end.with(a + 3, Type.INT) : end.with(a, Type.ANY).with(a + 3, Type.ANY);
    case Op.TFORLOOP:
      return end.with(a + 2, end[a + 4] as Type);
    default:
      return end;
  }
}

/** The type of a copy of a register. */
const movedType = (type: Type): Type => (type === Type.NUMBER ? Type.ANY : type);

/** Whether the numeric loop with its state at `a` is known to be one over safe integers. */
export const isIntegerLoop = (state: readonly Type[], a: number): boolean =>
  state[a] === Type.INT && state[a + 1] === Type.INT && state[a + 2] === Type.INT;

/** The type of a constant. */
export function constantType(constant: Constant | undefined): Type {
  switch (constant?.kind) {
    case "string":
      return Type.STRING;
    case "float":
      return Type.FLOAT;
    case "integer":
      return constant.value >= -MAX_SAFE && constant.value <= MAX_SAFE ? Type.INT : Type.ANY;
    case "boolean":
      return Type.BOOLEAN;
    default:
      return Type.NIL;
  }
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Applies the instruction at `pc` to the state. */
export function transfer(proto: Proto, pc: number, state: State, guesses: Guesses): void {
  const word = wordAt(proto, pc);
  const op = opOf(word);
  const a = argA(word);
  if (op >= Op.ADDI && op <= Op.BNOT) {
    state[a] = arithmeticType(op, operandType(proto, word, 0, state), operandType(proto, word, 1, state), guesses.isTrusted(pc));
    return;
  }
  switch (op) {
    case Op.MOVE:
      state[a] = movedType(state[argB(word)] as Type);
      return;
    case Op.LOADI:
    case Op.LEN:
      state[a] = op === Op.LOADI || guesses.isTrusted(pc) ? Type.INT : Type.ANY;
      return;
    case Op.LOADF:
      state[a] = Type.FLOAT;
      return;
    case Op.LOADK:
      state[a] = constantType(proto.constants[argBx(word)]);
      return;
    case Op.LOADKX:
      state[a] = constantType(proto.constants[argAx(wordAt(proto, pc + 1))]);
      return;
    case Op.LOADNIL:
      for (let register = a; register <= a + argB(word); register++) state[register] = Type.NIL;
      return;
    case Op.LOADFALSE:
    case Op.LFALSESKIP:
    case Op.LOADTRUE:
    case Op.NOT:
      state[a] = Type.BOOLEAN;
      return;
    case Op.NEWCELL:
      state[a] = Type.CELL;
      return;
    case Op.NEWTABLE:
      state[a] = Type.TABLE;
      return;
    case Op.CLOSURE:
      state[a] = Type.FUNCTION;
      return;
    case Op.CONCAT:
      state[a] = Type.STRING;
      return;
    case Op.SELF: {
      const object = state[argB(word)] as Type;
      state[a] = Type.ANY;
      state[a + 1] = isRaw(object) ? Type.ANY : object;
      return;
    }
    case Op.GETUPVAL:
    case Op.GETCELL:
    case Op.GETTABUP:
    case Op.GETTABLE:
    case Op.GETI:
    case Op.GETFIELD:
      state[a] = guesses.result(pc);
      return;
    case Op.FORPREP:
      if (!guesses.isTrusted(pc)) {
        state[a] = state[a + 1] = state[a + 3] = Type.ANY;
        return;
      }
      state[a] = state[a + 1] = state[a + 2] = state[a + 3] = Type.INT;
      return;
    case Op.CALL: {
      const type = shortCutType(proto, pc, state, guesses);
      for (const register of effectOf(proto, pc).writes) state[register] = type;
      return;
    }
    default:
      for (const register of effectOf(proto, pc).writes) state[register] = Type.ANY;
  }
}

/** The short cut of the call at `pc`, if it is for as many arguments and as many results. */
export function shortCutOf(proto: Proto, pc: number, guesses: Guesses): ShortCutCall | undefined {
  const found = guesses.shortCut(pc);
  if (found === undefined) return undefined;
  const word = wordAt(proto, pc);
  const { least, most, givesFirst, ofList } = found.shortCut;
  if (takesList(word)) return ofList !== undefined && listRegister(proto, pc) === argA(word) + 2 && isOneResult(word) ? found : undefined;
  const count = argB(word) - 1;
  if (count < least || count > most) return undefined;
  if (opOf(word) === Op.TAILCALL) return givesFirst === true ? undefined : found;
  if (isOneResult(word) || found.shortCut.givesAll === true) return found;
  return argC(word) === 0 && givesFirst !== true ? found : undefined;
}

/** Whether a call is for one result at most. */
const isOneResult = (word: Instruction): boolean => opOf(word) === Op.CALL && (argC(word) === 1 || argC(word) === 2);

/** The type of the one result of the call at `pc`, as far as a short cut tells. */
function shortCutType(proto: Proto, pc: number, state: readonly Type[], guesses: Guesses): Type {
  const word = wordAt(proto, pc);
  if (argC(word) !== 2 || !guesses.isTrusted(pc)) return Type.ANY;
  const found = shortCutOf(proto, pc, guesses);
  if (found === undefined) return Type.ANY;
  const math = mathType(proto, pc, state, found.shortCut);
  if (math !== undefined) return math;
  return found.shortCut.result === "integer" ? Type.INT : Type.ANY;
}

/** The type of an inline function of numbers; undefined if it is not one, or cannot be inline for such arguments. */
export function mathType(proto: Proto, pc: number, state: readonly Type[], { math }: ShortCut): Type.INT | Type.FLOAT | undefined {
  if (math === undefined) return undefined;
  const word = wordAt(proto, pc);
  const types = state.slice(argA(word) + 1, argA(word) + argB(word));
  const [first, second] = types.map((type) => (type === Type.LIKELY_FLOAT ? Type.FLOAT : type));
  switch (math) {
    case "max":
    case "min":
      return types.length === 2 && first === second && (first === Type.INT || first === Type.FLOAT) ? first : undefined;
    case "abs":
      return first === Type.INT || first === Type.FLOAT ? first : undefined;
    case "floor":
    case "ceil":
      return first === Type.INT || first === Type.FLOAT ? Type.INT : undefined;
    default:
      return first === Type.INT || first === Type.FLOAT ? Type.FLOAT : undefined;
  }
}

/** Whether a register's variable is a JavaScript number whose value is that of the Lua number. */
export const isNumeric = (type: Type | undefined): boolean => type === Type.INT || type === Type.FLOAT || type === Type.NUMBER;

/** Whether a register's variable is not the Lua value. */
export const isRaw = (type: Type | undefined): boolean => type === Type.FLOAT || type === Type.NUMBER;
const mayBeNumber = (type: Type): boolean => isNumeric(type) || isOpen(type) || type === Type.NONE;

/** Whether a register may hold any Lua value. */
export const isOpen = (type: Type | undefined): boolean => type === Type.ANY || type === Type.LIKELY_FLOAT;

/** The result of an arithmetic or bitwise instruction. A result that is not ANY may rest on a guard of operands that are ANY. */
function arithmeticType(op: Op, a: Type, b: Type, isTrusted: boolean): Type {
  if (!mayBeNumber(a) || !mayBeNumber(b) || (a === Type.NONE && b === Type.NONE)) return Type.ANY;
  switch (op) {
    case Op.DIV:
    case Op.DIVK:
    case Op.POW:
    case Op.POWK:
      return isTrusted || (isNumeric(a) && isNumeric(b)) ? Type.FLOAT : Type.ANY;
    case Op.BAND:
    case Op.BANDK:
    case Op.BOR:
    case Op.BORK:
    case Op.BXOR:
    case Op.BXORK:
    case Op.SHL:
    case Op.SHR:
    case Op.SHLI:
    case Op.SHRI:
    case Op.BNOT:
      return isTrusted && !isFloatish(a) && !isFloatish(b) ? Type.INT : Type.ANY;
    default:
      if (isLikelyFloat(a) || isLikelyFloat(b)) return isTrusted || (isNumeric(a) && isNumeric(b)) ? Type.FLOAT : Type.ANY;
      if (!isTrusted || !isNumeric(a) || !isNumeric(b)) return Type.ANY;
      return a === Type.INT && b === Type.INT ? Type.INT : keepsKind(op) ? Type.NUMBER : Type.ANY;
  }
}

const isFloatish = (type: Type): boolean => isLikelyFloat(type) || type === Type.NUMBER;

/** Whether an operator is the same for integers and floats, but for the overflow. */
function keepsKind(op: Op): boolean {
  switch (op) {
    case Op.ADDI:
    case Op.ADDK:
    case Op.ADD:
    case Op.SUBI:
    case Op.SUBK:
    case Op.SUB:
    case Op.MULK:
    case Op.MUL:
      return true;
    default:
      return false;
  }
}

/** The type of an operand of an arithmetic instruction; `which` is 0 for the left one. For unary ones both are the same. */
export function operandType(proto: Proto, word: Instruction, which: 0 | 1, state: readonly Type[]): Type {
  const op = opOf(word);
  if (op === Op.SHLI) return which === 0 ? Type.INT : (state[argB(word)] as Type);
  if (which === 0 || op === Op.UNM || op === Op.BNOT) return state[argB(word)] as Type;
  switch ((OP_INFO[op] as (typeof OP_INFO)[number]).c) {
    case "K":
      return constantType(proto.constants[argC(word)]);
    case "I":
      return Type.INT;
    default:
      return state[argC(word)] as Type;
  }
}

/** Whether the operands of a commutative instruction were written the other way round. (For SHRI the bit means something else.) */
export const isSwapped = (word: Instruction): boolean => argK(word) && opOf(word) !== Op.SHRI;
