import { describe, expect, it } from "vitest";
import { svgChart } from "../src/chart.js";
import { comparisonReport, HERE } from "../src/compare.js";
import type { Implementation } from "../src/implementations.js";
import type { Benchmark, Result } from "../src/measure.js";
import { markdownReport, meanRatio } from "../src/report.js";

const times = (...seconds: number[]): Result => ({ kind: "measured", times: seconds });
const benchmark = (name: string, results: Record<string, Result>, group: Benchmark["group"] = "programs"): Benchmark => ({
  name,
  group,
  results,
});
const implementation = (name: string): Implementation => ({ name, version: `${name} 1.0`, command: [name], isLua53: true });

const implementations = ["ours", "base", "other"].map(implementation);
const benchmarks = [
  benchmark("fib", { ours: times(4, 4), base: times(2, 2), other: times(1, 1) }, "kernels"),
  benchmark("life", { ours: times(1, 1), base: times(2, 2), other: { kind: "skipped", reason: "needs Lua 5.3" } }),
  benchmark("sort", { ours: times(8, 8), base: times(2, 2), other: times(3, 3) }),
];

describe("markdownReport", () => {
  const report = markdownReport(benchmarks, implementations, "base");
  it("gives the base in seconds and the others as ratios to it", () => {
    expect(report).toContain("| fib | 2.000 | 2.00 (2.00-2.00) | 0.50 (0.50-0.50) |");
  });
  it("says why a benchmark was not run", () => {
    expect(report).toContain("| life | 2.000 | 0.50 (0.50-0.50) | needs Lua 5.3 |");
  });
  it("gives the geometric mean of each group, and of how many benchmarks it is", () => {
    expect(report).toContain("| **geometric mean** | | **1.41** | **1.50** (1 of 2) |");
  });
  it("names the versions", () => {
    expect(report).toContain("- ours: ours 1.0");
  });
});

describe("meanRatio", () => {
  it("counts only what both have run", () => {
    expect(meanRatio("base", "other", benchmarks.slice(1))).toEqual({ mean: expect.closeTo(1.5), count: 1 });
    expect(meanRatio("base", "nobody", benchmarks)).toBeUndefined();
  });
});

describe("svgChart", () => {
  const chart = svgChart(benchmarks, implementations, "base");
  it("has a bar for each ratio and a label for each benchmark", () => {
    expect(chart.match(/height="6"/g)).toHaveLength(5);
    for (const { name } of benchmarks) expect(chart).toContain(`>${name}</text>`);
  });
  it("draws slower to the right of the base's line and faster to the left", () => {
    const bars = [...chart.matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="6"/g)].map(([, x, width]) => [
      Number(x),
      Number(width),
    ]);
    const line = Number(/<line x1="([\d.]+)"[^>]*stroke="#000000"/.exec(chart)?.[1]);
    expect(bars[0]?.[0]).toBeCloseTo(line, 0);
    expect((bars[1]?.[0] ?? 0) + (bars[1]?.[1] ?? 0)).toBeCloseTo(line, 0);
  });
});

describe("comparisonReport", () => {
  it("lists what changed, the largest first, and nothing else", () => {
    const report = comparisonReport(
      [
        benchmark("same", { [HERE]: times(1, 1, 1), abc: times(1, 1, 1) }),
        benchmark("worse", { [HERE]: times(2, 2, 2), abc: times(1, 1, 1) }),
        benchmark("worst", { [HERE]: times(3, 3, 3), abc: times(1, 1, 1) }),
        benchmark("better", { [HERE]: times(1, 1, 1), abc: times(2, 2, 2) }),
      ],
      "abc",
    );
    expect(report.split("\n").slice(1)).toEqual([
      "slower:",
      "  worst 3.00 (3.00-3.00)",
      "  worse 2.00 (2.00-2.00)",
      "faster:",
      "  better 0.50 (0.50-0.50)",
      "Geometric mean of 4: 1.316",
      "",
    ]);
  });
  it("says so when nothing changed", () => {
    expect(comparisonReport([benchmark("x", { [HERE]: times(1), abc: times(1) })], "abc")).toContain("Nothing got slower.");
  });
});
