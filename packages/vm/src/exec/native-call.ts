// Calls of compiled functions by callbacks that go on themselves when the result is there, as the order function of a sort: without the way
// through the machine, its frames and the continuation. If the function is left, the callback is left, too, and its continuation gets the
// result as ever.

import type { Context } from "../host/context.js";
import { PENDING } from "../value/callback.js";
import type { Continuation, Pending } from "../value/callback.js";
import { Closure } from "../value/closure.js";
import { SUSPEND } from "../value/compiled-code.js";
import type { CompiledResult } from "../value/compiled-code.js";
import { setContinuation } from "../value/frame.js";
import type { Value } from "../value/value.js";
import { Next } from "./next.js";
import { MAX_C_LEVELS, MAX_STACK_SLOTS } from "./stack.js";
import { NATIVE_BUDGET } from "./tier.js";

/** Levels from which on the machine does the call: it knows what to do when they get too many. */
const MAX_NATIVE_LEVEL = MAX_C_LEVELS - 20;

/** Slots of a stack from which on the machine does the call. */
const MAX_NATIVE_SLOT = MAX_STACK_SLOTS - 2 * NATIVE_BUDGET;

type Entry2<G> = (closure: Closure<G>, budget: number, a: Value<G>, b: Value<G>) => CompiledResult;

/** The first result of `callee(a, b)`, if it is compiled and the callback has a frame; else PENDING, and `continuation` will get the results. */
export function callNow2<G>(cx: Context<G>, callee: Value<G>, a: Value<G>, b: Value<G>, continuation: Continuation<G>): Value<G> | Pending {
  const { thread, departure } = cx;
  const frame = thread.top;
  if (!(callee instanceof Closure) || cx.callee !== undefined || frame.closure !== undefined || thread.hookMask !== 0) {
    return cx.call2(callee, a, b, continuation);
  }
  const { entry, isVararg } = callee.proto;
  const isTooDeep = frame.level + departure.metamethodLevels >= MAX_NATIVE_LEVEL || frame.openTop > MAX_NATIVE_SLOT;
  if (entry === undefined || isVararg || isTooDeep) return cx.call2(callee, a, b, continuation);
  departure.metamethodLevels++;
  cx.iteratorLevels = MAX_C_LEVELS - 1 - frame.level;
  const result = (entry as unknown as Entry2<G>)(callee, NATIVE_BUDGET, a, b);
  departure.metamethodLevels--;
  if (result === PENDING) return cx.bufferCount > 0 ? cx.buffer[0] : undefined;
  if (result !== SUSPEND) return result as Value<G>;
  setContinuation(frame, continuation);
  departure.pendingKind = cx.pendingKind;
  cx.pendingKind = Next.LEFT;
  return PENDING;
}
