// When integer keys are dense enough for an array part, and when an array part is not any more.
// As in PUC-Rio Lua an array part is to have more than half of its elements in use; nothing is moved here.

import type { Dictionary } from "./dictionary.js";

const MAX_ARRAY_BITS = 20;
/**
 * An array part of so many elements is not enlarged any more; the room of its last growth lets it get half as long again. Keys
 * beyond are in pages. To enlarge a longer array would take over 20 ms, because V8 copies it.
 */
export const MAX_ARRAY_LENGTH = 2 ** MAX_ARRAY_BITS;
/** Array elements that are added at once when keys turn out to be dense. */
const MAX_ADDED_ELEMENTS = 2 ** 13;

/** From this length on an array part is looked over for holes when it grows. */
const SMALLEST_SPARSE_ARRAY = 64;
/** So many places are looked at first, before all holes are counted. */
const SAMPLED_ELEMENTS = 8;

/** Whether more than half of an array part are holes. Costs O(n) only if it looks so at the places that are sampled. */
export function isSparse(array: readonly unknown[]): boolean {
  return array.length >= SMALLEST_SPARSE_ARRAY && looksSparse(array) && countHoles(array) * 2 > array.length;
}

function looksSparse(array: readonly unknown[]): boolean {
  const stride = Math.floor(array.length / SAMPLED_ELEMENTS);
  let holes = 0;
  for (let i = 0; i < SAMPLED_ELEMENTS; i++) if (array[i * stride] === undefined) holes++;
  return holes * 2 >= SAMPLED_ELEMENTS;
}

function countHoles(array: readonly unknown[]): number {
  let holes = 0;
  for (let i = 0; i < array.length; i++) if (array[i] === undefined) holes++;
  return holes;
}

/**
 * The greatest length of an array part, now `present` long, of which more than half would be in use, if the dictionary's keys and
 * `n` were added: tried for powers of two, as PUC-Rio's rehash does, and cut off behind the last key. 0 when there is none.
 */
export function denseLength<G>(present: number, sparse: Dictionary<G>, n: number): number {
  const limit = Math.min(present + MAX_ADDED_ELEMENTS, MAX_ARRAY_LENGTH);
  // For each b the keys above 2^(b-1) and up to 2^b: how many, and the greatest.
  const counts = new Int32Array(MAX_ARRAY_BITS + 1);
  const greatest = new Int32Array(MAX_ARRAY_BITS + 1);
  for (let slot = -1; slot < sparse.count; slot++) {
    const key = slot < 0 ? n : sparse.valueAt(slot) === undefined ? 0 : sparse.keyAt(slot);
    if (typeof key !== "number" || key <= present || key > limit) continue;
    const b = 32 - Math.clz32(key - 1);
    counts[b] = (counts[b] as number) + 1;
    if (key > (greatest[b] as number)) greatest[b] = key;
  }
  let used = present;
  let length = 0;
  for (let b = 0; b <= MAX_ARRAY_BITS; b++) {
    used += counts[b] as number;
    if (counts[b] !== 0 && used * 2 > 2 ** b) length = greatest[b] as number;
  }
  return length;
}
