// Settings of a run, and their checks: a wrong one is a TypeError or RangeError that names it and its value, before anything runs.

/** Settings of one run. */
export interface RunOptions {
  /** Most fuel (about one unit per instruction) that the run may use in all; then it ends with `FuelLimitError`. More than 0. Default: no limit. */
  readonly fuelLimit?: number | undefined;
  /** Fuel of one slice. More than 0. Default `DEFAULT_SLICE_FUEL`. */
  readonly sliceFuel?: number | undefined;
}

/** Settings of an asynchronous run. */
export interface AsyncRunOptions extends RunOptions {
  /** Ends the run; it rejects with the signal's reason. No script can catch that. */
  readonly signal?: AbortSignal | undefined;
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
export function checkSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  const { throwIfAborted, addEventListener } = (typeof signal === "object" && signal !== null ? signal : {}) as Partial<AbortSignal>;
  if (typeof throwIfAborted === "function" && typeof addEventListener === "function") return signal as AbortSignal;
  throw new TypeError(`signal must be an AbortSignal, not ${describe(signal)}`);
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
