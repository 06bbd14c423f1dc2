// What one field access of compiled code remembers: for a few shapes, where a table with that shape has the field, itself or through
// tables that are `__index` of metatables. As with the interpreter's caches, nothing needs invalidation: every shape on the way is
// compared, a shape's keys never change, and values are always read from the table.

import type { Shape } from "../value/shape.js";
import type { InlineCache } from "../value/inline-cache.js";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";

/** Shapes that one access remembers. */
const MAX_PLACES = 4;
/** Longest way through `__index` that is remembered. */
const MAX_LINKS = 4;

/** A step from a table without the field to the next: its metatable has `metaShape`, with `__index` at `slot`, a table of `holderShape`. */
export interface Link {
  readonly metaShape: Shape;
  readonly slot: number;
  readonly holderShape: Shape;
}

/** Where tables of a shape have the field. */
export interface FieldPlace {
  readonly shape: Shape;
  readonly links: readonly Link[];
  /** In the last table on the way; -1: a table of this shape does not have the field. */
  readonly slot: number;
  /** The way through the metatables on which the field was not found, when it was nil in the table itself: there it is nil, too. */
  readonly nilLinks: readonly Link[];
}

/** Accesses out of line after which a site asks whether it is to be compiled anew. */
const MISSES_PER_LOOK = 200;

/** One field access. */
export class FieldSite {
  readonly places: FieldPlace[] = [];
  /** Grows with each place that is learned. */
  version = 0;
  /** The place that was replaced last. */
  replaced = 0;
  private misses = 0;
  private onMisses: (() => void) | undefined = undefined;
  /** A shape without the field, and the one that a table gets by a store of it, at `addSlot`. */
  addShape: Shape | undefined = undefined;
  nextShape: Shape | undefined = undefined;
  addSlot = 0;
  /** For strings: where the `__index` of their metatable is, and where that table has the field. */
  metaShape: Shape | undefined = undefined;
  indexSlot = 0;
  methodsShape: Shape | undefined = undefined;
  methodSlot = 0;

  /** Has `listener` called when the compiled code has often not found what it knew. */
  listen(listener: () => void): void {
    this.onMisses = listener;
  }

  /** Counts an access out of line. */
  noteMiss(): void {
    if (++this.misses < MISSES_PER_LOOK) return;
    this.misses = 0;
    this.onMisses?.();
  }

  /** Takes over what the interpreter's cache of the same instruction has found. */
  learn(cache: InlineCache): void {
    const { shape, slot, missShape, metaShape, metaSlot, holderShape, holderSlot, addShape, nextShape, addSlot, places } = cache;
    if (shape !== undefined) addPlace(this, { shape, links: [], slot, nilLinks: [] });
    if (missShape !== undefined && metaShape !== undefined && holderShape !== undefined) {
      addPlace(this, { shape: missShape, links: [{ metaShape, slot: metaSlot, holderShape }], slot: holderSlot, nilLinks: [] });
    }
    for (const place of places?.known ?? []) addPlace(this, { ...place, nilLinks: [] });
    if (addShape !== undefined && this.addShape === undefined) {
      this.addShape = addShape;
      this.nextShape = nextShape;
      this.addSlot = addSlot;
    }
  }
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

/** The table at the end of the way from `object`; undefined if it leads elsewhere now. */
function followed<G>(object: Table<G>, links: readonly Link[]): Table<G> | undefined {
  let table = object;
  for (let i = 0; i < links.length; i++) {
    const link = links[i] as Link;
    const { metatable } = table;
    if (metatable === undefined || metatable.shape !== link.metaShape) return undefined;
    const holder = metatable.slots[link.slot];
    if (!(holder instanceof Table) || holder.shape !== link.holderShape) return undefined;
    table = holder as Table<G>;
  }
  return table;
}

/** The field of a table that has the place's shape; undefined if it is not there now. */
export function valueAt<G>(place: FieldPlace, object: Table<G>): Value<G> {
  return place.slot < 0 ? undefined : followed(object, place.links)?.slots[place.slot];
}

/** Whether the field, which is nil in the table itself, is nil for good. */
export function isNilAt<G>(place: FieldPlace, object: Table<G>): boolean {
  if (place.links.length > 0) return false;
  if (object.metatable === undefined) return true;
  const last = place.nilLinks.length === 0 ? undefined : followed(object, place.nilLinks);
  return last !== undefined && last.metatable === undefined;
}

/** Looks for the field, and notes its place if that can be. The newest places stay. */
export function notePlace<G>(site: FieldSite, object: Table<G>, key: string): void {
  const links: Link[] = [];
  let own = -1;
  let table: Table<G> = object;
  // Dictionaries share one shape, which says nothing.
  while (table.dictionary === undefined && links.length <= MAX_LINKS) {
    const slot = table.slotOf(key);
    if (slot >= 0 && table.slots[slot] !== undefined) {
      // What hides the inherited field when it is not nil would have to be looked at, too.
      if (own < 0) addPlace(site, { shape: object.shape, links, slot, nilLinks: [] });
      return;
    }
    if (table === object) own = slot;
    else if (slot >= 0) return;
    const { metatable } = table;
    if (metatable === undefined) {
      addPlace(site, { shape: object.shape, links: [], slot: own, nilLinks: links });
      return;
    }
    if (metatable.dictionary !== undefined) return;
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
    addPlace(site, { shape: before, links: [], slot, nilLinks: [] });
    return;
  }
  if (site.addShape !== before) site.version++;
  site.addShape = before;
  site.nextShape = table.shape;
  site.addSlot = slot;
}

function addPlace(site: FieldSite, place: FieldPlace): void {
  const { places } = site;
  const known = places.findIndex((other) => isSameWay(other, place));
  if (known >= 0) {
    if (isBetter(place, places[known] as FieldPlace)) site.version++;
    places[known] = place;
  } else if (places.length < MAX_PLACES) {
    site.version++;
    places.push(place);
  } else places[(site.replaced = (site.replaced + 1) % MAX_PLACES)] = place;
}

/** Whether two places are for the same tables: of the same shape, and inheriting by the same way if the field is inherited. */
function isSameWay({ shape, links }: FieldPlace, other: FieldPlace): boolean {
  if (shape !== other.shape || links.length !== other.links.length) return false;
  return links.every(({ metaShape, holderShape }, i) => {
    const link = other.links[i] as Link;
    return metaShape === link.metaShape && holderShape === link.holderShape;
  });
}

/** Whether a place says something of its tables that the one that is known does not. */
const isBetter = ({ nilLinks, slot }: FieldPlace, known: FieldPlace): boolean =>
  nilLinks.length > known.nilLinks.length || slot > known.slot;
