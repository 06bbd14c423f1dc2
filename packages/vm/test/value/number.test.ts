import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as number from "../../src/value/number.js";
import { Float, Int64, fromBigInt, makeFloat, toBigInt } from "../../src/value/number.js";
import type { LuaInteger, LuaNumber } from "../../src/value/value.js";
import { decodeNumber, encodeNumber } from "./number-text.js";
import { randomSource } from "./random.js";

// What PUC-Rio Lua 5.4 answers for every pair of operands. Numbers are written as in number-text.ts; "none" is an error, "zero" a division by zero.
const recorded = JSON.parse(readFileSync(new URL("data/number-operations.json", import.meta.url), "utf8")) as {
  operands: string;
  unary: Record<string, string>;
  binary: Record<string, string[]>;
};
const operands = recorded.operands.split(" ");

function encode(v: unknown): string {
  if (v === undefined) return "none";
  if (v === number.DIVIDE_BY_ZERO) return "zero";
  return typeof v === "boolean" ? String(v) : encodeNumber(v);
}

type Unary = (a: LuaNumber) => unknown;
type Binary = (a: LuaNumber, b: LuaNumber) => unknown;
const functions = number as unknown as Record<string, Unary & Binary>;

describe("every operator answers as PUC-Rio Lua 5.4 does", () => {
  test.each(Object.keys(recorded.unary))("%s", (name) => {
    expect(operands.map((a) => encode(functions[name]!(decodeNumber(a))))).toEqual(recorded.unary[name]!.split(" "));
  });

  test.each(Object.keys(recorded.binary))("%s", (name) => {
    const rows = operands.map((a) => operands.map((b) => encode(functions[name]!(decodeNumber(a), decodeNumber(b)))).join(" "));
    expect(rows).toEqual(recorded.binary[name]);
  });
});

describe("integer operators agree with 64-bit BigInt arithmetic", () => {
  const floorDivide = (a: bigint, b: bigint) => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
  const unsigned = (a: bigint) => BigInt.asUintN(64, a);
  const shift = (a: bigint, by: bigint) => (by >= 64n || by <= -64n ? 0n : by >= 0n ? a << by : unsigned(a) >> -by);
  const models: Record<string, (a: bigint, b: bigint) => bigint | boolean> = {
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: (a, b) => a * b,
    idiv: floorDivide,
    mod: (a, b) => a - floorDivide(a, b) * b,
    band: (a, b) => a & b,
    bor: (a, b) => a | b,
    bxor: (a, b) => a ^ b,
    shl: (a, b) => shift(a, b),
    shr: (a, b) => shift(a, -b),
    lessThan: (a, b) => a < b,
    lessEqual: (a, b) => a <= b,
    rawEquals: (a, b) => a === b,
    unsignedLessThan: (a, b) => unsigned(a) < unsigned(b),
  };

  test.each(Object.keys(models))("%s", (name) => {
    const random = randomSource(name);
    for (let i = 0; i < 4000; i++) {
      const a = random.int64();
      const b = name === "shl" || name === "shr" ? BigInt(random.below(140) - 70) : random.int64();
      if (b === 0n && (name === "idiv" || name === "mod")) continue;
      const expected = models[name]!(a, b);
      const actual = functions[name]!(fromBigInt(a), fromBigInt(b));
      const wrapped = typeof expected === "bigint" ? String(BigInt.asIntN(64, expected)) : String(expected);
      expect(encode(actual), `${name}(${a}, ${b})`).toBe(wrapped);
    }
  });
});

describe("normal form", () => {
  test("an integer is a plain number exactly when it is safe", () => {
    const limit = 2n ** 53n;
    expect(fromBigInt(limit - 1n)).toBe(Number.MAX_SAFE_INTEGER);
    expect(fromBigInt(1n - limit)).toBe(Number.MIN_SAFE_INTEGER);
    expect(fromBigInt(limit)).toBeInstanceOf(Int64);
    expect(fromBigInt(-limit)).toBeInstanceOf(Int64);
    expect(fromBigInt(2n ** 64n + 5n)).toBe(5);
  });

  test("a float is boxed exactly when its value is a safe integer", () => {
    expect(makeFloat(1)).toBeInstanceOf(Float);
    expect(makeFloat(-0)).toBeInstanceOf(Float);
    expect(makeFloat(2 ** 53 - 1)).toBeInstanceOf(Float);
    expect(makeFloat(2 ** 53)).toBe(2 ** 53);
    expect(makeFloat(0.5)).toBe(0.5);
    expect(makeFloat(Infinity)).toBe(Infinity);
    expect(makeFloat(NaN)).toBeNaN();
  });

  test("no integer operator answers minus zero", () => {
    const results = [number.mul(0, -1), number.mod(-4, 2), number.idiv(0, -5), number.unm(0), number.toInteger(new Float(-0))];
    for (const result of results) expect(Object.is(result, 0)).toBe(true);
  });

  test("minus zero survives as a float", () => {
    const results = [number.unm(new Float(0)), number.mul(-0.5, 0), number.div(0, -1), number.mod(new Float(-4), 2)];
    for (const result of results) expect(Object.is((result as Float).n, -0)).toBe(true);
  });

  test("results of random mixed operands are in normal form", () => {
    const random = randomSource("normal form");
    const binary = ["add", "sub", "mul", "div", "mod", "idiv", "pow"];
    for (let i = 0; i < 20000; i++) {
      const result = functions[binary[random.below(binary.length)]!]!(random.luaNumber(), random.luaNumber());
      if (result instanceof Float) expect(Number.isSafeInteger(result.n)).toBe(true);
      else if (result instanceof Int64) expect(Number.isSafeInteger(Number(toBigInt(result)))).toBe(false);
      else if (result !== number.DIVIDE_BY_ZERO) expect(Object.is(result, -0)).toBe(false);
    }
  });
});

describe("conversions", () => {
  test.each([
    [3.7, 3, 4],
    [-3.7, -4, -3],
    [-0.2, -1, 0],
    [new Float(-0), 0, 0],
    [7, 7, 7],
    [NaN, undefined, undefined],
    [Infinity, undefined, undefined],
    [2 ** 63, undefined, undefined],
    [-(2 ** 63) * 1.5, undefined, undefined],
  ])("toIntegerFloor and toIntegerCeil of %s", (v, floor, ceil) => {
    expect(number.toIntegerFloor(v)).toBe(floor);
    expect(number.toIntegerCeil(v)).toBe(ceil);
    if (ceil === 0) expect(Object.is(number.toIntegerCeil(v), 0)).toBe(true);
  });

  test("an integer becomes the nearest double, ties to even", () => {
    expect(number.integerToDouble(fromBigInt(2n ** 53n + 1n))).toBe(2 ** 53);
    expect(number.integerToDouble(fromBigInt(2n ** 53n + 3n))).toBe(2 ** 53 + 4);
    expect(number.integerToDouble(number.MAX_INTEGER)).toBe(2 ** 63);
    expect(number.integerToDouble(number.MIN_INTEGER)).toBe(-(2 ** 63));
  });

  test("toInteger of every power of two", () => {
    for (let e = 0; e < 63; e++) expect(toBigInt(number.toInteger(makeFloat(2 ** e)) as LuaInteger)).toBe(2n ** BigInt(e));
    expect(toBigInt(number.toInteger(-(2 ** 63)) as LuaInteger)).toBe(-(2n ** 63n));
  });

  test("the guards tell integers, floats and the rest apart", () => {
    expect([1, new Int64(1 << 30, 0), new Float(1), 0.5, "1", undefined, {}].map(number.isInteger)).toEqual([
      true,
      true,
      ...Array(5).fill(false),
    ]);
    expect([1, new Int64(1 << 30, 0), new Float(1), 0.5, 2 ** 53, "1", {}].map(number.isFloat)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect([1, new Float(1), new Int64(1 << 30, 0), "1", true, undefined].map(number.isNumber)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

test("operators answer undefined for operands that are not numbers", () => {
  for (const name of ["add", "sub", "mul", "div", "mod", "idiv", "pow", "band", "bor", "bxor", "shl", "shr"]) {
    expect(functions[name]!(1, "2" as never)).toBeUndefined();
    expect(functions[name]!({} as never, new Float(2))).toBeUndefined();
    expect(functions[name]!(undefined as never, undefined as never)).toBeUndefined();
  }
  expect(number.unm("1")).toBeUndefined();
  expect(number.bnot(0.5)).toBeUndefined();
});

test("raw equality of other values is identity, and content for strings", () => {
  const object = {};
  expect(number.rawEquals(object, object)).toBe(true);
  expect(number.rawEquals(object, {})).toBe(false);
  expect(number.rawEquals("ab", ["a", "b"].join(""))).toBe(true);
  expect(number.rawEquals("1", 1)).toBe(false);
  expect(number.rawEquals(undefined, false)).toBe(false);
  expect(number.rawEquals(new Float(1), object)).toBe(false);
});
