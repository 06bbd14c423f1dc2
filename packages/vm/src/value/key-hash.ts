// Hash values of dictionary keys, for dictionaries that are too large for a JavaScript Map, and for string keys that are too long
// for one (V8 hashes a string of 16,384 characters or more by its length alone).
// Invariant: equal keys have equal hashes for the life of the process. Hashes are seeded, so that a script cannot choose keys that
// collide, and are seen by nobody: no order of anything depends on them.

import type { DictionaryKey } from "./dictionary-key.js";

/** A string longer than this is hashed by us at each look-up, which whoever meters work charges by its length. */
export const LONG_KEY_LENGTH = 16_000;

/** An object that can be hashed: a number of its own, 0 until it is asked for. */
export interface Identified {
  identity: number;
}

const SEED = (Math.random() * 4294967296) | 0;

const words = new Int32Array(2);
const double = new Float64Array(words.buffer);
const wide = new BigInt64Array(words.buffer);

let lastIdentity = 0;

/** A number that tells this object from all others, made up when first asked for; positive. Undefined for classes without the field. */
export function identityOf(object: Partial<Identified>): number | undefined {
  if (object.identity === 0) object.identity = lastIdentity = (lastIdentity + 1) & 0x3fffffff;
  return object.identity;
}

/** The hash of a key, an int32; undefined for an object that has no identity. O(length) for a string. */
export function hashKey(key: DictionaryKey): number | undefined {
  if (typeof key === "string") return hashString(key);
  if (typeof key === "number") return hashNumber(key);
  if (typeof key === "object") {
    const identity = identityOf(key);
    return identity === undefined ? undefined : mix(identity ^ SEED);
  }
  if (typeof key === "bigint") {
    wide[0] = key;
    return hashWords();
  }
  return typeof key === "boolean" ? mix(key ? SEED : ~SEED) : undefined;
}

function hashNumber(n: number): number {
  if ((n | 0) === n) return mix(n ^ SEED);
  double[0] = n;
  return hashWords();
}

function hashWords(): number {
  return mix((words[0] as number) ^ Math.imul(mix((words[1] as number) ^ SEED), 0x9e3779b1));
}

function hashString(s: string): number {
  let hash = SEED;
  for (let i = 0; i < s.length; i++) hash = Math.imul(hash ^ s.charCodeAt(i), 0x5bd1e995) ^ (hash >>> 15);
  return mix(hash ^ s.length);
}

// Every bit of the argument reaches every bit of the result.
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
