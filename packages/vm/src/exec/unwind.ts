// Errors: which frame catches one, message handlers on top of the failed frames, closing of variables on the way, and the death
// of threads. (Normal closing, on leaving a block, is in to-be-closed.ts.)

import type { Context } from "../host/context.js";
import { Continuation, PENDING } from "../value/callback.js";
import type { Action, Args } from "../value/callback.js";
import type { Tracer } from "@luster/gc-arena";
import { trace } from "@luster/gc-arena";
import { FrameFlag, Wanted } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { markValue } from "../value/mark.js";
import { isNumber } from "../value/number.js";
import { frameTop } from "../value/thread.js";
import type { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";
import { endFinalizers } from "./finalizers.js";
import { endFailedHook } from "./hooks.js";
import { Next } from "./next.js";
import type { Outcome } from "./outcome.js";
import { O } from "./opcode.js";
import { MAX_STACK_SLOTS, pushCallback } from "./stack.js";
import { popVariableToClose } from "./to-be-closed.js";

/**
 * Takes an error to the frame that catches it. The callback that raised it, if any, has a frame.
 * @param isKill the error kills the executor: only what is `catchesKill` takes it, to clean up and pass it on. Errors that the cleaning up
 *   raises by itself are caught as ever.
 */
export function unwind<G>(cx: Context<G>, error: Value<G>, isFatal = false, isKill = passesKillOn(cx.thread.top)): Outcome<G> {
  for (;;) {
    const thread = cx.thread;
    const catcher = findCatcher(thread, isKill);
    if (catcher === undefined) {
      if (isKill && thread.toClose.length > 0) return closeAllVariables(cx, thread, isKill);
      failThread(cx, thread, error, isKill);
      continue;
    }
    const handler = handlerOf(catcher);
    const isOutside = isKill || (catcher.flags & FrameFlag.KILLED) !== 0;
    if (handler !== undefined && !isFatal && !isOutside) return callHandler(cx, thread, handler, error);
    return closeThenDeliver(cx, thread, catcher, error, isKill);
  }
}

/** Whether `frame`, which raises an error, has taken a kill to clean up. */
function passesKillOn<G>({ closure, flags }: Frame<G>): boolean {
  return closure === undefined && (flags & FrameFlag.KILLED) !== 0 && (flags & FrameFlag.CONTINUING) !== 0;
}

/** The nearest frame whose continuation takes errors, or the kill of the executor. */
function findCatcher<G>(thread: Thread<G>, isKill: boolean): Frame<G> | undefined {
  for (let frame: Frame<G> | undefined = thread.top; frame !== undefined; frame = frame.previous) {
    if (frame.closure !== undefined || (frame.flags & FrameFlag.CONTINUING) !== 0) continue;
    const continuation = frame.continuation;
    if (continuation?.fail !== undefined && (!isKill || continuation.catchesKill === true)) return frame;
  }
  return undefined;
}

/** The message handler in force where `catcher` takes an error. */
function handlerOf<G>(catcher: Frame<G>): Value<G> {
  for (let frame: Frame<G> | undefined = catcher; frame !== undefined; frame = frame.previous) {
    if (frame.closure !== undefined || (frame.flags & FrameFlag.CONTINUING) !== 0) continue;
    const continuation = frame.continuation;
    if (continuation?.fail !== undefined && continuation.keepsHandler !== true) return continuation.handler;
  }
  return undefined;
}

/** Nothing on the thread catches: it dies, keeping its frames for tracebacks, and the error goes on in its resumer. */
function failThread<G>(cx: Context<G>, thread: Thread<G>, error: Value<G>, isKill: boolean): void {
  if (isKill) dropFrames(cx, thread, thread.bottom);
  thread.mode = "dead";
  thread.error = error;
  thread.hasFailed = true;
  const resumer = thread.resumer;
  if (resumer === undefined) throw new Error("internal: an error passed the executor's entry frame");
  thread.resumer = undefined;
  resumer.completeFrames();
  resumer.mode = "running";
  cx.thread = resumer;
  cx.heap.touch(resumer);
}

/** Runs a message handler on top of the failed frames. Errors in it come to the same handler again, until levels run out. */
function callHandler<G>(cx: Context<G>, thread: Thread<G>, handler: Value<G>, error: Value<G>): Outcome<G> {
  const func = frameTop(thread.top);
  const frame = pushCallback(cx, thread, undefined, func, 0, func, Wanted.CONTINUATION);
  frame.flags |= hasDividedByZero(thread, frame.previous as Frame<G>) ? FrameFlag.HANDLER | FrameFlag.NAMELESS : FrameFlag.HANDLER;
  return cx.call1(handler, error, new HandlerReturn<G>());
}

/** In PUC-Rio's code the instruction that calls the metamethod of a division is another one, which numbers do not come to. */
function hasDividedByZero<G>(thread: Thread<G>, { closure, pc, base }: Frame<G>): boolean {
  if (closure === undefined || pc === 0) return false;
  const word = closure.proto.proto.code[pc - 1] as number;
  const op = word & 0x7f;
  const hasConstant = op === O.MODK || op === O.IDIVK;
  if (!hasConstant && op !== O.MOD && op !== O.IDIV) return false;
  return isNumber(thread.stack[base + ((word >>> 16) & 0xff)]) && (hasConstant || isNumber(thread.stack[base + (word >>> 24)]));
}

/** Waits for a message handler's result. */
class HandlerReturn<in out G> extends Continuation<G> {
  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    cx.buffer[0] = results.get(0);
    cx.bufferCount = 1;
    cx.pendingKind = Next.HANDLED;
    return PENDING;
  }

  override [trace](): void {
    // Nothing to trace.
  }
}

/** A message handler has turned the error into this value. */
export function continueHandled<G>(cx: Context<G>, error: Value<G>): Outcome<G> {
  const thread = cx.thread;
  thread.top = thread.top.previous as Frame<G>;
  return closeThenDeliver(cx, thread, findCatcher(thread, false) as Frame<G>, error, false);
}

/** Drops the frames above the catcher, closes their variables, and gives it the error. */
function closeThenDeliver<G>(cx: Context<G>, thread: Thread<G>, catcher: Frame<G>, error: Value<G>, isKill: boolean): Outcome<G> {
  catcher.continuation?.beforeUnwind?.(cx, error);
  dropFrames(cx, thread, catcher);
  if (thread.stack.length <= MAX_STACK_SLOTS) thread.isHandlingOverflow = false;
  if (!hasVariablesFrom(thread, catcher.base)) return giveError(cx, catcher, error, isKill);
  pushCloser(cx, thread, new ErrorCloser<G>(catcher, error), isKill);
  return closeNext(cx);
}

/** Makes `frame` the top frame; what finalizers and hooks above it forbade is allowed again. */
function dropFrames<G>(cx: Context<G>, thread: Thread<G>, frame: Frame<G>): void {
  for (let dropped = thread.top; dropped !== frame; dropped = dropped.previous as Frame<G>) {
    if (dropped.closure === undefined) dropped.continuation?.abandon?.(cx);
    if ((dropped.flags & FrameFlag.FINALIZER) !== 0) endFinalizers(cx, thread);
    else if ((dropped.flags & FrameFlag.HOOK) !== 0) endFailedHook(thread);
  }
  thread.top = frame;
}

/** No thread of a killed executor hands control back to its resumer by a yield from `__close`. */
export function forbidYields<G>(running: Thread<G>): void {
  for (let thread: Thread<G> | undefined = running; thread !== undefined; thread = thread.resumer) thread.unyieldableCount++;
}

/** Ends the running thread and those that wait for it, as they are. */
export function abandonThreads<G>(cx: Context<G>, running: Thread<G>): void {
  for (let thread: Thread<G> | undefined = running; thread !== undefined;) {
    const resumer: Thread<G> | undefined = thread.resumer;
    thread.completeFrames();
    dropFrames(cx, thread, thread.bottom);
    thread.toClose.length = 0;
    thread.mode = "dead";
    thread.resumer = undefined;
    thread = resumer;
  }
}

const hasVariablesFrom = <G>(thread: Thread<G>, level: number): boolean => {
  const list = thread.toClose;
  return list.length > 0 && (list[list.length - 1] as number) >= level;
};

/** The frame on top takes the error. */
export function giveError<G>(cx: Context<G>, catcher: Frame<G>, error: Value<G>, isKill = false): Outcome<G> {
  const continuation = catcher.continuation as Continuation<G>;
  cx.thread.stack[catcher.base] = error;
  catcher.openTop = catcher.base + 1;
  catcher.flags |= FrameFlag.CONTINUING | FrameFlag.FAILING | (isKill ? FrameFlag.KILLED : 0);
  cx.pendingKind = Next.NOTHING;
  return (continuation.fail as NonNullable<typeof continuation.fail>).call(continuation, cx, error);
}

/** Everything above is closed: the error goes to the callback frame below the one on top, or, at the thread's end, to its resumer. */
export function deliverError<G>(cx: Context<G>, error: Value<G>): Outcome<G> {
  const thread = cx.thread;
  const below = thread.top.previous as Frame<G>;
  const isKill = (thread.top.flags & FrameFlag.KILLED) !== 0;
  if (below !== thread.bottom) {
    thread.top = below;
    // The executor was killed meanwhile.
    if (isKill && below.continuation?.catchesKill !== true) return unwind(cx, error, false, true);
    return giveError(cx, below, error, isKill);
  }
  dropFrames(cx, thread, thread.bottom);
  failThread(cx, thread, error, isKill);
  // The error has been told; closing the thread again finds nothing.
  thread.error = undefined;
  thread.hasFailed = false;
  return unwind(cx, error, false, isKill);
}

/** A frame of the machine's own above the last variable to be closed. */
function pushCloser<G>(cx: Context<G>, thread: Thread<G>, closer: Closer<G>, isKill: boolean): void {
  const last = thread.toClose[thread.toClose.length - 1] as number;
  const frame = pushCallback(cx, thread, undefined, last + 1, 0, last + 1, Wanted.CONTINUATION);
  frame.flags |= isKill ? FrameFlag.CLOSING | FrameFlag.KILLED : FrameFlag.CLOSING;
  frame.continuation = closer;
}

function closeNext<G>(cx: Context<G>): Outcome<G> {
  return (cx.thread.top.continuation as Closer<G>).closeNext(cx);
}

/** Calls the `__close` metamethods of a thread's variables from a level up, last first, then ends in its own way. */
abstract class Closer<in out G> extends Continuation<G> {
  private readonly level: number;
  protected error: Value<G>;

  constructor(level: number, error: Value<G>) {
    super();
    this.level = level;
    this.error = error;
  }

  protected abstract end(cx: Context<G>): Action<G>;

  closeNext(cx: Context<G>): Action<G> {
    const variable = popVariableToClose(cx, cx.thread, this.level);
    if (variable === undefined) return this.end(cx);
    return cx.call2(variable.handler, variable.value, this.error, this);
  }

  override resume(cx: Context<G>): Action<G> {
    return this.closeNext(cx);
  }

  /** An error in `__close` replaces the one that is being handled. */
  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    this.error = error;
    return this.closeNext(cx);
  }

  override [trace](tracer: Tracer): void {
    markValue(tracer, this.error);
  }
}

function pendError<G>(cx: Context<G>, error: Value<G>): Action<G> {
  cx.buffer[0] = error;
  cx.bufferCount = 1;
  cx.pendingKind = Next.DELIVER_ERROR;
  return PENDING;
}

/** Closing while an error goes to the frame below. To errors in `__close`, that frame's message handler applies as well. */
class ErrorCloser<in out G> extends Closer<G> {
  override readonly catchesKill = true;
  override readonly handler: Value<G>;
  private readonly catcher: Frame<G>;

  constructor(catcher: Frame<G>, error: Value<G>) {
    super(catcher.base, error);
    this.catcher = catcher;
    this.handler = catcher.continuation?.handler;
  }

  override beforeUnwind(cx: Context<G>, error: Value<G>): void {
    this.catcher.continuation?.beforeUnwind?.(cx, error);
  }

  protected override end(cx: Context<G>): Action<G> {
    return pendError(cx, this.error);
  }
}

/** Closing of a whole thread, for `coroutine.close` and for kills. */
class ThreadCloser<in out G> extends Closer<G> {
  override readonly catchesKill = true;
  private hasFailed: boolean;

  constructor(error: Value<G>, hasFailed: boolean) {
    super(0, error);
    this.hasFailed = hasFailed;
  }

  protected override end(cx: Context<G>): Action<G> {
    if (this.hasFailed) return pendError(cx, this.error);
    cx.bufferCount = 0;
    cx.pendingKind = Next.END_THREAD;
    return PENDING;
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    this.hasFailed = true;
    return super.fail(cx, error);
  }
}

/** Drops all frames of the running thread, closes its variables, and ends it: normally, or with the error it already had, or the kill. */
export function closeAllVariables<G>(cx: Context<G>, thread: Thread<G>, isKill: boolean): Outcome<G> {
  const hasFailed = thread.hasFailed || isKill;
  const error = isKill ? cx.killError : thread.error;
  dropFrames(cx, thread, thread.bottom);
  thread.hasFailed = false;
  thread.error = undefined;
  const first = thread.toClose.length > 0 ? (thread.toClose[thread.toClose.length - 1] as number) + 1 : 0;
  const frame = pushCallback(cx, thread, undefined, first, 0, first, Wanted.THREAD);
  frame.flags |= isKill ? FrameFlag.CLOSING | FrameFlag.KILLED : FrameFlag.CLOSING;
  frame.continuation = new ThreadCloser<G>(error, hasFailed);
  return closeNext(cx);
}
