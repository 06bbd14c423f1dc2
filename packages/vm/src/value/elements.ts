// JavaScript arrays as the storage of tables: how they are made, grown and counted.
// Invariant: every array made here has V8's generic packed elements, whatever it holds, from birth on. A site that reads the
// arrays of many tables then sees one kind of array (over three kinds the same read takes twice, over six four times as long).
// Nothing here knows what the elements mean.

import type { Heap } from "@luster/gc-arena";

/** Bytes of an array without its elements: the object and the header of its store. */
export const ARRAY_BYTES = 48;
export const ELEMENT_BYTES = 8;

/** Up to this capacity arrays are made to measure; a longer one that is pushed to grows as V8 lets it grow. */
export const EXACT_CAPACITY = 16;

const EMPTY: undefined[] = [undefined];
EMPTY.pop();

// A run of undefined to copy from.
const BLANK = doubled(doubled(doubled(doubled(doubled([undefined])))));

function doubled<T>(array: T[]): T[] {
  return array.concat(array);
}

/** The array without elements that all empty tables share. Never written to: whoever adds an element makes a new array. */
export function emptyElements<T>(): T[] {
  return EMPTY as unknown[] as T[];
}

/** Bytes of an array with room for `capacity` elements; none for the shared empty one. */
export function elementsBytes(capacity: number): number {
  return capacity === 0 ? 0 : ARRAY_BYTES + capacity * ELEMENT_BYTES;
}

/** A new array of `length` times undefined. */
export function undefinedElements<T>(length: number): (T | undefined)[] {
  // Literals are several times faster than copies. (Not of the constant `undefined`: such a literal would be copied when written to.)
  const u = EMPTY.length === 0 ? undefined : EMPTY[0];
  switch (length) {
    case 1:
      return [u];
    case 2:
      return [u, u];
    case 3:
      return [u, u, u];
    case 4:
      return [u, u, u, u];
    case 8:
      return [u, u, u, u, u, u, u, u];
    case 16:
      return [u, u, u, u, u, u, u, u, u, u, u, u, u, u, u, u];
    default:
  }
  let array: undefined[] = BLANK;
  while (array.length < length) array = doubled(array);
  return array.slice(0, length);
}

/** A copy with undefined added up to `length`, which has exactly that capacity. */
export function lengthened<T>(array: readonly T[], length: number): (T | undefined)[] {
  if (length > EXACT_CAPACITY) return (array as readonly (T | undefined)[]).concat(undefinedElements<T>(length - array.length));
  const copy = undefinedElements<T>(length);
  for (let i = 0; i < array.length; i++) copy[i] = array[i];
  return copy;
}

/** A copy with the same elements and room for exactly `capacity`, at most EXACT_CAPACITY: V8 keeps the room of a few popped elements. */
export function withCapacity<T>(array: readonly T[], capacity: number): T[] {
  const copy = lengthened(array, capacity);
  for (let excess = capacity - array.length; excess > 0; excess--) copy.pop();
  return copy as T[];
}

/** The capacity of a pushed array after it has grown past `length`, its present capacity. */
export function grownCapacity(length: number): number {
  // Above EXACT_CAPACITY this is V8's rule for the array that holds one element more.
  return length < EXACT_CAPACITY ? Math.min(Math.max(4, length * 2), EXACT_CAPACITY) : length + 1 + ((length + 1) >> 1) + 16;
}

/** Charges the growth of a part from `oldBytes` to `newBytes`; both must fit into the limit together, as one is copied to the other. */
export function chargeGrowth(heap: Heap, oldBytes: number, newBytes: number): void {
  if (newBytes < oldBytes) {
    heap.grow(newBytes - oldBytes);
    return;
  }
  heap.grow(newBytes);
  if (oldBytes > 0) heap.grow(-oldBytes);
}

/**
 * Makes sure that `bytes` can be charged piece by piece afterwards.
 * @throws ArenaMemoryError when they cannot
 */
export function requireBytes(heap: Heap, bytes: number): void {
  heap.grow(bytes);
  heap.grow(-bytes);
}
