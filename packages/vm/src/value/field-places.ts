// Where an instruction of the interpreter has found its field in tables of other shapes, and of other classes, than its inline cache
// remembers: in the table itself or through tables that are `__index` of metatables; or that it is nowhere there. As with inline
// caches, nothing needs invalidation: every shape on the way is compared, a shape's keys never change, and values are always read
// from the table.
// Compiled code has a memory of its own (exec/field-site.ts), which also tells when to compile anew.

import type { Shape } from "./shape.js";
import { Table } from "./table.js";
import type { Value } from "./value.js";

/** Places that one instruction remembers. */
const MAX_PLACES = 4;
/** Longest way through `__index` that is remembered. */
const MAX_LINKS = 4;
/** Searches of one instruction: one that still sees new shapes then is not worth more of them. */
const MAX_SEARCHES = 32;

/** A step from a table without the field to the next: its metatable has `metaShape`, with `__index` at `slot`, a table of `holderShape`. */
interface Link {
  readonly metaShape: Shape;
  readonly slot: number;
  readonly holderShape: Shape;
}

/** Where tables of a shape and a class have the field. */
interface Place {
  readonly shape: Shape;
  readonly links: readonly Link[];
  readonly slot: number;
}

/**
 * Tables of a shape and a class for which the field is nil: theirs (at `slot`, or -1) is, and none is at the end of the links, behind
 * which there is no metatable. The last link has slot -1 where the metatable has no `__index`.
 */
type NilPlace = Place;

/** The places of one instruction. */
export class FieldPlaces {
  private readonly places: Place[] = [];
  private readonly nilPlaces: NilPlace[] = [];
  private searchCount = 0;

  /** All that is known now. */
  get known(): readonly Place[] {
    return this.places;
  }

  /** The field at one of the places; undefined if it is at none. */
  read<G>(table: Table<G>): Value<G> {
    const { places } = this;
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as Place;
      const value = place.shape === table.shape ? valueAt(place, table) : undefined;
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The slot in tables of a shape that have the field themselves; -1 if that is not known. */
  ownSlot(shape: Shape): number {
    const { places } = this;
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as Place;
      if (place.shape === shape && place.links.length === 0) return place.slot;
    }
    return -1;
  }

  /** Whether the field of a table is nil, by what is known now. */
  isNil<G>(table: Table<G>): boolean {
    const { nilPlaces } = this;
    for (let i = 0; i < nilPlaces.length; i++) {
      const place = nilPlaces[i] as NilPlace;
      if (place.shape === table.shape && isNilAt(place, table)) return true;
    }
    return false;
  }

  private note(places: Place[], place: Place): void {
    if (places.length < MAX_PLACES) places.push(place);
    else places[this.searchCount % MAX_PLACES] = place;
  }

  /** Looks for the field of a table, and notes its place if that can be. The newest places stay. */
  search<G>(object: Table<G>, key: string): void {
    if (this.searchCount >= MAX_SEARCHES) return;
    this.searchCount++;
    const links: Link[] = [];
    let own = -1;
    let table: Table<G> = object;
    // Dictionaries share one shape, which says nothing.
    while (table.dictionary === undefined && links.length <= MAX_LINKS) {
      const slot = table.slotOf(key);
      if (slot >= 0 && table.slots[slot] !== undefined) {
        // What hides the inherited field when it is not nil would have to be looked at, too.
        if (own < 0) this.note(this.places, { shape: object.shape, links, slot });
        return;
      }
      if (table === object) own = slot;
      else if (slot >= 0) return;
      const { metatable } = table;
      const link = metatable === undefined ? undefined : linkOf(metatable);
      if (link !== undefined) links.push(link);
      if (metatable === undefined || link?.slot === -1) {
        this.note(this.nilPlaces, { shape: object.shape, links, slot: own });
        return;
      }
      if (link === undefined) return;
      table = metatable.slots[link.slot] as Table<G>;
    }
  }
}

/** The step over a metatable; undefined if it leads to something else than a table, or cannot be told by shapes. */
function linkOf<G>(metatable: Table<G>): Link | undefined {
  if (metatable.dictionary !== undefined) return undefined;
  const metaShape = metatable.shape;
  const slot = metatable.slotOf("__index");
  if (slot < 0) return { metaShape, slot, holderShape: metaShape };
  const holder = metatable.slots[slot];
  if (!(holder instanceof Table) || holder.dictionary !== undefined) return undefined;
  return { metaShape, slot, holderShape: holder.shape };
}

function isNilAt<G>({ links, slot }: NilPlace, object: Table<G>): boolean {
  if (slot >= 0 && object.slots[slot] !== undefined) return false;
  let table = object;
  for (let i = 0; i < links.length; i++) {
    const link = links[i] as Link;
    const { metatable } = table;
    if (metatable === undefined || metatable.shape !== link.metaShape) return false;
    if (link.slot < 0) return true;
    const holder = metatable.slots[link.slot];
    if (!(holder instanceof Table) || holder.shape !== link.holderShape) return false;
    table = holder as Table<G>;
  }
  return table.metatable === undefined;
}

function valueAt<G>({ links, slot }: Place, object: Table<G>): Value<G> {
  let table = object;
  for (let i = 0; i < links.length; i++) {
    const link = links[i] as Link;
    const { metatable } = table;
    if (metatable === undefined || metatable.shape !== link.metaShape) return undefined;
    const holder = metatable.slots[link.slot];
    if (!(holder instanceof Table) || holder.shape !== link.holderShape) return undefined;
    table = holder as Table<G>;
  }
  return table.slots[slot];
}
