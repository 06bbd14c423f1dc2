// Reading and writing fields with metamethods (manual 2.4, `__index` and `__newindex`).
// Each function gives the result, or PENDING with the metamethod's call described in the context.

import type { Context } from "../host/context.js";
import { indexTypeError, runtimeError } from "../error/runtime-errors.js";
import type { Action, Pending } from "../value/callback.js";
import { isFunction } from "../value/kind.js";
import { Table } from "../value/table.js";
import type { Value } from "../value/value.js";
import { Event, MAX_META_CHAIN, metamethod, metamethodOf } from "./metamethod.js";

/** `object[key]`. */
export function index<G>(cx: Context<G>, object: Value<G>, key: Value<G>): Action<G> {
  let target = object;
  for (let i = 0; i < MAX_META_CHAIN; i++) {
    let handler: Value<G>;
    if (target instanceof Table) {
      const value = typeof key === "string" ? target.getString(key) : target.get(key);
      if (value !== undefined) return value;
      const metatable = target.metatable;
      if (metatable === undefined) return undefined;
      handler = metamethod(metatable, Event.INDEX);
      if (handler === undefined) return undefined;
    } else {
      handler = metamethodOf(cx, target, Event.INDEX);
      if (handler === undefined) throw indexTypeError(cx, target);
    }
    if (isFunction(handler)) return cx.call2(handler, target, key);
    target = handler;
  }
  throw runtimeError(cx, "'__index' chain too long; possible loop");
}

/** `object[key] = value`. Undefined when done. */
export function setIndex<G>(cx: Context<G>, object: Value<G>, key: Value<G>, value: Value<G>): undefined | Pending {
  let target = object;
  for (let i = 0; i < MAX_META_CHAIN; i++) {
    let handler: Value<G>;
    if (target instanceof Table) {
      const metatable = target.metatable;
      handler = metatable === undefined ? undefined : metamethod(metatable, Event.NEWINDEX);
      if (handler === undefined || target.get(key) !== undefined) {
        rawSet(cx, target, key, value);
        return undefined;
      }
    } else {
      handler = metamethodOf(cx, target, Event.NEWINDEX);
      if (handler === undefined) throw indexTypeError(cx, target);
    }
    if (isFunction(handler)) return cx.call3(handler, target, key, value);
    target = handler;
  }
  throw runtimeError(cx, "'__newindex' chain too long; possible loop");
}

/** Raw store with PUC's errors for keys that cannot be. */
export function rawSet<G>(cx: Context<G>, table: Table<G>, key: Value<G>, value: Value<G>): void {
  if (typeof key === "string") {
    table.setString(cx.heap, key, value);
    return;
  }
  if (key === undefined) throw runtimeError(cx, "table index is nil");
  if (key !== key) throw runtimeError(cx, "table index is NaN");
  table.set(cx.heap, key, value);
}
