// Names of library functions: where `package.loaded` has them ("print", "string.rep").

import type { Context } from "../host/context.js";
import { Callback } from "../value/callback.js";
import { Table } from "../value/table.js";
import type { LuaFunction, Value } from "../value/value.js";
import { cString } from "./c-string.js";

/** Key of `package.loaded` in the registry (LUA_LOADED_TABLE). */
const LOADED_KEY = "_LOADED";

/** What the names of global functions are found under. */
const GLOBALS_PREFIX = "_G.";

/**
 * The name of a function that a loaded module has, or is. In a VM without a package library, where there is nothing to look
 * in, a callback goes by the name in its description. Costs time linear in the number of library functions.
 */
export function loadedName<G>(cx: Context<G>, wanted: LuaFunction<G>): string | undefined {
  const loaded = cx.registry.getString(LOADED_KEY);
  if (!(loaded instanceof Table)) return wanted instanceof Callback ? wanted.name : undefined;
  const path = findField(loaded, wanted, 2);
  if (path === undefined) return undefined;
  return cString(path.startsWith(GLOBALS_PREFIX) ? path.slice(GLOBALS_PREFIX.length) : path);
}

/** The string key of a value in a table, or, at most `depth` tables deep, the keys that lead to it with dots between. */
function findField<G>(table: Table<G>, wanted: Value<G>, depth: number): string | undefined {
  for (let position = table.nextPosition(0); position !== 0; position = table.nextPosition(position)) {
    const key = table.keyAt(position);
    if (typeof key !== "string") continue;
    const value = table.valueAt(position);
    if (value === wanted) return key;
    if (depth === 1 || !(value instanceof Table)) continue;
    const path = findField(value, wanted, depth - 1);
    if (path !== undefined) return `${key}.${path}`;
  }
  return undefined;
}
