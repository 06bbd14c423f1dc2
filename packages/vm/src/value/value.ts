// The Lua value: one JavaScript representation of each, the same in every tier.
//
//   nil, booleans                         undefined, true, false
//   integer in +-(2^53-1)                 number, never -0
//   other integers                        Int64
//   float that is not a safe integer      number (fractions, infinities, NaN, 2^53 and beyond)
//   float with a safe-integer value, -0.0 Float
//   string                                JS string, one code unit (0..255) per byte
//   table, function, thread, userdata     Table, Closure or Callback, Thread, Userdata or LightUserdata
//
// Every Lua number has exactly one form, so `===` decides raw equality except between two boxes (`rawEquals` in number.ts).
// `G` is the brand of the arena that a value belongs to; no value leaves its `mutate` call.

import type { Thread } from "./thread.js";
import type { Callback } from "./callback.js";
import type { Closure } from "./closure.js";
import type { Float, Int64 } from "./number.js";
import type { Table } from "./table.js";
import type { LightUserdata, Userdata } from "./userdata.js";

/** A Lua number, in its one form. */
export type LuaNumber = number | Float | Int64;

/** A Lua integer, in its one form. (A plain `number` that is not a safe integer is a float.) */
export type LuaInteger = number | Int64;

/** A Lua function: compiled from Lua, or given by the host. */
export type LuaFunction<G> = Closure<G> | Callback<G>;

/** Any Lua value. */
export type Value<G> = undefined | boolean | LuaNumber | string | Table<G> | LuaFunction<G> | Thread<G> | Userdata<G> | LightUserdata;
