// `__gc` metamethods (manual 2.5.3). They run as frames on top of whatever thread runs when the collector has found objects to
// finalize; they may be preempted and may await, but not yield. An error in one is a warning.

import { trace } from "@luster/gc-arena";
import { cString } from "../error/c-string.js";
import type { Context } from "../host/context.js";
import { Event, metamethodOf } from "../meta/metamethod.js";
import { Continuation } from "../value/callback.js";
import type { Action, Pending } from "../value/callback.js";
import { FrameFlag, Wanted } from "../value/frame.js";
import { allowHooks, forbidHooks } from "../value/hook.js";
import { frameTop } from "../value/thread.js";
import type { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";
import type { Outcome } from "./outcome.js";
import { pushCallback } from "./stack.js";

/** Begins to run the waiting finalizers, above the top frame of the running thread; undefined when there are none to run now. */
export function beginFinalizers<G>(cx: Context<G>): Outcome<G> | undefined {
  const thread = cx.thread;
  if (cx.heap.finalizableCount === 0 || cx.isFinalizing || cx.isKilled) return undefined;
  const func = frameTop(thread.top);
  const frame = pushCallback(cx, thread, undefined, func, 0, func, Wanted.NONE);
  frame.flags |= FrameFlag.FINALIZER;
  frame.continuation = new FinalizerRun<G>();
  thread.unyieldableCount++;
  forbidHooks(thread);
  cx.isFinalizing = true;
  return (frame.continuation as FinalizerRun<G>).next(cx);
}

/** What `beginFinalizers` forbade is allowed again. */
export function endFinalizers<G>(cx: Context<G>, thread: Thread<G>): void {
  thread.unyieldableCount--;
  allowHooks(thread);
  cx.isFinalizing = false;
}

/** Pends the call of the next finalizer that waits; undefined when there is none. */
export function pendFinalizer<G>(cx: Context<G>, continuation: Continuation<G>): Pending | undefined {
  for (;;) {
    const object = cx.heap.popFinalizable() as Value<G>;
    if (object === undefined) return undefined;
    cx.finalizable.delete(object as object);
    const handler = metamethodOf(cx, object, Event.GC);
    if (handler !== undefined) return cx.call1(handler, object, continuation);
  }
}

export function warnOfFinalizer<G>(cx: Context<G>, error: Value<G>): void {
  const text = typeof error === "string" ? cString(error) : "error object is not a string";
  cx.warn(`error in __gc (${text})`);
}

/** Runs one finalizer after the other. */
class FinalizerRun<in out G> extends Continuation<G> {
  next(cx: Context<G>): Action<G> {
    const call = pendFinalizer(cx, this);
    if (call !== undefined) return call;
    endFinalizers(cx, cx.thread);
    return cx.returnNone();
  }

  override resume(cx: Context<G>): Action<G> {
    return this.next(cx);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    warnOfFinalizer(cx, error);
    return this.next(cx);
  }

  override [trace](): void {
    // Holds nothing: the object being finalized is an argument on the stack.
  }
}
