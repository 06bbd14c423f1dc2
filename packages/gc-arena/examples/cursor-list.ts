// A doubly linked list with cursors. The list is one big cycle of references in both directions; a cursor is a weak pointer
// to a node, so it can ask whether the node it stood on is still part of the list, and gets the answer at a known moment:
// after the collection, not "some time later".

/* eslint-disable luster/package-direction -- an example imports its package by name, as a user does */
import { Arena, GcWeak } from "@luster/gc-arena";
import type { Branded, Gc, Mutation, Rootable } from "@luster/gc-arena";
import { Traced, array, derive, optional, pointer } from "@luster/gc-arena/derive";

class Entry<in out G> extends Traced {
  declare readonly brand: Branded<G>;
  previous: Entry<G> | undefined = undefined;
  next: Entry<G> | undefined = undefined;

  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }
}
derive(Entry, { previous: optional(pointer), next: optional(pointer) });

class List<in out G> extends Traced {
  declare readonly brand: Branded<G>;
  first: Entry<G> | undefined = undefined;
  last: Entry<G> | undefined = undefined;
  cursors: GcWeak<G, Entry<G>>[] = [];

  append(mc: Mutation<G>, text: string): void {
    const entry = mc.alloc(new Entry<G>(text));
    entry.previous = this.last;
    if (this.last === undefined) this.first = entry;
    else this.join(mc, this.last, entry);
    this.last = entry;
    mc.backwardBarrier(this);
  }

  remove(mc: Mutation<G>, entry: Entry<G>): void {
    const { previous, next } = entry;
    if (previous === undefined) this.first = next;
    else this.join(mc, previous, next);
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    if (next !== undefined) mc.backwardBarrier(next);
    mc.backwardBarrier(this);
  }

  placeCursor(mc: Mutation<G>, entry: Entry<G>): void {
    this.cursors.push(new GcWeak<G, Entry<G>>(mc, entry as Gc<G, Entry<G>>));
    mc.backwardBarrier(this);
  }

  *entries(): Generator<Entry<G>> {
    for (let entry = this.first; entry !== undefined; entry = entry.next) yield entry;
  }

  private join(mc: Mutation<G>, left: Entry<G>, right: Entry<G> | undefined): void {
    left.next = right;
    mc.backwardBarrier(left);
  }
}
derive(List, { first: optional(pointer), last: optional(pointer), cursors: array(pointer) });

interface ListSpec extends Rootable {
  readonly Root: Gc<this["G"], List<this["G"]>>;
}

const arena = new Arena<ListSpec>(<G>(mc: Mutation<G>) => mc.alloc(new List<G>()));

arena.mutate((mc, list) => {
  for (const text of ["red", "green", "blue"]) list.append(mc, text);
  for (const entry of list.entries()) list.placeCursor(mc, entry);
});

arena.mutate((mc, list) => {
  const green = [...list.entries()].find((entry) => entry.text === "green");
  if (green !== undefined) list.remove(mc, green);
});
arena.collectAll();

arena.mutate((mc, list) => {
  console.log("list:", [...list.entries()].map((entry) => entry.text).join(" "));
  console.log("cursors:", list.cursors.map((cursor) => cursor.upgrade(mc)?.text ?? "(gone)").join(" "));
});
console.log("live bytes:", arena.metrics.liveBytes);
