// The iterators that the interpreter knows: `next`, and the one behind `ipairs`. The base library exports them to scripts.

import type { Context } from "../host/context.js";
import { index } from "../meta/indexing.js";
import { Continuation, PENDING, native2 } from "../value/callback.js";
import type { Action, Args } from "../value/callback.js";
import { trace } from "@luster/gc-arena";
import { Float, add, isNumber, toInteger } from "../value/number.js";
import { parseNumber } from "../value/number-format.js";
import { Table } from "../value/table.js";
import type { LuaInteger, Value } from "../value/value.js";

/** `next`, of a key that is there. */
function nextShortly<G>(cx: Context<G>, table: Value<G>, key: Value<G>): Action<G> {
  if (!(table instanceof Table) || key instanceof Float) return PENDING;
  const current = table.positionOf(key);
  if (current === -1) return PENDING;
  const position = table.nextPosition(current);
  return position === 0 ? cx.give1(undefined) : cx.give(cx.return2(table.keyAt(position), table.valueAt(position)));
}

const nextShortCut = { least: 1, most: 2, fn: nextShortly, givesAll: true };

function nextField<G>(cx: Context<G>, table: Value<G>, key: Value<G>): Action<G> {
  if (!(table instanceof Table)) throw cx.typeError(0, "table", table);
  // A float is never a key of a table, where those of integral value are integers.
  const current = key instanceof Float ? -1 : table.positionOf(key);
  if (current === -1) throw cx.error("invalid key to 'next'", 0);
  const position = table.nextPosition(current);
  return position === 0 ? undefined : cx.return2(table.keyAt(position), table.valueAt(position));
}

/** `next` (manual 6.1): the key after `key` and its value, or nil. */
export const next = native2("next", nextField, { shortCut: nextShortCut });

/** The iterator of `ipairs`: the next index and its value, until a value is nil. It respects `__index`. */
export const ipairsNext = native2("ipairs_iterator", <G>(cx: Context<G>, table: Value<G>, control: Value<G>): Action<G> => {
  const position = typeof control === "number" && (control | 0) === control ? control + 1 : positionAfter(cx, control);
  const isRaw = table instanceof Table && table.metatable === undefined;
  const value = isRaw ? (typeof position === "number" ? table.getInteger(position) : table.get(position)) : index(cx, table, position);
  if (value === PENDING) return cx.then(new IpairsStep<G>(position));
  return value === undefined ? undefined : cx.return2(position, value as Value<G>);
});

/** The position after any control value; after the last integer comes the first. @throws LuaRaise for what is no integer */
function positionAfter<G>(cx: Context<G>, control: Value<G>): LuaInteger {
  const number = typeof control === "string" ? parseNumber(control) : control;
  if (!isNumber(number)) throw cx.typeError(1, "number", control);
  const integer = toInteger(number);
  if (integer === undefined) throw cx.argError(1, "number has no integer representation");
  return add(integer, 1) as LuaInteger;
}

/** `ipairs` after an `__index` metamethod. */
class IpairsStep<in out G> extends Continuation<G> {
  private readonly position: LuaInteger;

  constructor(position: LuaInteger) {
    super();
    this.position = position;
  }

  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    const value = results.get(0);
    return value === undefined ? undefined : cx.return2(this.position, value);
  }

  override [trace](): void {
    // Holds no pointers.
  }
}
