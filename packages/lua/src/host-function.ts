// JavaScript functions as Lua functions. The callback converts the arguments, calls the function, and returns what it gave: a value, several, a call to make,
// or a promise to wait for. An exception is raised as a Lua error that keeps it as its cause; a `LuaError` is raised as the value it was.
// Invariant: the JavaScript function is called exactly once. What comes after it (converting its result) may be done again after a collection.

import { ArenaMemoryError } from "@luster/gc-arena";
import {
  type Action,
  type Args,
  type Callback,
  CallbackData,
  Continuation,
  type Context,
  LuaError,
  LuaRaise,
  type Value,
  encodeUtf8,
  nativeN,
  trace,
} from "@luster/vm";
import { listToLua, toHost, toLua } from "./convert.js";
import type { Machine } from "./machine.js";
import { runningData } from "./running-callback.js";
import { type HostFunction, MultiValue, TailCall } from "./values.js";

/** What a callback made of a JavaScript function holds. It has no pointers. */
class HostFunctionData<in out G> extends CallbackData<G> {
  constructor(
    readonly machine: Machine,
    readonly f: HostFunction,
  ) {
    super();
  }

  [trace](): void {}
}

/** The Lua function of a JavaScript function: always the same one in a VM. */
export function callbackOf<G>(cx: Context<G>, machine: Machine, f: HostFunction): Callback<G> {
  const known = machine.callbacks.get(f);
  if (known !== undefined) return known as Callback<G>;
  const callback = cx.newCallback(nativeN(encodeUtf8(f.name || "?"), invoke), new HostFunctionData<G>(machine, f));
  machine.callbacks.set(f, callback);
  return callback;
}

function invoke<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const { machine, f } = runningData(cx) as HostFunctionData<G>;
  const hostArgs: unknown[] = [];
  for (let i = 0; i < args.count; i++) hostArgs.push(toHost(cx, machine, args.get(i)));
  const result = callHost(cx, machine, f, hostArgs);
  if (typeof result !== "object" || result === null) return giveResult(cx, machine, result);
  return isPromise(result) ? awaitResult(cx, machine, result) : giveResult(cx, machine, result);
}

function callHost<G>(cx: Context<G>, machine: Machine, f: HostFunction, args: readonly unknown[]): unknown {
  try {
    return f(...(args as never[]));
  } catch (error) {
    throw raiseOf(cx, machine, error);
  }
}

function isPromise(value: object): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>>).then === "function";
}

// ---- results

/** Returns what the function gave. When there is no memory for it, a full collection is made first. */
function giveResult<G>(cx: Context<G>, machine: Machine, result: unknown): Action<G> {
  try {
    return returnResult(cx, machine, result);
  } catch (error) {
    if (!(error instanceof ArenaMemoryError)) throw error;
    return cx.collect({ kind: "full" }, new ResultAfterCollection<G>(machine, result));
  }
}

function returnResult<G>(cx: Context<G>, machine: Machine, result: unknown): Action<G> {
  if (result instanceof MultiValue) return cx.returnList(listToLua(cx, machine, result.values));
  if (result instanceof TailCall) return cx.call(toLua(cx, machine, result.callee), listToLua(cx, machine, result.args));
  return toLua(cx, machine, result);
}

class ResultAfterCollection<in out G> extends Continuation<G> {
  constructor(
    private readonly machine: Machine,
    private readonly result: unknown,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return returnResult(cx, this.machine, this.result);
  }

  [trace](): void {}
}

type Settlement = { readonly isFulfilled: true; readonly value: unknown } | { readonly isFulfilled: false; readonly reason: unknown };

/** Waits, and goes on with what the promise gave. */
function awaitResult<G>(cx: Context<G>, machine: Machine, promise: PromiseLike<unknown>): Action<G> {
  const continuation = new ResultOfPromise<G>(machine);
  const settled = Promise.resolve(promise).then(
    (value) => continuation.settle({ isFulfilled: true, value }),
    (reason: unknown) => continuation.settle({ isFulfilled: false, reason }),
  );
  return cx.await(settled, continuation);
}

/** The promise that is awaited is never rejected: how it went is in here. */
class ResultOfPromise<in out G> extends Continuation<G> {
  private settlement: Settlement | undefined = undefined;

  constructor(private readonly machine: Machine) {
    super();
  }

  settle(settlement: Settlement): void {
    this.settlement = settlement;
  }

  resume(cx: Context<G>): Action<G> {
    const { machine } = this;
    const settlement = this.settlement as Settlement;
    if (settlement.isFulfilled) return giveResult(cx, machine, settlement.value);
    throw raiseOf(cx, machine, settlement.reason);
  }

  [trace](): void {}
}

// ---- exceptions

/** The Lua error of an exception. */
function raiseOf<G>(cx: Context<G>, machine: Machine, error: unknown): LuaRaise<G> {
  return new LuaRaise<G>(errorValue(cx, machine, error), error);
}

function errorValue<G>(cx: Context<G>, machine: Machine, error: unknown): Value<G> {
  // The machine would take it for a refusal of its own, and call the function again.
  if (error instanceof ArenaMemoryError) return "not enough memory";
  if (error instanceof LuaError) return toLua(cx, machine, error.value);
  const message = error instanceof Error ? error.message : String(error);
  return cx.error(encodeUtf8(message)).value;
}
