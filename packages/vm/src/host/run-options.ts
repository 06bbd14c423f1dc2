// Settings of a run, and their checks: a wrong one is a TypeError or RangeError that names it and its value, before anything runs.

import type { AbortSignalLike } from "@luster/gc-sequence";
import type { ExecutorFailure } from "../exec/executor.js";
import type { Callback } from "../value/callback.js";
import type { Value } from "../value/value.js";
import type { Context } from "./context.js";

/** Settings of one run. */
export interface RunOptions {
  /** Most fuel (about one unit per instruction) that the run may use in all; then it ends with `FuelLimitError`. More than 0. Default: no limit. */
  readonly fuelLimit?: number | undefined;
  /** Fuel of one slice. More than 0. Default: `DEFAULT_SLICE_FUEL` at first, then what takes one to four milliseconds. */
  readonly sliceFuel?: number | undefined;
  /**
   * A message handler for errors that nothing catches, as that of `xpcall`: a function that is called with the error while the failed frames
   * still stand, and returns the error to end with.
   */
  readonly messageHandler?: (<G>(cx: Context<G>) => Value<G>) | undefined;
  /**
   * The function that scripts see below the one that is called, in tracebacks and by `debug.getinfo`; it does not run. Default: none.
   */
  readonly caller?: (<G>(cx: Context<G>) => Callback<G>) | undefined;
  /**
   * Makes what is thrown for a Lua error that nothing caught; default a `LuaError`. Not asked when a limit, a signal or a promise ended the run.
   * Called when the failed frames are gone; it must not throw.
   */
  readonly convertError?: (<G>(cx: Context<G>, failure: ExecutorFailure<G>) => unknown) | undefined;
}

/** Settings of an asynchronous run. */
export interface AsyncRunOptions extends RunOptions {
  /** Ends the run; it rejects with the signal's reason. No script can catch that. */
  readonly signal?: AbortSignalLike | undefined;
  /**
   * When aborted, raises an error with the reason's message wherever the script is, as Ctrl-C does in PUC-Rio's `lua`: once, and scripts
   * can catch it.
   */
  readonly interruptSignal?: AbortSignalLike | undefined;
  /** Milliseconds of work between two turns of the event loop. At least 0. Default `DEFAULT_SLICE_MS`. */
  readonly sliceMs?: number | undefined;
}

/** A setting that must be more than 0, or its default. @throws TypeError, RangeError */
export function positiveOr(fallback: number, name: string, value: unknown): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number") throw new TypeError(`${name} must be a positive number, not ${describe(value)}`);
  if (!(value > 0)) throw new RangeError(`${name} must be a positive number, not ${value}`);
  return value;
}

/** A setting that must be at least 0, or its default. @throws TypeError, RangeError */
export function notNegativeOr(fallback: number, name: string, value: unknown): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number") throw new TypeError(`${name} must be a number of at least 0, not ${describe(value)}`);
  if (!(value >= 0)) throw new RangeError(`${name} must be a number of at least 0, not ${value}`);
  return value;
}

/** An abort signal, or none. Any object will do that has what a run uses of one. @throws TypeError */
export function checkSignal(name: string, signal: unknown): AbortSignalLike | undefined {
  if (signal === undefined) return undefined;
  const { addEventListener, removeEventListener } = (
    typeof signal === "object" && signal !== null ? signal : {}
  ) as Partial<AbortSignalLike>;
  if (typeof addEventListener === "function" && typeof removeEventListener === "function") return signal as AbortSignalLike;
  throw new TypeError(`${name} must be an AbortSignal, not ${describe(signal)}`);
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
