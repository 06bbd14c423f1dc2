// When a cycle begins and how much work each slice does: tunables, their units, defaults and presets.
// The formula: with L live bytes after a mark, the next cycle begins when max(L * pauseFactor, minSleepBytes) bytes were allocated.
// While it runs, each allocated byte owes `markFactor` bytes of mark work; it is asked for in steps of `stepBytes`.

import { describeValue } from "./describe.js";

/** Tunables of the collector's pace. */
export interface Pacing {
  /** Bytes allocated between two cycles, as a fraction of the live bytes. At least 0. Default 1 (PUC Lua's `setpause` of 200). */
  readonly pauseFactor: number;
  /** Bytes allocated between two cycles, at least. At least 0. Default 4,194,304. */
  readonly minSleepBytes: number;
  /** Bytes of mark work for each byte allocated during a cycle. More than 0; `Infinity` finishes a cycle in one slice. Default 4. */
  readonly markFactor: number;
  /** Bytes allocated between two slices of a cycle: the grain of the work. At least 1. Default 65,536. */
  readonly stepBytes: number;
  /**
   * Milliseconds that a slice may take before it stops with its debt unpaid. More than 0. Default `Infinity`.
   * It is ignored while more was allocated during the running cycle than was live before it: a cycle must end at some time.
   */
  readonly sliceMs: number;
}

/** The presets of {@link Pacing}. */
export const PACING = {
  // What is dead but not known to be takes no memory for long: V8 frees it all the same. So a small heap need not be marked often.
  /** Up to twice the live memory, slices by work alone. */
  default: { pauseFactor: 1, minSleepBytes: 4_194_304, markFactor: 4, stepBytes: 65_536, sliceMs: Infinity },
  /** Slices of at most about 1 ms, in small steps that begin early. */
  lowLatency: { pauseFactor: 0.75, minSleepBytes: 262_144, markFactor: 8, stepBytes: 16_384, sliceMs: 1 },
  /** Fewer cycles in larger slices; up to three times the live memory. */
  throughput: { pauseFactor: 2, minSleepBytes: 4_194_304, markFactor: 16, stepBytes: 1_048_576, sliceMs: Infinity },
  /** Each cycle in one slice. */
  stopTheWorld: { pauseFactor: 1, minSleepBytes: 1_048_576, markFactor: Infinity, stepBytes: 65_536, sliceMs: Infinity },
} as const satisfies Record<string, Pacing>;

export type PacingPreset = keyof typeof PACING;

const LEAST: Readonly<Record<keyof Pacing, number>> = {
  pauseFactor: 0,
  minSleepBytes: 0,
  markFactor: Number.MIN_VALUE,
  stepBytes: 1,
  sliceMs: Number.MIN_VALUE,
};

/**
 * Completes `change` from `base`.
 * @throws RangeError when a number is NaN or out of its range; TypeError when it is no number, or a preset is unknown.
 */
export function resolvePacing(change: PacingPreset | Partial<Pacing>, base: Pacing): Pacing {
  if (typeof change === "string") return preset(change);
  const merged = { ...base, ...change };
  for (const name of Object.keys(LEAST) as (keyof Pacing)[]) {
    if (merged[name] === undefined) merged[name] = base[name];
    checkNumber(name, merged[name], LEAST[name]);
  }
  return merged;
}

function preset(name: string): Pacing {
  if (!Object.hasOwn(PACING, name)) throw new TypeError(`unknown pacing preset ${describeValue(name)}`);
  return PACING[name as PacingPreset];
}

/**
 * Checks a number that crosses the public interface.
 * @throws TypeError when it is no number; RangeError when it is NaN or less than `least`.
 */
export function checkNumber(name: string, value: unknown, least: number): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`${name} must be a number, not ${describeValue(value)}`);
  if (!(value >= least)) throw new RangeError(`${name} must be at least ${least}, not ${value}`);
}
