// Type names and predicates of Lua values.

import { Thread } from "./thread.js";
import { Callback } from "./callback.js";
import { Closure } from "./closure.js";
import { Float, Int64 } from "./number.js";
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
