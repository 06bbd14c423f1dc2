// Tests of a value's class that V8 does by comparing its hidden class once; `instanceof` walks prototypes. For hot code.

import type { Callback } from "../value/callback.js";
import type { Closure } from "../value/closure.js";
import type { Table } from "../value/table.js";
import type { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";

/** `value instanceof Table` by one comparison of hidden classes, where a string is seldom seen. */
export const isTable = <G>(value: Value<G>): value is Table<G> => value !== undefined && (value as Table<G>).shape !== undefined;

/** `value instanceof Closure` by one comparison of hidden classes, also where it is a callback. */
export const isClosure = <G>(value: Value<G>): value is Closure<G> => value !== undefined && (value as Closure<G>).proto !== undefined;

/** `value instanceof Callback` by one comparison of hidden classes; `value` is no closure. */
export const isCallback = <G>(value: Value<G>): value is Callback<G> => value !== undefined && (value as Callback<G>).arity !== undefined;

/** `value instanceof Thread` by one comparison of hidden classes, where it mostly is one. */
export const isThread = <G>(value: Value<G>): value is Thread<G> => value !== undefined && (value as Thread<G>).directWanted !== undefined;
