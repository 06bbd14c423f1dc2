// Whole structures, by explicit request: arrays, plain objects and maps to tables, and tables back. Both walk with a list of what is left to do, so depth is no
// matter, and keep identity: what occurs twice, or in itself, does so in the copy.

import { type Context, Table, type Value } from "@luster/vm";
import { toHost, toLua } from "./convert.js";
import { LuaConversionError, describeValue } from "./errors.js";
import type { Machine } from "./machine.js";
import type { LuaOutput } from "./values.js";

/** What a table becomes: an array or plain object, whichever fits, or a `Map`. */
export type TableForm = "auto" | "map";

// ---- to Lua

/**
 * A table with the contents of an array (1..n), a plain object (by name) or a `Map`, and so on for those in it.
 * @throws LuaConversionError for anything else that has no Lua form, naming where it was found
 */
export function tableOf<G>(cx: Context<G>, machine: Machine, source: object): Table<G> {
  return new TableBuilder<G>(cx, machine).build(source);
}

class TableBuilder<in out G> {
  private readonly tables = new Map<object, Table<G>>();
  private readonly unfinished: { readonly source: object; readonly table: Table<G>; readonly path: string }[] = [];

  constructor(
    private readonly cx: Context<G>,
    private readonly machine: Machine,
  ) {}

  build(source: object): Table<G> {
    if (!isContainer(source)) throw new LuaConversionError(`${describeValue(source)} is no array, plain object or Map`, source);
    const table = this.tableFor(source, "value");
    for (let next = this.unfinished.pop(); next !== undefined; next = this.unfinished.pop()) this.fill(next.source, next.table, next.path);
    return table;
  }

  private tableFor(source: object, path: string): Table<G> {
    const known = this.tables.get(source);
    if (known !== undefined) return known;
    const table = this.cx.newTable(Array.isArray(source) ? source.length : 0);
    this.tables.set(source, table);
    this.unfinished.push({ source, table, path });
    return table;
  }

  private fill(source: object, table: Table<G>, path: string): void {
    for (const [key, item] of entriesOf(source)) {
      const at = typeof key === "string" ? `${path}.${key}` : `${path}[${describeValue(key)}]`;
      const value = this.convert(item, at);
      if (value !== undefined) this.cx.rawSet(table, this.convert(key, `a key of ${path}`), value);
    }
  }

  private convert(item: unknown, path: string): Value<G> {
    if (isContainer(item)) return this.tableFor(item, path);
    try {
      return toLua(this.cx, this.machine, item);
    } catch (error) {
      if (error instanceof LuaConversionError) throw new LuaConversionError(`${path}: ${describeValue(item)} has no Lua form`, item);
      throw error;
    }
  }
}

function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value) || value instanceof Map) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function entriesOf(source: object): Iterable<[unknown, unknown]> {
  if (source instanceof Map) return source;
  if (Array.isArray(source)) return source.map((item, index): [number, unknown] => [index + 1, item]);
  return Object.entries(source);
}

// ---- to JavaScript

/** Calls `visit` for each entry of a table, in the order of `next`. */
export function visitEntries<G>(table: Table<G>, visit: (key: Value<G>, value: Value<G>) => void): void {
  for (let at = table.nextPosition(0); at !== 0; at = table.nextPosition(at)) visit(table.keyAt(at), table.valueAt(at));
}

/** A copy of a table. @throws LuaConversionError when two keys have the same text */
export function tableToHost<G>(cx: Context<G>, machine: Machine, source: Table<G>, form: TableForm): unknown {
  return new Copier<G>(cx, machine, form).copy(source);
}

class Copier<in out G> {
  private readonly copies = new Map<Table<G>, object>();
  private readonly unfinished: Table<G>[] = [];

  constructor(
    private readonly cx: Context<G>,
    private readonly machine: Machine,
    private readonly form: TableForm,
  ) {}

  copy(source: Table<G>): unknown {
    const result = this.copyFor(source);
    for (let next = this.unfinished.pop(); next !== undefined; next = this.unfinished.pop()) this.fill(next);
    return result;
  }

  private copyFor(table: Table<G>): object {
    const known = this.copies.get(table);
    if (known !== undefined) return known;
    const copy = this.form === "map" ? new Map<unknown, unknown>() : isSequence(table) ? [] : {};
    this.copies.set(table, copy);
    this.unfinished.push(table);
    return copy;
  }

  private fill(table: Table<G>): void {
    const copy = this.copies.get(table) as object;
    visitEntries(table, (luaKey, luaValue) => {
      const key = this.item(luaKey);
      const value = this.item(luaValue);
      if (copy instanceof Map) copy.set(key, value);
      else if (Array.isArray(copy)) copy[(key as number) - 1] = value;
      else setField(copy, key as LuaOutput, value);
    });
  }

  private item(value: Value<G>): unknown {
    return value instanceof Table ? this.copyFor(value) : toHost(this.cx, this.machine, value);
  }
}

/** Whether the keys are exactly 1..n, n at least 1. */
function isSequence<G>(table: Table<G>): boolean {
  let count = 0;
  visitEntries(table, () => count++);
  return count > 0 && table.length() === count;
}

// By definition, not by assignment: a script may choose "__proto__" as a key.
function setField(copy: object, key: LuaOutput, value: unknown): void {
  if (typeof key === "object")
    throw new LuaConversionError(`${describeValue(key)} cannot be a key of a plain object: use toJS("map")`, key);
  const name = String(key);
  if (Object.hasOwn(copy, name)) throw new LuaConversionError(`two keys have the text ${describeValue(name)}: use toJS("map")`, key);
  Object.defineProperty(copy, name, { value, writable: true, enumerable: true, configurable: true });
}
