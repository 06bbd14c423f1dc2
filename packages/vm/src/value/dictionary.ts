// Slots by key: the index of a table whose keys are not few strings, and of integer keys that are not dense. Keys and values are in
// slot order, so a traversal is a count.
// Invariant: every key below `count` is at its slot, and `find` knows it until it is removed. A key whose value is nil keeps its
// slot until room is needed, so that a traversal that removes what it passes can go on from there.
// Which keys belong here is the table's business; write barriers too.

import type { Heap } from "@luster/gc-arena";
import { chargeGrowth, elementsBytes, emptyElements, lengthened, undefinedElements } from "./elements.js";
import type { DictionaryKey } from "./dictionary-key.js";
import { LONG_KEY_LENGTH, hashKey } from "./key-hash.js";
import { LargeDictionary, REMOVED_KEY } from "./large-dictionary.js";
import type { Value } from "./value.js";

/** Up to this many keys are found by a scan, without a Map. */
const SCANNED_KEYS = 8;
/** With more keys than this a dictionary turns large: a Map of this size still grows within a few milliseconds. */
export const MAX_MAP_KEYS = 2 ** 14;
/** The same once there are numbers among the keys: V8's hash of a number has no seed, so a script can choose numbers that collide. */
export const MAX_MAP_KEYS_WITH_NUMBERS = 2 ** 10;

const SMALLEST_CAPACITY = 4;

/** Longer string keys are not kept for a traversal's sake when their value is nil. */
const LONGEST_KEPT_KEY = 64;

const DICTIONARY_BYTES = 104;
const MAP_BYTES = 88;
const MAP_KEY_BYTES = 28;

/** What is left of a long string key without a value: enough to know it again. */
class BuriedKey {
  private readonly length: number;
  private readonly hash: number | undefined;

  constructor(key: string) {
    this.length = key.length;
    this.hash = hashKey(key);
  }

  isOf(key: string): boolean {
    return this.length === key.length && this.hash === hashKey(key);
  }
}

export class Dictionary<in out G> {
  /** Keys in slot order, undefined from `count` on; empty in a large dictionary. */
  keys: (DictionaryKey | undefined)[];
  /** Values in slot order, as long as `keys`. */
  values: Value<G>[];
  private used: number;
  // Of the slots in use, those without a key.
  private removed: number;
  private index: Map<DictionaryKey, number> | undefined;
  private large: LargeDictionary<G> | undefined;
  private hasNumbers: boolean;
  private hasLongKeys: boolean;
  private hasBuried: boolean;
  /** Epoch of the cycle in which the collector was asked to remove dead keys from here. */
  sweptEpoch: number;

  /** Takes over `keys` and `values`, of one length, a power of two, of which the first `count` slots are in use. */
  constructor(keys: (DictionaryKey | undefined)[], values: Value<G>[], count: number) {
    this.keys = keys;
    this.values = values;
    this.used = count;
    this.removed = 0;
    this.index = undefined;
    this.large = undefined;
    this.hasNumbers = false;
    this.hasLongKeys = false;
    this.hasBuried = false;
    this.sweptEpoch = 0;
    if (count > SCANNED_KEYS) this.buildIndex();
  }

  /** A dictionary without keys, charged to the heap. */
  static create<G>(heap: Heap): Dictionary<G> {
    heap.grow(smallBytes(SMALLEST_CAPACITY));
    return new Dictionary<G>(undefinedElements(SMALLEST_CAPACITY), undefinedElements<Value<G>>(SMALLEST_CAPACITY), 0);
  }

  /** Bytes of a dictionary with so many slots, its values included. */
  static bytesFor(capacity: number): number {
    return smallBytes(capacity);
  }

  get bytes(): number {
    return this.large === undefined ? smallBytes(this.keys.length) : DICTIONARY_BYTES + this.large.bytes;
  }

  /** Slots in use, those of removed keys included. */
  get count(): number {
    return this.large === undefined ? this.used : this.large.count;
  }

  /** Whether no slot has a key, not even one without a value. */
  get isVacant(): boolean {
    return this.large === undefined && this.used === this.removed;
  }

  get isLarge(): boolean {
    return this.large !== undefined;
  }

  /** Whether the next insertion has to make room. A large dictionary always has some. */
  get isFull(): boolean {
    return this.large === undefined && this.used === this.keys.length;
  }

  /** The slot of a key, or -1. */
  find(key: DictionaryKey): number {
    const index = this.index;
    if (index !== undefined) {
      const slot = index.get(key);
      return slot === undefined ? -1 : slot;
    }
    return this.large === undefined ? this.scan(key) : this.large.find(key);
  }

  private scan(key: DictionaryKey): number {
    const { keys, used } = this;
    for (let slot = 0; slot < used; slot++) if (keys[slot] === key) return slot;
    return -1;
  }

  /** The value of a key. */
  get(key: DictionaryKey): Value<G> {
    const slot = this.find(key);
    return slot < 0 ? undefined : this.valueAt(slot);
  }

  keyAt(slot: number): DictionaryKey {
    return this.large === undefined ? (this.keys[slot] as DictionaryKey) : this.large.keyAt(slot);
  }

  valueAt(slot: number): Value<G> {
    return this.large === undefined ? this.values[slot] : this.large.valueAt(slot);
  }

  setValueAt(slot: number, value: Value<G>): void {
    if (this.large === undefined) this.values[slot] = value;
    else this.large.setValueAt(slot, value);
  }

  /**
   * Adds a key that is not there.
   * @throws ArenaMemoryError when there is no room for it within the memory limit; nothing has changed then
   */
  insert(heap: Heap, key: DictionaryKey, value: Value<G>): void {
    if (this.large === undefined) {
      if (this.used === this.keys.length) this.makeRoom(heap);
      if (typeof key === "string" && key.length > LONG_KEY_LENGTH) this.hasLongKeys = true;
      // Few long keys are found by a scan; for many a Map will not do.
      if (this.hasLongKeys && this.large === undefined && this.used >= SCANNED_KEYS) this.becomeLarge(heap);
    }
    if (this.large !== undefined) {
      this.large.insert(heap, key, value);
      return;
    }
    if (typeof key === "number" || typeof key === "bigint") this.hasNumbers = true;
    const slot = this.used++;
    this.keys[slot] = key;
    this.values[slot] = value;
    if (this.index !== undefined) this.index.set(key, slot);
    else if (this.used > SCANNED_KEYS) this.buildIndex();
  }

  /** Removes the key and the value of a slot for good; the slot stays, without a key. */
  remove(slot: number): void {
    this.exchangeKey(slot, REMOVED_KEY);
  }

  /** Whether the string key of an entry without a value is to be buried by the collector. */
  static isToBury(key: string): boolean {
    return key.length > LONGEST_KEPT_KEY;
  }

  /** Lets go of the long string key of an entry without a value; `findBuried` still knows its slot. */
  bury(slot: number): void {
    this.exchangeKey(slot, new BuriedKey(this.keyAt(slot) as string));
    this.hasBuried = true;
  }

  /** The slot of a buried key, or -1. O(n). */
  findBuried(key: string): number {
    if (!this.hasBuried || !Dictionary.isToBury(key)) return -1;
    for (let slot = 0; slot < this.count; slot++) {
      const buried = this.keyAt(slot);
      if (buried instanceof BuriedKey && buried.isOf(key)) return slot;
    }
    return -1;
  }

  private exchangeKey(slot: number, mark: object): void {
    if (this.large !== undefined) {
      this.large.remove(slot, mark);
      return;
    }
    const key = this.keys[slot] as DictionaryKey;
    if (key !== REMOVED_KEY && !(key instanceof BuriedKey)) {
      this.index?.delete(key);
      this.removed++;
    }
    this.keys[slot] = mark;
    this.values[slot] = undefined;
  }

  // Removed keys make room when they are a quarter of all; else there is twice the room.
  private makeRoom(heap: Heap): void {
    const capacity = this.keys.length;
    if (this.countRemoved() * 4 > capacity) {
      this.compact();
    } else if (capacity >= (this.hasNumbers ? MAX_MAP_KEYS_WITH_NUMBERS : MAX_MAP_KEYS)) {
      this.becomeLarge(heap);
    } else {
      chargeGrowth(heap, smallBytes(capacity), smallBytes(capacity * 2));
      this.keys = lengthened(this.keys, capacity * 2);
      this.values = lengthened(this.values, capacity * 2);
    }
  }

  private countRemoved(): number {
    const { values, used } = this;
    let removed = 0;
    for (let slot = 0; slot < used; slot++) if (values[slot] === undefined) removed++;
    return removed;
  }

  // Drops the keys without a value, keeping the order.
  private compact(): void {
    const { keys, values, used } = this;
    let to = 0;
    for (let from = 0; from < used; from++) {
      if (values[from] === undefined) continue;
      keys[to] = keys[from];
      values[to++] = values[from];
    }
    keys.fill(undefined, to, used);
    values.fill(undefined, to, used);
    this.used = to;
    this.removed = 0;
    this.index = undefined;
    if (to > SCANNED_KEYS) this.buildIndex();
  }

  private buildIndex(): void {
    const index = new Map<DictionaryKey, number>();
    for (let slot = 0; slot < this.used; slot++) index.set(this.keys[slot] as DictionaryKey, slot);
    this.index = index;
  }

  private becomeLarge(heap: Heap): void {
    const capacity = this.keys.length;
    chargeGrowth(heap, smallBytes(capacity), DICTIONARY_BYTES + LargeDictionary.initialBytes(capacity, this.used));
    if (this.index === undefined) this.buildIndex();
    this.large = new LargeDictionary<G>(this.keys, this.values, this.used, this.index as Map<DictionaryKey, number>);
    this.index = undefined;
    this.keys = emptyElements();
    this.values = emptyElements();
    this.used = 0;
  }
}

function smallBytes(capacity: number): number {
  return DICTIONARY_BYTES + 2 * elementsBytes(capacity) + (capacity > SCANNED_KEYS ? MAP_BYTES + capacity * MAP_KEY_BYTES : 0);
}
