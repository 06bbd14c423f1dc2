// Table keys in the form in which dictionaries hold them.
// Invariant: two Lua values are the same key exactly when `===` says so of their dictionary keys: a float with an integer's value
// becomes that integer, and an integer beyond 2^53, which is a box, becomes a bigint. `next` gives the Lua value back.

import { Float, Int64, fromBigInt, toInteger } from "./number.js";
import type { Value } from "./value.js";

export type DictionaryKey = string | number | bigint | boolean | object;

const words = new Int32Array(2);
const wide = new BigInt64Array(words.buffer);
const isLittleEndian = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** The dictionary key of a Lua value; undefined for nil and NaN, which are no keys. */
export function canonicalKey(key: unknown): DictionaryKey | undefined {
  if (typeof key === "number") {
    if (Number.isSafeInteger(key)) return key;
    const integer = toInteger(key);
    return integer instanceof Int64 ? bigKey(integer) : key === key ? key : undefined;
  }
  if (key instanceof Float) return key.n + 0;
  return key instanceof Int64 ? bigKey(key) : (key as DictionaryKey | undefined);
}

function bigKey(v: Int64): bigint {
  words[isLittleEndian ? 0 : 1] = v.lo;
  words[isLittleEndian ? 1 : 0] = v.hi;
  return wide[0] as bigint;
}

/** The Lua value of a dictionary key. */
export function luaKey<G>(key: DictionaryKey): Value<G> {
  return typeof key === "bigint" ? fromBigInt(key) : (key as Value<G>);
}
