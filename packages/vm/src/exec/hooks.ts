// Setting and calling debug hooks (manual 4.7, 6.10). A hook is a Lua value that is called between two instructions, before a
// callback starts, or before a callback's results go on: as a frame on top of the function it is called for, below a frame of the
// machine's own that is flagged HOOK. It may be preempted and may wait, but not yield: that would reach an innocent resumer.
// Which hooks an instruction has is in trap.ts; the machine calls `hookCall` and `hookReturn` for callbacks.

import { trace } from "@luster/gc-arena";
import type { Context } from "../host/context.js";
import { Continuation, PENDING } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import { FrameFlag, Wanted } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { HookStage, allowHooks, forbidHooks, updateHookMask } from "../value/hook.js";
import type { Hook, Transfer } from "../value/hook.js";
import { frameTop } from "../value/thread.js";
import type { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";
import { Next } from "./next.js";
import type { Outcome } from "./outcome.js";
import { pushCallback } from "./stack.js";

/** Names of events, as hooks get them. */
export type HookEvent = "call" | "tail call" | "return" | "line" | "count";

/**
 * Sets a thread's hook, or with undefined takes it away. It holds at once: for the functions that are active, too, from their
 * next instruction on, and within a hook when that has returned.
 */
export function setHook<G>(cx: Context<G>, thread: Thread<G>, hook: Hook<G> | undefined): void {
  // One that has switched away without a frame returns from that callback, too.
  thread.completeFrames();
  thread.hook = hook;
  thread.hookCount = hook?.count ?? 0;
  updateHookMask(thread);
  for (let frame = thread.top; frame !== thread.bottom; frame = frame.previous as Frame<G>) {
    if (frame.closure === undefined) continue;
    // The line of the instruction that it is at is not a new one; one that has begun was called before.
    frame.hookPc = frame.pc - 1;
    frame.flags &= ~FrameFlag.HOOKS_DONE;
    if (frame.pc > 0) frame.flags |= FrameFlag.CALL_HOOKED;
  }
  cx.heap.touch(thread);
}

/** What goes on when a hook has returned. */
export const enum After {
  /** The Lua frame below tries its instruction again. */
  INSTRUCTION,
  /** The callback frame below starts. */
  CALL,
  /** The callback frame below returns what its last slots hold. */
  RETURN,
}

/** Calls the running thread's hook for the frame on top. */
export function beginHook<G>(cx: Context<G>, event: HookEvent, line: number | undefined, after: After, transfer: Transfer): Outcome<G> {
  const thread = cx.thread;
  const hooked = thread.top;
  const hook = (thread.hook as Hook<G>).callee as Value<G>;
  const func = frameTop(hooked);
  const frame = pushCallback(cx, thread, undefined, func, 0, func, Wanted.NONE);
  const run = new HookRun<G>(after, transfer);
  frame.flags |= FrameFlag.HOOK;
  frame.continuation = run;
  hooked.flags |= FrameFlag.HOOKED;
  thread.unyieldableCount++;
  forbidHooks(thread);
  return cx.call2(hook, event, line, run);
}

/** Waits for a hook to return. `error/frame-info.ts` looks for the transfer in the frame above the hooked one. */
class HookRun<in out G> extends Continuation<G> {
  readonly transfer: Transfer;
  private readonly after: After;

  constructor(after: After, transfer: Transfer) {
    super();
    this.after = after;
    this.transfer = transfer;
  }

  override resume(cx: Context<G>): Action<G> {
    const thread = cx.thread;
    const hooked = thread.top.previous as Frame<G>;
    hooked.flags &= ~FrameFlag.HOOKED;
    thread.unyieldableCount--;
    allowHooks(thread);
    switch (this.after) {
      case After.INSTRUCTION:
        hooked.pc--;
        return cx.returnNone();
      case After.CALL:
        cx.pendingKind = Next.START_HOOKED;
        return PENDING;
      case After.RETURN:
        cx.pendingKind = Next.RETURN_HOOKED;
        return PENDING;
    }
  }

  override [trace](): void {
    // The thread holds its hook.
  }
}

/** A hook's frame is dropped by an error. */
export function endFailedHook<G>(thread: Thread<G>): void {
  thread.unyieldableCount--;
  thread.hookStage = HookStage.NONE;
  allowHooks(thread);
}

/** Calls the call hook for the callback frame on top, which has not started. */
export function hookCall<G>(cx: Context<G>, frame: Frame<G>): Outcome<G> {
  return beginHook(cx, "call", undefined, After.CALL, { first: 1, count: frame.openTop - frame.base });
}

/** Calls the return hook for the callback frame on top, which returns the values in the buffer: they wait above what it holds. */
export function hookReturn<G>(cx: Context<G>, frame: Frame<G>): Outcome<G> {
  const thread = cx.thread;
  const count = cx.bufferCount;
  const first = frame.openTop;
  // The frame of the results, for as long as it takes to make room for them.
  pushCallback(cx, thread, undefined, first, count, first, Wanted.NONE);
  thread.top = frame;
  for (let i = 0; i < count; i++) thread.stack[first + i] = cx.buffer[i];
  frame.openTop = first + count;
  return beginHook(cx, "return", undefined, After.RETURN, { first: first - frame.base + 1, count });
}
