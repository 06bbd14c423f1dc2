// What a tier makes of a Proto, as the machine and other compiled functions call it.
//
// A compiled function keeps its registers in JavaScript variables. It gives one value when it returns exactly one; `PENDING` when it
// returns another number of values, which are in the context's buffer; and `SUSPEND` when it is left before its end: then it has
// appended a capture of itself (exec/departure.ts), and whoever called it does the same, down to the machine, which makes frames
// of the captures. It never throws: whatever can fail is left to the interpreter, at the instruction that would fail.

import type { Pending } from "./callback.js";
import type { Value } from "./value.js";

class SuspendSignal {
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  toString(): string {
    return this.name;
  }
}

/** "Compiled code is being left"; never a Lua value. */
export type Suspend = SuspendSignal;

/** The sentinel. Compare with `===`. */
export const SUSPEND: Suspend = new SuspendSignal("SUSPEND");

/** "The thread has yielded, and another one runs": from compiled code whose frame stands. Never a Lua value. */
export const SWITCHED: Suspend = new SuspendSignal("SWITCHED");

/** What compiled code returns. */
export type CompiledResult = Value<unknown> | Pending | Suspend;

/**
 * A function from its beginning on. `closure` is the closure that is called; `budget` how much it and what it calls may nest
 * natively (exec/tier.ts); then come its arguments.
 */
export type CompiledFunction = (closure: never, budget: number, ...args: never[]) => CompiledResult;

/** A function from one of its loops on: `stack` holds its registers from `base` on, `extra` its extra arguments. */
export type CompiledLoop = (closure: never, budget: number, stack: never[], base: number, extra: readonly never[]) => CompiledResult;
