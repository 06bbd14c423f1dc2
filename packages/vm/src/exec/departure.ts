// Leaving compiled code: what the compiled functions on the JavaScript stack hand over, and what the machine is to do after it made
// frames of it. Captures arrive innermost first; each function appends its own when what it called returned `SUSPEND`.
// Empty whenever no compiled function is being left. Never traced: nothing stays in it across slices.

import type { Callback } from "../value/callback.js";
import type { Closure } from "../value/closure.js";
import type { Thread } from "../value/thread.js";
import { Frame } from "../value/frame.js";
import type { Value } from "../value/value.js";
import { Next } from "./next.js";
import { ENTERED } from "./outcome.js";
import type { Outcome } from "./outcome.js";

/** What happens once the frames are there. */
export const enum Then {
  /** The interpreter goes on at the innermost frame's pc. */
  INTERPRET,
  /** The slice ends: its fuel is spent. */
  END_SLICE,
  /** The innermost frame's function has not been entered yet: its entry is charged. */
  ENTER,
  /** The innermost frame's CALL has run a callback that raised `exception`. */
  RAISE,
  /** The innermost frame's CALL has run a callback that left an action pending. */
  PERFORM,
  /** The innermost frame's CALL has called `callback`, which yields the values in the context's buffer: see pass-on.ts. */
  YIELD,
  /** The innermost frame's CALL has resumed `switchedTo`, with which the machine goes on: see native-switch.ts. */
  SWITCHED,
}

/** How compiled code was left, as the emitter says it at each place. */
export enum ExitKind {
  /** Before an instruction, which the interpreter does. */
  RETRY,
  /** Before an instruction, because a value was not of the type that was expected. */
  GUARD,
  /** At the target of a jump that used up the fuel. */
  FUEL,
  /** At the function's first instruction, because its entry used up the fuel. */
  ENTRY_FUEL,
  /** At the function's first instruction, because it would nest too deep. */
  DEPTH,
  /** At a call: its callee was left, or could not be called. */
  CALL,
  /** At a tail call. */
  TAIL_CALL,
  /** Before an instruction, because the host of the tier wants it. */
  PAUSE,
}

/** A place at which compiled code can be left. */
export interface ExitSite {
  readonly kind: ExitKind;
  /** The instruction to go on with; for calls, the call. */
  readonly pc: number;
  /** The register whose type was tested, for guards where the function is entered. */
  readonly guarded?: number | undefined;
  /** For guards: an integer of 32 bits was expected. Where that fails, one of any size may still be. */
  readonly isNarrow: boolean;
  /** The registers that are handed over; their values are given by register. All others are cleared. */
  readonly registers: readonly number[];
  /** For each of them: whether its value is a raw double, to be made a Lua float. */
  readonly floats: readonly boolean[];
  /** First register of an open list of values, if one is handed over; else -1. */
  readonly listRegister: number;
  /** The instruction is a charge point and has been charged. The interpreter charges it again: it is given back. */
  readonly isCharged: boolean;
  /** For guards, and places before an instruction: counts how often it was left there. */
  failures: number;
}

/** The state of one compiled function when it was left. */
export interface Capture<G> {
  readonly closure: Closure<G>;
  readonly site: ExitSite;
  readonly pc: number;
  /** By register. Raw doubles among them, as the site says. */
  readonly values: readonly Value<G>[];
  /** Extra arguments of a vararg function. */
  readonly extra: readonly Value<G>[] | undefined;
  /** Values of the open list. */
  readonly list: readonly Value<G>[] | undefined;
  /** The function's caller has ended with a tail call of it. */
  isTailCall: boolean;
  /** The callback that has called the function natively, if one has, and the number of its arguments: its frame is the one below. */
  calledBy: Callback<G> | undefined;
  calledArguments: number;
}

export class Departure<in out G> {
  readonly captures: Capture<G>[] = [];
  then: Then = Then.INTERPRET;
  /** With `RAISE`. */
  exception: unknown = undefined;
  /** With `RAISE` and `PERFORM`: the callback that was called. */
  callback: Callback<G> | undefined = undefined;
  argCount = 0;
  /** With `PERFORM`, when a callback has called the function that was left: what `callback` left pending. */
  pendingKind = Next.RETURN;
  /** With `SWITCHED`: the thread that runs, what its last step came to, what it raised if it did, and what it left pending. */
  switchedTo: Thread<G> | undefined = undefined;
  outcome: Outcome<G> = ENTERED;
  failure: { readonly exception: unknown } | undefined = undefined;
  switchedKind = Next.RETURN;
  /** Compiled code is being left at a switch of threads that the next time will do without. */
  isWarmingUp = false;
  /** Metamethods and functions of callbacks that run natively now, one within the other. */
  metamethodLevels = 0;
  /** Stands for the frame of the compiled function that calls a callback, for positions and names in its errors. */
  readonly caller = new Frame<G>();
}
