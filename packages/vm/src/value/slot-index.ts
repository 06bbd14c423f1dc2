// A hash table from hash values to slot numbers that never does much at once: it consists of partitions of bounded size, picked by
// the upper bits of the hash, and a full partition is split in two. (A JavaScript Map of 2^18 entries takes 24 to 66 ms when it
// grows, one of 2^23 three seconds, and 2^24 entries are its end.)
// Invariant: the entries of a partition lie in one run from their home place on, so a free place ends the search for a hash.
// It stores no keys: what it finds are candidates, compared by the caller's keys.

import type { Heap } from "@luster/gc-arena";
import type { DictionaryKey } from "./dictionary-key.js";

/** Keys in slot order, in segments of SEGMENT_SLOTS. */
export type KeySegments = readonly (readonly (DictionaryKey | undefined)[])[];

export const SEGMENT_SHIFT = 13;
export const SEGMENT_SLOTS = 1 << SEGMENT_SHIFT;
export const SEGMENT_MASK = SEGMENT_SLOTS - 1;

const SMALLEST_PARTITION = 64;
const LARGEST_PARTITION = 8192;
// So many splits tell keys apart as far as they go: the lower 13 bits of the hash pick the place within a partition.
const MAX_DEPTH = 19;

const PARTITION_BYTES = 200;
const ENTRY_BYTES = 8;
const POINTER_BYTES = 8;

class Partition {
  /** (hash, slot + 1) for each place; slot + 1 is 0 in a free place. */
  entries: Int32Array;
  mask: number;
  count: number;
  /** How many upper bits of the hash all entries have in common. */
  readonly depth: number;

  constructor(capacity: number, depth: number) {
    this.entries = new Int32Array(capacity * 2);
    this.mask = capacity - 1;
    this.count = 0;
    this.depth = depth;
  }

  get isFull(): boolean {
    return this.count * 4 > this.mask * 3;
  }

  insert(hash: number, slot: number): void {
    const { entries, mask } = this;
    let place = hash & mask;
    while (entries[place * 2 + 1] !== 0) place = (place + 1) & mask;
    entries[place * 2] = hash;
    entries[place * 2 + 1] = slot + 1;
    this.count++;
  }

  /** Removes an entry that is there, and moves up what had to give way to it. */
  remove(hash: number, slot: number): void {
    const { entries, mask } = this;
    let hole = hash & mask;
    while (entries[hole * 2 + 1] !== slot + 1) hole = (hole + 1) & mask;
    for (let next = (hole + 1) & mask; entries[next * 2 + 1] !== 0; next = (next + 1) & mask) {
      const home = (entries[next * 2] as number) & mask;
      // An entry may move to the hole unless its home lies behind it.
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      entries[hole * 2] = entries[next * 2] as number;
      entries[hole * 2 + 1] = entries[next * 2 + 1] as number;
      hole = next;
    }
    entries[hole * 2 + 1] = 0;
    this.count--;
  }
}

export class SlotIndex {
  // Indexed by the upper bits of the hash; a partition of less depth is there several times.
  private directory: Partition[];
  private depth: number;
  /** What all of it takes. */
  bytes: number;

  static readonly initialBytes = PARTITION_BYTES + SMALLEST_PARTITION * ENTRY_BYTES + 2 * POINTER_BYTES;

  constructor() {
    const only = new Partition(SMALLEST_PARTITION, 0);
    this.directory = [only, only];
    this.depth = 1;
    this.bytes = SlotIndex.initialBytes;
  }

  /** The slot of `key`, whose hash this is, or -1. */
  find(hash: number, key: DictionaryKey, keys: KeySegments): number {
    const { entries, mask } = this.partitionOf(hash);
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const slot = (entries[place * 2 + 1] as number) - 1;
      if (slot < 0) return -1;
      if (entries[place * 2] === hash && (keys[slot >> SEGMENT_SHIFT] as DictionaryKey[])[slot & SEGMENT_MASK] === key) return slot;
    }
  }

  /**
   * Makes room for one more entry with this hash. To be called before `insert`.
   * @throws ArenaMemoryError when there is none within the memory limit
   */
  makeRoom(heap: Heap, hash: number): void {
    for (;;) {
      const partition = this.partitionOf(hash);
      if (!partition.isFull) return;
      const bytes = this.growthBytes(partition);
      heap.grow(bytes);
      this.bytes += bytes;
      if (isToSplit(partition)) this.split(partition, hash);
      else enlarge(partition);
    }
  }

  insert(hash: number, slot: number): void {
    this.partitionOf(hash).insert(hash, slot);
  }

  remove(hash: number, slot: number): void {
    this.partitionOf(hash).remove(hash, slot);
  }

  private partitionOf(hash: number): Partition {
    return this.directory[hash >>> (32 - this.depth)] as Partition;
  }

  private growthBytes(partition: Partition): number {
    const capacity = partition.mask + 1;
    if (!isToSplit(partition)) return partitionBytes(capacity * 2) - partitionBytes(capacity);
    return partitionBytes(capacity) + (partition.depth === this.depth ? this.directory.length * POINTER_BYTES : 0);
  }

  private split(partition: Partition, hash: number): void {
    if (partition.depth === this.depth) this.doubleDirectory();
    const depth = partition.depth + 1;
    const halves = [new Partition(partition.mask + 1, depth), new Partition(partition.mask + 1, depth)] as const;
    const { entries, mask } = partition;
    for (let place = 0; place <= mask; place++) {
      const entry = entries[place * 2] as number;
      const slot = (entries[place * 2 + 1] as number) - 1;
      if (slot >= 0) ((entry >>> (32 - depth)) & 1 ? halves[1] : halves[0]).insert(entry, slot);
    }
    const span = 1 << (this.depth - partition.depth);
    const first = (hash >>> (32 - this.depth)) & ~(span - 1);
    for (let i = 0; i < span; i++) this.directory[first + i] = i < span / 2 ? halves[0] : halves[1];
  }

  private doubleDirectory(): void {
    const doubled: Partition[] = [];
    for (const partition of this.directory) doubled.push(partition, partition);
    this.directory = doubled;
    this.depth++;
  }
}

function isToSplit(partition: Partition): boolean {
  return partition.mask + 1 >= LARGEST_PARTITION && partition.depth < MAX_DEPTH;
}

function enlarge(partition: Partition): void {
  const { entries, mask } = partition;
  partition.mask = mask * 2 + 1;
  partition.entries = new Int32Array(entries.length * 2);
  partition.count = 0;
  for (let place = 0; place <= mask; place++) {
    const slot = (entries[place * 2 + 1] as number) - 1;
    if (slot >= 0) partition.insert(entries[place * 2] as number, slot);
  }
}

function partitionBytes(capacity: number): number {
  return PARTITION_BYTES + capacity * ENTRY_BYTES;
}
