import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { power } from "../../src/value/power.js";
import { doubleOfBits } from "./number-text.js";
import { randomSource } from "./random.js";

describe("power", () => {
  const recorded = JSON.parse(readFileSync(new URL("data/powers.json", import.meta.url), "utf8")) as string[];

  test("is what PUC-Rio Lua 5.4 answers, over the whole range", () => {
    for (const row of recorded) {
      const [x, y, expected] = row.split(" ").map(doubleOfBits) as [number, number, number];
      expect(power(x, y), `${x}^${y}`).toBe(expected);
    }
  });

  test("of one is one, and of minus one its sign, whatever the exponent", () => {
    for (const y of [1e308, -1e308, 2 ** 1000, Infinity, NaN, 0.5, 2 ** 53 + 2]) expect(power(1, y)).toBe(1);
    expect(power(-1, 1e308)).toBe(1);
    expect(power(-1, 2 ** 53 - 1)).toBe(-1);
  });

  test("of ten is the decimal literal", () => {
    for (let e = -300; e <= 308; e++) expect(power(10, e)).toBe(Number(`1e${e}`));
  });

  test("of integers is exact while it fits", () => {
    for (let x = -50; x <= 50; x++) {
      for (let y = 0; Math.abs(x) ** y <= 2 ** 53 && y < 60; y++) expect(power(x, y)).toBe(Number(BigInt(x) ** BigInt(y)));
    }
  });

  test("with an integer exponent is the nearest double", () => {
    const random = randomSource("powers");
    for (let i = 0; i < 2000; i++) {
      const mantissa = 2n ** 52n + (BigInt(random.below(2 ** 26)) * 2n ** 26n + BigInt(random.below(2 ** 26)));
      const exponent = 1 + random.below(19); // mantissa^19 is a finite double
      // A power of two apart from the power of an integer, which Number() rounds to the nearest.
      const expected = Number(mantissa ** BigInt(exponent)) * 2 ** (-52 * exponent);
      expect(power(Number(mantissa) / 2 ** 52, exponent)).toBe(exponent === 2 ? (Number(mantissa) / 2 ** 52) ** 2 : expected);
    }
  });

  test.each([
    [1, NaN, 1],
    [-1, Infinity, 1],
    [-1, -Infinity, 1],
    [NaN, 0, 1],
    [0, -1, Infinity],
    [-0, -1, -Infinity],
    [-0, -3, -Infinity],
    [-0, 3, -0],
    [-0, 0.5, 0],
    [-Infinity, 0.5, Infinity],
    [-Infinity, 3, -Infinity],
    [-8, 1 / 3, NaN],
    [0.5, Infinity, 0],
    [2, -Infinity, 0],
    [-2, 1e300, Infinity],
    [-2, -1e300, 0],
    [2, 5000, Infinity],
    [2, -5000, 0],
    [Infinity, -1, 0],
  ])("%d ^ %d is %d", (x, y, expected) => {
    expect(Object.is(power(x, y), expected)).toBe(true);
  });
});
