// Giving a value its metatable: barrier, and registration of finalizers.

import type { Context } from "../host/context.js";
import type { Userdata } from "../value/userdata.js";
import type { Table } from "../value/table.js";
import { Event, metamethod } from "./metamethod.js";

/** Sets the metatable of a table or userdata. An object is marked for finalization if the metatable has `__gc` now (manual 2.5.3). */
export function setMetatable<G>(cx: Context<G>, object: Table<G> | Userdata<G>, metatable: Table<G> | undefined): void {
  object.metatable = metatable;
  if (object.gcColor === cx.heap.barrierColor) cx.heap.backwardBarrier(object);
  if (metatable === undefined || metamethod(metatable, Event.GC) === undefined || cx.finalizable.has(object)) return;
  cx.finalizable.add(object);
  cx.heap.registerFinalizer(object);
}
