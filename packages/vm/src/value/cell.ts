// The heap box of a captured local variable. It exists from the variable's declaration on (a fresh one in each loop iteration),
// so there are no open upvalues: registers, closures, compiled code and the debug library all see this one object.

import { trace } from "@luster/gc-arena";
import type { Collect, Tracer } from "@luster/gc-arena";
import { markValue } from "./mark.js";
import type { Value } from "./value.js";

/** Bytes charged for a cell. */
export const CELL_BYTES = 40;

/** A captured variable. Writers outside of a constructor apply the write barrier. */
export class Cell<in out G> implements Collect {
  gcColor = 0;
  v: Value<G>;

  constructor(v: Value<G>) {
    this.v = v;
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(CELL_BYTES);
    markValue(tracer, this.v);
  }
}
