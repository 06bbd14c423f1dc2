// The second tier, as the machine sees it: something that turns hot functions into JavaScript. Without one, everything is interpreted.

import type { Context } from "../host/context.js";
import type { Closure } from "../value/closure.js";
import type { CompiledFunction, CompiledLoop } from "../value/compiled-code.js";
import type { Value } from "../value/value.js";
import type { ExitSite } from "./departure.js";

/** Compiles functions. The machine asks when a function has been called, or a loop has turned, `threshold` times. */
export interface Tier {
  /** Calls of a function, or turns of its loops, until it is compiled. 0: from the first on. */
  readonly threshold: number;
  /** The compiled form of a function; undefined: it stays interpreted. `args` are those of the call at hand. */
  compileFunction<G>(cx: Context<G>, closure: Closure<G>, args: readonly Value<G>[]): CompiledFunction | undefined;
  /** A compiled form that begins at the loop at `pc`, whose registers are in `stack` from `base` on. */
  compileLoop<G>(cx: Context<G>, closure: Closure<G>, pc: number, stack: readonly Value<G>[], base: number): CompiledLoop | undefined;
  /**
   * A guard has failed, or an instruction was left to the interpreter. True: the compiled forms of the function are to be dropped, since it
   * will be compiled otherwise.
   */
  guardFailed<G>(closure: Closure<G>, site: ExitSite): boolean;
  /** Compiled code was left: `site` is the innermost place. For counters. */
  left?<G>(closure: Closure<G>, site: ExitSite): void;
}

/** How much compiled functions may nest natively; each takes the slots of its registers and a constant. Fits browsers' stacks. */
export const NATIVE_BUDGET = 16_000;
