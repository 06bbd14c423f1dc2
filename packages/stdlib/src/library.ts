// How a library gets into a VM: a table with one callback per function, set as a global and in `package.loaded`.
// Functions are module-level data (`CallbackSpec`); a VM costs one `Callback` object for each.

import { Table, type Callback, type CallbackSpec, type Context } from "@luster/vm";

/** Most results of one call: the slots that a Lua stack can have, less some for the frames below. */
export const MAX_RESULTS = 999_900;

/** Adds a callback for each spec under its name. */
export function addFunctions<G>(cx: Context<G>, table: Table<G>, functions: readonly CallbackSpec[]): void {
  for (const spec of functions) table.setString(cx.heap, spec.name, cx.newCallback(spec));
}

/** `package.loaded`: the registry's table of loaded modules, by name. */
export function loadedModules<G>(cx: Context<G>): Table<G> {
  return registryTable(cx, "_LOADED");
}

/** `package.preload`. */
export function preloadedModules<G>(cx: Context<G>): Table<G> {
  return registryTable(cx, "_PRELOAD");
}

function registryTable<G>(cx: Context<G>, name: string): Table<G> {
  const existing = cx.registry.getString(name);
  if (existing instanceof Table) return existing as Table<G>;
  const table = cx.newTable();
  cx.registry.setString(cx.heap, name, table);
  return table;
}

/** Makes a library table, registered as the global and the loaded module `name`. */
export function newLibrary<G>(cx: Context<G>, name: string, functions: readonly CallbackSpec[]): Table<G> {
  const table = cx.newTable(0, functions.length);
  addFunctions(cx, table, functions);
  cx.globals.setString(cx.heap, name, table);
  loadedModules(cx).setString(cx.heap, name, table);
  return table;
}

/** The callback that runs, whether it has a frame or not. */
export function runningCallback<G>(cx: Context<G>): Callback<G> {
  return (cx.callee ?? cx.thread.top.callback) as Callback<G>;
}
