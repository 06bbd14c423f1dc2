// Error values in the form in which hosts see them.

import { decodeUtf8 } from "../value/lua-string.js";
import { formatNumber } from "../value/number-format.js";
import { isInteger, isNumber, floatOf, toBigInt } from "../value/number.js";
import { typeName } from "../value/kind.js";
import type { Value } from "../value/value.js";

/** What lua.c would print for an error value that has no `__tostring`. */
export function errorText<G>(error: Value<G>): string {
  if (typeof error === "string") return error;
  if (isNumber(error)) return formatNumber(error);
  return error === undefined ? "nil" : `(error object is a ${typeName(error)} value)`;
}

/** A value without identity as a host value: nil, booleans, numbers (bigint beyond 2^53), strings as text; anything else as its type's name. */
export function plainValue<G>(value: Value<G>): unknown {
  if (value === undefined || typeof value === "boolean") return value;
  if (typeof value === "string") return decodeUtf8(value);
  if (!isNumber(value)) return typeName(value);
  if (isInteger(value) && typeof value !== "number") return toBigInt(value);
  return floatOf(value);
}
