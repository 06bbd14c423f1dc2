// Fuel: how much a slice may do. One unit is about one instruction of a virtual machine: ten nanoseconds or so; a builtin charges one
// unit per element it visits or per 16 bytes it moves. Running out is no error: it asks the running step to return soon.

import { describe } from "./errors.js";

/** A budget of work that is consumed as work is done. */
export class Fuel {
  private left: number;
  private total = 0;
  private interrupted = false;

  /**
   * @param units what is there to begin with; at least 0. Default 0.
   * @throws RangeError for a negative number or NaN
   */
  constructor(units = 0) {
    this.left = checkUnits("Fuel", units);
  }

  /** Units left. Negative when a piece of work cost more than was left; the next refill pays for it. */
  get remaining(): number {
    return this.left;
  }

  /** Units consumed since this was made. */
  get consumed(): number {
    return this.total;
  }

  /** Whether the running step should return: nothing is left, or it was interrupted. */
  get isSpent(): boolean {
    return this.left <= 0 || this.interrupted;
  }

  /**
   * Takes units for work that was done or is about to be done.
   * @param units at least 0
   * @returns whether the fuel is spent now
   * @throws RangeError for a negative number or NaN
   */
  consume(units: number): boolean {
    if (typeof units !== "number" || !(units >= 0)) checkUnits("Fuel.consume", units);
    this.left -= units;
    this.total += units;
    return this.isSpent;
  }

  /**
   * Adds units, up to `maxUnits` in all, and ends an interrupt.
   * @param maxUnits default `units`: what was not consumed is not saved up
   * @throws RangeError for a negative number or NaN
   */
  refill(units: number, maxUnits: number = units): void {
    checkUnits("Fuel.refill", units);
    this.left = Math.min(this.left + units, checkUnits("Fuel.refill", maxUnits));
    this.interrupted = false;
  }

  /** Makes the fuel count as spent until the next refill, whatever is left. */
  interrupt(): void {
    this.interrupted = true;
  }

  /** Whether it was interrupted since the last refill. */
  get isInterrupted(): boolean {
    return this.interrupted;
  }
}

/** @internal */
export function checkUnits(name: string, units: number): number {
  if (typeof units !== "number" || !(units >= 0))
    throw new RangeError(`${name}: units must be a number of at least 0, not ${describe(units)}`);
  return units;
}
