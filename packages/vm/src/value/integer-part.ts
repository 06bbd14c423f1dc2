// Integer keys that are not in a table's array part: pages of 1,024 neighbouring keys where they are dense, a dictionary where they
// are not. So arrays that were filled from the end, queues whose head has gone, and arrays too long to be copied are all dense.
// Invariant: a key in the range of a page is in that page, and in no other part but the array; a page stays, even without a
// value, until another one is made, so that a traversal that removes what it passes can go on.
// Which keys are in the array part is the table's business; write barriers too.

import type { Heap } from "@luster/gc-arena";
import { Dictionary, MAX_MAP_KEYS } from "./dictionary.js";
import { elementsBytes, undefinedElements } from "./elements.js";
import type { Value } from "./value.js";

const PAGE_SHIFT = 10;
/** Keys of one page. */
export const PAGE_KEYS = 1 << PAGE_SHIFT;
const PAGE_MASK = PAGE_KEYS - 1;

/** A page is made for neighbours of a page with more values than this. */
const DENSE_NEIGHBOUR = 256;
/** A page is made once more of its keys than this went to the dictionary. */
const DENSE_KEYS = 512;
/** Values that a piece of an array must have to become a page, not dictionary entries. */
const FEWEST_PAGE_VALUES = 64;

/** Keys in the dictionary from which on those that belong to one page are counted. */
const COUNTED_KEYS = 1024;
/** Pages whose keys are counted together. */
const REGION_SHIFT = 10;
const REGION_PAGES = 1 << REGION_SHIFT;

/** Keys within this distance of zero can be in pages. */
const PAGED_LIMIT = 2 ** 40;

const SMALLEST_DIRECTORY = 8;
/** Pages from which on empty ones are dropped now and then. */
const FIRST_SWEEP = 8;

const PART_BYTES = 256;
// The page, its values, its place in the list and up to four in the directory.
const PAGE_BYTES = 64 + 48 + elementsBytes(PAGE_KEYS);
const LARGEST_MAP_BYTES = Dictionary.bytesFor(MAX_MAP_KEYS);
const REGION_BYTES = 2 * REGION_PAGES + 200;

/** Values of the keys id * PAGE_KEYS + 1 up to (id + 1) * PAGE_KEYS. */
export class Page<in out G> {
  readonly id: number;
  /** Index in the list of pages. */
  ordinal: number;
  readonly values: Value<G>[];
  /** Values that are not nil. */
  count: number;

  constructor(id: number, ordinal: number, values: Value<G>[], count: number) {
    this.id = id;
    this.ordinal = ordinal;
    this.values = values;
    this.count = count;
  }

  /** The key at index 0. */
  get firstKey(): number {
    return this.id * PAGE_KEYS + 1;
  }

  /** One more than the index of the last value. */
  get length(): number {
    let length = PAGE_KEYS;
    while (length > 0 && this.values[length - 1] === undefined) length--;
    return length;
  }

  set(index: number, value: Value<G>): void {
    if (this.values[index] !== undefined) this.count--;
    if (value !== undefined) this.count++;
    this.values[index] = value;
  }
}

/** The index of a key in its page. */
export function pageIndex(n: number): number {
  return (n - 1) & PAGE_MASK;
}

// Within PAGED_LIMIT an int32; no page has an id beyond.
function pageIdOf(n: number): number {
  const index = n - 1;
  return (index | 0) === index ? index >> PAGE_SHIFT : Math.floor(index / PAGE_KEYS);
}

export class IntegerPart<in out G> {
  /** Keys that are not in a page; undefined before the first. */
  sparse: Dictionary<G> | undefined;
  /** The pages in the order of a traversal. */
  pages: Page<G>[];
  // Open addressing by page id: pages that follow each other have places that do.
  private directory: (Page<G> | undefined)[];
  private directoryMask: number;
  // How many keys of each page went to the dictionary, by region.
  private regions: Map<number, Uint16Array> | undefined;
  // Pages at the next search for empty ones.
  private nextSweep: number;
  // No key above zero is smaller.
  private smallestIndex: number;
  /** The page that got values from the dictionary last; for whoever traces in pieces, who resets it. */
  filledPage: Page<G> | undefined;
  /** Set when values moved from one place to another otherwise. */
  hasMoved: boolean;

  constructor() {
    this.sparse = undefined;
    this.pages = undefinedElements<Page<G>>(0) as Page<G>[];
    this.directory = undefinedElements(SMALLEST_DIRECTORY);
    this.directoryMask = SMALLEST_DIRECTORY - 1;
    this.regions = undefined;
    this.nextSweep = FIRST_SWEEP;
    this.smallestIndex = Infinity;
    this.filledPage = undefined;
    this.hasMoved = false;
  }

  /** A part without keys, charged to the heap. */
  static create<G>(heap: Heap): IntegerPart<G> {
    heap.grow(PART_BYTES);
    return new IntegerPart<G>();
  }

  get bytes(): number {
    let bytes = PART_BYTES + this.pages.length * PAGE_BYTES;
    if (this.sparse !== undefined) bytes += this.sparse.bytes;
    if (this.regions !== undefined) bytes += this.regions.size * REGION_BYTES;
    return bytes;
  }

  /** Whether it has so many keys that to trace them takes long. */
  get isLarge(): boolean {
    return this.pages.length > 0 || (this.sparse !== undefined && this.sparse.count > PAGE_KEYS);
  }

  /** Whether there is no key, except for keys without a value in pages; false without a look if there are many pages. */
  get isVacant(): boolean {
    if (this.sparse !== undefined && !this.sparse.isVacant) return false;
    return this.pages.length <= FIRST_SWEEP && this.pages.every((page) => page.count === 0);
  }

  /** Whether neither n, which is above zero, nor the key behind it is here; false if that takes a look-up to know. */
  isFarFrom(n: number): boolean {
    return n + 1 < this.smallestIndex;
  }

  /** Most bytes that the adoption of an array part of so many elements adds. */
  static bytesToAdopt(length: number): number {
    const pieces = Math.ceil(length / PAGE_KEYS);
    return PART_BYTES + pieces * PAGE_BYTES + Dictionary.bytesFor(FEWEST_PAGE_VALUES * pieces * 4) + LARGEST_MAP_BYTES;
  }

  get(n: number): Value<G> {
    const page = this.pageOf(n);
    if (page !== undefined) return page.values[pageIndex(n)];
    return this.sparse === undefined ? undefined : this.sparse.get(n);
  }

  /** The page in whose range the key is. */
  pageOf(n: number): Page<G> | undefined {
    const id = pageIdOf(n);
    const { directory, directoryMask } = this;
    for (let place = id & directoryMask; ; place = (place + 1) & directoryMask) {
      const page = directory[place];
      if (page === undefined || page.id === id) return page;
    }
  }

  /** Sets a key that is here, with or without a value; false when it is not. */
  replace(n: number, value: Value<G>): boolean {
    const page = this.pageOf(n);
    if (page !== undefined) {
      page.set(pageIndex(n), value);
      return true;
    }
    const slot = this.sparse === undefined ? -1 : this.sparse.find(n);
    if (slot >= 0) (this.sparse as Dictionary<G>).setValueAt(slot, value);
    return slot >= 0;
  }

  /**
   * Adds a key that is not here.
   * @throws ArenaMemoryError when there is no room for it within the memory limit; no key has changed then
   */
  insert(heap: Heap, n: number, value: Value<G>): void {
    if (n > 0 && n < this.smallestIndex) this.smallestIndex = n;
    if (this.isDenseAround(heap, n)) {
      this.makePage(heap, pageIdOf(n)).set(pageIndex(n), value);
      return;
    }
    this.sparse ??= Dictionary.create<G>(heap);
    if (this.sparse.isFull) this.hasMoved = true;
    this.sparse.insert(heap, n, value);
  }

  /** Adds a key that is not here and follows a full array part. */
  append(heap: Heap, n: number, value: Value<G>): void {
    if (n < this.smallestIndex) this.smallestIndex = n;
    this.makePage(heap, pageIdOf(n)).set(pageIndex(n), value);
  }

  /** Removes a key, for the array part to have it. */
  take(n: number): void {
    const page = this.pageOf(n);
    if (page !== undefined) {
      page.set(pageIndex(n), undefined);
      return;
    }
    const slot = this.sparse === undefined ? -1 : this.sparse.find(n);
    if (slot >= 0) (this.sparse as Dictionary<G>).remove(slot);
  }

  /** The last key of the run of keys with a value that begins at n, at most `limit` keys long. */
  endOfRun(n: number, limit: number): number {
    let end = n;
    while (end - n < limit - 1 && this.get(end + 1) !== undefined) end++;
    return end;
  }

  /** Takes over a piece of the array part: the values from key `id * PAGE_KEYS + 1` on. */
  adopt(heap: Heap, id: number, values: readonly Value<G>[]): void {
    this.smallestIndex = 1;
    const count = values.reduce((sum: number, value) => (value === undefined ? sum : sum + 1), 0);
    const present = this.pageOf(id * PAGE_KEYS + 1);
    if (present === undefined && count < FEWEST_PAGE_VALUES) {
      for (let index = 0; index < values.length; index++) {
        if (values[index] !== undefined) this.insert(heap, id * PAGE_KEYS + 1 + index, values[index]);
      }
      return;
    }
    const page = present ?? this.makePage(heap, id);
    for (let index = 0; index < values.length; index++) if (values[index] !== undefined) page.set(index, values[index]);
  }

  // The page beyond the edge at which the key is, and the keys of its own page that went to the dictionary, tell.
  private isDenseAround(heap: Heap, n: number): boolean {
    if (n >= PAGED_LIMIT || n <= -PAGED_LIMIT) return false;
    if (this.pages.length > 0) {
      const index = pageIndex(n);
      const neighbour = index === 0 ? this.pageOf(n - 1) : index === PAGE_MASK ? this.pageOf(n + 1) : undefined;
      if (neighbour !== undefined && neighbour.count > DENSE_NEIGHBOUR) return true;
    }
    if (this.sparse === undefined || this.sparse.count < COUNTED_KEYS) return false;
    const id = pageIdOf(n);
    const region = this.regionOf(heap, id >> REGION_SHIFT, this.sparse.count);
    if (region === undefined) return false;
    const index = id & (REGION_PAGES - 1);
    return (region[index] = (region[index] as number) + 1) > DENSE_KEYS;
  }

  // Undefined for a region that is not counted, because there are many regions with few keys.
  private regionOf(heap: Heap, id: number, keyCount: number): Uint16Array | undefined {
    this.regions ??= new Map();
    const present = this.regions.get(id);
    if (present !== undefined) return present;
    if ((this.regions.size + 1) * COUNTED_KEYS > keyCount || !heap.canAllocate(REGION_BYTES)) return undefined;
    heap.grow(REGION_BYTES);
    const region = new Uint16Array(REGION_PAGES);
    this.regions.set(id, region);
    return region;
  }

  // A page with the keys that the dictionary has of it.
  private makePage(heap: Heap, id: number): Page<G> {
    if (this.pages.length >= this.nextSweep) this.dropEmptyPages(heap);
    heap.grow(PAGE_BYTES);
    const page = new Page<G>(id, this.pages.length, undefinedElements<Value<G>>(PAGE_KEYS), 0);
    this.pages.push(page);
    if (this.pages.length * 2 > this.directory.length) this.rebuildDirectory(this.directory.length * 2);
    else this.enter(page);
    if (this.sparse !== undefined) this.moveFromDictionary(page, this.sparse);
    return page;
  }

  private moveFromDictionary(page: Page<G>, sparse: Dictionary<G>): void {
    for (let index = 0; index < PAGE_KEYS; index++) {
      const slot = sparse.find(page.firstKey + index);
      if (slot < 0) continue;
      page.set(index, sparse.valueAt(slot));
      sparse.remove(slot);
      this.filledPage = page;
    }
    const region = this.regions?.get(page.id >> REGION_SHIFT);
    if (region !== undefined) region[page.id & (REGION_PAGES - 1)] = 0;
  }

  private enter(page: Page<G>): void {
    const { directory, directoryMask } = this;
    let place = page.id & directoryMask;
    while (directory[place] !== undefined) place = (place + 1) & directoryMask;
    directory[place] = page;
  }

  private rebuildDirectory(length: number): void {
    this.directory = undefinedElements(length);
    this.directoryMask = length - 1;
    for (const page of this.pages) this.enter(page);
  }

  // After as many new pages as were kept the last time.
  private dropEmptyPages(heap: Heap): void {
    const kept = this.pages.filter((page) => page.count > 0);
    heap.grow((kept.length - this.pages.length) * PAGE_BYTES);
    if (kept.length < this.pages.length) {
      this.hasMoved = true;
      for (let ordinal = 0; ordinal < kept.length; ordinal++) (kept[ordinal] as Page<G>).ordinal = ordinal;
      this.pages = kept;
      this.rebuildDirectory(this.directory.length);
    }
    this.nextSweep = Math.max(FIRST_SWEEP, kept.length * 2);
  }
}
