// A repeatable source of random test data: the same seed gives the same run on every machine.
// Numbers are drawn near the places where representations change, not evenly.

import { fromBigInt, makeFloat } from "../../src/value/number.js";
import type { LuaNumber } from "../../src/value/value.js";

export interface RandomSource {
  /** An integer from 0 up to but without `limit`. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
  /** A 64-bit integer, often close to a power of two. */
  int64(): bigint;
  /** A Lua number of any form. */
  luaNumber(): LuaNumber;
}

export function randomSource(seed: string): RandomSource {
  let state = 0x9e3779b9;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  const below = (limit: number) => next() % limit;
  const pick = <T>(items: readonly T[]) => items[below(items.length)] as T;

  function int64(): bigint {
    const wide = BigInt.asIntN(64, (BigInt(next()) << 32n) | BigInt(next()));
    const nearPower = (1n << BigInt(below(64))) + BigInt(below(5) - 2);
    const magnitude = pick([wide, wide >> BigInt(below(64)), nearPower]);
    return BigInt.asIntN(64, below(2) === 0 ? magnitude : -magnitude);
  }

  function luaNumber(): LuaNumber {
    const integer = int64();
    const fraction = (Number(integer) + below(1000) / 1000) * 2 ** (below(80) - 60);
    return pick([
      fromBigInt(integer),
      makeFloat(Number(integer)),
      makeFloat(fraction),
      makeFloat(pick([0, -0, Infinity, -Infinity, NaN, 0.5])),
    ]);
  }
  return { below, pick, int64, luaNumber };
}
