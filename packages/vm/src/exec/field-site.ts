// What one field access of compiled code remembers: for a few shapes, where a table with that shape has the field, itself or through
// tables that are `__index` of metatables. As with the interpreter's caches, nothing needs invalidation: every shape on the way is
// compared, a shape's keys never change, and values are always read from the table.

import type { Shape } from "../value/shape.js";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";

/** Shapes that one access remembers. */
const MAX_PLACES = 4;
/** Longest way through `__index` that is remembered. */
const MAX_LINKS = 4;

/** A step from a table without the field to the next: its metatable has `metaShape`, with `__index` at `slot`, a table of `holderShape`. */
interface Link {
  readonly metaShape: Shape;
  readonly slot: number;
  readonly holderShape: Shape;
}

/** Where tables of a shape have the field. */
export interface FieldPlace {
  readonly shape: Shape;
  readonly links: readonly Link[];
  readonly slot: number;
}

/** One field access. */
export class FieldSite {
  readonly places: FieldPlace[] = [];
  /** The place that was replaced last. */
  replaced = 0;
  /** A shape without the field, and the one that a table gets by a store of it, at `addSlot`. */
  addShape: Shape | undefined = undefined;
  nextShape: Shape | undefined = undefined;
  addSlot = 0;
  /** For strings: where the `__index` of their metatable is, and where that table has the field. */
  metaShape: Shape | undefined = undefined;
  indexSlot = 0;
  methodsShape: Shape | undefined = undefined;
  methodSlot = 0;
}

/** The field that strings have through their metatable; undefined if it is not where the site remembers it. */
export function methodAt<G>(site: FieldSite, metatable: Table<G>): Value<G> {
  if (metatable.shape !== site.metaShape) return undefined;
  const methods = metatable.slots[site.indexSlot];
  return methods instanceof Table && methods.shape === site.methodsShape ? (methods as Table<G>).slots[site.methodSlot] : undefined;
}

/** Notes where strings have a field, if that can be. */
export function noteMethod<G>(site: FieldSite, metatable: Table<G>, key: string): void {
  // Dictionaries share one shape, which says nothing.
  if (metatable.dictionary !== undefined) return;
  const indexSlot = metatable.slotOf("__index");
  const methods = indexSlot < 0 ? undefined : metatable.slots[indexSlot];
  if (!(methods instanceof Table) || methods.dictionary !== undefined) return;
  const methodSlot = methods.slotOf(key);
  if (methodSlot < 0) return;
  site.metaShape = metatable.shape;
  site.indexSlot = indexSlot;
  site.methodsShape = methods.shape;
  site.methodSlot = methodSlot;
}

/** The field of a table that has the place's shape; undefined if it is not there now. */
export function valueAt<G>(place: FieldPlace, object: Table<G>): Value<G> {
  const { links } = place;
  let table = object;
  for (let i = 0; i < links.length; i++) {
    const link = links[i] as Link;
    const { metatable } = table;
    if (metatable === undefined || metatable.shape !== link.metaShape) return undefined;
    const holder = metatable.slots[link.slot];
    if (!(holder instanceof Table) || holder.shape !== link.holderShape) return undefined;
    table = holder as Table<G>;
  }
  return table.slots[place.slot];
}

/** Looks for the field, and notes its place if that can be. The newest places stay. */
export function notePlace<G>(site: FieldSite, object: Table<G>, key: string): void {
  const links: Link[] = [];
  let table: Table<G> = object;
  // Dictionaries share one shape, which says nothing.
  while (table.dictionary === undefined && links.length <= MAX_LINKS) {
    const slot = table.slotOf(key);
    if (slot >= 0) {
      if (table.slots[slot] !== undefined) addPlace(site, { shape: object.shape, links, slot });
      return;
    }
    const { metatable } = table;
    if (metatable === undefined || metatable.dictionary !== undefined) return;
    const indexSlot = metatable.slotOf("__index");
    const holder = indexSlot < 0 ? undefined : metatable.slots[indexSlot];
    if (!(holder instanceof Table) || holder.dictionary !== undefined) return;
    links.push({ metaShape: metatable.shape, slot: indexSlot, holderShape: holder.shape });
    table = holder as Table<G>;
  }
}

/** Notes where a store has put a field of a table that had the shape `before`. */
export function noteStore<G>(site: FieldSite, before: Shape, table: Table<G>, key: string): void {
  if (table.dictionary !== undefined) return;
  const slot = table.slotOf(key);
  if (slot < 0) return;
  if (table.shape === before) {
    addPlace(site, { shape: before, links: [], slot });
    return;
  }
  site.addShape = before;
  site.nextShape = table.shape;
  site.addSlot = slot;
}

function addPlace(site: FieldSite, place: FieldPlace): void {
  const { places } = site;
  const known = places.findIndex(({ shape }) => shape === place.shape);
  if (known >= 0) places[known] = place;
  else if (places.length < MAX_PLACES) places.push(place);
  else places[(site.replaced = (site.replaced + 1) % MAX_PLACES)] = place;
}
