// The types of values on the JavaScript side, and what a callback may return besides a single value.

import type { LuaFunction, LuaTable } from "./handles.js";
import type { LuaReference } from "./reference.js";

/**
 * A Lua value in JavaScript: nil is `undefined`; an integer beyond +-(2^53-1) is a `bigint`; a string is a `string` if it is well-formed UTF-8,
 * else a `Uint8Array`; tables, functions, userdata and threads are handles.
 */
export type LuaOutput = undefined | boolean | number | bigint | string | Uint8Array | LuaTable | LuaFunction | LuaReference;

/**
 * A JavaScript value that has a Lua form: `null` and `undefined` are nil; an integral number is an integer when it is safe, else a float; a `bigint` is a
 * 64-bit integer; a string becomes UTF-8, a `Uint8Array` a byte string; a function becomes a Lua function. Objects and arrays have none: see `lua.table`.
 */
export type LuaInput = LuaOutput | null | HostFunction;

/** A JavaScript function that Lua code can call. It may be async, or return a promise: the Lua code that called it then waits. */
export type HostFunction = (...args: never[]) => unknown;

/** Several results of a callback. Made by `multi`. */
export class MultiValue {
  /** @internal */
  constructor(readonly values: readonly LuaInput[]) {}
}

/** Has a callback return several values, or none. */
export function multi(...values: LuaInput[]): MultiValue {
  return new MultiValue(values);
}

/** A call that a callback leaves to the machine. Made by `tailCall`. */
export class TailCall {
  /** @internal */
  constructor(
    readonly callee: LuaInput,
    readonly args: readonly LuaInput[],
  ) {}
}

/** Has a callback return what a Lua function returns, by calling that once the callback itself is over. */
export function tailCall(callee: LuaInput, ...args: LuaInput[]): TailCall {
  return new TailCall(callee, args);
}
