// Debug hooks as data (manual 4.7, `lua_sethook`): what a thread calls at which events. Calling them is for exec/hooks.ts.
// Invariant: `Thread.hookMask` is the mask of `Thread.hook` while hooks may be called, and 0 otherwise: there is no hook, or a hook
// or a finalizer is running. So one comparison tells whether there is anything to do. (`PASS` is set only on the way from a charge
// point to its instruction.)

import type { Frame } from "./frame.js";
import type { Thread } from "./thread.js";
import type { LuaFunction } from "./value.js";

/** Events, as bits; `PASS`: the top frame is at a charge point that has been charged. */
export const HookMask = { CALL: 1, RETURN: 2, LINE: 4, COUNT: 8, PASS: 16 } as const;

/** What is called, and when. */
export interface Hook<G> {
  /** Undefined in a thread that has inherited the setting of its creator: nothing is called. */
  readonly callee: LuaFunction<G> | undefined;
  /** Bits of `HookMask`. */
  readonly mask: number;
  /** With `COUNT`: the number of instructions from one call to the next; otherwise 0. */
  readonly count: number;
}

/** Which values a call or a return passes, for the hook that is called for it: slots of the frame, counted from 1 at its base. */
export interface Transfer {
  readonly first: number;
  readonly count: number;
}

/** The transfer that the hook above a machine frame was called for; undefined for other frames. */
export function transferOf<G>(frame: Frame<G> | undefined): Transfer | undefined {
  return (frame?.continuation as { readonly transfer?: Transfer } | undefined)?.transfer;
}

/** How far the hooks of the instruction that the top frame is about to execute have come. */
export const enum HookStage {
  NONE,
  CALL,
  COUNT,
  LINE,
  RETURN,
}

/** Nothing is hooked until `allowHooks`. Pairs nest. */
export function forbidHooks<G>(thread: Thread<G>): void {
  thread.hookForbids++;
  thread.hookMask = 0;
}

export function allowHooks<G>(thread: Thread<G>): void {
  thread.hookForbids--;
  updateHookMask(thread);
}

/** Restores the invariant after a change. */
export function updateHookMask<G>(thread: Thread<G>): void {
  const { hook } = thread;
  thread.hookMask = thread.hookForbids > 0 || hook?.callee === undefined ? 0 : hook.mask;
  // An instruction that is executed without hooks leaves nothing to go on with.
  if (thread.hookMask === 0 && thread.hookForbids === 0) thread.hookStage = HookStage.NONE;
}
