// Functions made of functions: one after the other, and with arguments given beforehand.

import { trace } from "@luster/gc-arena";
import type { Tracer } from "@luster/gc-arena";
import { CALLBACK_BYTES, CallbackData, Continuation, nativeN } from "../value/callback.js";
import type { Action, Args, Callback } from "../value/callback.js";
import { markValue } from "../value/mark.js";
import type { Value } from "../value/value.js";
import type { Context } from "./context.js";

/** Bytes charged for a list of values, per value. */
const VALUE_BYTES = 8;

/** A function and the arguments that it always gets first; or a list of functions. */
class Parts<in out G> extends CallbackData<G> {
  readonly values: readonly Value<G>[];

  constructor(values: readonly Value<G>[]) {
    super();
    this.values = values;
  }

  override [trace](tracer: Tracer): void {
    tracer.addBytes(this.values.length * VALUE_BYTES);
    for (const value of this.values) markValue(tracer, value);
  }
}

const partsOf = <G>(cx: Context<G>): readonly Value<G>[] => (cx.runningCallback?.data as Parts<G>).values;

const bound = nativeN("bound", <G>(cx: Context<G>, args: Args<G>): Action<G> => {
  const [callee, ...first] = partsOf(cx);
  return cx.call(callee, [...first, ...args.toArray()]);
});

const composed = nativeN("composed", <G>(cx: Context<G>, args: Args<G>): Action<G> => {
  const functions = partsOf(cx);
  return callPart(cx, functions, 0, args);
});

function callPart<G>(cx: Context<G>, functions: readonly Value<G>[], position: number, args: Args<G>): Action<G> {
  if (position === functions.length) return cx.returnArgs(args, 0);
  const isLast = position === functions.length - 1;
  return cx.callArgs(functions[position], args, 0, isLast ? undefined : new NextPart<G>(functions, position + 1));
}

/** Hands the results of one function to the next. */
class NextPart<in out G> extends Continuation<G> {
  private readonly functions: readonly Value<G>[];
  private readonly position: number;

  constructor(functions: readonly Value<G>[], position: number) {
    super();
    this.functions = functions;
    this.position = position;
  }

  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    return callPart(cx, this.functions, this.position, results);
  }

  override [trace](tracer: Tracer): void {
    for (const value of this.functions) markValue(tracer, value);
  }
}

/** @internal See `Context.bind`. */
export function bind<G>(cx: Context<G>, callee: Value<G>, first: readonly Value<G>[]): Callback<G> {
  return make(cx, bound, [callee, ...first]);
}

/** @internal See `Context.compose`. */
export function compose<G>(cx: Context<G>, functions: readonly Value<G>[]): Callback<G> {
  return make(cx, composed, [...functions]);
}

function make<G>(cx: Context<G>, spec: typeof bound, values: readonly Value<G>[]): Callback<G> {
  cx.reserveBytes(CALLBACK_BYTES + values.length * VALUE_BYTES);
  cx.heap.allocate(values.length * VALUE_BYTES);
  return cx.newCallback(spec, new Parts<G>(values));
}
