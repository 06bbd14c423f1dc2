// How a Lua error travels inside of the machine: thrown from wherever it is found, caught where the executor runs callbacks and
// the interpreter, and turned there into unwinding of frames. It is no `Error`: nothing of it is visible to hosts or scripts.

import type { Value } from "../value/value.js";

/** A Lua error on its way to the executor. */
export class LuaRaise<in out G> {
  /** The error value, any Lua value. */
  readonly value: Value<G>;
  /** The host exception that caused it, if any. */
  readonly cause: unknown;

  constructor(value: Value<G>, cause?: unknown) {
    this.value = value;
    this.cause = cause;
  }
}

/** An error that no message handler sees any more: handling itself has overflowed. */
export class FatalRaise<in out G> extends LuaRaise<G> {}
