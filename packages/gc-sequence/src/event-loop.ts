// Living with the host's event loop: giving it a turn, and knowing when one is due. Independent of sequences, for other drivers too.

import { describe } from "./errors.js";

/** Default time between two turns of the event loop, in milliseconds: half a frame at 60 Hz. */
export const DEFAULT_YIELD_EVERY_MS = 8;

/**
 * Resolves after the host's event loop had a turn: timers, input, network and rendering go on meanwhile. A resolved promise does not do that.
 * Takes microseconds where the host has `setImmediate` or `MessageChannel`, and up to 4 ms elsewhere.
 */
export function yieldToEventLoop(): Promise<void> {
  schedule ??= chooseSchedule();
  return new Promise(schedule);
}

type Schedule = (callback: () => void) => void;

let schedule: Schedule | undefined;

function chooseSchedule(): Schedule {
  const { setImmediate } = globalThis as { setImmediate?: Schedule };
  if (typeof setImmediate === "function") return (callback) => setImmediate(callback);
  if (typeof MessageChannel === "function") return throughChannel();
  return (callback) => void setTimeout(callback, 0);
}

function throughChannel(): Schedule {
  const callbacks: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => callbacks.shift()?.();
  return (callback) => {
    callbacks.push(callback);
    port2.postMessage(undefined);
  };
}

/** Says when a long computation should give the event loop a turn. */
export class TurnTimer {
  private turnEndsAt: number;

  /**
   * The first turn begins now.
   * @param yieldEveryMs time between two turns of the event loop, in milliseconds; 0 for one after each slice. Default 8.
   * @throws RangeError for a negative number or NaN
   */
  constructor(private readonly yieldEveryMs: number = DEFAULT_YIELD_EVERY_MS) {
    checkInterval(yieldEveryMs);
    this.turnEndsAt = performance.now() + yieldEveryMs;
  }

  /** Whether the time is over. Costs a look at the clock, some 30 ns. */
  get isOver(): boolean {
    return performance.now() >= this.turnEndsAt;
  }

  /** Begins a new turn now. */
  restart(): void {
    this.turnEndsAt = performance.now() + this.yieldEveryMs;
  }

  /** Gives the event loop its turn, and begins a new one. */
  async yield(): Promise<void> {
    await yieldToEventLoop();
    this.restart();
  }
}

/** @internal */
export function checkInterval(yieldEveryMs: number): number {
  if (typeof yieldEveryMs === "number" && yieldEveryMs >= 0) return yieldEveryMs;
  throw new RangeError(`yieldEveryMs must be a number of at least 0, not ${describe(yieldEveryMs)}`);
}
