// What a step of the machine comes to: an action of the callback on top, or one of two signals.

import type { Action } from "../value/callback.js";

class Signal {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A Lua frame is on top: the interpreter goes on. */
export const ENTERED = new Signal("entered");

/** The executor has to act; the context's `stop` says why. */
export const STOPPED = new Signal("stopped");

/** An action of the callback on top, or a signal. */
export type Outcome<G> = Action<G> | typeof ENTERED | typeof STOPPED;
