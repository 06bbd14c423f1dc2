// The iterators that the interpreter knows: `next`, and the one behind `ipairs`. The base library exports them to scripts.

import type { Context } from "../host/context.js";
import { index } from "../meta/indexing.js";
import { Continuation, PENDING, native2 } from "../value/callback.js";
import type { Action, Args } from "../value/callback.js";
import { trace } from "@luster/gc-arena";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";

/** `next` (manual 6.1): the key after `key` and its value, or nil. */
export const next = native2("next", <G>(cx: Context<G>, table: Value<G>, key: Value<G>): Action<G> => {
  if (!(table instanceof Table)) throw cx.typeError(0, "table", table);
  const current = table.positionOf(key);
  if (current === -1) throw cx.error("invalid key to 'next'", 0);
  const position = table.nextPosition(current);
  return position === 0 ? undefined : cx.return2(table.keyAt(position), table.valueAt(position));
});

/** The iterator of `ipairs`: the next index and its value, until a value is nil. It respects `__index`. */
export const ipairsNext = native2("ipairs_iterator", <G>(cx: Context<G>, table: Value<G>, control: Value<G>): Action<G> => {
  const position = (control as number) + 1;
  const value = table instanceof Table && table.metatable === undefined ? table.getInteger(position) : index(cx, table, position);
  if (value === PENDING) return cx.then(new IpairsStep<G>(position));
  return value === undefined ? undefined : cx.return2(position, value as Value<G>);
});

/** `ipairs` after an `__index` metamethod. */
class IpairsStep<in out G> extends Continuation<G> {
  private readonly position: number;

  constructor(position: number) {
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
