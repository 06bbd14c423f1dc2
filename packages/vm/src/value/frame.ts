// One activation on a thread's stack. Frames are plain data, linked both ways and reused: `next` of the top frame, if any, is a
// spare. What runs is always described by frames alone, so that a thread can be left and entered again at any point.
//
// Stack layout of a frame:      func      base                        top
//   Lua function                [ f ]     [ registers ............ ]  base + maxStackSize
//   Lua vararg function         [ f ] [ extra arguments ] [ f ] [ registers ]      (base moved up by VARARGPREP)
//   callback                    [ f ]     [ arguments or results ]    base + count

import type { Callback, Continuation } from "./callback.js";
import type { Closure } from "./closure.js";

/**
 * What happens to the results of a frame. A count (>= 0): that many go to `dest` of the Lua frame below, filled up with nils.
 * The others are negative.
 */
export const Wanted = {
  /** All results go to `dest`, and the frame below gets its `openTop` set (a CALL with C = 0). */
  ALL: -1,
  /** The first result goes to the frame below, whose current instruction is a comparison: it jumps or not. */
  COMPARISON: -2,
  /** The first result replaces the last operand of the CONCAT that the frame below is at. */
  CONCAT: -3,
  /** Nothing: the frame below goes on where it was, as after a finalizer or `__newindex`. */
  NONE: -4,
  /** The frame below is a callback's: its continuation goes on with the results. */
  CONTINUATION: -5,
  /** The first result goes to `dest`: the value of an operation whose metamethod the frame is. */
  ONE_FOR_OPERATION: -7,
  /** Nothing: the frame below executes its current instruction again, which closes variables one by one. */
  CLOSE: -8,
  /** The frame is the thread's first: the thread ends, and its resumer gets the results. */
  THREAD: -6,
  /** The frame is the first that an executor called: the executor has ended, with the results. */
  ENTRY: -9,
} as const;

/** State of an activation that hooks, tracebacks and unwinding ask for. */
export const FrameFlag = {
  /** The function was called by a tail call. */
  TAIL_CALL: 1,
  /** A `__gc` metamethod: not yieldable. */
  FINALIZER: 2,
  /** Runs a message handler. */
  HANDLER: 4,
  /** Runs a `__close` metamethod. */
  CLOSING: 8,
  /** Runs a debug hook. */
  HOOK: 16,
  /** The callback was left by `pause` or for a refused reservation and has not been entered again. */
  PAUSED: 32,
  /** The continuation runs: what it raises is not its own to catch. */
  CONTINUING: 128,
  /** The continuation's `fail` runs, with the error in the first slot: what a retry after a collection has to call again. */
  FAILING: 256,
  /** The collector has traced the frame since it was pushed. */
  TRACED: 64,
  /** Lua frames: the function's call hook has been called, or it is too late for it. */
  CALL_HOOKED: 512,
  /** Lua frames: the hooks of the current instruction have been called, and it has to be executed again. */
  HOOKS_DONE: 1024,
  /** A hook runs for this frame: its machine frame is the one above. */
  HOOKED: 2048,
  /** With HANDLER: the function that failed has no name for the handler. */
  NAMELESS: 4096,
  /** The kill of the executor has come down to here and goes on once this frame has cleaned up. */
  KILLED: 8192,
} as const;

/** From now on `continuation` waits for what the callback of `frame` has begun. */
export function setContinuation<G>(frame: Frame<G>, continuation: Continuation<G> | undefined): void {
  // A pointer to a young object costs a store into an old one dear, and in a loop of calls it is there already.
  if (frame.continuation !== continuation) frame.continuation = continuation;
  frame.flags &= ~(FrameFlag.CONTINUING | FrameFlag.FAILING);
}

/** Bytes charged for a frame. */
export const FRAME_BYTES = 152;

/** One activation. */
export class Frame<in out G> {
  /** The function of a Lua frame; undefined in all others. */
  closure: Closure<G> | undefined = undefined;
  /** The callback of a frame without closure; undefined in those that the machine puts in for itself. In a Lua frame, a leftover. */
  callback: Callback<G> | undefined = undefined;
  /** Lua frames: index of the next instruction. */
  pc = 0;
  /** Index of the function's slot. */
  func = 0;
  base = 0;
  /** Callback frames: one past the last argument or result. Lua frames: one past the last value of an open list (see `Wanted.ALL`). */
  openTop = 0;
  /** Where results go, an index of the stack; how many: see `Wanted`. */
  dest = 0;
  wanted = 0;
  /** Number of extra arguments of a vararg function. */
  varargCount = 0;
  /** Frames without closure: what goes on after the call in progress; undefined: its results are the callback's results. */
  continuation: Continuation<G> | undefined = undefined;
  /** Number of nested levels that would take C stack in PUC-Rio's machine, up to and with this frame. */
  level = 0;
  /** Bits of `FrameFlag`. */
  flags = 0;
  /** Lua frames, while there is a hook: the instruction that it looked at last, to tell when another line begins. */
  hookPc = 0;
  previous: Frame<G> | undefined = undefined;
  next: Frame<G> | undefined = undefined;
}
