// The call of a generic `for` loop's iterator (manual 3.3.5), where the dispatch loop does not know the iterator itself.
// Results go to the loop's variables, which begin where the call is: no register moves but the three of the call.

import type { Context } from "../host/context.js";
import { Callback, Entry, PENDING } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import { Closure } from "../value/closure.js";
import type { Thread } from "../value/thread.js";
import { checkReturned } from "../value/kind.js";
import type { Value } from "../value/value.js";
import { Switch, switchDirectly } from "./coroutines.js";
import type { Wrapped } from "./coroutines.js";
import { callValue, enterCompiled, frameAndPerform, nestLevel, perform } from "./machine.js";
import { Next, Stop } from "./next.js";
import { pushClosure } from "./stack.js";

/** How the call of an iterator went. */
export const enum Iterated {
  /** Its results are in place. */
  DONE,
  /** A Lua frame is on top. */
  ENTERED,
  /** The executor has to act. */
  STOPPED,
}

/** Arguments of an iterator: the state and the control variable. */
const ARGUMENTS = 2;

/** TFORCALL: calls the iterator in slot `ra`, for `count` results from slot `ra + 4` on. */
export function callIterator<G>(cx: Context<G>, ra: number, count: number): Iterated {
  const thread = cx.thread;
  const stack = thread.stack;
  const func = ra + 4;
  const iterator = stack[ra];
  stack[func] = iterator;
  stack[func + 1] = stack[ra + 1];
  stack[func + 2] = stack[ra + 2];
  if (iterator instanceof Closure) {
    const frame = pushClosure(cx, thread, iterator, func, ARGUMENTS, func, count);
    nestLevel(cx, frame);
    cx.fuel -= iterator.proto.entryFuel;
    if (cx.fuel >= 0) {
      if (--iterator.proto.entryHeat >= 0) return Iterated.ENTERED;
      return perform(cx, enterCompiled(cx, frame)) ? Iterated.ENTERED : Iterated.STOPPED;
    }
    cx.stop = Stop.FUEL;
    return Iterated.STOPPED;
  }
  if (iterator instanceof Callback) {
    if (iterator.entry === Entry.FRAMELESS) return callFrameless(cx, thread, iterator, func, count);
    if (iterator.entry === Entry.WRAPPED && (iterator.data as Wrapped<G>).thread.directWanted >= 0) {
      const outcome = switchDirectly(cx, iterator, func, ARGUMENTS, count);
      if (outcome !== Switch.REFUSED) return outcome === Switch.ENTERED ? Iterated.ENTERED : Iterated.STOPPED;
    }
  }
  return callValue(cx, func, ARGUMENTS, count, true) ? Iterated.ENTERED : Iterated.STOPPED;
}

function callFrameless<G>(cx: Context<G>, thread: Thread<G>, iterator: Callback<G>, func: number, count: number): Iterated {
  const stack = thread.stack;
  cx.callee = iterator;
  cx.argCount = ARGUMENTS;
  cx.pendingKind = Next.NOTHING as Next;
  const result = checkReturned(invokeIterator(cx, iterator, stack, func));
  cx.callee = undefined;
  if (result !== PENDING) {
    stack[func] = result as Value<G>;
    for (let n = 1; n < count; n++) stack[func + n] = undefined;
    return Iterated.DONE;
  }
  if (cx.pendingKind === Next.RETURN) {
    const { buffer, bufferCount } = cx;
    for (let n = 0; n < count; n++) stack[func + n] = n < bufferCount ? buffer[n] : undefined;
    return Iterated.DONE;
  }
  return frameAndPerform(cx, iterator, func, ARGUMENTS, func, count) ? Iterated.ENTERED : Iterated.STOPPED;
}

function invokeIterator<G>(cx: Context<G>, iterator: Callback<G>, stack: Value<G>[], func: number): Action<G> {
  switch (iterator.arity) {
    case 0:
      return iterator.fn(cx);
    case 1:
      return iterator.fn(cx, stack[func + 1]);
    case 2:
      return iterator.fn(cx, stack[func + 1], stack[func + 2]);
    case 3:
      return iterator.fn(cx, stack[func + 1], stack[func + 2], undefined);
    default: {
      const args = cx.args;
      args.stack = stack;
      args.base = func + 1;
      args.count = ARGUMENTS;
      return iterator.fn(cx, args);
    }
  }
}
