// Lua tables (manual 2.1, 3.4.7). A key is in one of three parts: the array part for keys 1..n; the integer part for other
// integers, once there are any; and for all else slots in insertion order, which a shape names while the keys are few strings
// and a dictionary otherwise.
// Invariant: a key is in exactly one part, and the array's last element is never nil. A key set to nil keeps its place until a
// new key is added, so `next` can go on from it.
// Raw access only: metamethods, and the errors for nil and NaN keys, are in meta/. Every store that adds to the table charges its
// bytes before it has any effect, and passes the write barrier.
//
// Order: reading, writing, the array part, traversal, collection.

import type { Heap, LargeCollect, Tracer, WeakContainer } from "@luster/gc-arena";
import { trace, traceMore } from "@luster/gc-arena";
import { MAX_ARRAY_LENGTH, denseLength, isSparse } from "./density.js";
import { Dictionary } from "./dictionary.js";
import { type DictionaryKey, canonicalKey, luaKey } from "./dictionary-key.js";
import {
  EXACT_CAPACITY,
  chargeGrowth,
  elementsBytes,
  emptyElements,
  grownCapacity,
  lengthened,
  requireBytes,
  undefinedElements,
  withCapacity,
} from "./elements.js";
import { IntegerPart, PAGE_KEYS, type Page, pageIndex } from "./integer-part.js";
import { type Identified, LONG_KEY_LENGTH } from "./key-hash.js";
import type { Shape, ShapeTree } from "./shape.js";
import {
  StoredString,
  TRACED_PIECE,
  Weakness,
  clearDead,
  clearDeadInDictionary,
  clearDeadInPage,
  clearDeadKeysOf,
  isCollectable,
  traceElements,
  traceEntry,
  traceRemovedKey,
  traceSparse,
  traceValue,
  visitWeak,
} from "./table-marking.js";
import type { Value } from "./value.js";

export { MAX_ARRAY_LENGTH };

/** Bytes of an empty table. */
export const TABLE_BYTES = 112;

/** From this capacity on an array part gives room back when it has become a quarter full. */
const SMALLEST_SHRUNK_ARRAY = 64;
/** Slots of the integer part's dictionary up to which it is looked at for dense keys when it is full. */
const MAX_ABSORBED_KEYS = 1024;
/** Keys moved at once from the integer part's dictionary behind the array part. */
const MAX_MOVED_KEYS = 2 ** 13;

/** First slots of a table that has none. */
const FIRST_SLOTS = 4;

// Positions of a traversal. In the array part a position is the key; the other parts begin here. All are small integers.
const SLOT_POSITIONS = 2 ** 27;
const SPARSE_POSITIONS = 2 ** 28;
const PAGE_POSITIONS = 2 ** 29;

/** A table with more elements or slots is traced in pieces, and not again as a whole for each store. */
const LARGE_PART = 1024;

/** Bit of `absentEvents` above those of all events: as a metatable, this table is known to have no `__mode`. */
const NO_MODE = 1 << 29;

export class Table<in out G> implements LargeCollect, WeakContainer, Identified {
  gcColor: number;
  /** Set by vm code that applies the write barrier. */
  metatable: Table<G> | undefined;
  /** Bit e set: as a metatable, this table is known to have no event e. Cleared by every store of a string key that was nil. */
  absentEvents: number;
  /**
   * Values of the keys 1..length. Holes are undefined; the last element never is. Stores from outside: below its length, not nil; or
   * the first elements of a table without integer keys, at once, by compiled code.
   */
  array: Value<G>[];
  /** Elements that `array` has room for, as charged. Read and written by compiled code. */
  private arrayCapacity: number;
  /** Keys up to this one may have been in `array` and set to nil since. */
  private arrayLimit: number;
  /** Integer keys that are not in `array`. Read by compiled code. */
  private integers: IntegerPart<G> | undefined;
  shape: Shape;
  /** Values in slot order; the tail that is not in use is undefined. Those of a large dictionary are elsewhere. */
  slots: Value<G>[];
  /** In dictionary mode: the keys of the slots. */
  dictionary: Dictionary<G> | undefined;
  /** For key-hash.ts, which alone writes it. */
  identity: number;

  /**
   * A table without keys, for which the caller has charged `TABLE_BYTES` and the bytes of the slots.
   * @param shape the root of the VM's shapes
   * @param slots room for fields: an array of its own, all undefined, or the empty one
   */
  constructor(shape: Shape, slots: Value<G>[]) {
    this.gcColor = 0;
    this.metatable = undefined;
    this.absentEvents = 0;
    this.array = emptyElements();
    this.arrayCapacity = 0;
    this.arrayLimit = 0;
    this.integers = undefined;
    this.shape = shape;
    this.slots = slots;
    this.dictionary = undefined;
    this.identity = 0;
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // Reading

  /** The value of any key; nil for the keys nil and NaN. */
  get(key: Value<G>): Value<G> {
    if (typeof key === "string") return this.getString(key);
    const canonical = canonicalKey(key);
    if (typeof canonical === "number" && Number.isSafeInteger(canonical)) return this.getInteger(canonical);
    return canonical === undefined || this.dictionary === undefined ? undefined : this.dictionary.get(canonical);
  }

  getString(key: string): Value<G> {
    const dictionary = this.dictionary;
    if (dictionary !== undefined) return dictionary.get(key);
    const slot = this.shape.lookup(key);
    return slot < 0 ? undefined : this.slots[slot];
  }

  /** The value of a key that is a safe integer. */
  getInteger(n: number): Value<G> {
    const array = this.array;
    if (n > 0 && n <= array.length) return array[n - 1];
    const integers = this.integers;
    return integers === undefined ? undefined : integers.get(n);
  }

  /** The slot of a string key in `slots`, or -1. For shapes: a large dictionary has no values in `slots`, and answers -1. */
  slotOf(key: string): number {
    const dictionary = this.dictionary;
    if (dictionary === undefined) return this.shape.lookup(key);
    return dictionary.isLarge ? -1 : dictionary.find(key);
  }

  /** A border (manual 3.4.7). O(1) for a sequence of up to MAX_ARRAY_LENGTH elements, else O(log n). */
  length(): number {
    const n = this.array.length;
    const integers = this.integers;
    return integers === undefined || integers.get(n + 1) === undefined ? n : this.borderAbove(n + 1);
  }

  // A border at or above `present`, a key that has a value: doubles its way to a key that has none, then halves the gap.
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
   * @throws ArenaMemoryError when the table would grow past the memory limit; no key has changed then. So do all setters.
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
    if (this.dictionary !== undefined) {
      this.absentEvents = 0;
      this.setInDictionary(heap, key, value);
      return;
    }
    const shape = this.shape;
    const slot = shape.isNextKey(key) ? -1 : shape.lookup(key);
    if (slot >= 0) {
      const slots = this.slots;
      if (slots[slot] === undefined) this.absentEvents = 0;
      slots[slot] = value;
    } else {
      if (value === undefined) return;
      this.addField(heap, key, value);
    }
    if (this.gcColor === heap.barrierColor) this.recordStore(heap, value);
  }

  /** Sets a key that is a safe integer. */
  setInteger(heap: Heap, n: number, value: Value<G>): void {
    const array = this.array;
    const length = array.length;
    if (n > 0 && n <= length && (n < length || value !== undefined)) {
      array[n - 1] = value;
    } else if (
      n === length + 1 &&
      length < this.arrayCapacity &&
      value !== undefined &&
      (this.integers === undefined || this.integers.isFarFrom(n))
    ) {
      array.push(value);
    } else {
      this.setIntegerSlowly(heap, n, value);
    }
    if (this.gcColor === heap.barrierColor) this.recordStore(heap, value);
  }

  private setIntegerSlowly(heap: Heap, n: number, value: Value<G>): void {
    const length = this.array.length;
    if (n === length && n > 0) this.dropLastElement(heap);
    else if (n === length + 1 && value !== undefined) this.append(heap, n, value);
    else if (this.integers === undefined || !this.integers.replace(n, value)) {
      if (value !== undefined) this.addInteger(heap, n, value);
    }
  }

  private addField(heap: Heap, key: string, value: Value<G>): void {
    const shape = this.shape;
    const next = key.length > LONG_KEY_LENGTH ? undefined : shape.add(key);
    if (next === undefined) {
      this.becomeDictionary(heap);
      this.addToDictionary(heap, key, value);
    } else {
      const slot = shape.keys.length;
      if (slot === this.slots.length) this.growSlots(heap, slot === 0 ? FIRST_SLOTS : slot * 2);
      this.slots[slot] = value;
      this.shape = next;
    }
    this.absentEvents = 0;
  }

  private growSlots(heap: Heap, capacity: number): void {
    const { slots } = this;
    chargeGrowth(heap, elementsBytes(slots.length), elementsBytes(capacity));
    this.slots = lengthened(slots, capacity);
  }

  private setInDictionary(heap: Heap, key: DictionaryKey, value: Value<G>): void {
    const slot = this.dictionary === undefined ? -1 : this.dictionary.find(key);
    if (slot >= 0) (this.dictionary as Dictionary<G>).setValueAt(slot, value);
    else {
      if (value === undefined) return;
      if (this.dictionary === undefined) this.becomeDictionary(heap);
      this.addToDictionary(heap, key, value);
      if (typeof key === "object" && this.gcColor === heap.barrierColor) this.recordStore(heap, key as Value<G>);
    }
    if (this.gcColor === heap.barrierColor) this.recordStore(heap, value);
  }

  private addToDictionary(heap: Heap, key: DictionaryKey, value: Value<G>): void {
    const dictionary = this.dictionary as Dictionary<G>;
    const { isFull } = dictionary;
    dictionary.insert(heap, key, value);
    this.slots = dictionary.values;
    // Entries may have moved to where a trace in pieces has been already.
    if (isFull && this.gcColor === heap.barrierColor) heap.backwardBarrier(this);
  }

  private becomeDictionary(heap: Heap): void {
    const { shape, slots } = this;
    // A dictionary's capacity is a power of two.
    const capacity = 2 ** (32 - Math.clz32(Math.max(slots.length, FIRST_SLOTS) - 1));
    chargeGrowth(heap, elementsBytes(slots.length), Dictionary.bytesFor(capacity));
    const keys: (DictionaryKey | undefined)[] = undefinedElements(capacity);
    for (let slot = 0; slot < shape.keys.length; slot++) keys[slot] = shape.keys[slot];
    this.dictionary = new Dictionary<G>(keys, slots.length < capacity ? lengthened(slots, capacity) : slots, shape.keys.length);
    this.slots = this.dictionary.values;
    this.shape = shape.tree.dictionaryShape;
  }

  /** Makes room for `n` fields at once: the hint of a table constructor. */
  reserveSlots(heap: Heap, n: number): void {
    if (n > this.slots.length && this.dictionary === undefined) this.growSlots(heap, n);
  }

  /**
   * The write barrier, for a table whose colour is the barrier's. A large table is not traced again for each store: what was stored
   * is marked at once.
   */
  recordStore(heap: Heap, value: Value<G>): void {
    if (this.isSmall()) heap.backwardBarrier(this);
    else if (typeof value === "string") heap.forwardBarrier(this, new StoredString(value));
    else if (isCollectable(value)) heap.forwardBarrier(this, value);
  }

  private isSmall(): boolean {
    if (this.array.length + this.slots.length > LARGE_PART) return false;
    return !(this.integers?.isLarge || this.dictionary?.isLarge);
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // The array part, and its dealings with the integer part

  // Stores a value that is not nil at key n, right behind the array part.
  private append(heap: Heap, n: number, value: Value<G>): void {
    if (this.array.length === this.arrayCapacity && !this.growArray(heap)) {
      this.setBehindFullArray(heap, n, value);
      return;
    }
    const { integers } = this;
    if (integers !== undefined) integers.take(n);
    this.array.push(value);
    if (integers === undefined) return;
    if (integers.get(n + 1) !== undefined) this.moveFollowing(heap, integers);
    if (integers.isVacant) this.dropIntegers(heap, integers);
  }

  // Makes room for one more element; false when the array is not to grow, or has been moved to the integer part.
  private growArray(heap: Heap): boolean {
    const { array } = this;
    const length = array.length;
    if (isSparse(array)) {
      this.scatterArray(heap);
      return false;
    }
    if (length >= MAX_ARRAY_LENGTH) return false;
    this.setArrayCapacity(heap, grownCapacity(length));
    if (length < EXACT_CAPACITY) this.array = withCapacity(array, this.arrayCapacity);
    return true;
  }

  private setArrayCapacity(heap: Heap, capacity: number): void {
    chargeGrowth(heap, elementsBytes(this.arrayCapacity), elementsBytes(capacity));
    this.arrayCapacity = capacity;
  }

  // Room for `length` elements, as much as pushing them one by one would make.
  private makeArrayRoom(heap: Heap, length: number): void {
    let capacity = this.arrayCapacity;
    if (capacity >= length) return;
    while (capacity < length) capacity = grownCapacity(capacity);
    this.setArrayCapacity(heap, capacity);
    if (capacity <= EXACT_CAPACITY) this.array = withCapacity(this.array, capacity);
  }

  // Keys behind a full array part, or behind one that has just been moved to the integer part.
  private setBehindFullArray(heap: Heap, n: number, value: Value<G>): void {
    const integers = this.integersFor(heap);
    if (integers.replace(n, value)) return;
    if (this.array.length === 0) this.addInteger(heap, n, value);
    else integers.append(heap, n, value);
    this.noteMoves(heap, integers);
  }

  // Adds an integer key that is neither in the array part nor right behind it.
  private addInteger(heap: Heap, n: number, value: Value<G>): void {
    const integers = this.integersFor(heap);
    const { sparse } = integers;
    if (
      n > 0 &&
      sparse !== undefined &&
      sparse.isFull &&
      sparse.keys.length <= MAX_ABSORBED_KEYS &&
      this.absorb(heap, integers, sparse, n)
    ) {
      this.array[n - 1] = value;
      return;
    }
    integers.insert(heap, n, value);
    this.noteMoves(heap, integers);
  }

  private integersFor(heap: Heap): IntegerPart<G> {
    return (this.integers ??= IntegerPart.create<G>(heap));
  }

  private dropIntegers(heap: Heap, integers: IntegerPart<G>): void {
    heap.grow(-integers.bytes);
    this.integers = undefined;
  }

  // Values may have moved to where a trace in pieces has been already.
  private noteMoves(heap: Heap, integers: IntegerPart<G>): void {
    const { filledPage, hasMoved } = integers;
    if (filledPage === undefined && !hasMoved) return;
    integers.filledPage = undefined;
    integers.hasMoved = false;
    if (this.gcColor !== heap.barrierColor) return;
    if (hasMoved || filledPage === undefined) heap.backwardBarrier(this);
    else for (const value of filledPage.values) this.recordStore(heap, value);
  }

  // Moves dictionary keys of the integer part to the array part, if those up to some limit and `n` use more than half of it. The
  // element of `n` is left for the caller to fill; false when it stays outside.
  private absorb(heap: Heap, integers: IntegerPart<G>, sparse: Dictionary<G>, n: number): boolean {
    const length = denseLength(this.array.length, sparse, n);
    if (length < n) return false;
    this.setArrayCapacity(heap, length);
    const array = lengthened(this.array, length);
    for (let slot = 0; slot < sparse.count; slot++) {
      const key = sparse.keyAt(slot);
      if (typeof key !== "number" || key <= 0 || key > length) continue;
      const value = sparse.valueAt(slot);
      array[key - 1] = value;
      sparse.remove(slot);
      if (this.gcColor === heap.barrierColor) this.recordStore(heap, value);
    }
    this.array = array;
    if (integers.isVacant) this.dropIntegers(heap, integers);
    return true;
  }

  // The keys right behind the array part follow it: those of a page up to its last one, or some of the dictionary's.
  private moveFollowing(heap: Heap, integers: IntegerPart<G>): void {
    const length = this.array.length;
    const page = integers.pageOf(length + 1);
    const end = page === undefined ? integers.endOfRun(length + 1, MAX_MOVED_KEYS) : page.firstKey + page.length - 1;
    if (end > MAX_ARRAY_LENGTH) return;
    if (!heap.canAllocate(2 * elementsBytes(grownCapacity(end)))) return;
    this.makeArrayRoom(heap, end);
    for (let n = length + 1; n <= end; n++) {
      const value = integers.get(n);
      this.array.push(value);
      integers.take(n);
      if (this.gcColor === heap.barrierColor) this.recordStore(heap, value);
    }
  }

  // The array part has become sparse: the integer part takes it.
  private scatterArray(heap: Heap): void {
    const { array } = this;
    requireBytes(heap, IntegerPart.bytesToAdopt(array.length));
    const integers = this.integersFor(heap);
    for (let from = 0; from < array.length; from += PAGE_KEYS) integers.adopt(heap, from / PAGE_KEYS, array.slice(from, from + PAGE_KEYS));
    this.setArrayCapacity(heap, 0);
    this.array = emptyElements();
    this.arrayLimit = 0;
    integers.hasMoved = true;
  }

  // The last element becomes nil, and the holes before it go too. Without a heap the room is kept.
  private dropLastElement(heap?: Heap): void {
    const { array } = this;
    if (array.length > this.arrayLimit) this.arrayLimit = array.length;
    let length = array.length - 1;
    while (length > 0 && array[length - 1] === undefined) length--;
    if (heap !== undefined && this.arrayCapacity >= SMALLEST_SHRUNK_ARRAY && length * 4 <= this.arrayCapacity) {
      this.array = length === 0 ? emptyElements() : array.slice(0, length);
      this.setArrayCapacity(heap, length);
    } else if (array.length - length > EXACT_CAPACITY) array.length = length;
    else while (array.length > length) array.pop(); // which, other than the above, keeps the room
  }

  /** Makes room for `n` elements of the array part at once: the hint of a table constructor. Longer ones grow as they are filled. */
  reserveArray(heap: Heap, n: number): void {
    if (n <= this.arrayCapacity || n > EXACT_CAPACITY) return;
    this.setArrayCapacity(heap, n);
    this.array = withCapacity(this.array, n);
  }

  /**
   * Stores `count` values of `source`, from index `from` on, under the keys `first`, `first + 1`, ...: what a table constructor
   * and `table.pack` do. Values that are nil become holes. The keys from `first` on must be absent.
   */
  setList(heap: Heap, first: number, source: readonly Value<G>[], from: number, count: number): void {
    while (count > 0 && source[from + count - 1] === undefined) count--;
    const length = first - 1 + count;
    if (count === 0) return;
    if (length > MAX_ARRAY_LENGTH || this.integers !== undefined) {
      for (let i = 0; i < count; i++) this.setInteger(heap, first + i, source[from + i]);
      return;
    }
    if (this.array.length === 0) {
      this.beginArray(heap, length);
      const { array } = this;
      for (let i = 0; i < count; i++) array[first - 1 + i] = source[from + i];
    } else {
      this.makeArrayRoom(heap, length);
      while (this.array.length < first - 1) this.array.push(undefined);
      for (let i = 0; i < count; i++) this.array.push(source[from + i]);
    }
    if (this.gcColor === heap.barrierColor) heap.backwardBarrier(this);
  }

  // Makes an array part of `length` nils, which the caller fills.
  private beginArray(heap: Heap, length: number): void {
    const bytes = elementsBytes(length);
    // One that the running cycle has not traced yet will be counted with its array.
    if (this.arrayCapacity === 0 && this.gcColor !== heap.barrierColor) heap.allocate(bytes);
    else chargeGrowth(heap, elementsBytes(this.arrayCapacity), bytes);
    this.arrayCapacity = length;
    this.array = undefinedElements(length) as Value<G>[];
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // Traversal. A position stays valid while existing keys are changed or set to nil.

  /** The next position that has a value, or 0 at the end. 0 is also where a traversal begins. */
  nextPosition(position: number): number {
    if (position >= SLOT_POSITIONS) return this.nextPositionBehindArray(position);
    const { array, integers } = this;
    for (let i = position; i < array.length; i++) if (array[i] !== undefined) return i + 1;
    return integers === undefined ? this.nextSlot(0) : this.nextInPages(integers, 0);
  }

  private nextPositionBehindArray(position: number): number {
    if (position < SPARSE_POSITIONS) return this.nextSlot(position - SLOT_POSITIONS + 1);
    const integers = this.integers as IntegerPart<G>;
    if (position < PAGE_POSITIONS) return this.nextSparse(integers, position - SPARSE_POSITIONS + 1);
    return this.nextInPages(integers, position - PAGE_POSITIONS + 1);
  }

  private nextInPages(integers: IntegerPart<G>, from: number): number {
    const { pages } = integers;
    let index = from % PAGE_KEYS;
    for (let ordinal = Math.floor(from / PAGE_KEYS); ordinal < pages.length; ordinal++) {
      const values = (pages[ordinal] as Page<G>).values;
      for (; index < PAGE_KEYS; index++) if (values[index] !== undefined) return PAGE_POSITIONS + ordinal * PAGE_KEYS + index;
      index = 0;
    }
    return this.nextSparse(integers, 0);
  }

  private nextSparse(integers: IntegerPart<G>, from: number): number {
    const { sparse } = integers;
    if (sparse === undefined) return this.nextSlot(0);
    for (let slot = from; slot < sparse.count; slot++) if (sparse.valueAt(slot) !== undefined) return SPARSE_POSITIONS + slot;
    return this.nextSlot(0);
  }

  private nextSlot(from: number): number {
    const { slots, dictionary } = this;
    if (dictionary !== undefined && dictionary.isLarge) {
      for (let slot = from; slot < dictionary.count; slot++) if (dictionary.valueAt(slot) !== undefined) return SLOT_POSITIONS + slot;
      return 0;
    }
    for (let slot = from; slot < slots.length; slot++) if (slots[slot] !== undefined) return SLOT_POSITIONS + slot;
    return 0;
  }

  /** Whether a position that was given before is that of a field with this key. */
  hasFieldAt(position: number, key: Value<G>): boolean {
    const slot = position - SLOT_POSITIONS;
    if (slot < 0 || position >= SPARSE_POSITIONS) return false;
    const { dictionary } = this;
    if (dictionary === undefined) return this.shape.keys[slot] === key;
    return slot < dictionary.count && dictionary.keyAt(slot) === key;
  }

  /** The position of a key: 0 for nil, -1 for a key that is not and was not in the table. */
  positionOf(key: Value<G>): number {
    const canonical = typeof key === "string" ? key : canonicalKey(key);
    if (typeof canonical === "number" && Number.isSafeInteger(canonical)) return this.positionOfInteger(canonical);
    if (canonical === undefined) return key === undefined ? 0 : -1;
    const slot = this.slotOfKey(canonical);
    return slot < 0 ? -1 : SLOT_POSITIONS + slot;
  }

  private slotOfKey(key: DictionaryKey): number {
    const { dictionary } = this;
    if (dictionary === undefined) return typeof key === "string" ? this.shape.lookup(key) : -1;
    const slot = dictionary.find(key);
    return slot < 0 && typeof key === "string" ? dictionary.findBuried(key) : slot;
  }

  private positionOfInteger(n: number): number {
    if (n > 0 && n <= this.array.length) return n;
    const { integers } = this;
    if (integers !== undefined) {
      const page = integers.pageOf(n);
      if (page !== undefined) return PAGE_POSITIONS + page.ordinal * PAGE_KEYS + pageIndex(n);
      const slot = integers.sparse === undefined ? -1 : integers.sparse.find(n);
      if (slot >= 0) return SPARSE_POSITIONS + slot;
    }
    return n > 0 && n <= this.arrayLimit ? n : -1;
  }

  /** The key at a position that `nextPosition` gave. */
  keyAt(position: number): Value<G> {
    if (position < SLOT_POSITIONS) return position;
    if (position < SPARSE_POSITIONS) {
      const slot = position - SLOT_POSITIONS;
      return this.dictionary === undefined ? this.shape.keys[slot] : luaKey(this.dictionary.keyAt(slot));
    }
    const integers = this.integers as IntegerPart<G>;
    if (position < PAGE_POSITIONS) return (integers.sparse as Dictionary<G>).keyAt(position - SPARSE_POSITIONS) as number;
    const place = position - PAGE_POSITIONS;
    return (integers.pages[Math.floor(place / PAGE_KEYS)] as Page<G>).firstKey + (place % PAGE_KEYS);
  }

  /** The value at a position that `nextPosition` gave. */
  valueAt(position: number): Value<G> {
    if (position < SLOT_POSITIONS) return this.array[position - 1];
    if (position < SPARSE_POSITIONS) {
      const slot = position - SLOT_POSITIONS;
      return this.dictionary === undefined ? this.slots[slot] : this.dictionary.valueAt(slot);
    }
    const integers = this.integers as IntegerPart<G>;
    if (position < PAGE_POSITIONS) return (integers.sparse as Dictionary<G>).valueAt(position - SPARSE_POSITIONS);
    const place = position - PAGE_POSITIONS;
    return (integers.pages[Math.floor(place / PAGE_KEYS)] as Page<G>).values[place % PAGE_KEYS];
  }

  // -------------------------------------------------------------------------------------------------------------------------
  // Collection. A table is traced in pieces that begin at positions: array part, pages, the integer part's dictionary, slots.

  private get bytes(): number {
    let bytes = TABLE_BYTES + elementsBytes(this.arrayCapacity);
    if (this.integers !== undefined) bytes += this.integers.bytes;
    return bytes + (this.dictionary === undefined ? elementsBytes(this.slots.length) : this.dictionary.bytes);
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(this.bytes);
    if (!this.shape.isUsed) this.shape.isUsed = true;
    if (this.metatable !== undefined) tracer.mark(this.metatable);
    const weakness = weaknessOf(this.metatable);
    if (weakness !== Weakness.None) visitWeak(tracer, this, weakness);
    let from = 0;
    if (this.isSmall()) while (from >= 0) from = this.tracePiece(tracer, from, weakness);
    else tracer.traceLater(this, from);
  }

  [traceMore](tracer: Tracer, from: number): number {
    return this.tracePiece(tracer, from, weaknessOf(this.metatable));
  }

  // Traces the piece at `from`; where the next one begins, or -1.
  private tracePiece(tracer: Tracer, from: number, weakness: Weakness): number {
    const { integers } = this;
    if (from < SLOT_POSITIONS) {
      if (from < this.array.length) return traceElements(tracer, this.array, from, weakness);
      return integers === undefined ? this.traceSlots(tracer, 0, weakness) : PAGE_POSITIONS;
    }
    if (from < SPARSE_POSITIONS) return this.traceSlots(tracer, from - SLOT_POSITIONS, weakness);
    if (integers === undefined) return SLOT_POSITIONS;
    if (from >= PAGE_POSITIONS) {
      const page = integers.pages[Math.floor((from - PAGE_POSITIONS) / PAGE_KEYS)];
      if (page === undefined) return SPARSE_POSITIONS;
      traceElements(tracer, page.values, 0, weakness);
      return from + PAGE_KEYS;
    }
    const next = integers.sparse === undefined ? -1 : traceSparse(tracer, integers.sparse, from - SPARSE_POSITIONS, weakness);
    return next < 0 ? SLOT_POSITIONS : SPARSE_POSITIONS + next;
  }

  private traceSlots(tracer: Tracer, from: number, weakness: Weakness): number {
    const { dictionary, slots } = this;
    if (dictionary !== undefined) return this.traceDictionary(tracer, dictionary, from, weakness);
    for (let slot = from; slot < slots.length; slot++) traceValue(tracer, slots[slot], weakness);
    return -1;
  }

  private traceDictionary(tracer: Tracer, dictionary: Dictionary<G>, from: number, weakness: Weakness): number {
    const end = Math.min(from + TRACED_PIECE, dictionary.count);
    for (let slot = from; slot < end; slot++) {
      const key = dictionary.keyAt(slot);
      const value = dictionary.valueAt(slot);
      if (value !== undefined) traceEntry(tracer, key, value, weakness);
      else if (traceRemovedKey(tracer, key)) this.askForSweep(tracer, dictionary);
    }
    return end < dictionary.count ? SLOT_POSITIONS + end : -1;
  }

  private askForSweep(tracer: Tracer, dictionary: Dictionary<G>): void {
    if (dictionary.sweptEpoch === tracer.epoch) return;
    dictionary.sweptEpoch = tracer.epoch;
    tracer.visitEphemeron(this);
  }

  clearDeadValues(tracer: Tracer): void {
    const { array, integers, dictionary, slots } = this;
    clearDead(tracer, array);
    if (array.length > 0 && array[array.length - 1] === undefined) this.dropLastElement();
    if (integers !== undefined) {
      for (const page of integers.pages) clearDeadInPage(tracer, page);
      if (integers.sparse !== undefined) clearDeadInDictionary(tracer, integers.sparse);
    }
    if (dictionary === undefined) clearDead(tracer, slots);
    else clearDeadInDictionary(tracer, dictionary);
  }

  clearDeadKeys(tracer: Tracer): void {
    if (this.dictionary !== undefined) clearDeadKeysOf(tracer, this.dictionary);
  }
}

/** Bytes of a new table with room for so many fields. */
export const newTableBytes = (slotCount: number): number => TABLE_BYTES + elementsBytes(slotCount);

/** A table with room for so many fields, for which the caller has charged `newTableBytes`. */
export function makeTable<G>(shapes: ShapeTree, slotCount: number): Table<G> {
  return new Table<G>(shapes.root, slotCount === 0 ? emptyElements() : (undefinedElements(slotCount) as Value<G>[]));
}

function weaknessOf<G>(metatable: Table<G> | undefined): Weakness {
  if (metatable === undefined || (metatable.absentEvents & NO_MODE) !== 0) return Weakness.None;
  const mode = metatable.getString("__mode");
  if (mode === undefined) metatable.absentEvents |= NO_MODE;
  if (typeof mode !== "string") return Weakness.None;
  return (mode.includes("k") ? Weakness.Keys : 0) | (mode.includes("v") ? Weakness.Values : 0);
}
