import { describe, expect, it } from "vitest";
import { geometricMean, median, pairedRatio, quantile, verdict } from "../src/statistics.js";

describe("median and quantile", () => {
  it("takes the middle of an odd sample in any order", () => {
    expect(median([3, 1, 2])).toBe(2);
  });
  it("takes the mean of the two middle values of an even sample", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
  it("is not moved by one outlier", () => {
    expect(median([1, 1, 1, 1, 1000])).toBe(1);
  });
  it("orders numbers as numbers", () => {
    expect(median([10, 9, 8, 100, 7])).toBe(9);
  });
  it("interpolates between neighbours", () => {
    expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
    expect(quantile([1, 2], 0.25)).toBe(1.25);
    expect(quantile([7], 0.9)).toBe(7);
  });
  it("leaves the sample as it was", () => {
    const sample = [3, 1, 2];
    median(sample);
    expect(sample).toEqual([3, 1, 2]);
  });
  it("refuses an empty sample", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe("geometricMean", () => {
  it("treats twice as slow and twice as fast alike", () => {
    expect(geometricMean([2, 0.5])).toBeCloseTo(1, 12);
    expect(geometricMean([1, 10, 100])).toBeCloseTo(10, 12);
  });
  it("refuses an empty list and numbers that are not positive", () => {
    expect(() => geometricMean([])).toThrow(RangeError);
    expect(() => geometricMean([1, 0])).toThrow("got 0");
    expect(() => geometricMean([1, Number.NaN])).toThrow("got NaN");
  });
});

describe("pairedRatio", () => {
  it("compares round by round, so that a slow spell of the machine cancels out", () => {
    expect(pairedRatio([2, 20, 4], [1, 10, 2])).toEqual({ median: 2, low: 2, high: 2 });
  });
  it("gives the quartiles of the rounds' ratios", () => {
    expect(pairedRatio([1, 2, 3, 4, 5], [1, 1, 1, 1, 1])).toEqual({ median: 3, low: 2, high: 4 });
  });
  it("ignores rounds that the other series does not have", () => {
    expect(pairedRatio([3], [1, 2, 3]).median).toBe(3);
    expect(pairedRatio([3, 100], [1]).median).toBe(3);
  });
});

describe("verdict", () => {
  it("calls a steady difference by its name", () => {
    expect(verdict({ median: 1.1, low: 1.05, high: 1.2 })).toBe("slower");
    expect(verdict({ median: 0.9, low: 0.85, high: 0.95 })).toBe("faster");
  });
  it("takes rounds that disagree for noise", () => {
    expect(verdict({ median: 1.1, low: 0.9, high: 1.3 })).toBe("same");
    expect(verdict({ median: 0.9, low: 0.8, high: 1.1 })).toBe("same");
  });
  it("takes a very small difference for none", () => {
    expect(verdict({ median: 1.02, low: 1.01, high: 1.03 })).toBe("same");
    expect(verdict({ median: 0.98, low: 0.97, high: 0.99 })).toBe("same");
  });
});
