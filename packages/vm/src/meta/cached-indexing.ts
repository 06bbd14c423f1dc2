// Field access through the inline cache of an instruction, where the interpreter's own test has failed.

import type { Context } from "../host/context.js";
import { PENDING } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import type { Dictionary } from "../value/dictionary.js";
import { EMPTY_CACHE, InlineCache } from "../value/inline-cache.js";
import type { LoadedProto } from "../value/loaded-proto.js";
import type { Shape } from "../value/shape.js";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";
import { Userdata } from "../value/userdata.js";
import { index, setIndex } from "./indexing.js";

/** The cache of the instruction before `pc`, its own from now on. */
function ownCache(proto: LoadedProto, pc: number): InlineCache {
  const known = proto.caches[pc] as InlineCache;
  if (known !== EMPTY_CACHE) return known;
  const cache = new InlineCache();
  proto.caches[pc] = cache;
  return cache;
}

/** A table's own field; notes where it is. */
export function getOwnField<G>(proto: LoadedProto, pc: number, table: Table<G>, key: string): Value<G> {
  const { dictionary } = table;
  if (dictionary !== undefined) {
    const slot = dictionarySlotOf(proto, pc, dictionary, key);
    return slot < 0 ? table.getString(key) : dictionary.values[slot];
  }
  const slot = table.slotOf(key);
  if (slot < 0) return undefined;
  const cache = ownCache(proto, pc);
  cache.shape = table.shape;
  cache.slot = slot;
  return table.slots[slot];
}

/** The slot of a key in a dictionary that is not large, remembered and compared instead of looked up; -1 if it has none there. */
function dictionarySlotOf<G>(proto: LoadedProto, pc: number, dictionary: Dictionary<G>, key: string): number {
  const known = (proto.caches[pc] as InlineCache).dictionarySlot;
  if (dictionary.keys[known] === key) return known;
  const slot = dictionary.isLarge ? -1 : dictionary.find(key);
  if (slot >= 0) ownCache(proto, pc).dictionarySlot = slot;
  return slot;
}

/** `table[key]` for a table with a metatable that has no such field itself. */
export function getInheritedField<G>(cx: Context<G>, proto: LoadedProto, pc: number, table: Table<G>, key: string): Action<G> {
  const cache = proto.caches[pc] as InlineCache;
  const metatable = table.metatable as Table<G>;
  if (table.shape === cache.missShape && metatable.shape === cache.metaShape) {
    const holder = metatable.slots[cache.metaSlot];
    if (holder instanceof Table && holder.shape === cache.holderShape) {
      const value = holder.slots[cache.holderSlot];
      if (value !== undefined) return value as Value<G>;
    }
  }
  noteInheritedField(proto, pc, table, metatable, key);
  return index(cx, table, key);
}

function noteInheritedField<G>(proto: LoadedProto, pc: number, table: Table<G>, metatable: Table<G>, key: string): void {
  if (table.dictionary !== undefined || metatable.dictionary !== undefined || table.slotOf(key) >= 0) return;
  const cache = noteHolder(proto, pc, metatable, key);
  if (cache !== undefined) cache.missShape = table.shape;
}

/** Notes where the field is that `__index` of a metatable leads to, if that is a table which has it. */
function noteHolder<G>(proto: LoadedProto, pc: number, metatable: Table<G>, key: string): InlineCache | undefined {
  const metaSlot = metatable.slotOf("__index");
  const holder = metaSlot < 0 ? undefined : metatable.slots[metaSlot];
  if (!(holder instanceof Table) || holder.dictionary !== undefined) return undefined;
  const holderSlot = holder.slotOf(key);
  if (holderSlot < 0) return undefined;
  const cache = ownCache(proto, pc);
  cache.metaShape = metatable.shape;
  cache.metaSlot = metaSlot;
  cache.holderShape = holder.shape;
  cache.holderSlot = holderSlot;
  return cache;
}

/** `object[key]` for what is no table: a method of a userdata or of a string, mostly. */
export function getMethod<G>(cx: Context<G>, proto: LoadedProto, pc: number, object: Value<G>, key: string): Action<G> {
  const metatable = object instanceof Userdata ? object.metatable : typeof object === "string" ? cx.stringMetatable : undefined;
  if (metatable === undefined) return index(cx, object, key);
  const cache = proto.caches[pc] as InlineCache;
  if (metatable.shape === cache.metaShape) {
    const holder = metatable.slots[cache.metaSlot];
    if (holder instanceof Table && holder.shape === cache.holderShape) {
      const value = holder.slots[cache.holderSlot];
      if (value !== undefined) return value as Value<G>;
    }
  }
  if (metatable.dictionary === undefined) noteHolder(proto, pc, metatable, key);
  return index(cx, object, key);
}

/** `object[key] = value`: true when a metamethod's call is pending. */
export function setField<G>(cx: Context<G>, proto: LoadedProto, pc: number, object: Value<G>, key: string, value: Value<G>): boolean {
  if (!(object instanceof Table) || object.metatable !== undefined) return setIndex(cx, object, key, value) === PENDING;
  const cache = proto.caches[pc] as InlineCache;
  if (object.shape === cache.addShape && value !== undefined && cache.addSlot < object.slots.length) {
    object.slots[cache.addSlot] = value;
    object.shape = cache.nextShape as Shape;
    object.absentEvents = 0;
    if (object.gcColor === cx.heap.barrierColor) cx.heap.backwardBarrier(object);
    return false;
  }
  const { dictionary } = object;
  if (dictionary !== undefined && value !== undefined) {
    const slot = dictionarySlotOf(proto, pc, dictionary, key);
    if (slot >= 0 && dictionary.values[slot] !== undefined) {
      dictionary.values[slot] = value;
      if (object.gcColor === cx.heap.barrierColor) object.recordStore(cx.heap, value);
      return false;
    }
  }
  const before: Shape = object.shape;
  object.setString(cx.heap, key, value);
  if (object.dictionary === undefined && value !== undefined) noteStore(ownCache(proto, pc), before, object, key);
  return false;
}

function noteStore<G>(cache: InlineCache, before: Shape, table: Table<G>, key: string): void {
  const slot = table.slotOf(key);
  if (table.shape === before) {
    cache.shape = before;
    cache.slot = slot;
  } else {
    cache.addShape = before;
    cache.nextShape = table.shape;
    cache.addSlot = slot;
  }
}
