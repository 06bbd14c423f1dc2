// Runs a function on a chain of threads, slice by slice. A host drives it: `step` inside one `mutate`, then whatever the poll
// asks for (a collection, a promise to settle), then the next `step`.

import { ArenaMemoryError, trace } from "@luster/gc-arena";
import type { Collect, Tracer } from "@luster/gc-arena";
import type { CollectionRequest, Context } from "../host/context.js";
import { libraryError } from "../error/argument-errors.js";
import { positionOf } from "../error/position.js";
import { FatalRaise, LuaRaise } from "../error/raise.js";
import { nameOfActivation, traceback } from "../error/traceback.js";
import { Continuation, PENDING } from "../value/callback.js";
import type { Action, Callback } from "../value/callback.js";
import { CHARGE_DISTANCE, isChargePoint } from "../value/charge-points.js";
import type { Closure } from "../value/closure.js";
import { FrameFlag, Wanted } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { checkValue, isSuspect } from "../value/kind.js";
import { markValue } from "../value/mark.js";
import { makeFloat } from "../value/number.js";
import { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";
import { beginFinalizers } from "./finalizers.js";
import { interpret } from "./interpret.js";
import { begin, perform, reenter, resumeFrame } from "./machine.js";
import { Next, Stop } from "./next.js";
import { O } from "./opcode.js";
import { ENTERED } from "./outcome.js";
import type { Outcome } from "./outcome.js";
import { SPARE_SLOTS, ensureStack, pushCallback } from "./stack.js";
import { abandonThreads, forbidYields, unwind } from "./unwind.js";

/** How an executor stands after a step. */
export type ExecutorPoll<G> =
  /** Has more to do: step again. */
  | { readonly kind: "pending" }
  /** Wants a collection before the next step; tell its outcome with `collected`. */
  | { readonly kind: "collect"; readonly request: CollectionRequest }
  /** Waits for a promise; tell its outcome with `settle`. `callee` names the function that returned it. */
  | { readonly kind: "waiting"; readonly promise: PromiseLike<unknown>; readonly callee: string }
  /** Has returned. */
  | { readonly kind: "done"; readonly values: readonly Value<G>[] }
  | ExecutorFailure<G>;

/** Has failed with an error value. */
export interface ExecutorFailure<G> {
  readonly kind: "failed";
  readonly error: Value<G>;
  /** The Lua call chain at the error: a byte string. */
  readonly traceback: string;
  /** The host exception behind it, if there is one. */
  readonly cause: unknown;
}

/** Why `step` cannot be called. */
export class ExecutorStateError extends Error {
  override readonly name = "ExecutorStateError";
}

const PENDING_POLL = { kind: "pending" } as const;

const NO_ARGUMENTS: never[] = [];

/** Runs one function call to its end. Part of the arena's graph: keep it in the root, or stashed. */
export class Executor<in out G> implements Collect {
  gcColor = 0;
  /** The thread that is running, or will be at the next step. */
  private thread: Thread<G>;
  private poll: ExecutorPoll<G> = PENDING_POLL;
  private isStarted = false;
  /** How an awaited promise settled, until the next step takes it. */
  private settled: ((cx: Context<G>) => Outcome<G>) | undefined = undefined;
  private killError: { readonly value: Value<G>; readonly cause: unknown } | undefined = undefined;
  private isKillRaised = false;
  /** Message of an error to raise at the next step. */
  private interruption: string | undefined = undefined;
  /** Host exception behind the last error, and that error. */
  private cause: { readonly value: Value<G>; readonly cause: unknown } | undefined = undefined;
  private failureTraceback = "";
  /** The Lua frame whose instruction is tried again after a collection, and the fuel left there: a refusal with no step between is final. */
  private retriedFrame: Frame<G> | undefined = undefined;
  private retriedFuel = 0;
  private wasRefused = false;

  private callee: Value<G>;
  private args: readonly Value<G>[];
  private messageHandler: Value<G>;
  private caller: Callback<G> | undefined = undefined;
  private readonly mainThread: Thread<G>;
  private readonly entry: Entry<G>;

  /**
   * An executor that will call `callee` with `args`.
   * @param messageHandler called with an error that nothing catches, while the failed frames still stand; what it returns is the error
   * @throws TypeError for what is no Lua value
   */
  constructor(callee: Value<G>, args: readonly Value<G>[], messageHandler?: Value<G>) {
    checkCall(callee, args);
    this.mainThread = Thread.newMain<G>();
    this.thread = this.mainThread;
    this.entry = new Entry<G>();
    this.callee = callee;
    this.args = args;
    this.messageHandler = messageHandler;
  }

  /**
   * @internal Begins anew with another call. Only after `recycle`.
   * @param caller the callback that scripts see below `callee`; default: nothing is there
   * @throws TypeError for what is no Lua value
   */
  prepare(callee: Value<G>, args: readonly Value<G>[], messageHandler: Value<G>, caller: Callback<G> | undefined): void {
    checkCall(callee, args);
    this.callee = callee;
    this.args = args;
    this.messageHandler = messageHandler;
    this.caller = caller;
    // Whatever a collection has seen of it is gone.
    this.gcColor = 0;
  }

  /** @internal Lets go of everything after the call has returned. Returns whether the executor can begin another one. */
  recycle(): boolean {
    this.poll = PENDING_POLL;
    this.callee = undefined;
    this.args = NO_ARGUMENTS;
    this.isStarted = false;
    this.settled = undefined;
    this.interruption = undefined;
    this.cause = undefined;
    this.retriedFrame = undefined;
    return this.thread === this.mainThread && this.mainThread.recycle();
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.thread);
    markValue(tracer, this.callee);
    for (const value of this.args) markValue(tracer, value);
    markValue(tracer, this.messageHandler);
    if (this.caller !== undefined) tracer.mark(this.caller);
    if (this.poll.kind === "done") for (const value of this.poll.values) markValue(tracer, value);
    if (this.poll.kind === "failed") markValue(tracer, this.poll.error);
    if (this.killError !== undefined) markValue(tracer, this.killError.value);
    if (this.cause !== undefined) markValue(tracer, this.cause.value);
  }

  /** The result of the last step. */
  get outcome(): ExecutorPoll<G> {
    return this.poll;
  }

  /**
   * Runs until `fuel` units are spent or something else is due.
   * @throws ExecutorStateError if another executor of this VM is in a step, or this one waits or has ended
   */
  step(cx: Context<G>, fuel: number): ExecutorPoll<G> {
    this.checkSteppable(cx);
    const outside = cx.thread;
    const { thread } = this;
    if (this.isStarted) thread.renewStack();
    cx.heap.touch(thread);
    thread.mode = "running";
    // From here to the `try`, nothing may fail, not even for want of JavaScript stack.
    cx.executor = this;
    cx.thread = thread;
    cx.fuel = fuel;
    cx.fuelAside = 0;
    cx.isKilled = this.isKillRaised;
    cx.killError = this.killError?.value;
    try {
      this.run(cx);
      this.poll = this.pollOf(cx);
    } catch (exception) {
      this.break(cx, exception);
      throw exception;
    } finally {
      this.thread = cx.thread;
      cx.thread = outside;
      cx.callee = undefined;
      cx.executor = undefined;
    }
    return this.poll;
  }

  /** An exception that is nobody's Lua error (a bug, an overflow of the JavaScript stack) ends the run as it stands. */
  private break(cx: Context<G>, exception: unknown): void {
    abandonThreads(cx, cx.thread);
    this.poll = { kind: "failed", error: undefined, traceback: "", cause: exception };
  }

  private checkSteppable(cx: Context<G>): void {
    if (cx.executor !== undefined) throw new ExecutorStateError("an executor of this VM is already running: callbacks return what to call");
    if (this.poll.kind === "done" || this.poll.kind === "failed")
      throw new ExecutorStateError(`the executor has ended (${this.poll.kind})`);
    const isDue = this.settled !== undefined || this.killError !== undefined || this.interruption !== undefined;
    if (this.poll.kind === "waiting" && !isDue) {
      throw new ExecutorStateError("the executor waits for a promise: settle it first");
    }
  }

  /** Fuel of the last step that was not used; negative if the last piece of work took more than was left. */
  fuelLeft(cx: Context<G>): number {
    return cx.fuel + cx.fuelAside;
  }

  /** Tells that the promise waited for was fulfilled; the host value is converted (see `ContextOptions.convertAwaited`). */
  fulfil(hostValue: unknown): void {
    this.settled = (cx) => {
      setArguments(cx, cx.convertAwaited(cx, hostValue));
      return reenter(cx);
    };
  }

  /** Tells that the promise waited for was rejected: an error is raised in the function that awaited, with the reason as its cause. */
  reject(reason: unknown): void {
    this.settled = (cx) => {
      throw new LuaRaise<G>(cx.fromHostError(reason), reason);
    };
  }

  /** Tells that the collection asked for was done; `ended`: a cycle ended. */
  collected(ended: boolean): void {
    if (this.wasRefused) {
      this.wasRefused = false;
      this.settled = (cx) => this.retry(cx);
      return;
    }
    this.settled = (cx) => {
      setArguments(cx, ended);
      return beginFinalizers(cx) ?? reenter(cx);
    };
  }

  /** Ends a killed run at once: variables that are still open are not closed any more. */
  abandon(cx: Context<G>): void {
    if (this.killError === undefined) throw new ExecutorStateError("only a killed executor can be abandoned");
    abandonThreads(cx, this.thread);
    this.poll = { kind: "failed", error: this.killError.value, traceback: this.failureTraceback, cause: this.killError.cause };
  }

  /** Ends the run at the next step with an error that no script catches; variables to be closed are closed. */
  kill(error: Value<G>, cause: unknown): void {
    if (this.poll.kind === "done" || this.poll.kind === "failed") return;
    this.killError ??= { value: error, cause };
  }

  /** Raises an error at the next step, in whatever runs then: unlike a kill, one that scripts can catch. Its message gets a position. */
  interrupt(message: string): void {
    this.interruption = message;
  }

  private run(cx: Context<G>): void {
    let next: (() => Outcome<G>) | undefined;
    try {
      if (perform(cx, this.reentry(cx))) interpret(cx);
      return;
    } catch (exception) {
      next = this.handle(cx, exception);
    }
    while (next !== undefined) {
      try {
        const outcome: Outcome<G> = next();
        next = undefined;
        if (perform(cx, outcome)) interpret(cx);
      } catch (exception) {
        next = this.handle(cx, exception);
      }
    }
  }

  /** Where the last step left off. */
  private reentry(cx: Context<G>): Outcome<G> {
    if (!this.isStarted) return this.start(cx);
    if (this.killError !== undefined && !this.isKillRaised) {
      this.isKillRaised = true;
      cx.isKilled = true;
      cx.killError = this.killError.value;
      this.cause = this.killError;
      this.settled = undefined;
      this.recordTraceback(cx);
      forbidYields(cx.thread);
      return unwind(cx, this.killError.value, false, true);
    }
    const interruption = this.interruption;
    if (interruption !== undefined) {
      this.interruption = undefined;
      this.settled = undefined;
      return unwind(cx, libraryError(cx, interruption, 1).value);
    }
    const settled = this.settled;
    this.settled = undefined;
    if (settled !== undefined) return settled(cx);
    return beginFinalizers(cx) ?? this.goOn(cx);
  }

  private start(cx: Context<G>): Outcome<G> {
    this.isStarted = true;
    const { caller, entry } = this;
    const frame = pushCallback(cx, cx.thread, caller, 0, 0, 0, Wanted.CONTINUATION);
    frame.continuation = entry;
    cx.thread.stack[0] = caller;
    if (caller !== undefined) frame.level++;
    entry.handler = this.messageHandler;
    return this.beginCall(cx);
  }

  /** @internal Calls the function from the entry frame. */
  beginCall(cx: Context<G>): Outcome<G> {
    const { thread } = cx;
    const { args } = this;
    const func = thread.top.base;
    const count = args.length;
    ensureStack(cx, thread, func + count + SPARE_SLOTS);
    const { stack } = thread;
    stack[func] = this.callee;
    for (let i = 0; i < count; i++) {
      const value = args[i];
      stack[func + 1 + i] = Object.is(value, -0) ? makeFloat(-0) : value;
    }
    return begin(cx, func, count, func, Wanted.ENTRY);
  }

  /** Turns an exception into the machine's next move. */
  private handle(cx: Context<G>, exception: unknown): (() => Outcome<G>) | undefined {
    if (exception instanceof ArenaMemoryError) {
      if (cx.callee !== undefined || cx.thread.top !== this.retriedFrame || this.fuelLeft(cx) !== this.retriedFuel) return this.refuse(cx);
      this.retriedFrame = undefined;
      return () => outOfMemory(cx);
    }
    const isInCallback = cx.callee !== undefined || cx.thread.top.closure === undefined;
    if (!(exception instanceof LuaRaise) && (!isInCallback || !hasStackLeft())) throw exception;
    reifyCallee(cx);
    if (exception instanceof LuaRaise) {
      const raise = exception as LuaRaise<G>;
      if (raise.cause !== undefined) this.cause = { value: raise.value, cause: raise.cause };
      return () => unwind(cx, raise.value, raise instanceof FatalRaise);
    }
    const error = cx.fromHostError(exception);
    this.cause = { value: error, cause: exception };
    return () => unwind(cx, error);
  }

  /** An allocation was refused before it had any effect: what asked for it runs again after a full collection. */
  private refuse(cx: Context<G>): undefined {
    frameCallee(cx);
    const frame = cx.thread.top;
    if (frame.closure !== undefined) {
      frame.pc--;
      if (cx.thread.hookMask !== 0) frame.flags |= FrameFlag.HOOKS_DONE;
    } else {
      frame.flags |= FrameFlag.PAUSED;
    }
    cx.stop = Stop.REFUSED;
    return undefined;
  }

  /** Tries again, before finalizers get a chance to use up what the collection brought. */
  private retry(cx: Context<G>): Outcome<G> {
    const frame = cx.thread.top;
    if (frame.closure !== undefined) {
      this.retriedFrame = frame;
      this.retriedFuel = this.fuelLeft(cx) - chargeBefore(frame);
      return ENTERED;
    }
    try {
      return reenter(cx);
    } catch (exception) {
      if (exception instanceof ArenaMemoryError) return outOfMemory(cx);
      throw exception;
    }
  }

  private goOn(cx: Context<G>): Outcome<G> {
    const { top } = cx.thread;
    return top.closure !== undefined ? resumeFrame(cx, top) : reenter(cx);
  }

  private pollOf(cx: Context<G>): ExecutorPoll<G> {
    switch (cx.stop) {
      case Stop.FUEL:
      case Stop.PAUSED:
        return PENDING_POLL;
      case Stop.COLLECT:
        return { kind: "collect", request: cx.pendingCollection };
      case Stop.REFUSED:
        this.wasRefused = true;
        return { kind: "collect", request: { kind: "full" } };
      case Stop.AWAIT:
        return { kind: "waiting", promise: cx.pendingPromise as PromiseLike<unknown>, callee: nameOfActivation(cx, cx.thread.top) };
      case Stop.FINISHED:
        // One result is the most frequent number, and a literal by far the cheapest array.
        return { kind: "done", values: cx.bufferCount === 1 ? [cx.buffer[0]] : cx.buffer.slice(0, cx.bufferCount) };
      case Stop.FAILED: {
        const error = cx.buffer[0];
        return { kind: "failed", error, traceback: this.failureTraceback, cause: this.causeOf(error) };
      }
    }
  }

  /** @internal The host exception behind the last error, if that was `error`. */
  causeOf(error: Value<G>): unknown {
    return this.cause !== undefined && this.cause.value === error ? this.cause.cause : undefined;
  }

  /** @internal An error goes on as another value, with the same cause. */
  passCauseOn(error: Value<G>, successor: Value<G>): void {
    const { cause } = this;
    if (cause !== undefined && cause.value === error) this.cause = { value: successor, cause: cause.cause };
  }

  /** @internal */
  recordTraceback(cx: Context<G>): void {
    this.failureTraceback = traceback(cx, cx.thread, undefined, 0);
  }
}

function checkCall(callee: unknown, args: readonly unknown[]): void {
  if (isSuspect(callee)) checkValue(callee, "what is called");
  for (let i = 0; i < args.length; i++) {
    const value = args[i];
    if (isSuspect(value)) checkValue(value, `argument ${i + 1}`);
  }
}

/** Puts one value where the continuation of the callback on top looks for results. */
function setArguments<G>(cx: Context<G>, value: Value<G>): void {
  const frame = cx.thread.top;
  cx.thread.stack[frame.base] = value;
  frame.openTop = frame.base + 1;
}

/**
 * Whether there is JavaScript stack left to deal with an error. Where the host calls with hardly any, unwinding and message handlers
 * would overflow it, and that again be an error to unwind, without end.
 */
function hasStackLeft(): boolean {
  try {
    return isCalled(...STACK_NEEDED);
  } catch {
    return false;
  }
}

const isCalled = (): boolean => true;

/** Arguments of a call, for which there must be room: 16 kilobytes on most hosts, however well they compile. */
const STACK_NEEDED = new Array<undefined>(2000).fill(undefined) as unknown as [];

/** What the instruction at which a Lua frame is left will be charged before it is executed. */
function chargeBefore<G>(frame: Frame<G>): number {
  return isChargePoint((frame.closure as Closure<G>).proto.code, frame.pc) ? CHARGE_DISTANCE : 0;
}

/** As in PUC, no message handler is asked to use memory. */
function outOfMemory<G>(cx: Context<G>): Outcome<G> {
  return unwind(cx, "not enough memory", true);
}

/** A callback that a CALL or TFORCALL runs without a frame gets the one it would have had. */
function frameCallee<G>(cx: Context<G>): void {
  const callee = cx.callee;
  if (callee === undefined) return;
  cx.callee = undefined;
  const caller = cx.thread.top;
  const word = (caller.closure as Closure<G>).proto.proto.code[caller.pc - 1] as number;
  const isIterator = (word & 0x7f) === O.TFORCALL;
  const func = caller.base + ((word >>> 7) & 0xff) + (isIterator ? 4 : 0);
  pushCallback(cx, cx.thread, callee, func, cx.argCount, func, isIterator ? word >>> 24 : (word >>> 24) - 1);
}

/** A callback without a frame has raised an error: it gets one, for tracebacks and handlers. */
function reifyCallee<G>(cx: Context<G>): void {
  const callee = cx.callee;
  if (callee === undefined) return;
  cx.callee = undefined;
  const thread = cx.thread;
  const func = frameTopOf(thread, callee);
  pushCallback(cx, thread, callee, func, 0, func, Wanted.NONE);
}

function frameTopOf<G>(thread: Thread<G>, callee: Callback<G>): number {
  const func = thread.stackTop;
  thread.stack[func] = callee;
  return func;
}

/** Waits in the entry frame of an executor, the last to take errors. Results never come here: see `Wanted.ENTRY`. */
class Entry<in out G> extends Continuation<G> {
  override readonly catchesKill = true;
  override handler: Value<G> = undefined;

  /** The call could not begin for want of memory. */
  override resume(cx: Context<G>): Action<G> {
    return (cx.executor as Executor<G>).beginCall(cx) as Action<G>;
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    cx.buffer[0] = error;
    cx.bufferCount = 1;
    return exit(cx, Stop.FAILED);
  }

  override beforeUnwind(cx: Context<G>): void {
    // That of a kill was recorded where it struck.
    if (!cx.isKilled) (cx.executor as Executor<G>).recordTraceback(cx);
  }

  override [trace](): void {
    // The executor traces itself.
  }
}

function exit<G>(cx: Context<G>, stop: Stop): Action<G> {
  cx.stop = stop;
  cx.pendingKind = Next.EXIT;
  return PENDING;
}

/** Position of the caller of the running callback, for errors made of host exceptions. */
export const callerPosition = <G>(cx: Context<G>): string => positionOf(cx.callee !== undefined ? cx.thread.top : cx.thread.top.previous);
