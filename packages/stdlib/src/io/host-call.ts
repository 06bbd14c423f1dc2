// Operations of the host from a library function: their results now or later, their failures as `nil, message, errno`.

import { Continuation, markValue, trace, type Action, type Context, type Tracer, type Value } from "@luster/vm";
import { HostError, type Eventually } from "../host.js";
import { isPromise } from "./file.js";

/** Waits for a host operation, keeping its outcome on the host's side (no conversion to Lua values). */
class HostCall<in out G, T> extends Continuation<G> {
  private value: T | undefined = undefined;
  private error: unknown = undefined;
  private hasFailed = false;

  constructor(
    private readonly done: (cx: Context<G>, value: T) => Action<G>,
    private readonly failed: (cx: Context<G>, error: HostError) => Action<G>,
    private readonly held: readonly Value<G>[],
  ) {
    super();
  }

  wait(cx: Context<G>, promise: PromiseLike<T>): Action<G> {
    const settled = promise.then(
      (value) => {
        this.value = value;
        return undefined;
      },
      (error: unknown) => {
        this.error = error;
        this.hasFailed = true;
        return undefined;
      },
    );
    return cx.await(settled, this);
  }

  resume(cx: Context<G>): Action<G> {
    if (!this.hasFailed) return this.done(cx, this.value as T);
    if (!(this.error instanceof HostError)) throw this.error;
    return this.failed(cx, this.error);
  }

  [trace](tracer: Tracer): void {
    for (const value of this.held) markValue(tracer, value);
  }
}

const NOTHING_HELD: readonly never[] = [];

/**
 * Does a host operation, then goes on with its result, or with its failure. Any exception but `HostError` passes through.
 * The two functions may be kept across slices: heap pointers that they hold must be in `held` as well.
 */
export function hostCall<G, T>(
  cx: Context<G>,
  operation: () => Eventually<T>,
  done: (cx: Context<G>, value: T) => Action<G>,
  failed: (cx: Context<G>, error: HostError) => Action<G>,
  held: readonly Value<G>[] = NOTHING_HELD,
): Action<G> {
  let result: Eventually<T>;
  try {
    result = operation();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return failed(cx, error);
  }
  return isPromise(result) ? new HostCall<G, T>(done, failed, held).wait(cx, result) : done(cx, result);
}

/** `nil, message, errno`, the message with the file name in front if there is one (luaL_fileresult). */
export function returnFailure<G>(cx: Context<G>, error: HostError, name?: string): Action<G> {
  return cx.return3(undefined, name === undefined ? error.message : `${name}: ${error.message}`, error.errno);
}
