// The functions that switch threads: what `coroutine.yield`, `coroutine.resume` and functions made by `coroutine.wrap` are.
//
// Each is an ordinary callback, which works from anywhere. When the interpreter itself calls one, `switchDirectly` does the same
// without the detour over the context's pending action: values go straight from one stack to the other. Either way the frames are
// the same: a suspended thread has the frame of its yield on top, one that waits has the frame of its resume.

import { trace } from "@luster/gc-arena";
import type { Tracer } from "@luster/gc-arena";
import type { Context } from "../host/context.js";
import { frameAtLevel, positionOf } from "../error/position.js";
import { CallbackData, Continuation, SwitchKind, nativeN } from "../value/callback.js";
import type { Action, Args, Callback } from "../value/callback.js";
import { Wanted } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { markValue } from "../value/mark.js";
import { Thread } from "../value/thread.js";
import type { LuaFunction, Value } from "../value/value.js";
import { switchTo } from "./machine.js";
import { MAX_C_LEVELS, SPARE_SLOTS, ensureStack, pushCallback } from "./stack.js";

/** `coroutine.yield` (manual 6.2). */
export const yieldNative = nativeN("yield", (cx, args) => cx.yield(args, 0), { needsFrame: true, switchKind: SwitchKind.YIELD });

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
  { needsFrame: true, switchKind: SwitchKind.RESUME },
);

// --- wrap: the results alone; an error closes the thread and goes on to the caller.

class Wrapped<in out G> extends CallbackData<G> {
  readonly thread: Thread<G>;
  readonly results: WrappedResults<G>;

  constructor(thread: Thread<G>) {
    super();
    this.thread = thread;
    this.results = new WrappedResults<G>(thread);
  }

  override [trace](tracer: Tracer): void {
    tracer.mark(this.thread);
  }
}

class WrappedResults<in out G> extends Continuation<G> {
  private readonly thread: Thread<G>;

  constructor(thread: Thread<G>) {
    super();
    this.thread = thread;
  }

  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnArgs(results, 0);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    // A thread that could not be resumed has nothing to close.
    return this.thread.hasFailed ? cx.closeThread(this.thread, new WrappedClose<G>(error)) : raiseAtCaller(cx, error);
  }

  override [trace](tracer: Tracer): void {
    tracer.mark(this.thread);
  }
}

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
  return cx.raise(typeof error === "string" ? cx.chargeString(positionOf(frameAtLevel(cx, 1)) + error) : error);
}

const wrappedNative = nativeN(
  "wrap",
  <G>(cx: Context<G>, args: Args<G>): Action<G> => {
    const { thread, results } = (cx.callee ?? (cx.thread.top.callback as Callback<G>)).data as Wrapped<G>;
    return cx.resume(thread, args, 0, results);
  },
  { needsFrame: true, switchKind: SwitchKind.WRAPPED },
);

/** A function that resumes a new thread running `body` each time it is called (`coroutine.wrap`). */
export function wrapThread<G>(cx: Context<G>, body: LuaFunction<G>): Callback<G> {
  return cx.newCallback(wrappedNative, new Wrapped<G>(cx.newThread(body)));
}

// --- The direct way.

/**
 * Carries out a CALL of one of the functions above, whose arguments follow slot `func` of the running thread.
 * False when the case is not simple; nothing has been done then.
 */
export function switchDirectly<G>(cx: Context<G>, callback: Callback<G>, func: number, argCount: number, wanted: number): boolean {
  const thread = cx.thread;
  switch (callback.switchKind) {
    case SwitchKind.YIELD:
      return yieldDirectly(cx, thread, callback, func, argCount, wanted);
    case SwitchKind.RESUME: {
      const target = argCount > 0 ? thread.stack[func + 1] : undefined;
      return (
        target instanceof Thread &&
        resumeDirectly(cx, thread, target, callback, func, argCount, 1, wanted, resumeResults as unknown as Continuation<G>)
      );
    }
    default: {
      const { thread: target, results } = callback.data as Wrapped<G>;
      return resumeDirectly(cx, thread, target, callback, func, argCount, 0, wanted, results);
    }
  }
}

function yieldDirectly<G>(
  cx: Context<G>,
  thread: Thread<G>,
  callback: Callback<G>,
  func: number,
  argCount: number,
  wanted: number,
): boolean {
  const resumer = thread.resumer;
  if (resumer === undefined || thread.unyieldableCount > 0) return false;
  const waiting = resumer.top;
  const kind = (waiting.callback as Callback<G>).switchKind;
  if (kind === SwitchKind.NONE || waiting.wanted < Wanted.ALL) return false;
  pushCallback(cx, thread, callback, func, argCount, func, wanted);
  thread.mode = "suspended";
  thread.resumer = undefined;
  resumer.top = waiting.previous as Frame<G>;
  passValues(cx, thread, func + 1, argCount, resumer, waiting.dest, waiting.wanted, kind === SwitchKind.RESUME);
  switchTo(cx, resumer);
  return true;
}

function resumeDirectly<G>(
  cx: Context<G>,
  thread: Thread<G>,
  target: Thread<G>,
  callback: Callback<G>,
  func: number,
  argCount: number,
  firstArg: number,
  wanted: number,
  continuation: Continuation<G>,
): boolean {
  const yielded = target.top;
  if (
    target.mode !== "suspended" ||
    yielded.closure !== undefined ||
    yielded.callback?.switchKind !== SwitchKind.YIELD ||
    yielded.wanted < Wanted.ALL
  )
    return false;
  if (thread.top.level + 1 >= MAX_C_LEVELS) return false;
  const waiting = pushCallback(cx, thread, callback, func, argCount, func, wanted);
  waiting.continuation = continuation;
  thread.mode = "normal";
  target.resumer = thread;
  target.top = yielded.previous as Frame<G>;
  passValues(cx, thread, func + 1 + firstArg, argCount - firstArg, target, yielded.dest, yielded.wanted, false);
  switchTo(cx, target);
  return true;
}

/** Copies values from one thread's stack to where a call on the other wants its results, after a `true` if that is asked for. */
function passValues<G>(
  cx: Context<G>,
  from: Thread<G>,
  first: number,
  count: number,
  to: Thread<G>,
  dest: number,
  wanted: number,
  withTrue: boolean,
): void {
  const source = from.stack;
  let at = dest;
  const end = wanted === Wanted.ALL ? dest + count + (withTrue ? 1 : 0) : dest + wanted;
  ensureStack(cx, to, end + SPARE_SLOTS);
  const target = to.stack;
  if (withTrue && at < end) target[at++] = true;
  for (let i = 0; at < end; i++) target[at++] = i < count ? source[first + i] : undefined;
  if (wanted === Wanted.ALL) to.top.openTop = end;
}
