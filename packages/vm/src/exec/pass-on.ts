// Yields whose values go straight to the thread that waits: it has left directly, or waits in compiled code.

import type { Context } from "../host/context.js";
import { Entry } from "../value/callback.js";
import type { Callback } from "../value/callback.js";
import { NATIVE_WAIT, NOT_DIRECT } from "../value/thread.js";
import type { Thread } from "../value/thread.js";

/** The thread is being left by a call of `callback`, which wants `wanted` values from slot `dest` on. */
export function leaveDirectly<G>(thread: Thread<G>, callback: Callback<G>, dest: number, wanted: number): void {
  // Mostly it is there already, and a store into an old object costs more than the look.
  if (thread.direct !== callback) thread.direct = callback;
  thread.directDest = dest;
  thread.directWanted = wanted;
}

/** Makes a thread that waits the running one. */
export function runAgain<G>(cx: Context<G>, thread: Thread<G>): void {
  thread.directWanted = NOT_DIRECT;
  thread.mode = "running";
  cx.thread = thread;
  if (cx.heap.barrierColor >= 0) cx.heap.touch(thread);
}

/** Whether `yieldBuffer` can be used: the thread that waits wants a number of values, or waits in compiled code. */
export function canPassOn<G>({ resumer, unyieldableCount }: Thread<G>): boolean {
  return unyieldableCount === 0 && resumer !== undefined && (resumer.directWanted >= 0 || resumer.directWanted === NATIVE_WAIT);
}

/** The running thread yields the values in the context's buffer, by a call of `callback` in slot `func` that wants `wanted` results. */
export function yieldBuffer<G>(cx: Context<G>, callback: Callback<G>, func: number, wanted: number): void {
  const { thread, buffer } = cx;
  const resumer = thread.resumer as Thread<G>;
  if ((resumer.direct as Callback<G>).entry === Entry.RESUME) {
    for (let i = cx.bufferCount; i > 0; i--) buffer[i] = buffer[i - 1];
    buffer[0] = true;
    cx.bufferCount++;
  }
  if (resumer.directWanted !== NATIVE_WAIT) {
    const { stack, directDest, directWanted } = resumer;
    for (let i = 0; i < directWanted; i++) stack[directDest + i] = i < cx.bufferCount ? buffer[i] : undefined;
  }
  thread.mode = "suspended";
  thread.resumer = undefined;
  leaveDirectly(thread, callback, func, wanted);
  runAgain(cx, resumer);
}
