// To-be-closed variables (manual 3.3.8): a thread keeps the stack indexes of the open ones, in order.

import type { Context } from "../host/context.js";
import { runtimeError } from "../error/runtime-errors.js";
import { localName } from "../error/variable-name.js";
import { Event, metamethodOf } from "../meta/metamethod.js";
import { Cell } from "../value/cell.js";
import type { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";

/** A variable to be closed, and what to call for it. */
export interface VariableToClose<G> {
  readonly value: Value<G>;
  readonly handler: Value<G>;
}

const valueIn = <G>(slot: unknown): Value<G> => (slot instanceof Cell ? (slot.v as Value<G>) : (slot as Value<G>));

/** TBC: notes the variable in slot `index`; nil and false need no closing. @throws LuaRaise for a value that cannot be closed */
export function markToBeClosed<G>(cx: Context<G>, index: number): void {
  const value = valueIn<G>(cx.thread.stack[index]);
  if (value === undefined || value === false) return;
  if (metamethodOf(cx, value, Event.CLOSE) === undefined) {
    throw runtimeError(cx, `variable '${localName(cx, index)}' got a non-closable value`);
  }
  cx.thread.toClose.push(index);
}

/** Takes the last open variable of a thread at or above `level` off the list; undefined when there is none. */
export function popVariableToClose<G>(cx: Context<G>, thread: Thread<G>, level: number): VariableToClose<G> | undefined {
  const { toClose, stack } = thread;
  if (toClose.length === 0 || (toClose[toClose.length - 1] as number) < level) return undefined;
  const value = valueIn<G>(stack[toClose.pop() as number]);
  // Without the metamethod that it had when it was declared, nil is called, and that fails.
  return { value, handler: metamethodOf(cx, value, Event.CLOSE) };
}

/**
 * Leaves a block normally: describes the call for the last open variable at or above `level`, if there is one.
 * The instruction runs again after it.
 */
export function pendClose<G>(cx: Context<G>, level: number): boolean {
  const variable = popVariableToClose(cx, cx.thread, level);
  if (variable === undefined) return false;
  cx.call2(variable.handler, variable.value, undefined);
  return true;
}
