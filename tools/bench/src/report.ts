// The measurements as a table in Markdown and as the data of a chart: per benchmark the median time of the base, and the other
// implementations as ratios to it. A ratio above 1 is slower than the base.
import type { Implementation } from "./implementations.js";
import type { Benchmark, Result } from "./measure.js";
import { geometricMean, median, pairedRatio, type Ratio } from "./statistics.js";

/** The ratio of one implementation's times to the base's; undefined if one of them has none. */
export function ratioTo(base: string, name: string, { results }: Benchmark): Ratio | undefined {
  const times = results[name];
  const baseTimes = results[base];
  if (times?.kind !== "measured" || baseTimes?.kind !== "measured") return undefined;
  return pairedRatio(times.times, baseTimes.times);
}

/** The geometric mean of the median ratios over the benchmarks that both have run, and how many those are. */
export function meanRatio(base: string, name: string, benchmarks: readonly Benchmark[]): { mean: number; count: number } | undefined {
  const ratios = benchmarks.map((benchmark) => ratioTo(base, name, benchmark)?.median).filter((ratio) => ratio !== undefined);
  return ratios.length === 0 ? undefined : { mean: geometricMean(ratios), count: ratios.length };
}

/** One table per group; the seconds of the base in front, then the ratio of each of the others with its quartiles. */
export function markdownReport(benchmarks: readonly Benchmark[], implementations: readonly Implementation[], base: string): string {
  const others = implementations.filter(({ name }) => name !== base);
  const versions = implementations.map(({ name, version }) => `- ${name}: ${version}`);
  const notes = [
    `Times of ${base} in seconds (median of the rounds); of the others the ratio to it, with the quartiles of the rounds' ratios.`,
    "Above 1 is slower.",
  ];
  const tables = (["kernels", "programs"] as const).map((group) => groupTable(group, benchmarks, others, base));
  return [notes.join(" "), "", ...versions, "", ...tables.flat()].join("\n");
}

function groupTable(
  group: Benchmark["group"],
  benchmarks: readonly Benchmark[],
  others: readonly Implementation[],
  base: string,
): string[] {
  const members = benchmarks.filter((benchmark) => benchmark.group === group);
  if (members.length === 0) return [];
  const names = others.map(({ name }) => name);
  return [
    `| ${group} | ${[`${base}, s`, ...names].join(" | ")} |`,
    `|---|${"---:|".repeat(names.length + 1)}`,
    ...members.map((benchmark) => {
      const cells = names.map((name) => cell(benchmark.results[name], ratioTo(base, name, benchmark)));
      return `| ${benchmark.name} | ${[baseCell(benchmark.results[base]), ...cells].join(" | ")} |`;
    }),
    `| **geometric mean** | | ${names.map((name) => meanCell(meanRatio(base, name, members), members.length)).join(" | ")} |`,
    "",
  ];
}

function baseCell(result: Result | undefined): string {
  if (result?.kind === "measured") return median(result.times).toFixed(3);
  return result?.reason ?? "";
}

function cell(result: Result | undefined, ratio: Ratio | undefined): string {
  if (result?.kind === "measured") return ratio === undefined ? `${median(result.times).toFixed(3)} s` : ratioText(ratio);
  return result?.reason ?? "";
}

/** `1.23 (1.20-1.25)` */
export function ratioText({ median: middle, low, high }: Ratio): string {
  return `${middle.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
}

function meanCell(mean: { mean: number; count: number } | undefined, all: number): string {
  if (mean === undefined) return "";
  return `**${mean.mean.toFixed(2)}**${mean.count < all ? ` (${mean.count} of ${all})` : ""}`;
}
