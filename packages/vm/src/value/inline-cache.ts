// What a field instruction remembers of the tables it saw: shapes, and where in them the field was.
// Each part is valid by itself: a shape that matches says that the slot beside it is the key's. Nothing needs invalidation,
// since a shape's keys never change, and a dictionary's are compared; values are always read from the table.

import type { FieldPlaces } from "./field-places.js";
import type { Shape } from "./shape.js";
import { Table } from "./table.js";
import type { Value } from "./value.js";

/** The cache of one instruction. */
export class InlineCache {
  /** A shape that has the key, at `slot`. */
  shape: Shape | undefined = undefined;
  slot = 0;
  /** The key's slot in a table that is a dictionary; the key found there says whether it still is. */
  dictionarySlot = 0;
  /** A shape without the key, and the one that a table gets with it: a store of a new field. Its slot is `addSlot`. */
  addShape: Shape | undefined = undefined;
  nextShape: Shape | undefined = undefined;
  addSlot = 0;
  /** A shape without the key, whose tables' metatables have `metaShape`, with `__index` at `metaSlot`: a table of `holderShape`, which has the key. */
  missShape: Shape | undefined = undefined;
  metaShape: Shape | undefined = undefined;
  metaSlot = 0;
  holderShape: Shape | undefined = undefined;
  holderSlot = 0;
  /** Where other shapes have the field, once there were any. */
  places: FieldPlaces | undefined = undefined;
}

/** Stands for the cache of an instruction that has seen nothing yet: it matches no table. */
export const EMPTY_CACHE = new InlineCache();

/** The field that a metatable leads to, if that is where the instruction found it the last time. */
export function behindMetatable<G>(cache: InlineCache, metatable: Table<G> | undefined): Value<G> {
  if (metatable === undefined || metatable.shape !== cache.metaShape) return undefined;
  const holder = metatable.slots[cache.metaSlot];
  return holder instanceof Table && holder.shape === cache.holderShape ? (holder.slots[cache.holderSlot] as Value<G>) : undefined;
}

/** The field of a table whose own shape is not the one remembered first; undefined if it is at no place that is known. */
export function fieldElsewhere<G>(cache: InlineCache, table: Table<G>): Value<G> {
  const value = table.shape === cache.missShape ? behindMetatable(cache, table.metatable) : undefined;
  return value === undefined && cache.places !== undefined ? cache.places.read(table) : value;
}

/** Whether the field of a table is known to be nil, after it was looked for at the places that are known. */
export function isNilField<G>(cache: InlineCache, table: Table<G>): boolean {
  if (table.metatable === undefined && table.shape === cache.shape) return true;
  return cache.places !== undefined && cache.places.isNil(table);
}
