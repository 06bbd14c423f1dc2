// Type names and predicates of Lua values.

import { Thread } from "./thread.js";
import { Callback, PENDING } from "./callback.js";
import { Closure } from "./closure.js";
import { Float, Int64, makeFloat } from "./number.js";
import { Table } from "./table.js";
import { LightUserdata, Userdata } from "./userdata.js";
import type { LuaFunction, Value } from "./value.js";

/** What the Lua function `type` returns. */
export type TypeName = "nil" | "boolean" | "number" | "string" | "table" | "function" | "thread" | "userdata";

/** The Lua type of a value. */
export function typeName(value: unknown): TypeName {
  switch (typeof value) {
    case "undefined":
      return "nil";
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "string":
      return "string";
    default:
  }
  if (value instanceof Table) return "table";
  if (value instanceof Closure || value instanceof Callback) return "function";
  if (value instanceof Float || value instanceof Int64) return "number";
  if (value instanceof Thread) return "thread";
  if (value instanceof Userdata || value instanceof LightUserdata) return "userdata";
  throw new TypeError(`not a Lua value: ${String(value)}`);
}

/** False for nil and false only. */
export const isTruthy = (value: unknown): boolean => value !== undefined && value !== false;

/** True for functions of either sort. */
export const isFunction = <G>(value: Value<G>): value is LuaFunction<G> => value instanceof Closure || value instanceof Callback;

/** Whether a value that host code handed over may be none of Lua's, or not in its one form: a cheap test that is true for all those, and for some others. */
export const isSuspect = (value: unknown): boolean => {
  if (typeof value === "number") return Object.is(value, -0);
  if (typeof value === "object") return value === null || (value as { readonly gcColor?: number }).gcColor === undefined;
  return typeof value === "function" || typeof value === "bigint" || typeof value === "symbol";
};

/** What a callback has returned, in the form that Lua values have. @throws TypeError for what is neither `PENDING` nor a Lua value */
export function checkReturned<R>(result: R): R {
  return isSuspect(result) && result !== PENDING ? (checkValue(result, "what a callback returns") as R) : result;
}

/** A suspect value in the form that Lua values have: -0 is a float. @throws TypeError for a value that is none of Lua's, naming it */
export function checkValue(value: unknown, role: string): unknown {
  if (value instanceof Float || value instanceof Int64 || value instanceof LightUserdata) return value;
  if (typeof value === "number") return makeFloat(value);
  throw new TypeError(`${role} must be a Lua value, not ${describe(value)}`);
}

function describe(value: unknown): string {
  if (typeof value === "function") return `the function ${value.name || "(anonymous)"}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name ?? "Object";
  return `an object of class ${name}`;
}
