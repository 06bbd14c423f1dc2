// Equality, order and length with metamethods (manual 3.4.4, 3.4.7).

import type { Context } from "../host/context.js";
import { compareError, operandTypeError } from "../error/runtime-errors.js";
import type { Action, Pending } from "../value/callback.js";
import { compareStrings } from "../value/lua-string.js";
import { isNumber, lessEqual as numberLessEqual, lessThan as numberLessThan, rawEquals } from "../value/number.js";
import { Table } from "../value/table.js";
import { Userdata } from "../value/userdata.js";
import type { Value } from "../value/value.js";
import { Event, metamethod, metamethodOf } from "./metamethod.js";

/** `a == b`; PENDING: the truth of the metamethod's first result decides. */
export function equals<G>(cx: Context<G>, a: Value<G>, b: Value<G>): boolean | Pending {
  if (a === b) return a === a;
  if (!((a instanceof Table && b instanceof Table) || (a instanceof Userdata && b instanceof Userdata))) return rawEquals(a, b);
  let handler = a.metatable === undefined ? undefined : metamethod(a.metatable, Event.EQ);
  if (handler === undefined && b.metatable !== undefined) handler = metamethod(b.metatable, Event.EQ);
  return handler === undefined ? false : cx.call2(handler, a, b);
}

/** `a < b`. */
export function lessThan<G>(cx: Context<G>, a: Value<G>, b: Value<G>): boolean | Pending {
  if (isNumber(a) && isNumber(b)) return numberLessThan(a, b);
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b) < 0;
  return orderMeta(cx, Event.LT, a, b);
}

/** `a <= b`. */
export function lessEqual<G>(cx: Context<G>, a: Value<G>, b: Value<G>): boolean | Pending {
  if (isNumber(a) && isNumber(b)) return numberLessEqual(a, b);
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b) <= 0;
  return orderMeta(cx, Event.LE, a, b);
}

function orderMeta<G>(cx: Context<G>, event: Event.LT | Event.LE, a: Value<G>, b: Value<G>): Pending {
  let handler = metamethodOf(cx, a, event);
  if (handler === undefined) handler = metamethodOf(cx, b, event);
  if (handler === undefined) throw compareError(cx, a, b);
  return cx.call2(handler, a, b);
}

/** `#value`. */
export function lengthOf<G>(cx: Context<G>, value: Value<G>): Action<G> {
  if (typeof value === "string") return value.length;
  let handler: Value<G>;
  if (value instanceof Table) {
    handler = value.metatable === undefined ? undefined : metamethod(value.metatable, Event.LEN);
    if (handler === undefined) return value.length();
  } else {
    handler = metamethodOf(cx, value, Event.LEN);
    if (handler === undefined) throw operandTypeError(cx, "get length of", value);
  }
  // PUC passes the operand twice.
  return cx.call2(handler, value, value);
}
