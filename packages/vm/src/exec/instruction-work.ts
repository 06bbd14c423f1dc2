// What instructions of the dispatch loop do at length: constructor lists, closures, variable arguments.

import type { Heap } from "@luster/gc-arena";
import type { Context } from "../host/context.js";
import type { Cell } from "../value/cell.js";
import { Closure } from "../value/closure.js";
import type { Frame } from "../value/frame.js";
import type { LoadedProto } from "../value/loaded-proto.js";
import type { Table } from "../value/table.js";
import type { Value } from "../value/value.js";
import { SPARE_SLOTS, ensureStack } from "./stack.js";

/** SETLIST: stores `count` values of the stack from slot `from` on under the keys `first`, `first + 1`, ... */
export function storeList<G>(heap: Heap, table: Table<G>, first: number, stack: readonly Value<G>[], from: number, count: number): void {
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
