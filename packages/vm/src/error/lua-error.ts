// Errors as hosts see them: a script's error that nothing caught, and what only a host can do wrong.

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
  /** Name of the function that returned the promise. */
  readonly functionName: string;

  constructor(functionName: string) {
    super(`'${functionName}' returned a promise in a synchronous run; use the asynchronous one`);
    this.functionName = functionName;
  }
}
