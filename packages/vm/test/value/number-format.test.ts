import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromBigInt, makeFloat } from "../../src/value/number.js";
import { formatA, formatE, formatF, formatG, formatNumber, parseNumber } from "../../src/value/number-format.js";
import { doubleOfBits, encodeNumber } from "./number-text.js";
import { randomSource } from "./random.js";

function readData(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`data/${name}`, import.meta.url), "utf8"));
}

/** The text of a double in a C format of the recorded data. */
function format(spec: string, x: number): string {
  if (spec === "tostring") return formatNumber(makeFloat(x));
  const [, alternate, precision, letter] = /^%(#?)(?:\.([0-9]+))?([aefg])$/.exec(spec) as unknown as [
    string,
    string,
    string | undefined,
    string,
  ];
  if (letter === "a") return formatA(x, precision === undefined ? undefined : Number(precision));
  const formatter = { e: formatE, f: formatF, g: formatG }[letter] as typeof formatG;
  return formatter(x, Number(precision ?? 6), alternate === "#");
}

describe("doubles print as PUC-Rio Lua 5.4 prints them", () => {
  const recorded = readData("number-texts.json") as { doubles: string; texts: Record<string, string> };
  const doubles = recorded.doubles.split(" ").map(doubleOfBits);

  test.each(Object.keys(recorded.texts))("%s", (spec) => {
    expect(doubles.map((x) => format(spec, x))).toEqual(recorded.texts[spec]!.split(" "));
  });
});

test("integers print in decimal", () => {
  for (const n of [0n, -1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)]) expect(formatNumber(fromBigInt(n))).toBe(String(n));
});

test("NaN prints as arithmetic makes it on x86", () => {
  expect(formatNumber(NaN)).toBe("-nan");
  expect(formatG(NaN, 14)).toBe("-nan");
  expect(formatA(NaN, undefined, true)).toBe("-NAN");
});

test("upper case hexadecimal", () => {
  expect(formatA(-171.0625, undefined, true)).toBe("-0X1.562P+7");
  expect(formatA(Infinity, undefined, true)).toBe("INF");
});

test("the highest precision that string.format takes", () => {
  const tail = formatF(0.1, 99);
  expect(tail).toBe(`0.1000000000000000055511151231257827021181583404541015625${"0".repeat(44)}`);
  expect(formatE(2 ** -1074, 99)).toHaveLength(106);
  expect(formatF(Number.MAX_VALUE, 99)).toHaveLength(409);
});

// Half a unit in the last place, where C rounds to even and JavaScript away from zero.
test("ties round to even at every precision", () => {
  for (let precision = 0; precision < 12; precision++) {
    for (const digit of [0, 1, 2, 7, 8, 9]) {
      const tie = digit + 0.5;
      const x = tie * 2 ** -precision; // exact: a multiple of 5 * 10^-(precision + 1)
      const exact = x.toFixed(precision + 1 + precision);
      expect(Number(exact)).toBe(x);
      const unit = 10n ** BigInt(precision + 1);
      const scaled = BigInt(exact.replace(".", ""));
      const [quotient, rest] = [scaled / unit, scaled % unit];
      const isUp = rest * 2n > unit || (rest * 2n === unit && (quotient & 1n) === 1n);
      const expected = String(isUp ? quotient + 1n : quotient).padStart(precision + 1, "0");
      expect(formatF(x, precision).replace(".", "")).toBe(expected);
    }
  }
});

describe("text is read as PUC-Rio Lua 5.4 reads it", () => {
  const readings = readData("number-readings.json") as [string, string][];
  test.each(readings)("%j", (text, expected) => {
    const v = parseNumber(text);
    expect(v === undefined ? "none" : encodeNumber(v)).toBe(expected);
  });
});

test("what is printed with 17 digits or in hexadecimal reads back as the same number", () => {
  const random = randomSource("round trip");
  for (let i = 0; i < 5000; i++) {
    const v = random.luaNumber();
    if (v !== v || v === Infinity || v === -Infinity) continue;
    const x = typeof v === "number" ? v : "n" in v ? v.n : undefined;
    if (x === undefined) expect(encodeNumber(parseNumber(formatNumber(v)))).toBe(encodeNumber(v));
    else {
      expect(encodeNumber(parseNumber(formatA(x)))).toBe(encodeNumber(makeFloat(x)));
      expect(encodeNumber(parseNumber(formatE(x, 16)))).toBe(encodeNumber(makeFloat(x)));
    }
  }
});

test("a very long numeral takes linear time", () => {
  const digits = "7".repeat(1_000_000);
  expect(parseNumber(digits)).toBe(Infinity);
  expect(encodeNumber(parseNumber(`0x${digits}`))).toBe("8608480567731124087");
  expect(parseNumber(`${" ".repeat(1_000_000)}x`)).toBeUndefined();
});
