// The coroutine library (manual 6.2). Resuming, yielding and wrapping are the machine's own functions, which the interpreter knows.

import { native0, native1, resumeNative, wrapThread, yieldNative, type Action, type Context, type Table, type Value } from "@luster/vm";
import { checkFunction, checkThread } from "./args.js";
import { newLibrary } from "./library.js";
import { Protected } from "./protected.js";

function create<G>(cx: Context<G>, body: Value<G>): Action<G> {
  return cx.newThread(checkFunction(cx, body, 0));
}

function wrap<G>(cx: Context<G>, body: Value<G>): Action<G> {
  return wrapThread(cx, checkFunction(cx, body, 0));
}

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
  native1("close", close, { needsFrame: true }),
  native1("create", create),
  native1("isyieldable", isyieldable),
  resumeNative,
  native0("running", running),
  native1("status", status),
  native1("wrap", wrap),
  yieldNative,
];

/** Opens the coroutine library. */
export function openCoroutine<G>(cx: Context<G>): Table<G> {
  return newLibrary(cx, "coroutine", coroutineFunctions);
}
