// Collectors for maps and sets, and for whatever else is walked by an iterator.
// Of more than PIECE_ITEMS items, each PIECE_ITEMS are one piece, as in collector-of.ts.

import { type LargeCollect, type Tracer, trace, traceMore } from "./collect.js";
import { type Collector, PIECE_ITEMS } from "./collector-of.js";

/** A set of what `item` traces. */
export function set<T>(item: Collector<T>): Collector<ReadonlySet<T>> {
  return (tracer, values) => traceItems(tracer, values.size, values.values(), item);
}

/** A map from what `key` traces to what `value` traces. */
export function map<K, V>(key: Collector<K>, value: Collector<V>): Collector<ReadonlyMap<K, V>> {
  const entry: EntryCollector<K, V> = (tracer, k, v) => {
    key(tracer, k);
    value(tracer, v);
  };
  return (tracer, values) => traceEntries(tracer, values, entry);
}

/** Traces one entry of a map. */
export type EntryCollector<K, V> = (tracer: Tracer, key: K, value: V) => void;

/** Traces the entries of a map, in pieces when there are many. */
export function traceEntries<K, V>(tracer: Tracer, map: ReadonlyMap<K, V>, entry: EntryCollector<K, V>): void {
  if (map.size > PIECE_ITEMS) tracer.traceLater(new EntryPieces(map, entry), 0);
  else for (const [key, value] of map) entry(tracer, key, value);
}

/** Traces the items of an iterator, in pieces when there are many. */
export function traceItems<T>(tracer: Tracer, count: number, items: IterableIterator<T>, item: Collector<T>): void {
  if (count > PIECE_ITEMS) tracer.traceLater(new IteratedPieces(items, item), 0);
  else for (const value of items) item(tracer, value);
}

// The rest of a large set, or of the keys of a large map: its iterator goes on correctly when the set changes between two pieces.
class IteratedPieces<T> implements LargeCollect {
  gcColor = 0;

  constructor(
    private readonly items: Iterator<T>,
    private readonly item: Collector<T>,
  ) {}

  [trace](): void {}

  [traceMore](tracer: Tracer, from: number): number {
    for (let i = 0; i < PIECE_ITEMS; i++) {
      const next = this.items.next();
      if (next.done === true) return -1;
      this.item(tracer, next.value);
    }
    return from + PIECE_ITEMS;
  }
}

// The rest of a large map. An iterator of its keys and one of its values stay side by side whatever happens to the map between two
// pieces, and give no array for each entry: 64 bytes of garbage each, that of a million entries six collections of the host.
class EntryPieces<K, V> implements LargeCollect {
  gcColor = 0;
  readonly #keys: Iterator<K>;
  readonly #values: Iterator<V>;

  constructor(
    map: ReadonlyMap<K, V>,
    private readonly entry: EntryCollector<K, V>,
  ) {
    this.#keys = map.keys();
    this.#values = map.values();
  }

  [trace](): void {}

  [traceMore](tracer: Tracer, from: number): number {
    for (let i = 0; i < PIECE_ITEMS; i++) {
      const key = this.#keys.next();
      const value = this.#values.next();
      if (key.done === true || value.done === true) return -1;
      this.entry(tracer, key.value, value.value);
    }
    return from + PIECE_ITEMS;
  }
}
