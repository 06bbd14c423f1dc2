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
  const entry: Collector<[K, V]> = (tracer, [k, v]) => {
    key(tracer, k);
    value(tracer, v);
  };
  return (tracer, values) => traceItems(tracer, values.size, values.entries(), entry);
}

/** Traces the items of an iterator, in pieces when there are many. */
export function traceItems<T>(tracer: Tracer, count: number, items: IterableIterator<T>, item: Collector<T>): void {
  if (count > PIECE_ITEMS) tracer.traceLater(new IteratedPieces(items, item), 0);
  else for (const value of items) item(tracer, value);
}

// The rest of a large map or set: its iterator goes on correctly when the map changes between two pieces.
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
