// Metamethod events, and how one is looked up (manual 2.4). A table that serves as a metatable remembers which events it is
// known not to have (`Table.absentEvents`, one bit each), so that the common "no metamethod" costs one test.

import type { Context } from "../host/context.js";
import { Callback } from "../value/callback.js";
import { Closure } from "../value/closure.js";
import { Table } from "../value/table.js";
import { Thread } from "../value/thread.js";
import { LightUserdata, Userdata } from "../value/userdata.js";
import type { Value } from "../value/value.js";

/** Events in the order of their bits in `Table.absentEvents`. */
export const EVENT_NAMES = [
  "__index",
  "__newindex",
  "__gc",
  "__mode",
  "__len",
  "__eq",
  "__add",
  "__sub",
  "__mul",
  "__mod",
  "__pow",
  "__div",
  "__idiv",
  "__band",
  "__bor",
  "__bxor",
  "__shl",
  "__shr",
  "__unm",
  "__bnot",
  "__lt",
  "__le",
  "__concat",
  "__call",
  "__close",
  "__tostring",
  "__name",
  "__metatable",
  "__pairs",
] as const;

/** Name of an event, with its two underscores. */
export type EventName = (typeof EVENT_NAMES)[number];

/** Number of an event: its bit. ORDER EVENT_NAMES. */
export const enum Event {
  INDEX,
  NEWINDEX,
  GC,
  MODE,
  LEN,
  EQ,
  ADD,
  SUB,
  MUL,
  MOD,
  POW,
  DIV,
  IDIV,
  BAND,
  BOR,
  BXOR,
  SHL,
  SHR,
  UNM,
  BNOT,
  LT,
  LE,
  CONCAT,
  CALL,
  CLOSE,
  TOSTRING,
  NAME,
  METATABLE,
  PAIRS,
}

/** Most links that an `__index`, `__newindex` or `__call` chain may have (PUC: MAXTAGLOOP). */
export const MAX_META_CHAIN = 2000;

/** The metamethod of a metatable for an event, or nil. */
export function metamethod<G>(metatable: Table<G>, event: Event): Value<G> {
  const bit = 1 << event;
  if ((metatable.absentEvents & bit) !== 0) return undefined;
  const handler = metatable.getString(EVENT_NAMES[event] as string);
  if (handler === undefined) metatable.absentEvents |= bit;
  return handler;
}

/** The metatable of any value. */
export function metatableOf<G>(cx: Context<G>, value: Value<G>): Table<G> | undefined {
  if (value instanceof Table || value instanceof Userdata) return value.metatable;
  const metatables = cx.typeMetatables;
  switch (typeof value) {
    case "string":
      return cx.stringMetatable;
    case "undefined":
      return metatables.nil;
    case "boolean":
      return metatables.boolean;
    case "number":
      return metatables.number;
    default:
  }
  if (value instanceof Closure || value instanceof Callback) return metatables.function;
  if (value instanceof Thread) return metatables.thread;
  if (value instanceof LightUserdata) return metatables.userdata;
  return metatables.number;
}

/** The metamethod of any value for an event, or nil. */
export function metamethodOf<G>(cx: Context<G>, value: Value<G>, event: Event): Value<G> {
  const metatable = metatableOf(cx, value);
  return metatable === undefined ? undefined : metamethod(metatable, event);
}
