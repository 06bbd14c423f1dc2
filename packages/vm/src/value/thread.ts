// A Lua thread (coroutine): one value stack and a list of frames. Data only; the executor runs it.
// The stack holds Lua values and, in registers of captured locals, cells. It is written without barriers: the executor tells
// the heap that a thread runs (`touch`), and the collector traces it again before it ends its mark phase.
// Invariant: slots above the top of the top frame may hold garbage until the thread is traced, which clears them.

import { retrace, trace } from "@luster/gc-arena";
import type { Retraceable, Tracer } from "@luster/gc-arena";
import type { Callback, Continuation } from "./callback.js";
import { FRAME_BYTES, Frame, FrameFlag } from "./frame.js";
import { HookStage } from "./hook.js";
import type { Hook } from "./hook.js";
import { markValue } from "./mark.js";
import type { Value } from "./value.js";

/** What a thread may do. */
export type ThreadMode =
  /** Not started, or left by a yield: may be resumed. */
  | "suspended"
  /** The one that runs. */
  | "running"
  /** Has resumed another one that has not come back yet. */
  | "normal"
  /** Ended, by returning, by an error, or by being closed. */
  | "dead";

/** Bytes charged for a thread, without its slots and frames. */
export const THREAD_BYTES = 440;
export const SLOT_BYTES = 8;

/** `Thread.directWanted` of a thread with all its frames. */
export const NOT_DIRECT = -100;

/** `Thread.directWanted` of a thread that waits in compiled code: the values go to the context's buffer (exec/native-switch.ts). */
export const NATIVE_WAIT = -101;

/** Slots of a new thread. */
const INITIAL_SLOTS = 16;

/** Slots up to which a main thread is used for another run. */
const MAX_RECYCLED_SLOTS = 64;

/** Slots up to which a stack is copied at the begin of a slice: copying takes well under a hundredth of the slice. */
const MAX_RENEWED_SLOTS = 1024;

/** A coroutine, or a main thread. */
export class Thread<in out G> implements Retraceable {
  gcColor = 0;
  gcTouched = 0;
  mode: ThreadMode = "suspended";
  /** Slots; every one initialised, so that the array stays packed. Another array in every slice (`renewStack`). */
  stack: Value<G>[];
  /** Bottom of the frame list: a callback frame that never runs, below the thread's function. */
  readonly bottom: Frame<G>;
  /** The running activation. */
  top: Frame<G>;
  /** The thread that resumed this one and waits for it. */
  resumer: Thread<G> | undefined = undefined;
  /** Stack indexes of the to-be-closed variables that are open, ascending. */
  readonly toClose: number[] = [];
  /** The error that ended the thread, for `coroutine.close` and tracebacks; only when `hasFailed`. */
  error: Value<G> = undefined;
  hasFailed = false;
  /**
   * The callback by which the Lua frame on top has switched away directly, without a frame (exec/coroutines.ts): a yield, if the
   * thread is suspended, or a resume, if it is normal. `directDest` and `directWanted` say where the values go that end the wait.
   * `NOT_DIRECT` there says that the frames are complete; the others are leftovers then. Whatever looks at the frames of a thread that
   * does not run calls `completeFrames` first.
   */
  direct: Callback<G> | undefined = undefined;
  directDest = 0;
  directWanted: number = NOT_DIRECT;
  /** Compiled code has not been left yet because the thread yields. */
  isFresh = true;
  /** Frames on the thread that forbid yielding (finalizers). */
  unyieldableCount = 0;
  /** True from a "stack overflow" until it is caught: handlers may use the extra slots. */
  isHandlingOverflow = false;
  /** True for the first thread of an executor, which cannot yield. */
  isMain = false;
  /** The debug hook, if one is set. Written by `setHook` alone. */
  hook: Hook<G> | undefined = undefined;
  /** Events for which the hook is to be called now; see hook.ts. */
  hookMask = 0;
  /** Instructions left until the next count event. */
  hookCount = 0;
  hookStage = HookStage.NONE;
  /** Number of reasons not to call hooks now. */
  hookForbids = 0;

  constructor() {
    this.stack = [];
    for (let i = 0; i < INITIAL_SLOTS; i++) this.stack.push(undefined);
    this.bottom = new Frame<G>();
    this.top = this.bottom;
  }

  /** A thread for the first function of an executor. */
  static newMain<G>(): Thread<G> {
    const thread = new Thread<G>();
    thread.isMain = true;
    return thread;
  }

  /** Makes a main thread whose function has returned ready for another one, unless it has grown or has a hook. */
  recycle(): boolean {
    const { stack, bottom } = this;
    if (stack.length > MAX_RECYCLED_SLOTS || this.hook !== undefined || this.toClose.length > 0) return false;
    for (let i = 0; i < stack.length; i++) stack[i] = undefined;
    this.top = bottom;
    this.mode = "dead";
    return true;
  }

  /**
   * Moves the slots to a new array. What is stored into an array that V8's scavenger has promoted is remembered store by store, and every
   * float is a new object; a stack that is renewed every slice stays young.
   */
  renewStack(): void {
    if (this.stack.length <= MAX_RENEWED_SLOTS) this.stack = this.stack.slice();
  }

  /** Whether a yield can pass its values on at once: the thread that waits has left directly, or waits in compiled code. */
  get canYieldDirectly(): boolean {
    return this.unyieldableCount === 0 && this.resumer !== undefined && this.resumer.directWanted !== NOT_DIRECT;
  }

  /** One past the last slot that is in use. */
  get stackTop(): number {
    // A thread that has not started holds its function in slot 0; a dead one nothing.
    return this.top === this.bottom ? (this.mode === "suspended" ? 1 : 0) : frameTop(this.top);
  }

  /** Gives the callback by which the thread has switched away its frame, if it has none yet. */
  completeFrames(): void {
    if (this.directWanted === NOT_DIRECT || this.directWanted === NATIVE_WAIT) return;
    const callback = this.direct as Callback<G>;
    const { top } = this;
    const frame = top.next ?? new Frame<G>();
    top.next = frame;
    frame.previous = top;
    frame.closure = undefined;
    frame.callback = callback;
    frame.continuation = callback.spec.switchContinuation as Continuation<G> | undefined;
    frame.func = this.directDest;
    frame.base = this.directDest + 1;
    frame.openTop = frame.base;
    frame.dest = this.directDest;
    frame.wanted = this.directWanted;
    this.directWanted = NOT_DIRECT;
    frame.level = top.level;
    frame.flags = 0;
    this.top = frame;
  }

  [trace](tracer: Tracer): void {
    let frameCount = 0;
    for (let frame: Frame<G> | undefined = this.bottom.next; frame !== undefined; frame = frame.next) frameCount++;
    tracer.addBytes(THREAD_BYTES + this.stack.length * SLOT_BYTES + frameCount * FRAME_BYTES);
    this.traceFrom(tracer, this.bottom);
    this.traceFields(tracer);
  }

  private traceFields(tracer: Tracer): void {
    if (this.resumer !== undefined) tracer.mark(this.resumer);
    markValue(tracer, this.error);
    markValue(tracer, this.hook?.callee);
  }

  /**
   * Traces again what changed since `[trace]`: the top frame, and each frame below one that is new. A frame below one that
   * was traced and still stands cannot have run since.
   */
  [retrace](tracer: Tracer): void {
    let lowest = this.top;
    while (lowest !== this.bottom && (lowest.flags & FrameFlag.TRACED) === 0) lowest = lowest.previous as Frame<G>;
    this.traceFrom(tracer, lowest);
    this.traceFields(tracer);
  }

  /** Marks the frames from `lowest` up and their slots, and clears the slots above the top. */
  private traceFrom(tracer: Tracer, lowest: Frame<G>): void {
    const stack = this.stack;
    const end = Math.min(this.stackTop, stack.length);
    for (let i = lowest === this.bottom ? 0 : lowest.func; i < end; i++) markValue(tracer, stack[i]);
    for (let i = end; i < stack.length; i++) stack[i] = undefined;
    for (let frame: Frame<G> | undefined = this.top; frame !== undefined; frame = frame.previous) {
      if (frame.closure !== undefined) {
        tracer.mark(frame.closure);
      } else {
        if (frame.callback !== undefined) tracer.mark(frame.callback);
        frame.continuation?.[trace](tracer);
      }
      frame.flags |= FrameFlag.TRACED;
      if (frame === lowest) break;
    }
  }
}

/** One past the last slot that a frame uses. */
export function frameTop<G>(frame: Frame<G>): number {
  if (frame.closure === undefined) return frame.openTop;
  const top = frame.base + frame.closure.proto.maxStackSize;
  return frame.openTop > top ? frame.openTop : top;
}
