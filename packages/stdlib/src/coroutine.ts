// The coroutine library (manual 6.2). Switching is the executor's; here are its results and errors.

import {
  CallbackData,
  Continuation,
  frameAtLevel,
  markValue,
  native0,
  native1,
  nativeN,
  positionOf,
  trace,
  type Action,
  type Args,
  type Context,
  type Table,
  type Thread,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkFunction, checkThread } from "./args.js";
import { newLibrary, runningCallback } from "./library.js";
import { Protected, protectedCall } from "./protected.js";

function create<G>(cx: Context<G>, body: Value<G>): Action<G> {
  return cx.newThread(checkFunction(cx, body, 0));
}

function resume<G>(cx: Context<G>, args: Args<G>): Action<G> {
  return cx.resume(checkThread(cx, args.get(0), 0), args, 1, protectedCall());
}

function yieldValues<G>(cx: Context<G>, args: Args<G>): Action<G> {
  return cx.yield(args, 0);
}

// -------------------------------------------------------------------------------------------------------------------- wrap

/** The coroutine behind a function made by `wrap`. */
class Wrapped<in out G> extends CallbackData<G> {
  constructor(readonly thread: Thread<G>) {
    super();
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.thread);
  }
}

/** Results of a wrapped coroutine pass through; an error in it closes it first, then goes on to the caller. */
class WrappedCall<in out G> extends Continuation<G> {
  constructor(
    private readonly thread: Thread<G>,
    /** Whether the coroutine could be resumed, so that an error is its own. */
    private readonly wasSuspended: boolean,
  ) {
    super();
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    return results.count === 1 ? results.get(0) : cx.returnArgs(results, 0);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    if (this.wasSuspended && this.thread.mode === "dead") return cx.closeThread(this.thread, new WrappedClose<G>(error));
    return raiseFromWrap(cx, error);
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.thread);
  }
}

/** Closing may replace the error. */
class WrappedClose<in out G> extends Continuation<G> {
  constructor(private readonly error: Value<G>) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return raiseFromWrap(cx, this.error);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return raiseFromWrap(cx, error);
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.error);
  }
}

/** A string error gets the position of the caller in front. */
function raiseFromWrap<G>(cx: Context<G>, error: Value<G>): Action<G> {
  return cx.raise(typeof error === "string" ? cx.chargeString(positionOf(frameAtLevel(cx, 1)) + error) : error);
}

function callWrapped<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const { thread } = runningCallback(cx).data as Wrapped<G>;
  return cx.resume(thread, args, 0, new WrappedCall<G>(thread, thread.mode === "suspended"));
}

const wrapped = nativeN("wrap", callWrapped);

function wrap<G>(cx: Context<G>, body: Value<G>): Action<G> {
  return cx.newCallback(wrapped, new Wrapped<G>(cx.newThread(checkFunction(cx, body, 0))));
}

// ------------------------------------------------------------------------------------------------------------------- state

function status<G>(cx: Context<G>, thread: Value<G>): Action<G> {
  return checkThread(cx, thread, 0).mode;
}

function isyieldable<G>(cx: Context<G>, value: Value<G>): Action<G> {
  const thread = cx.argCount === 0 ? cx.thread : checkThread(cx, value, 0);
  return !thread.isMain && thread.unyieldableCount === 0;
}

function running<G>(cx: Context<G>): Action<G> {
  return cx.return2(cx.thread, cx.thread.isMain);
}

/** Closing answers `true`, or `false` and the error. */
class Closed<in out G> extends Protected<G> {
  override resume(): Action<G> {
    return true;
  }
}

const closed = new Closed<unknown>();

function close<G>(cx: Context<G>, value: Value<G>): Action<G> {
  const thread = checkThread(cx, value, 0);
  if (thread.mode !== "suspended" && thread.mode !== "dead") throw cx.error(`cannot close a ${thread.mode} coroutine`);
  return cx.closeThread(thread, closed as unknown as Closed<G>);
}

const coroutineFunctions = [
  native1("create", create),
  nativeN("resume", resume, { needsFrame: true }),
  native0("running", running),
  native1("status", status),
  native1("wrap", wrap),
  nativeN("yield", yieldValues, { needsFrame: true }),
  native1("isyieldable", isyieldable),
  native1("close", close, { needsFrame: true }),
];

/** Opens the coroutine library. */
export function openCoroutine<G>(cx: Context<G>): Table<G> {
  return newLibrary(cx, "coroutine", coroutineFunctions);
}
