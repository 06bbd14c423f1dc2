// What instructions of the dispatch loop do at length: arithmetic and comparisons that are not inline, constructor lists, closures,
// variable arguments.

import type { UpvalueDesc } from "@luster/bytecode";
import type { Context } from "../host/context.js";
import { runtimeError } from "../error/runtime-errors.js";
import { arith } from "../meta/arith.js";
import type { ArithEvent } from "../meta/arith.js";
import { lessEqual, lessThan } from "../meta/compare.js";
import { Event } from "../meta/metamethod.js";
import { PENDING } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import type { Cell } from "../value/cell.js";
import { Closure } from "../value/closure.js";
import { emptyElements } from "../value/elements.js";
import type { Frame } from "../value/frame.js";
import { typeName } from "../value/kind.js";
import type { ConstantValue, LoadedProto } from "../value/loaded-proto.js";
import { makeFloat } from "../value/number.js";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";
import { O } from "./opcode.js";
import { SPARE_SLOTS, ensureStack } from "./stack.js";

/** Offset of signed 8-bit operands, and the k bit of an instruction word (bytecode/src/instruction.ts). */
export const OFFSET_SC = 127;
export const K_BIT = 0x8000;

/** Arithmetic that `computeNumbers` does not do, by its instruction: true when done; false when a metamethod's call is pending. */
export function arithmetic<G>(cx: Context<G>, word: number, stack: Value<G>[], base: number, constants: readonly ConstantValue[]): boolean {
  const op = word & 0x7f;
  const a = stack[base + ((word >>> 16) & 0xff)];
  const b = op === O.UNM || op === O.BNOT ? a : secondOperand(op, word, stack, base, constants);
  const result = arithOf(cx, op, word, a, b);
  if (result === PENDING) return false;
  stack[base + ((word >>> 7) & 0xff)] = result as Value<G>;
  return true;
}

function secondOperand<G>(
  op: number,
  word: number,
  stack: readonly Value<G>[],
  base: number,
  constants: readonly ConstantValue[],
): Value<G> {
  const c = word >>> 24;
  if (op >= O.ADD) return stack[base + c];
  return op <= O.SUBI || op >= O.SHRI ? c - OFFSET_SC : constants[c];
}

// ORDER Op, ORDER Event: the operators of registers, those of constants, and the unary ones follow each other alike.
function eventOf(op: number): ArithEvent {
  switch (op) {
    case O.ADDI:
      return Event.ADD;
    case O.SUBI:
      return Event.SUB;
    default:
      return op >= O.ADD ? op - O.ADD + Event.ADD : op - O.ADDK + Event.ADD;
  }
}

function arithOf<G>(cx: Context<G>, op: number, word: number, a: Value<G>, b: Value<G>): Action<G> {
  const isFlipped = (word & K_BIT) !== 0;
  switch (op) {
    case O.SHLI:
      // Written with the immediate operand on the left.
      return arith(cx, Event.SHL, b, a);
    case O.SHRI:
      // With k it was written as a shift to the left.
      return isFlipped ? arith(cx, Event.SHL, a, -(b as number)) : arith(cx, Event.SHR, a, b);
    case O.ADDI:
    case O.ADDK:
    case O.MULK:
    case O.BANDK:
    case O.BORK:
    case O.BXORK:
      return isFlipped ? arith(cx, eventOf(op), b, a) : arith(cx, eventOf(op), a, b);
    default:
      return arith(cx, eventOf(op), a, b);
  }
}

/** Order comparison with an immediate operand. */
export function compareImmediate<G>(cx: Context<G>, op: number, a: Value<G>, word: number): boolean | typeof PENDING {
  const n = ((word >>> 16) & 0xff) - OFFSET_SC;
  const b = word >>> 24 !== 0 ? makeFloat(n) : n;
  switch (op) {
    case O.LTI:
      return lessThan(cx, a, b);
    case O.LEI:
      return lessEqual(cx, a, b);
    case O.GTI:
      return lessThan(cx, b, a);
    default:
      return lessEqual(cx, b, a);
  }
}

/**
 * SETLIST: stores `count` values of the stack from slot `from` on under the keys `first`, `first + 1`, ...
 * @throws LuaRaise if `table` is none, which no compiler makes but the verifier lets pass
 */
export function storeList<G>(
  cx: Context<G>,
  table: Value<G>,
  first: number,
  stack: readonly Value<G>[],
  from: number,
  count: number,
): void {
  if (!(table instanceof Table)) throw runtimeError(cx, `attempt to index a ${typeName(table)} value`);
  const { heap } = cx;
  if (table.array.length < first) {
    table.setList(heap, first, stack, from, count);
    return;
  }
  // An explicit key in the constructor, as in `{[1] = 1, 2}`, came before.
  for (let n = 0; n < count; n++) table.setInteger(heap, first + n, stack[from + n]);
}

/** A closure of `proto`, made by the function whose registers start at `base`. */
export function makeClosure<G>(proto: LoadedProto, stack: readonly Value<G>[], base: number, upvalues: readonly Cell<G>[]): Closure<G> {
  return new Closure<G>(proto, capturedCells(proto.proto.upvalues, stack, base, upvalues));
}

// A literal takes the room that it needs; an array that is pushed to takes room for seventeen.
function capturedCells<G>(
  descriptors: readonly UpvalueDesc[],
  stack: readonly Value<G>[],
  base: number,
  upvalues: readonly Cell<G>[],
): Cell<G>[] {
  const cell = (n: number): Cell<G> => capturedCell(descriptors[n] as UpvalueDesc, stack, base, upvalues);
  switch (descriptors.length) {
    case 0:
      return emptyElements();
    case 1:
      return [cell(0)];
    case 2:
      return [cell(0), cell(1)];
    case 3:
      return [cell(0), cell(1), cell(2)];
    default: {
      const cells: Cell<G>[] = [];
      for (let n = 0; n < descriptors.length; n++) cells.push(cell(n));
      return cells.slice();
    }
  }
}

function capturedCell<G>(
  { isFromParentRegister, index }: UpvalueDesc,
  stack: readonly Value<G>[],
  base: number,
  upvalues: readonly Cell<G>[],
): Cell<G> {
  return isFromParentRegister ? (stack[base + index] as unknown as Cell<G>) : (upvalues[index] as Cell<G>);
}

/**
 * VARARGPREP: the function and its fixed parameters move above all arguments, so that the extra ones stay below the base.
 * The frame's `varargCount`, which held the number of all arguments, becomes that of the extra ones.
 */
export function prepareVarargs<G>(cx: Context<G>, frame: Frame<G>, paramCount: number): void {
  const thread = cx.thread;
  const argCount = frame.varargCount;
  const extra = argCount > paramCount ? argCount - paramCount : 0;
  const oldBase = frame.base;
  const newBase = oldBase + paramCount + extra + 1;
  ensureStack(cx, thread, newBase + (frame.closure as Closure<G>).proto.maxStackSize + SPARE_SLOTS);
  const stack = thread.stack;
  // [f][params][extra] -> [f][nils][extra][f][params]
  stack[newBase - 1] = frame.closure;
  for (let n = 0; n < paramCount; n++) {
    stack[newBase + n] = stack[oldBase + n];
    stack[oldBase + n] = undefined;
  }
  frame.base = newBase;
  frame.varargCount = extra;
}
