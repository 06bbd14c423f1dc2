// A value as text (luaL_tolstring): what `tostring`, `print` and error messages show.

import type { Context } from "../host/context.js";
import { cString } from "../error/c-string.js";
import { PENDING } from "../value/callback.js";
import type { Pending } from "../value/callback.js";
import { typeName } from "../value/kind.js";
import { formatNumber } from "../value/number-format.js";
import { isNumber } from "../value/number.js";
import type { Value } from "../value/value.js";
import { Event, metamethodOf, metatableOf } from "./metamethod.js";

/** PENDING: `__tostring` must be called; its result has to be a string. */
export function toStringMeta<G>(cx: Context<G>, value: Value<G>): string | Pending {
  if (typeof value === "string") return value;
  if (isNumber(value)) return formatNumber(value);
  const handler = metamethodOf(cx, value, Event.TOSTRING);
  if (handler !== undefined) {
    cx.call1(handler, value);
    return PENDING;
  }
  if (value === undefined) return "nil";
  if (typeof value === "boolean") return value ? "true" : "false";
  const name = metatableOf(cx, value)?.getString("__name");
  return `${typeof name === "string" ? cString(name) : typeName(value)}: ${cx.addressOf(value)}`;
}
