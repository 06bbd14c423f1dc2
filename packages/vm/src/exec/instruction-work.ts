// What instructions of the dispatch loop do at length: arithmetic and comparisons that are not inline, constructor lists, closures,
// variable arguments.

import type { Context } from "../host/context.js";
import { runtimeError } from "../error/runtime-errors.js";
import { arith } from "../meta/arith.js";
import type { ArithEvent } from "../meta/arith.js";
import { lessEqual, lessThan } from "../meta/compare.js";
import { Event } from "../meta/metamethod.js";
import { PENDING } from "../value/callback.js";
import type { Cell } from "../value/cell.js";
import { Closure } from "../value/closure.js";
import type { Frame } from "../value/frame.js";
import { typeName } from "../value/kind.js";
import type { LoadedProto } from "../value/loaded-proto.js";
import { makeFloat } from "../value/number.js";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";
import { O } from "./opcode.js";
import { SPARE_SLOTS, ensureStack } from "./stack.js";

/** Offset of signed 8-bit operands, and the k bit of an instruction word (bytecode/src/instruction.ts). */
export const OFFSET_SC = 127;
export const K_BIT = 0x8000;

/** Arithmetic that is not inline: true when the result is in `dest`; false when a metamethod's call is pending. */
export function arithSlow<G>(cx: Context<G>, event: ArithEvent, word: number, a: Value<G>, b: Value<G>, dest: number): boolean {
  // The k bit says that the operands were written the other way round.
  const result = (word & K_BIT) !== 0 ? arith(cx, event, b, a) : arith(cx, event, a, b);
  if (result === PENDING) return false;
  cx.thread.stack[dest] = result as Value<G>;
  return true;
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

/** SHL, SHR and their immediate forms: true when done; false when a metamethod's call is pending. */
export function shift<G>(cx: Context<G>, word: number, stack: readonly Value<G>[], base: number): boolean {
  const dest = base + ((word >>> 7) & 0xff);
  const b = stack[base + ((word >>> 16) & 0xff)];
  const immediate = (word >>> 24) - OFFSET_SC;
  switch (word & 0x7f) {
    case O.SHL:
      return arithSlow(cx, Event.SHL, 0, b, stack[base + (word >>> 24)], dest);
    case O.SHR:
      return arithSlow(cx, Event.SHR, 0, b, stack[base + (word >>> 24)], dest);
    case O.SHLI:
      return arithSlow(cx, Event.SHL, 0, immediate, b, dest);
    default:
      // SHRI; with k it was written as a shift to the left.
      return (word & K_BIT) !== 0 ? arithSlow(cx, Event.SHL, 0, b, -immediate, dest) : arithSlow(cx, Event.SHR, 0, b, immediate, dest);
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
  const descriptors = proto.proto.upvalues;
  const count = descriptors.length;
  const cells: Cell<G>[] = [];
  for (let n = 0; n < count; n++) {
    const descriptor = descriptors[n] as (typeof descriptors)[number];
    cells.push(
      descriptor.isFromParentRegister ? (stack[base + descriptor.index] as unknown as Cell<G>) : (upvalues[descriptor.index] as Cell<G>),
    );
  }
  return new Closure<G>(proto, cells);
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
