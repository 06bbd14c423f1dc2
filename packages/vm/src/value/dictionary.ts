// The index of a table in dictionary mode: which slot a key has. Keys are kept in slot order beside the table's values.
// Invariant: each key below `count` is at its slot in `keys`, and is found by `find` until `compact` drops it. A key whose value
// is nil keeps its slot until then, so that a traversal that removes what it passes can go on.
// Values, and when to grow, belong to table.ts.

import type { Int64 } from "./number.js";

/** A key in the one form that `===` decides: a float with an integer's value is that integer, an Int64 a bigint. */
export type DictionaryKey = string | number | bigint | boolean | object;

/** Stands for a key that the collector removed; equal to no key. */
export const REMOVED_KEY: object = Object.freeze({});

/** Up to this many keys are found by a scan, without a Map. */
const SCANNED_KEYS = 8;

const DICTIONARY_BYTES = 120;
const MAP_BYTES = 80;
const KEY_BYTES = 8;
const MAP_KEY_BYTES = 28;

const words = new Int32Array(2);
const wide = new BigInt64Array(words.buffer);
const isLittleEndian = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** The key that an integer beyond 2^53 has in a dictionary. */
export function bigKey(v: Int64): bigint {
  words[isLittleEndian ? 0 : 1] = v.lo;
  words[isLittleEndian ? 1 : 0] = v.hi;
  return wide[0] as bigint;
}

export class Dictionary {
  /** Keys in slot order; as long as the table's `slots`, undefined from `count` on. */
  keys: (DictionaryKey | undefined)[];
  /** Slots in use, those of removed keys included. */
  count: number;
  private index: Map<DictionaryKey, number> | undefined;

  constructor(keys: (DictionaryKey | undefined)[], count: number) {
    this.keys = keys;
    this.count = count;
    this.index = undefined;
    if (count > SCANNED_KEYS) this.buildIndex();
  }

  /** Bytes of a dictionary for so many slots. */
  static bytes(capacity: number): number {
    return DICTIONARY_BYTES + capacity * KEY_BYTES + (capacity > SCANNED_KEYS ? MAP_BYTES + capacity * MAP_KEY_BYTES : 0);
  }

  /** The slot of a key, or -1. */
  find(key: DictionaryKey): number {
    if (this.index === undefined) return this.scan(key);
    const slot = this.index.get(key);
    return slot === undefined ? -1 : slot;
  }

  private scan(key: DictionaryKey): number {
    const { keys, count } = this;
    for (let slot = 0; slot < count; slot++) if (keys[slot] === key) return slot;
    return -1;
  }

  /** Gives a key that is not there the next slot, for which there must be room. */
  append(key: DictionaryKey): number {
    const slot = this.count++;
    this.keys[slot] = key;
    if (this.index !== undefined) this.index.set(key, slot);
    else if (this.count > SCANNED_KEYS) this.buildIndex();
    return slot;
  }

  /** Makes the collector's removal of a slot's key final. */
  remove(slot: number): void {
    const key = this.keys[slot] as DictionaryKey;
    this.keys[slot] = REMOVED_KEY;
    this.index?.delete(key);
  }

  /** Drops the keys whose value is nil, from `keys` and `values` alike; keeps the order. */
  compact(values: unknown[]): void {
    const { keys } = this;
    let to = 0;
    for (let from = 0; from < this.count; from++) {
      if (values[from] === undefined) continue;
      keys[to] = keys[from];
      values[to++] = values[from];
    }
    keys.fill(undefined, to, this.count);
    values.fill(undefined, to, this.count);
    this.count = to;
    this.index = undefined;
    if (to > SCANNED_KEYS) this.buildIndex();
  }

  private buildIndex(): void {
    const index = new Map<DictionaryKey, number>();
    for (let slot = 0; slot < this.count; slot++) index.set(this.keys[slot] as DictionaryKey, slot);
    this.index = index;
  }
}
