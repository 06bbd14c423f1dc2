// Userdata: host objects that Lua code holds, with a metatable and user values; and light userdata, which is bare identity.

import { disposeSymbol, trace } from "@luster/gc-arena";
import type { Collect, Tracer } from "@luster/gc-arena";
import { markValue } from "./mark.js";
import type { Table } from "./table.js";
import type { Value } from "./value.js";

/** Bytes charged for a userdata, plus 8 for each user value. What the host object itself takes is charged by the host. */
export const USERDATA_BYTES = 72;

/** A host object as a Lua value. */
export class Userdata<in out G> implements Collect {
  gcColor = 0;
  metatable: Table<G> | undefined;
  /** The host object. If it implements `Collect`, it is traced with the userdata. */
  readonly object: unknown;
  /** What it was made with (host/userdata-type.ts); undefined for one without a type. */
  type: object | undefined = undefined;
  /** Associated Lua values (manual 4.1, `lua_newuserdatauv`). */
  readonly userValues: Value<G>[];

  /** @internal Use `Context.newUserdata`. */
  constructor(object: unknown, metatable: Table<G> | undefined, userValueCount: number) {
    this.metatable = metatable;
    this.object = object;
    this.userValues = new Array<Value<G>>(userValueCount).fill(undefined);
  }

  /** @internal Called when it has died, if its type asked for it. */
  [disposeSymbol](): void {
    (this.object as Disposable)[disposeSymbol]();
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(USERDATA_BYTES + this.userValues.length * 8);
    if (this.metatable !== undefined) tracer.mark(this.metatable);
    for (const value of this.userValues) markValue(tracer, value);
    const object = this.object as Partial<Collect> | null | undefined;
    if (typeof object === "object" && object !== null && object[trace] !== undefined) object[trace](tracer);
  }
}

/** A bare identity as a Lua value; equal only to itself. */
export class LightUserdata {
  /** What it stands for; not traced. */
  readonly identity: unknown;

  constructor(identity: unknown) {
    this.identity = identity;
  }
}
