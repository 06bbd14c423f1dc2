// The dictionary of a table with tens of thousands of keys, or with keys too long for a JavaScript Map. Keys and values are in
// slot order, in segments that are never copied, so that no insertion takes much longer than another.
// Invariant: a slot whose value is nil keeps its key until another key takes the slot, or the collector removes it.
// A dictionary that becomes large keeps the Map that it had, and every insertion moves a few of its keys to the new index.
// Once large, a dictionary stays large.

import type { Heap } from "@luster/gc-arena";
import { chargeGrowth, lengthened, undefinedElements } from "./elements.js";
import type { DictionaryKey } from "./dictionary-key.js";
import { hashKey } from "./key-hash.js";
import { SEGMENT_MASK, SEGMENT_SHIFT, SEGMENT_SLOTS, SlotIndex } from "./slot-index.js";
import type { Value } from "./value.js";

/** Stands for a key that was removed; equal to no key. */
export const REMOVED_KEY: object = Object.freeze({});

/** Slots of the first segment at first; it is doubled up to the size that all others have. */
const FIRST_SEGMENT_SLOTS = 16;
const LARGE_BYTES = 300;
const SEGMENT_OVERHEAD_BYTES = 128;
const SLOT_BYTES = 16;
// A Map entry for a key without a hash, counted for the largest size of a Map that has just grown.
const UNHASHED_KEY_BYTES = 56;

/** A key of the Map that a dictionary had when it became large. */
const OLDER_KEY_BYTES = 32;
/** So many keys leave that Map at each insertion. */
const MOVED_KEYS = 8;

/** Slots looked at for a removed key before another segment is added. */
const SCANNED_FOR_REUSE = 16_384;

export class LargeDictionary<in out G> {
  /** Slots in use, those of removed keys included. */
  count: number;
  /** Slots that there are. */
  private capacity: number;
  /** Slots with a value. */
  private liveCount: number;
  private readonly keys: (DictionaryKey | undefined)[][];
  private readonly values: Value<G>[][];
  private readonly index: SlotIndex;
  // Slots of objects without an identity.
  private readonly unhashed: Map<DictionaryKey, number>;
  // Where the search for removed keys goes on.
  private reuseCursor: number;
  // The index of the slots from `movedEnd` up to `olderEnd`, until all are moved.
  private older: Map<DictionaryKey, number> | undefined;
  private movedEnd: number;
  private readonly olderEnd: number;

  /** Takes over the first `count` keys and values, and a Map of just these keys. The caller has charged `bytes`. */
  constructor(keys: readonly (DictionaryKey | undefined)[], values: readonly Value<G>[], count: number, older: Map<DictionaryKey, number>) {
    this.count = 0;
    this.capacity = 0;
    this.liveCount = 0;
    this.keys = [];
    this.values = [];
    this.index = new SlotIndex();
    this.unhashed = new Map();
    this.reuseCursor = 0;
    this.older = older;
    this.movedEnd = 0;
    this.olderEnd = count;
    this.adopt(keys, values);
  }

  // Whole segments but for the first, which may be shorter.
  private adopt(keys: readonly (DictionaryKey | undefined)[], values: readonly Value<G>[]): void {
    for (let from = 0; from < keys.length; from += SEGMENT_SLOTS) {
      this.keys.push(keys.slice(from, from + SEGMENT_SLOTS));
      this.values.push(values.slice(from, from + SEGMENT_SLOTS));
    }
    this.capacity = keys.length;
    this.count = this.olderEnd;
    for (let slot = 0; slot < this.count; slot++) if (values[slot] !== undefined) this.liveCount++;
  }

  get bytes(): number {
    const mapBytes = this.unhashed.size * UNHASHED_KEY_BYTES + (this.older === undefined ? 0 : this.olderEnd * OLDER_KEY_BYTES);
    return LARGE_BYTES + segmentBytes(this.capacity) + this.index.bytes + mapBytes;
  }

  /** Bytes of a dictionary that took over so many slots, as many of which had keys. */
  static initialBytes(slots: number, count: number): number {
    return LARGE_BYTES + segmentBytes(slots) + SlotIndex.initialBytes + count * OLDER_KEY_BYTES;
  }

  /** The slot of a key, or -1. */
  find(key: DictionaryKey): number {
    const hash = hashKey(key);
    const slot = hash === undefined ? this.unhashed.get(key) : this.index.find(hash, key, this.keys);
    if (slot !== undefined && slot >= 0) return slot;
    return this.older === undefined ? -1 : (this.older.get(key) ?? -1);
  }

  keyAt(slot: number): DictionaryKey {
    return (this.keys[slot >> SEGMENT_SHIFT] as DictionaryKey[])[slot & SEGMENT_MASK] as DictionaryKey;
  }

  valueAt(slot: number): Value<G> {
    return (this.values[slot >> SEGMENT_SHIFT] as Value<G>[])[slot & SEGMENT_MASK];
  }

  setValueAt(slot: number, value: Value<G>): void {
    const segment = this.values[slot >> SEGMENT_SHIFT] as Value<G>[];
    const offset = slot & SEGMENT_MASK;
    if (segment[offset] !== undefined) this.liveCount--;
    if (value !== undefined) this.liveCount++;
    segment[offset] = value;
  }

  /** Adds a key that is not there. */
  insert(heap: Heap, key: DictionaryKey, value: Value<G>): void {
    if (this.older !== undefined) this.moveFromOlder(heap);
    const hash = hashKey(key);
    if (hash !== undefined) this.index.makeRoom(heap, hash);
    else heap.grow(UNHASHED_KEY_BYTES);
    const slot = this.takeSlot(heap);
    (this.keys[slot >> SEGMENT_SHIFT] as DictionaryKey[])[slot & SEGMENT_MASK] = key;
    this.setValueAt(slot, value);
    if (this.isInOlder(slot)) (this.older as Map<DictionaryKey, number>).set(key, slot);
    else if (hash !== undefined) this.index.insert(hash, slot);
    else this.unhashed.set(key, slot);
  }

  private isInOlder(slot: number): boolean {
    return this.older !== undefined && slot >= this.movedEnd && slot < this.olderEnd;
  }

  private moveFromOlder(heap: Heap): void {
    const end = Math.min(this.movedEnd + MOVED_KEYS, this.olderEnd);
    for (let slot = this.movedEnd; slot < end; slot++) {
      const key = this.keyAt(slot);
      const hash = key === REMOVED_KEY ? undefined : hashKey(key);
      if (hash !== undefined) {
        this.index.makeRoom(heap, hash);
        this.index.insert(hash, slot);
      } else if (key !== REMOVED_KEY) {
        heap.grow(UNHASHED_KEY_BYTES);
        this.unhashed.set(key, slot);
      }
      this.movedEnd = slot + 1;
    }
    if (end < this.olderEnd) return;
    this.older = undefined;
    heap.grow(-this.olderEnd * OLDER_KEY_BYTES);
  }

  /** Removes the key and the value of a slot for good, and leaves `mark`, which is no key, in the key's place. */
  remove(slot: number, mark: object): void {
    const key = this.keyAt(slot);
    if (key === REMOVED_KEY) return;
    if (!this.isInOlder(slot)) {
      const hash = hashKey(key);
      if (hash !== undefined) this.index.remove(hash, slot);
      else this.unhashed.delete(key);
    }
    this.older?.delete(key);
    (this.keys[slot >> SEGMENT_SHIFT] as DictionaryKey[])[slot & SEGMENT_MASK] = mark;
    this.setValueAt(slot, undefined);
  }

  // The next slot; or if none is left, one of a removed key if a quarter of all are, or one in a new segment.
  private takeSlot(heap: Heap): number {
    if (this.count === this.capacity) {
      const reused = (this.count - this.liveCount) * 4 > this.count ? this.findReusable() : -1;
      if (reused >= 0) return reused;
      if (this.capacity > 0 && this.capacity < SEGMENT_SLOTS) this.doubleFirstSegment(heap);
      else this.addSegment(heap, this.capacity === 0 ? FIRST_SEGMENT_SLOTS : SEGMENT_SLOTS);
    }
    return this.count++;
  }

  private addSegment(heap: Heap, slots: number): void {
    heap.grow(segmentBytes(slots));
    this.keys.push(undefinedElements(slots));
    this.values.push(undefinedElements(slots));
    this.capacity += slots;
  }

  private doubleFirstSegment(heap: Heap): void {
    const slots = this.capacity * 2;
    chargeGrowth(heap, segmentBytes(this.capacity), segmentBytes(slots));
    this.keys[0] = lengthened(this.keys[0] as DictionaryKey[], slots);
    this.values[0] = lengthened(this.values[0] as Value<G>[], slots);
    this.capacity = slots;
  }

  private findReusable(): number {
    for (let looked = 0; looked < SCANNED_FOR_REUSE; looked++) {
      if (this.reuseCursor >= this.count) this.reuseCursor = 0;
      const slot = this.reuseCursor++;
      if (this.valueAt(slot) !== undefined) continue;
      this.remove(slot, REMOVED_KEY);
      return slot;
    }
    return -1;
  }
}

// The keys and the values of so many slots, and their places in the lists of segments.
function segmentBytes(slots: number): number {
  return Math.ceil(slots / SEGMENT_SLOTS) * SEGMENT_OVERHEAD_BYTES + slots * SLOT_BYTES;
}
