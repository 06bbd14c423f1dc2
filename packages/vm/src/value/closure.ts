// A Lua function value: a loaded proto and the cells it captured.

import { trace } from "@luster/gc-arena";
import type { Collect, Tracer } from "@luster/gc-arena";
import type { Cell } from "./cell.js";
import type { LoadedProto } from "./loaded-proto.js";

/** Bytes charged for a closure, plus `UPVALUE_BYTES` for each upvalue. */
export const CLOSURE_BYTES = 96;
export const UPVALUE_BYTES = 8;

/** A closure. */
export class Closure<in out G> implements Collect {
  gcColor = 0;
  readonly proto: LoadedProto;
  /** Captured cells, in the order of the proto's upvalue descriptors. `debug.upvaluejoin` replaces entries, with a barrier. */
  readonly upvalues: Cell<G>[];

  constructor(proto: LoadedProto, upvalues: Cell<G>[]) {
    this.proto = proto;
    this.upvalues = upvalues;
  }

  [trace](tracer: Tracer): void {
    const upvalues = this.upvalues;
    tracer.addBytes(CLOSURE_BYTES + upvalues.length * UPVALUE_BYTES);
    tracer.mark(this.proto);
    for (let i = 0; i < upvalues.length; i++) tracer.mark(upvalues[i] as Cell<G>);
  }
}
