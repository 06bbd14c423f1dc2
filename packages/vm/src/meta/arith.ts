// Arithmetic and bit operations on any operands (manual 3.4.1, 3.4.2, 3.4.3): numbers directly, all else by metamethods.
// The interpreter inlines the common number cases and comes here for the rest.

import type { Context } from "../host/context.js";
import { arithError, runtimeError } from "../error/runtime-errors.js";
import type { Action } from "../value/callback.js";
import { DIVIDE_BY_ZERO, add, band, bnot, bor, bxor, div, idiv, mod, mul, pow, shl, shr, sub, unm } from "../value/number.js";
import type { LuaNumber, Value } from "../value/value.js";
import { Event, metamethodOf } from "./metamethod.js";

/** Events of binary arithmetic, bit operations, and the two unary operations (whose second operand is the first again). */
export type ArithEvent =
  | Event.ADD
  | Event.SUB
  | Event.MUL
  | Event.MOD
  | Event.POW
  | Event.DIV
  | Event.IDIV
  | Event.BAND
  | Event.BOR
  | Event.BXOR
  | Event.SHL
  | Event.SHR
  | Event.UNM
  | Event.BNOT;

/** The same by name. */
export type ArithEventName =
  | "__add"
  | "__sub"
  | "__mul"
  | "__mod"
  | "__pow"
  | "__div"
  | "__idiv"
  | "__band"
  | "__bor"
  | "__bxor"
  | "__shl"
  | "__shr"
  | "__unm"
  | "__bnot";

const isBitwise = (event: ArithEvent): boolean => event === Event.BNOT || (event >= Event.BAND && event <= Event.SHR);

function compute(event: ArithEvent, a: unknown, b: unknown): LuaNumber | typeof DIVIDE_BY_ZERO | undefined {
  switch (event) {
    case Event.ADD:
      return add(a, b);
    case Event.SUB:
      return sub(a, b);
    case Event.MUL:
      return mul(a, b);
    case Event.MOD:
      return mod(a, b);
    case Event.POW:
      return pow(a, b);
    case Event.DIV:
      return div(a, b);
    case Event.IDIV:
      return idiv(a, b);
    case Event.BAND:
      return band(a, b);
    case Event.BOR:
      return bor(a, b);
    case Event.BXOR:
      return bxor(a, b);
    case Event.SHL:
      return shl(a, b);
    case Event.SHR:
      return shr(a, b);
    case Event.UNM:
      return unm(a);
    case Event.BNOT:
      return bnot(a);
  }
}

/** `a op b`: the result, or PENDING with a metamethod's call described. */
export function arith<G>(cx: Context<G>, event: ArithEvent, a: Value<G>, b: Value<G>): Action<G> {
  const result = compute(event, a, b);
  if (result === undefined) return arithMeta(cx, event, a, b);
  if (result === DIVIDE_BY_ZERO) throw runtimeError(cx, event === Event.MOD ? "attempt to perform 'n%0'" : "attempt to divide by zero");
  return result as LuaNumber;
}

function arithMeta<G>(cx: Context<G>, event: ArithEvent, a: Value<G>, b: Value<G>): Action<G> {
  let handler = metamethodOf(cx, a, event);
  if (handler === undefined) handler = metamethodOf(cx, b, event);
  if (handler === undefined) throw arithError(cx, isBitwise(event), a, b);
  return cx.call2(handler, a, b);
}
