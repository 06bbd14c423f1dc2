// Field access through the inline cache of an instruction, where the interpreter's own test has failed.

import type { Context } from "../host/context.js";
import { PENDING } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import type { Dictionary } from "../value/dictionary.js";
import { FieldPlaces } from "../value/field-places.js";
import { EMPTY_CACHE, InlineCache, behindMetatable, fieldElsewhere } from "../value/inline-cache.js";
import type { LoadedProto } from "../value/loaded-proto.js";
import type { Shape } from "../value/shape.js";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";
import { Userdata } from "../value/userdata.js";
import { index, setIndex } from "./indexing.js";
import { Event, metamethod } from "./metamethod.js";

/** The cache of the instruction before `pc`, its own from now on. */
function ownCache(proto: LoadedProto, pc: number): InlineCache {
  const known = proto.caches[pc] as InlineCache;
  if (known !== EMPTY_CACHE) return known;
  const cache = new InlineCache();
  proto.caches[pc] = cache;
  return cache;
}

/** `table[key]` where the first shape that the instruction remembers is not the table's, or has no value there. */
export function getField<G>(cx: Context<G>, proto: LoadedProto, pc: number, table: Table<G>, key: string): Action<G> {
  const cache = proto.caches[pc] as InlineCache;
  const known = fieldElsewhere(cache, table);
  if (known !== undefined) return known;
  if (seesOthers(cache, table)) {
    searchPlace(cache, table, key);
    return index(cx, table, key);
  }
  const value = getOwnField(proto, pc, table, key);
  if (value !== undefined || table.metatable === undefined) return value;
  if (!noteInheritedField(proto, pc, table, table.metatable, key)) searchPlace(ownCache(proto, pc), table, key);
  return index(cx, table, key);
}

/** Whether the instruction remembers another shape than the table's. Dictionaries share one, which says nothing. */
function seesOthers<G>(cache: InlineCache, { shape, dictionary }: Table<G>): boolean {
  if (dictionary !== undefined || cache.shape === shape) return false;
  return cache.shape !== undefined || cache.missShape !== undefined;
}

function searchPlace<G>(cache: InlineCache, table: Table<G>, key: string): void {
  (cache.places ??= new FieldPlaces()).search(table, key);
}

/** A table's own field; notes where it is. */
function getOwnField<G>(proto: LoadedProto, pc: number, table: Table<G>, key: string): Value<G> {
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

/** Notes where a table without the field inherits it from; whether it could. */
function noteInheritedField<G>(proto: LoadedProto, pc: number, table: Table<G>, metatable: Table<G>, key: string): boolean {
  if (table.dictionary !== undefined || metatable.dictionary !== undefined || table.slotOf(key) >= 0) return false;
  const cache = noteHolder(proto, pc, metatable, key);
  if (cache === undefined) return false;
  cache.missShape = table.shape;
  return true;
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
  const known = behindMetatable(proto.caches[pc] as InlineCache, metatable);
  if (known !== undefined) return known;
  if (metatable.dictionary === undefined) noteHolder(proto, pc, metatable, key);
  return index(cx, object, key);
}

/** `object[key] = value`: true when a metamethod's call is pending. */
export function setField<G>(cx: Context<G>, proto: LoadedProto, pc: number, object: Value<G>, key: string, value: Value<G>): boolean {
  if (!(object instanceof Table) || hasEvent(object.metatable, Event.NEWINDEX)) return setIndex(cx, object, key, value) === PENDING;
  const cache = proto.caches[pc] as InlineCache;
  if (object.shape === cache.addShape && value !== undefined && cache.addSlot < object.slots.length) {
    object.slots[cache.addSlot] = value;
    object.shape = cache.nextShape as Shape;
    object.absentEvents = 0;
    if (object.gcColor === cx.heap.barrierColor) cx.heap.backwardBarrier(object);
    return false;
  }
  const known = cache.places === undefined ? -1 : cache.places.ownSlot(object.shape);
  if (known >= 0 && object.slots[known] !== undefined) {
    object.slots[known] = value;
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

const hasEvent = <G>(metatable: Table<G> | undefined, event: Event): boolean =>
  metatable !== undefined && metamethod(metatable, event) !== undefined;

function noteStore<G>(cache: InlineCache, before: Shape, table: Table<G>, key: string): void {
  const slot = table.slotOf(key);
  if (table.shape === before) {
    if (seesOthers(cache, table)) {
      searchPlace(cache, table, key);
      return;
    }
    cache.shape = before;
    cache.slot = slot;
  } else {
    cache.addShape = before;
    cache.nextShape = table.shape;
    cache.addSlot = slot;
  }
}
