// How recorded test data writes numbers: an integer in decimal, a float as x and the 16 hex digits of its bits, "nan".

import { floatOf, fromBigInt, isFloat, isInteger, makeFloat, toBigInt } from "../../src/value/number.js";
import type { LuaNumber } from "../../src/value/value.js";

const bits = new DataView(new ArrayBuffer(8));

export function doubleOfBits(hex: string): number {
  bits.setBigUint64(0, BigInt(`0x${hex}`));
  return bits.getFloat64(0);
}

export function decodeNumber(text: string): LuaNumber {
  if (text === "nan") return NaN;
  return text.startsWith("x") ? makeFloat(doubleOfBits(text.slice(1))) : fromBigInt(BigInt(text));
}

export function encodeNumber(v: unknown): string {
  if (isInteger(v)) return String(toBigInt(v));
  if (!isFloat(v)) throw new TypeError(`not a Lua number: ${String(v)}`);
  const double = floatOf(v);
  if (double !== double) return "nan";
  bits.setFloat64(0, double);
  return `x${bits.getBigUint64(0).toString(16).padStart(16, "0")}`;
}
