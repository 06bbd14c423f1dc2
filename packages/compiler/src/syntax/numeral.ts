// Numerals (manual 3.1): text to a 64-bit integer or a float, exactly as C's strtod and PUC-Rio's integer rules have it.
// An integer is a `number` while it is exact there, and a `bigint` beyond 2^53; a float is always a `number`.

import { hexValue, isDigit, isHexDigit } from "./character.js";

/** Value of a numeral or of a folded constant expression. */
export class Numeral {
  readonly isFloat: boolean;
  /** An integer of -2^63 .. 2^63-1 is a `bigint` only when it is not a safe integer. */
  readonly value: number | bigint;

  constructor(isFloat: boolean, value: number | bigint) {
    this.isFloat = isFloat;
    this.value = value;
  }
}

/** An integer numeral from any bigint, wrapped to 64 bits. */
export function integerNumeral(value: bigint): Numeral {
  const wrapped = BigInt.asIntN(64, value);
  const small = Number(wrapped);
  return new Numeral(false, Number.isSafeInteger(small) ? small : wrapped);
}

const DOT = 46;
const MAX_INTEGER = 2n ** 63n - 1n;

/** The number that `text` spells, or undefined if it is malformed. `text` starts with a digit or a dot. */
export function parseNumeral(text: string): Numeral | undefined {
  const second = text.charCodeAt(1) | 32;
  if (text.charCodeAt(0) === 48 && second === 120) return parseHexadecimal(text);
  return parseDecimal(text);
}

function parseDecimal(text: string): Numeral | undefined {
  const integerEnd = skipDigits(text, 0);
  if (integerEnd === text.length) return decimalInteger(text);
  let i = integerEnd;
  let digitCount = integerEnd;
  if (text.charCodeAt(i) === DOT) {
    const fractionEnd = skipDigits(text, i + 1);
    digitCount += fractionEnd - i - 1;
    i = fractionEnd;
  }
  if (digitCount === 0) return undefined;
  if (i < text.length) i = skipExponent(text, i, 101);
  return i === text.length ? new Numeral(true, Number(text)) : undefined;
}

/** A decimal integer that does not fit 64 bits is a float. */
function decimalInteger(text: string): Numeral {
  const approximate = Number(text);
  if (Number.isSafeInteger(approximate)) return new Numeral(false, approximate);
  if (approximate > 2 ** 63) return new Numeral(true, approximate);
  const exact = BigInt(text);
  return exact <= MAX_INTEGER ? new Numeral(false, exact) : new Numeral(true, approximate);
}

/** Position after `e+dd` (or `p-dd`) if `text` has that at `start`; else -1. */
function skipExponent(text: string, start: number, letter: number): number {
  if ((text.charCodeAt(start) | 32) !== letter) return -1;
  let i = start + 1;
  const sign = text.charCodeAt(i);
  if (sign === 43 || sign === 45) i++;
  const end = skipDigits(text, i);
  return end > i ? end : -1;
}

function skipDigits(text: string, start: number): number {
  let i = start;
  while (isDigit(text.charCodeAt(i))) i++;
  return i;
}

function parseHexadecimal(text: string): Numeral | undefined {
  const digits = new HexDigits();
  let i = digits.read(text, 2);
  const isInteger = i === text.length;
  if (text.charCodeAt(i) === DOT) {
    digits.startFraction();
    i = digits.read(text, i + 1);
  }
  if (digits.count === 0) return undefined;
  if (isInteger) return integerNumeral(BigInt("0x" + text.slice(Math.max(2, text.length - 16))));
  let exponent = 0;
  if (i < text.length) {
    const end = skipExponent(text, i, 112);
    if (end !== text.length) return undefined;
    // Far beyond any exponent that matters, but still exact when the digits' own exponent is added.
    exponent = Math.max(-1e12, Math.min(1e12, Number(text.slice(i + 1))));
  }
  return new Numeral(true, scale(digits.mantissa, digits.isInexact, digits.exponent + exponent));
}

/** Significant hexadecimal digits of a float: the first 30 as an integer, and whether any other was not zero. */
class HexDigits {
  count = 0;
  mantissa = 0n;
  isInexact = false;
  /** Power of two that the mantissa has to be multiplied with. */
  exponent = 0;
  private significantCount = 0;
  private fractionStep = 0;

  startFraction(): void {
    this.fractionStep = -4;
  }

  /** Reads digits from `start`, and returns the position after them. */
  read(text: string, start: number): number {
    let i = start;
    for (; isHexDigit(text.charCodeAt(i)); i++) this.add(hexValue(text.charCodeAt(i)));
    this.count += i - start;
    return i;
  }

  private add(digit: number): void {
    this.exponent += this.fractionStep;
    if (this.significantCount === 0 && digit === 0) return;
    if (++this.significantCount <= 30) {
      this.mantissa = this.mantissa * 16n + BigInt(digit);
    } else {
      this.exponent += 4;
      if (digit !== 0) this.isInexact = true;
    }
  }
}

const MANTISSA_BITS = 53;
const MIN_EXPONENT = -1074;

/** `mantissa * 2^exponent`, rounded once, half to even; `isInexact` says that the true mantissa is a little larger. */
function scale(mantissa: bigint, isInexact: boolean, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  if (bits + exponent > 1100) return Infinity;
  if (bits + exponent < MIN_EXPONENT - 1) return 0;
  const drop = Math.max(bits - MANTISSA_BITS, MIN_EXPONENT - exponent, 0);
  let kept = mantissa >> BigInt(drop);
  const rest = mantissa - (kept << BigInt(drop));
  const half = drop > 0 ? 1n << BigInt(drop - 1) : 0n;
  const isAboveHalf = rest > half || (rest === half && isInexact);
  if (drop > 0 && (isAboveHalf || (rest === half && (kept & 1n) === 1n))) kept += 1n;
  return timesPowerOfTwo(Number(kept), exponent + drop);
}

/** `value * 2^exponent` where the product is exact or infinite; in two steps, because 2^exponent may not be a double. */
function timesPowerOfTwo(value: number, exponent: number): number {
  const first = Math.max(-1000, Math.min(1000, exponent));
  return value * 2 ** first * 2 ** (exponent - first);
}
