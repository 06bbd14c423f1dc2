// Lua tables: an array part for keys 1..n, and slots in insertion order for the rest, which a shape names while the keys are few
// strings and a dictionary otherwise (manual 2.1, 3.4.7).
// Invariant: a key is in exactly one part, and the array's last element is never nil. A key set to nil keeps its slot until a new
// key needs room, so `next` can go on from it.
// Raw access only: metamethods, and the errors for nil and NaN keys, are in meta/. Every store that adds to the table charges its
// bytes before it has any effect, and passes the write barrier.

import type { Heap, LargeCollect, Tracer, WeakContainer } from "@luster/gc-arena";
import { trace, traceMore } from "@luster/gc-arena";
import { Dictionary, type DictionaryKey, REMOVED_KEY, bigKey } from "./dictionary.js";
import { markValue } from "./mark.js";
import { Float, Int64, fromBigInt, toInteger } from "./number.js";
import type { Shape, ShapeTree } from "./shape.js";
import type { Value } from "./value.js";

/** Bytes of an empty table. */
export const TABLE_BYTES = 96;

// Bytes of a JavaScript array, without and with its elements.
const ARRAY_BYTES = 48;
const ELEMENT_BYTES = 8;

/** Most elements of the array part; V8's own limit is near 2^27. */
export const MAX_ARRAY_LENGTH = 2 ** 26;

/** Up to this capacity we make arrays that have exactly as much as was charged; larger ones grow as V8 grows them. */
const EXACT_CAPACITY = 16;

/** Positions below this are in the array part (the key itself), from here on slots. */
const FIRST_SLOT_POSITION = 2 ** 27;

/** An array part smaller than this is not looked over for holes when it grows. */
const SMALLEST_SPARSE_ARRAY = 64;
/** Places at which a growing array is looked at first, before all its holes are counted. */
const SAMPLED_ELEMENTS = 8;

/** Elements or slots that one piece of a trace visits; a table with more is traced in pieces. */
const TRACED_PIECE = 1024;

// Every array of a table is born with V8's generic packed elements, whatever it will hold, so that all sites see one kind.
// The empty ones are shared, and never written to: they have no element, and whoever adds one makes a new array.
function emptyArray<T>(): T[] {
  const array: (T | undefined)[] = [undefined];
  array.pop();
  return array as T[];
}
const EMPTY: Value<never>[] = emptyArray();

export class Table<in out G> implements LargeCollect, WeakContainer {
  gcColor: number;
  /** Set by vm code that applies the write barrier. */
  metatable: Table<G> | undefined;
  /** Bit e set: as a metatable, this table is known to have no event e. */
  absentEvents: number;
  /** Values of the keys 1..length. Holes are undefined; the last element never is. Stores inline only below its length, never nil. */
  array: Value<G>[];
  /** Elements that `array` has been charged for. */
  private arrayCapacity: number;
  shape: Shape;
  /** Values in slot order. The tail that is not in use is undefined. */
  slots: Value<G>[];
  /** The keys of `slots`, in dictionary mode. */
  dictionary: Dictionary | undefined;

  /** An empty table, for which the caller has charged `TABLE_BYTES`. */
  constructor(shapes: ShapeTree) {
    this.gcColor = 0;
    this.metatable = undefined;
    this.absentEvents = 0;
    this.array = EMPTY as Value<G>[];
    this.arrayCapacity = 0;
    this.shape = shapes.root;
    this.slots = EMPTY as Value<G>[];
    this.dictionary = undefined;
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // Reading

  /** The value of any key; nil for the keys nil and NaN. */
  get(key: Value<G>): Value<G> {
    if (typeof key === "string") return this.getString(key);
    if (typeof key === "number" && Number.isSafeInteger(key)) return this.getInteger(key);
    const canonical = canonicalKey(key);
    if (typeof canonical === "number" && Number.isSafeInteger(canonical)) return this.getInteger(canonical);
    return canonical === undefined ? undefined : this.getInDictionary(canonical);
  }

  getString(key: string): Value<G> {
    const slot = this.slotOf(key);
    return slot < 0 ? undefined : this.slots[slot];
  }

  /** The value of a key that is a safe integer. */
  getInteger(n: number): Value<G> {
    const array = this.array;
    if (n > 0 && n <= array.length) return array[n - 1];
    return this.dictionary === undefined ? undefined : this.getInDictionary(n);
  }

  private getInDictionary(key: DictionaryKey): Value<G> {
    const dictionary = this.dictionary;
    if (dictionary === undefined) return undefined;
    const slot = dictionary.find(key);
    return slot < 0 ? undefined : this.slots[slot];
  }

  /** The slot of a string key in `slots`, or -1. */
  slotOf(key: string): number {
    const dictionary = this.dictionary;
    return dictionary === undefined ? this.shape.lookup(key) : dictionary.find(key);
  }

  /** A border (manual 3.4.7). */
  length(): number {
    const n = this.array.length;
    if (this.dictionary === undefined || this.getInDictionary(n + 1) === undefined) return n;
    return this.borderAbove(n + 1);
  }

  // A border at or above `present`, a key that has a value: doubles its way to an absent key, then halves the gap.
  private borderAbove(present: number): number {
    let low = present;
    let high = present * 2;
    while (high <= Number.MAX_SAFE_INTEGER && this.getInteger(high) !== undefined) {
      low = high;
      high *= 2;
    }
    if (high > Number.MAX_SAFE_INTEGER) high = Number.MAX_SAFE_INTEGER;
    while (high - low > 1) {
      const middle = low + Math.floor((high - low) / 2);
      if (this.getInteger(middle) === undefined) high = middle;
      else low = middle;
    }
    return low;
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // Writing

  /**
   * Sets any key but nil and NaN.
   * @throws ArenaMemoryError when the table would grow past the memory limit; nothing has changed then. So do all setters.
   */
  set(heap: Heap, key: Value<G>, value: Value<G>): void {
    if (typeof key === "string") {
      this.setString(heap, key, value);
      return;
    }
    const canonical = canonicalKey(key) as DictionaryKey;
    if (typeof canonical === "number" && Number.isSafeInteger(canonical)) this.setInteger(heap, canonical, value);
    else this.setInDictionary(heap, canonical, value);
  }

  setString(heap: Heap, key: string, value: Value<G>): void {
    const slot = this.slotOf(key);
    if (slot < 0) {
      if (value !== undefined) this.addString(heap, key, value);
      return;
    }
    const slots = this.slots;
    if (value !== undefined && slots[slot] === undefined) this.absentEvents = 0;
    slots[slot] = value;
    if (this.gcColor === heap.barrierColor) heap.backwardBarrier(this);
  }

  /** Sets a key that is a safe integer. */
  setInteger(heap: Heap, n: number, value: Value<G>): void {
    const array = this.array;
    if (n > 0 && n <= array.length) {
      array[n - 1] = value;
      if (value === undefined && n === array.length) this.trimArray();
    } else if (n === array.length + 1) {
      if (value !== undefined) this.append(heap, value);
      else if (this.dictionary !== undefined) this.setInDictionary(heap, n, value);
    } else {
      this.setInDictionary(heap, n, value);
      return;
    }
    if (this.gcColor === heap.barrierColor) heap.backwardBarrier(this);
  }

  private setInDictionary(heap: Heap, key: DictionaryKey, value: Value<G>): void {
    const slot = this.dictionary === undefined ? -1 : this.dictionary.find(key);
    if (slot >= 0) this.slots[slot] = value;
    else if (value !== undefined) this.addToDictionary(heap, key, value);
    if (this.gcColor === heap.barrierColor) heap.backwardBarrier(this);
  }

  private addString(heap: Heap, key: string, value: Value<G>): void {
    const next = this.dictionary === undefined ? this.shape.add(key) : undefined;
    if (next === undefined) {
      this.addToDictionary(heap, key, value);
    } else {
      const slot = this.shape.keys.length;
      if (slot === this.slots.length) this.growSlots(heap, slot === 0 ? 4 : slot * 2);
      this.slots[slot] = value;
      this.shape = next;
    }
    this.absentEvents = 0;
    if (this.gcColor === heap.barrierColor) heap.backwardBarrier(this);
  }

  private addToDictionary(heap: Heap, key: DictionaryKey, value: Value<G>): void {
    if (this.dictionary === undefined) this.becomeDictionary(heap);
    const dictionary = this.dictionary as unknown as Dictionary;
    if (dictionary.count === this.slots.length) this.makeRoom(heap, dictionary);
    this.slots[dictionary.append(key)] = value;
  }

  private becomeDictionary(heap: Heap): void {
    const { shape } = this;
    const keyCount = shape.keys.length;
    const capacity = Math.max(this.slots.length, 4);
    heap.grow(Dictionary.bytes(capacity));
    if (this.slots.length < capacity) this.growSlots(heap, capacity);
    const keys: (DictionaryKey | undefined)[] = undefinedArray(capacity);
    for (let slot = 0; slot < keyCount; slot++) keys[slot] = shape.keys[slot];
    this.dictionary = new Dictionary(keys, keyCount);
    this.shape = shape.tree.dictionaryShape;
  }

  // Removed keys make room when they are a quarter of all; else the slots are doubled.
  private makeRoom(heap: Heap, dictionary: Dictionary): void {
    const { slots } = this;
    let removedCount = 0;
    for (let slot = 0; slot < slots.length; slot++) if (slots[slot] === undefined) removedCount++;
    if (removedCount * 4 > slots.length) {
      dictionary.compact(slots);
      return;
    }
    const capacity = slots.length * 2;
    heap.grow(Dictionary.bytes(capacity) - Dictionary.bytes(slots.length));
    this.growSlots(heap, capacity);
    dictionary.keys = dictionary.keys.concat(undefinedArray(capacity - dictionary.keys.length));
  }

  // The capacity is exact: a pushed array would begin with 17 elements.
  private growSlots(heap: Heap, capacity: number): void {
    const { slots } = this;
    heap.grow((capacity - slots.length) * ELEMENT_BYTES + (slots.length === 0 ? ARRAY_BYTES : 0));
    this.slots = slots.concat(undefinedArray(capacity - slots.length));
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // The array part

  // Stores `value`, which is not nil, behind the last element.
  private append(heap: Heap, value: Value<G>): void {
    const n = this.array.length;
    if (n === this.arrayCapacity && !this.growArray(heap)) {
      this.setInDictionary(heap, n + 1, value);
      return;
    }
    if (this.dictionary === undefined) {
      this.array.push(value);
      return;
    }
    this.takeFromDictionary(n + 1);
    this.array.push(value);
    this.moveFromDictionary(heap);
  }

  // Makes room for one more element; false when the array is to stay as it is, or has gone to the dictionary.
  private growArray(heap: Heap): boolean {
    const n = this.array.length;
    if (n >= MAX_ARRAY_LENGTH) return false;
    if (n >= SMALLEST_SPARSE_ARRAY && this.looksSparse() && this.isSparse()) {
      this.moveToDictionary(heap);
      return false;
    }
    this.setArrayCapacity(heap, n < EXACT_CAPACITY ? Math.max(4, n * 2) : n + 1 + ((n + 1) >> 1) + 16);
    return true;
  }

  // Charges the capacity that V8 gives the array at the next push, or up to 16 makes an array that has it.
  private setArrayCapacity(heap: Heap, capacity: number): void {
    heap.grow((capacity - this.arrayCapacity) * ELEMENT_BYTES + (this.arrayCapacity === 0 ? ARRAY_BYTES : 0));
    this.arrayCapacity = capacity;
    if (capacity <= EXACT_CAPACITY) this.array = withCapacity(this.array, capacity);
  }

  private looksSparse(): boolean {
    const { array } = this;
    const stride = Math.floor(array.length / SAMPLED_ELEMENTS);
    let holes = 0;
    for (let i = 0; i < SAMPLED_ELEMENTS; i++) if (array[i * stride] === undefined) holes++;
    return holes * 2 >= SAMPLED_ELEMENTS;
  }

  private isSparse(): boolean {
    const { array } = this;
    let holes = 0;
    for (let i = 0; i < array.length; i++) if (array[i] === undefined) holes++;
    return holes * 2 > array.length;
  }

  private moveToDictionary(heap: Heap): void {
    const { array } = this;
    for (let i = 0; i < array.length; i++) {
      const value = array[i];
      if (value !== undefined) this.addToDictionary(heap, i + 1, value);
    }
    this.array = EMPTY as Value<G>[];
    heap.grow(-this.arrayCapacity * ELEMENT_BYTES - ARRAY_BYTES);
    this.arrayCapacity = 0;
  }

  private takeFromDictionary(n: number): Value<G> {
    const slot = (this.dictionary as Dictionary).find(n);
    if (slot < 0) return undefined;
    const value = this.slots[slot];
    this.slots[slot] = undefined;
    (this.dictionary as Dictionary).remove(slot);
    return value;
  }

  private moveFromDictionary(heap: Heap): void {
    for (;;) {
      const n = this.array.length;
      if (this.getInDictionary(n + 1) === undefined || (n === this.arrayCapacity && !this.growArray(heap))) return;
      this.array.push(this.takeFromDictionary(n + 1));
    }
  }

  // The last element was set to nil: drops it, and the holes before it.
  private trimArray(): void {
    const { array } = this;
    do array.pop();
    while (array.length > 0 && array[array.length - 1] === undefined);
  }

  /** Makes room for `n` elements of the array part at once: the hint of a table constructor. Large arrays grow as they are filled. */
  reserveArray(heap: Heap, n: number): void {
    if (n > this.arrayCapacity && n <= EXACT_CAPACITY) this.setArrayCapacity(heap, n);
  }

  /**
   * Stores `count` values of `source`, from index `from` on, under the keys `first`, `first + 1`, ...: what a table constructor
   * and `table.pack` do. Nil values among them become holes. The keys from `first` on must be absent.
   */
  setList(heap: Heap, first: number, source: readonly Value<G>[], from: number, count: number): void {
    while (count > 0 && source[from + count - 1] === undefined) count--;
    if (count === 0) return;
    const start = first - 1;
    const end = start + count;
    if (end > this.arrayCapacity) this.setArrayCapacity(heap, end);
    const array = this.array.length === end ? this.array : this.array.concat(undefinedArray(end - this.array.length));
    for (let i = 0; i < count; i++) array[start + i] = source[from + i];
    this.array = array;
    if (this.gcColor === heap.barrierColor) heap.backwardBarrier(this);
  }

  /** Makes room for `n` fields at once. */
  reserveSlots(heap: Heap, n: number): void {
    if (n > this.slots.length && this.dictionary === undefined) this.growSlots(heap, n);
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // Traversal. A position stays valid while existing keys are changed or set to nil.

  /** The next position that has a value, or 0 at the end. 0 is also where a traversal begins. */
  nextPosition(position: number): number {
    let slot = position - FIRST_SLOT_POSITION + 1;
    if (slot <= 0) {
      const { array } = this;
      for (let i = position; i < array.length; i++) if (array[i] !== undefined) return i + 1;
      slot = 0;
    }
    const { slots } = this;
    for (; slot < slots.length; slot++) if (slots[slot] !== undefined) return FIRST_SLOT_POSITION + slot;
    return 0;
  }

  /** The position of a key: 0 for nil, -1 for a key that is not and was not in the table. */
  positionOf(key: Value<G>): number {
    const canonical = canonicalKey(key);
    if (canonical === undefined) return key === undefined ? 0 : -1;
    if (isIndex(canonical) && canonical <= this.array.length) return canonical;
    const slot =
      typeof canonical === "string" ? this.slotOf(canonical) : this.dictionary === undefined ? -1 : this.dictionary.find(canonical);
    if (slot >= 0) return FIRST_SLOT_POSITION + slot;
    // A key that the array has room for may have been set to nil during the traversal.
    return isIndex(canonical) && canonical <= this.arrayCapacity ? canonical : -1;
  }

  /** The key at a position that `nextPosition` gave. */
  keyAt(position: number): Value<G> {
    if (position < FIRST_SLOT_POSITION) return position;
    const slot = position - FIRST_SLOT_POSITION;
    return this.dictionary === undefined ? this.shape.keys[slot] : luaKey(this.dictionary.keys[slot]);
  }

  /** The value at a position that `nextPosition` gave. */
  valueAt(position: number): Value<G> {
    return position < FIRST_SLOT_POSITION ? this.array[position - 1] : this.slots[position - FIRST_SLOT_POSITION];
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // Collection

  private bytes(): number {
    let bytes = TABLE_BYTES;
    if (this.arrayCapacity > 0) bytes += ARRAY_BYTES + this.arrayCapacity * ELEMENT_BYTES;
    if (this.slots.length > 0) bytes += ARRAY_BYTES + this.slots.length * ELEMENT_BYTES;
    if (this.dictionary !== undefined) bytes += Dictionary.bytes(this.slots.length);
    return bytes;
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(this.bytes());
    this.shape.isUsed = true;
    const { metatable } = this;
    const mode = metatable === undefined ? undefined : metatable.getString("__mode");
    if (metatable !== undefined) tracer.mark(metatable);
    const weakKeys = typeof mode === "string" && mode.includes("k");
    const weakValues = typeof mode === "string" && mode.includes("v");
    if (weakKeys && weakValues) tracer.visitAllWeak(this);
    else if (weakKeys) tracer.visitEphemeron(this);
    else if (weakValues) tracer.visitWeakValues(this);
    let from = 0;
    do from = this.tracePiece(tracer, from, weakKeys, weakValues);
    while (from >= 0);
  }

  [traceMore](): number {
    return -1;
  }

  private tracePiece(tracer: Tracer, from: number, weakKeys: boolean, weakValues: boolean): number {
    const { array, slots, dictionary } = this;
    const end = Math.min(from + TRACED_PIECE, array.length + slots.length);
    for (let i = from; i < end; i++) {
      if (i < array.length) {
        if (!weakValues) markValue(tracer, array[i]);
        continue;
      }
      const slot = i - array.length;
      const value = slots[slot];
      if (value === undefined) continue;
      const key = dictionary === undefined ? undefined : dictionary.keys[slot];
      if (weakKeys && isCollectable(key)) {
        if (!weakValues && isCollectable(value)) tracer.markEphemeron(key, value);
        continue;
      }
      if (key !== undefined) markValue(tracer, key);
      if (!weakValues) markValue(tracer, value);
    }
    return end === array.length + slots.length ? -1 : end;
  }

  clearDeadValues(tracer: Tracer): void {
    const { array, slots } = this;
    for (let i = 0; i < array.length; i++) if (isDead(tracer, array[i])) array[i] = undefined;
    if (array.length > 0 && array[array.length - 1] === undefined) this.trimArray();
    for (let slot = 0; slot < slots.length; slot++) if (isDead(tracer, slots[slot])) slots[slot] = undefined;
  }

  clearDeadKeys(tracer: Tracer): void {
    const { dictionary, slots } = this;
    if (dictionary === undefined) return;
    for (let slot = 0; slot < dictionary.count; slot++) {
      if (!isDead(tracer, dictionary.keys[slot])) continue;
      slots[slot] = undefined;
      dictionary.remove(slot);
    }
  }
}

/** A key as `===` compares it; undefined for nil and NaN. */
function canonicalKey(key: unknown): DictionaryKey | undefined {
  if (typeof key === "number") {
    if (Number.isSafeInteger(key)) return key;
    const integer = toInteger(key);
    return integer instanceof Int64 ? bigKey(integer) : key === key ? key : undefined;
  }
  if (key instanceof Float) return key.n + 0;
  return key instanceof Int64 ? bigKey(key) : (key as DictionaryKey | undefined);
}

function luaKey<G>(key: DictionaryKey | undefined): Value<G> {
  return typeof key === "bigint" ? fromBigInt(key) : (key as Value<G>);
}

function isIndex(key: DictionaryKey): key is number {
  return typeof key === "number" && key > 0 && Number.isInteger(key);
}

function isCollectable(v: unknown): v is { gcColor: number } & LargeCollect {
  return typeof v === "object" && v !== REMOVED_KEY && (v as Partial<LargeCollect>).gcColor !== undefined;
}

function isDead(tracer: Tracer, v: unknown): boolean {
  return isCollectable(v) && tracer.isDead(v);
}

function undefinedArray<T>(length: number): (T | undefined)[] {
  let array: (T | undefined)[] = [undefined];
  if (length === 0) array.pop();
  while (array.length > 0 && array.length * 2 <= length) array = array.concat(array);
  return array.length === length ? array : array.concat(array.slice(0, length - array.length));
}

// A copy with the same elements and exactly this capacity: V8 keeps the room of elements that were popped one by one.
function withCapacity<T>(array: readonly T[], capacity: number): T[] {
  const copy = (array as (T | undefined)[]).concat(undefinedArray(capacity - array.length));
  while (copy.length > array.length) copy.pop();
  return copy as T[];
}
