// The text of an operand of a concatenation.

import { formatNumber } from "../value/number-format.js";
import { Float, isNumber } from "../value/number.js";

/** A string as it is, a number as text (manual 3.4.3), anything else undefined. */
export function concatText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isNumber(value) ? formatNumber(value) : undefined;
}

/**
 * Stands in the register of an operand that has become part of the result to its left, while a CONCAT waits for metamethods.
 * A Lua value like any other, so nothing needs to know it but the naming of operands in errors.
 */
export const JOINED = new Float(0);
