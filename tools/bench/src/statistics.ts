// The figures that a benchmark report is made of. All times are in seconds; a sample is a list of at least one finite number.

/** @throws RangeError if the sample is empty */
export function median(sample: readonly number[]): number {
  return quantile(sample, 0.5);
}

/**
 * The value below which the fraction `q` (0 to 1) of the sample lies, interpolated between neighbours.
 *
 * @throws RangeError if the sample is empty
 */
export function quantile(sample: readonly number[], q: number): number {
  const sorted = sample.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError("an empty sample has no quantiles");
  return below + (above - below) * (place - Math.floor(place));
}

/** @throws RangeError if the list is empty or holds a number that is not positive */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("no values to average");
  const bad = values.find((value) => !(value > 0));
  if (bad !== undefined) throw new RangeError(`a geometric mean needs positive numbers, got ${bad}`);
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** How much slower one thing is than another, and between which bounds most of the rounds lie. */
export interface Ratio {
  readonly median: number;
  /** Lower and upper quartile of the rounds' ratios. */
  readonly low: number;
  readonly high: number;
}

/**
 * The ratio of two interleaved series: round i of one was measured right beside round i of the other, so that a slow spell of the
 * machine hits both. Surplus rounds of the longer series are ignored.
 */
export function pairedRatio(times: readonly number[], baseTimes: readonly number[]): Ratio {
  const ratios = times.slice(0, baseTimes.length).map((time, round) => time / (baseTimes[round] ?? Number.NaN));
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}

export type Verdict = "slower" | "faster" | "same";

/** Differences below this are not reported, however steady: a build moves code about and costs or gains as much. */
const LEAST_DIFFERENCE = 0.03;

/** Whether a ratio is a change: three quarters of the rounds agree on it, and it is large enough to matter. */
export function verdict({ median: middle, low, high }: Ratio): Verdict {
  if (middle > 1 + LEAST_DIFFERENCE && low > 1) return "slower";
  if (middle < 1 - LEAST_DIFFERENCE && high < 1) return "faster";
  return "same";
}
