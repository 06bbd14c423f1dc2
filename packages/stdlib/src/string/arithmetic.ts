// Arithmetic on strings (manual 3.4.3): the metamethods of the string metatable. The machine's operators take numbers only and
// come here when an operand is a string; bitwise operators convert strings themselves.

import {
  add,
  div,
  DIVIDE_BY_ZERO,
  idiv,
  isNumber,
  mod,
  mul,
  native2,
  parseNumber,
  pow,
  sub,
  typeName,
  unm,
  type Action,
  type CallbackSpec,
  type Context,
  type EventName,
  type LuaNumber,
  type Value,
} from "@luster/vm";
import { passedOn } from "../passed-on.js";

type Operation = (a: LuaNumber, b: LuaNumber) => LuaNumber | typeof DIVIDE_BY_ZERO | undefined;

/** A number, or what a numeric string spells; undefined for all else. */
function numberOf<G>(value: Value<G>): LuaNumber | undefined {
  if (isNumber(value)) return value;
  return typeof value === "string" ? parseNumber(value) : undefined;
}

function metamethod(event: EventName, operation: Operation, divisionMessage: string): CallbackSpec {
  return native2(event, <G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> => {
    const x = numberOf(a);
    const y = x === undefined ? undefined : numberOf(b);
    if (x === undefined || y === undefined) return trySecondOperand(cx, event, a, b);
    const result = operation(x, y);
    if (result === DIVIDE_BY_ZERO) throw cx.errorValue(divisionMessage);
    return result as LuaNumber;
  });
}

/** The second operand may have the metamethod, unless it is a string too. */
function trySecondOperand<G>(cx: Context<G>, event: EventName, a: Value<G>, b: Value<G>): Action<G> {
  const handler = typeof b === "string" ? undefined : cx.metamethod(b, event);
  if (handler === undefined) throw cx.error(`attempt to ${event.slice(2)} a '${typeName(a)}' with a '${typeName(b)}'`);
  return cx.call2(handler, a, b, passedOn());
}

export const arithmeticMetamethods: readonly CallbackSpec[] = [
  metamethod("__add", add, ""),
  metamethod("__sub", sub, ""),
  metamethod("__mul", mul, ""),
  metamethod("__mod", mod, "attempt to perform 'n%0'"),
  metamethod("__pow", pow, ""),
  metamethod("__div", div, ""),
  metamethod("__idiv", idiv, "attempt to divide by zero"),
  metamethod("__unm", unm, ""),
];
