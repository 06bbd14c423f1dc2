// Conversion of single values, both ways. Strings, numbers and booleans are copied; what has identity stays in the heap, behind a handle.
// Converting to Lua charges the VM's memory, so it can fail with an ArenaMemoryError; a callback then tries again after a collection.

import {
  type Context,
  Table,
  type Value,
  decodeUtf8Strict,
  encodeUtf8,
  floatOf,
  fromBytes,
  fromHost,
  isFunction,
  isInteger,
  isNumber,
  toBigInt,
  toBytes,
} from "@luster/vm";
import { LuaConversionError, describeValue } from "./errors.js";
import type { Machine } from "./machine.js";
import { LuaReference } from "./reference.js";
import { type HostFunction, type LuaOutput, MultiValue, TailCall } from "./values.js";

/**
 * The Lua form of a JavaScript value.
 * @throws LuaConversionError when it has none; RangeError for a bigint beyond 64 bits; StaleHandleError for a disposed handle
 */
export function toLua<G>(cx: Context<G>, machine: Machine, value: unknown): Value<G> {
  switch (typeof value) {
    case "string":
      return cx.chargeString(encodeUtf8(value));
    case "function":
      return machine.edge.callbackOf(cx, machine, value as HostFunction);
    case "object":
      return value === null ? undefined : objectToLua(cx, machine, value);
    case "symbol":
      throw new LuaConversionError(`${String(value)} has no Lua form`, value);
    default:
      return fromHost(cx, value);
  }
}

function objectToLua<G>(cx: Context<G>, machine: Machine, value: object): Value<G> {
  if (value instanceof LuaReference) return value.fetch(cx, machine);
  if (value instanceof Uint8Array) return cx.chargeString(fromBytes(value));
  throw new LuaConversionError(`${describeValue(value)} has no Lua form${adviceFor(value)}`, value);
}

function adviceFor(value: object): string {
  if (value instanceof MultiValue || value instanceof TailCall) return ": only a callback can return it";
  if (typeof (value as Partial<PromiseLike<unknown>>).then === "function") return ": await it, or return it from a callback";
  return ": make a table of it with lua.table(value)";
}

/** The Lua forms of a list of values. @throws as `toLua` */
export function listToLua<G>(cx: Context<G>, machine: Machine, values: readonly unknown[]): Value<G>[] {
  // A literal is by far the cheapest array.
  if (values.length === 0) return [];
  if (values.length === 1) return [toLua(cx, machine, values[0])];
  if (values.length === 2) return [toLua(cx, machine, values[0]), toLua(cx, machine, values[1])];
  const list = values.slice();
  for (let i = 0; i < list.length; i++) list[i] = toLua(cx, machine, list[i]);
  return list as Value<G>[];
}

/** The JavaScript form of a Lua value; a handle for what has identity. */
export function toHost<G>(cx: Context<G>, machine: Machine, value: Value<G>): LuaOutput {
  if (value === undefined || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return decodeUtf8Strict(value) ?? toBytes(value);
  if (isNumber(value)) return isInteger(value) ? toBigInt(value) : floatOf(value);
  const kind = value instanceof Table ? "table" : isFunction(value) ? "function" : "other";
  return machine.edge.handleOf(machine, kind, cx.stash(value)) as LuaOutput;
}

/** The JavaScript forms of a list of values. */
export function listToHost<G>(cx: Context<G>, machine: Machine, values: readonly Value<G>[]): LuaOutput[] {
  if (values.length === 0) return [];
  if (values.length === 1) return [toHost(cx, machine, values[0])];
  const list: unknown[] = values.slice();
  for (let i = 0; i < list.length; i++) list[i] = toHost(cx, machine, list[i] as Value<G>);
  return list as LuaOutput[];
}
