// The text of an operand of a concatenation.

import { formatNumber } from "../value/number-format.js";
import { isNumber } from "../value/number.js";

/** A string as it is, a number as text (manual 3.4.3), anything else undefined. */
export function concatText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isNumber(value) ? formatNumber(value) : undefined;
}
