// The functions that switch threads: what `coroutine.yield`, `coroutine.resume` and functions made by `coroutine.wrap` are.
//
// Each is an ordinary callback, which works from anywhere. When the interpreter itself calls one, `switchDirectly` does the same
// without the detour over the context's pending action: values go straight from one stack to the other. Either way the frames are
// the same, once somebody looks: a suspended thread has the frame of its yield on top, one that waits has the frame of its resume.

import { trace } from "@luster/gc-arena";
import type { Tracer } from "@luster/gc-arena";
import type { Context } from "../host/context.js";
import { frameAtLevel, positionOf } from "../error/position.js";
import { CallbackData, Continuation, Entry, nativeN } from "../value/callback.js";
import type { Action, Args, Callback } from "../value/callback.js";
import { Wanted } from "../value/frame.js";
import { markValue } from "../value/mark.js";
import { NOT_DIRECT, Thread } from "../value/thread.js";
import type { LuaFunction, Value } from "../value/value.js";
import { goOnWith, perform } from "./machine.js";
import { leaveDirectly } from "./pass-on.js";
import { MAX_C_LEVELS, SPARE_SLOTS, ensureStack } from "./stack.js";

/** `coroutine.yield` (manual 6.2). */
export const yieldNative = nativeN("yield", (cx, args) => cx.yield(args, 0), { entry: Entry.YIELD });

// --- resume: true and the results, or false and the error.

class ResumeResults<in out G> extends Continuation<G> {
  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    return results.count === 1 ? cx.return2(true, results.get(0)) : cx.returnList([true, ...results.toArray()]);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return cx.return2(false, error);
  }

  override [trace](): void {
    // Holds nothing, so one serves all.
  }
}

const resumeResults = new ResumeResults<unknown>();

/** `coroutine.resume`. */
export const resumeNative = nativeN(
  "resume",
  <G>(cx: Context<G>, args: Args<G>): Action<G> => {
    const thread = args.get(0);
    if (!(thread instanceof Thread)) throw cx.typeError(0, "thread", thread);
    return cx.resume(thread, args, 1, resumeResults as unknown as ResumeResults<G>);
  },
  { entry: Entry.RESUME, switchContinuation: resumeResults },
);

// --- wrap: the results alone; an error closes the thread and goes on to the caller.

/** State of a function made by `coroutine.wrap`. */
export class Wrapped<in out G> extends CallbackData<G> {
  readonly thread: Thread<G>;

  constructor(thread: Thread<G>) {
    super();
    this.thread = thread;
  }

  override get upvalues(): readonly Value<G>[] {
    return [this.thread];
  }

  override [trace](tracer: Tracer): void {
    tracer.mark(this.thread);
  }
}

class WrappedResults<in out G> extends Continuation<G> {
  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnArgs(results, 0);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    const { thread } = (cx.thread.top.callback as Callback<G>).data as Wrapped<G>;
    // A thread that could not be resumed has nothing to close.
    return thread.hasFailed ? cx.closeThread(thread, new WrappedClose<G>(error)) : raiseAtCaller(cx, error);
  }

  override [trace](): void {
    // Holds nothing, so one serves all.
  }
}

const wrappedResults = new WrappedResults<unknown>();

/** Closing may replace the error. */
class WrappedClose<in out G> extends Continuation<G> {
  private readonly error: Value<G>;

  constructor(error: Value<G>) {
    super();
    this.error = error;
  }

  override resume(cx: Context<G>): Action<G> {
    return raiseAtCaller(cx, this.error);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return raiseAtCaller(cx, error);
  }

  override [trace](tracer: Tracer): void {
    markValue(tracer, this.error);
  }
}

/** A string error gets the position of the caller in front. */
function raiseAtCaller<G>(cx: Context<G>, error: Value<G>): Action<G> {
  if (typeof error !== "string") return cx.raise(error);
  const positioned = cx.chargeString(positionOf(frameAtLevel(cx, 1)) + error);
  cx.executor?.passCauseOn(error, positioned);
  return cx.raise(positioned);
}

const wrappedNative = nativeN(
  "wrap",
  <G>(cx: Context<G>, args: Args<G>): Action<G> => {
    const { thread } = (cx.thread.top.callback as Callback<G>).data as Wrapped<G>;
    return cx.resume(thread, args, 0, wrappedResults as unknown as WrappedResults<G>);
  },
  { entry: Entry.WRAPPED, switchContinuation: wrappedResults },
);

/** A function that resumes a new thread running `body` each time it is called (`coroutine.wrap`). */
export function wrapThread<G>(cx: Context<G>, body: LuaFunction<G>): Callback<G> {
  return cx.newCallback(wrappedNative, new Wrapped<G>(cx.newThread(body)));
}

// --- The direct way.

/** How a direct switch went. */
export const enum Switch {
  /** The case is not simple; nothing has been done. */
  REFUSED,
  /** A Lua frame is on top of the running thread. */
  ENTERED,
  /** The executor has to act. */
  STOPPED,
}

/**
 * Carries out a CALL of one of the functions above, whose arguments follow slot `func` of the running thread. The callback gets no
 * frame: the thread notes where its values are to go (`Thread.direct`).
 */
export function switchDirectly<G>(cx: Context<G>, callback: Callback<G>, func: number, argCount: number, wanted: number): Switch {
  const thread = cx.thread;
  switch (callback.entry) {
    case Entry.YIELD: {
      const resumer = thread.resumer;
      if (resumer === undefined || thread.unyieldableCount > 0) return Switch.REFUSED;
      thread.mode = "suspended";
      thread.resumer = undefined;
      leaveDirectly(thread, callback, func, wanted);
      return enter(cx, thread, func + 1, argCount, resumer, 0);
    }
    case Entry.WRAPPED:
      return resumeDirectly(cx, (callback.data as Wrapped<G>).thread, callback, func, wanted, func + 1, argCount);
    default: {
      const target = argCount > 0 ? thread.stack[func + 1] : undefined;
      if (!(target instanceof Thread)) return Switch.REFUSED;
      return resumeDirectly(cx, target, callback, func, wanted, func + 2, argCount - 1);
    }
  }
}

function resumeDirectly<G>(
  cx: Context<G>,
  target: Thread<G>,
  callback: Callback<G>,
  func: number,
  wanted: number,
  first: number,
  count: number,
): Switch {
  const thread = cx.thread;
  const level = thread.top.level + 1;
  if (target.mode !== "suspended" || level >= MAX_C_LEVELS) return Switch.REFUSED;
  thread.mode = "normal";
  target.resumer = thread;
  leaveDirectly(thread, callback, func, wanted);
  return enter(cx, thread, first, count, target, level);
}

/** Goes on with a thread, which gets values from the other's stack. */
function enter<G>(cx: Context<G>, from: Thread<G>, first: number, count: number, to: Thread<G>, level: number): Switch {
  const { direct, directWanted } = to;
  to.mode = "running";
  cx.thread = to;
  if (cx.heap.barrierColor >= 0) cx.heap.touch(to);
  if (directWanted !== NOT_DIRECT) {
    to.directWanted = NOT_DIRECT;
    // Nothing to pass, or few values that there is room for, is the common case.
    if (directWanted === 0) return Switch.ENTERED;
    const withTrue = (direct as Callback<G>).entry === Entry.RESUME;
    if (directWanted === Wanted.ALL) passAllValues(cx, from.stack, first, count, to, withTrue);
    else passValues(from.stack, first, count, to, directWanted, withTrue);
    return Switch.ENTERED;
  }
  for (let i = 0; i < count; i++) cx.buffer[i] = from.stack[first + i];
  cx.bufferCount = count;
  return perform(cx, goOnWith(cx, to, level)) ? Switch.ENTERED : Switch.STOPPED;
}

/** Gives a thread that has left directly the `wanted` values that it waits for, after a `true` if that is asked for. Its frame has room for them. */
function passValues<G>(source: readonly Value<G>[], first: number, count: number, to: Thread<G>, wanted: number, withTrue: boolean): void {
  const target = to.stack;
  let at = to.directDest;
  const end = at + wanted;
  if (withTrue) target[at++] = true;
  for (let i = 0; at < end; i++) target[at++] = i < count ? source[first + i] : undefined;
}

/** As `passValues`, all of them. */
function passAllValues<G>(
  cx: Context<G>,
  source: readonly Value<G>[],
  first: number,
  count: number,
  to: Thread<G>,
  withTrue: boolean,
): void {
  const wanted = withTrue ? count + 1 : count;
  const end = to.directDest + wanted;
  ensureStack(cx, to, end + SPARE_SLOTS);
  passValues(source, first, count, to, wanted, withTrue);
  to.top.openTop = end;
}
