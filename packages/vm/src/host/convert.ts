// Host values without identity as Lua values. Objects and functions have no conversion here: a host decides (userdata, tables...).

import type { Context } from "./context.js";
import { encodeUtf8, fromBytes } from "../value/lua-string.js";
import { fromBigInt, makeFloat } from "../value/number.js";
import type { LuaNumber, Value } from "../value/value.js";

/** A number as Lua sees it: an integer if it is a safe integer (not -0), else a float. */
export const fromHostNumber = (n: number): LuaNumber => (Number.isSafeInteger(n) && !Object.is(n, -0) ? n : makeFloat(n));

/**
 * undefined and null are nil; booleans; numbers; bigints as 64-bit integers; strings as UTF-8; byte arrays as byte strings.
 * @throws TypeError for anything else; RangeError for a bigint beyond 64 bits
 */
export function fromHost<G>(_cx: Context<G>, value: unknown): Value<G> {
  switch (typeof value) {
    case "undefined":
    case "boolean":
      return value;
    case "number":
      return fromHostNumber(value);
    case "bigint":
      if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value}n does not fit a 64-bit integer`);
      return fromBigInt(value);
    case "string":
      return encodeUtf8(value);
    default:
      if (value === null) return undefined;
      if (value instanceof Uint8Array) return fromBytes(value);
      throw new TypeError(`a ${typeof value} has no conversion to a Lua value`);
  }
}
