// Errors as hosts see them: a script's error that nothing caught, what only a host can do wrong, and the Lua tracebacks of the host's own exceptions.

import { decodeUtf8 } from "../value/lua-string.js";

/** What a failed run knows of its error, in plain data: no Lua value leaves the arena. */
export interface LuaErrorDetails {
  /** Text of the error value, a byte string. */
  readonly message: string;
  /** The error value converted for the host, if it has a plain form (nil, boolean, number, string). */
  readonly value: unknown;
  /** Lua call chain at the error, in the form of PUC-Rio's traceback; a byte string. */
  readonly traceback: string;
  /** The host exception behind it, if one was thrown by a callback or a promise. */
  readonly cause: unknown;
}

/** A Lua error that no `pcall` caught. */
export class LuaError extends Error {
  override readonly name = "LuaError";
  /** The error value, converted: undefined, boolean, number, bigint or string; other values as `tostring` shows them. */
  readonly value: unknown;
  /** Lua call chain at the error. */
  readonly traceback: string;

  constructor(details: LuaErrorDetails) {
    super(decodeUtf8(details.message), details.cause === undefined ? undefined : { cause: details.cause });
    this.value = details.value;
    this.traceback = decodeUtf8(details.traceback);
  }
}

/** A synchronous run met a promise that it would have to wait for. */
export class UnexpectedAwaitError extends Error {
  override readonly name = "UnexpectedAwaitError";
  /** Name of the function that returned the promise, as a traceback would name it; "?" for one without any. */
  readonly functionName: string;

  constructor(functionName: string) {
    const subject = functionName === "?" ? "a function without a name" : `'${functionName}'`;
    super(`${subject} returned a promise in a synchronous run; use the asynchronous one`);
    this.functionName = functionName;
  }
}

/** A run used up its fuel. No script can catch it. */
export class FuelLimitError extends Error {
  override readonly name = "FuelLimitError";
  /** The limit. */
  readonly fuelLimit: number;

  constructor(fuelLimit: number) {
    super(`the script used up its fuel (${fuelLimit})`);
    this.fuelLimit = fuelLimit;
  }
}

/** The machine was disposed while a run was under way. No script can catch it. */
export class VmDisposedError extends Error {
  override readonly name = "VmDisposedError";

  constructor() {
    super("the machine was disposed while the script was running");
  }
}

// Tracebacks of exceptions that are not ours to change.
const keptTracebacks = new WeakMap<object, string>();

/**
 * Keeps a Lua traceback for an exception that leaves a run as it came, for `tracebackOf`. An earlier one is replaced.
 * @param error anything that was thrown; what is no object has no identity, so nothing is kept for it
 * @param traceback a byte string
 */
export function keepTraceback(error: unknown, traceback: string): void {
  if ((typeof error === "object" && error !== null) || typeof error === "function") keptTracebacks.set(error, decodeUtf8(traceback));
}

/**
 * The Lua call chain at which an exception left Lua code: of a `LuaError` its `traceback`; of any other object, which came out of a run unchanged, that of
 * the last run that it ended. Undefined if there is none, as for primitives.
 */
export function tracebackOf(error: unknown): string | undefined {
  if (error instanceof LuaError && error.traceback !== "") return error.traceback;
  return keptTracebacks.get(error as object);
}
