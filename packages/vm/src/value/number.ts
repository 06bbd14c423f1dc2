// Lua numbers: 64-bit integers and doubles over the four JavaScript forms that value.ts lists (manual 3.4.1 to 3.4.4).
// Invariant: every number that leaves this file is in normal form, the only form of its value and subtype; so two numbers are
// the same Lua number exactly when `rawEquals` says so, and `===` is enough unless a box is involved.
// Operators take any two values and answer undefined when an operand is no number (or, for bits, no integer); string coercion,
// metamethods and error messages belong to the caller. The interpreter tests the commonest cases inline before it calls these.
//
// Order: forms and conversions, words, operators (integer part before each), comparison.

import { power } from "./power.js";
import type { LuaInteger, LuaNumber } from "./value.js";

const TWO_32 = 4294967296;
const TWO_53 = 9007199254740992;
const TWO_63 = 9223372036854775808;

/** A 64-bit integer outside of the safe range +-(2^53-1), as two int32 words. Immutable. */
export class Int64 {
  /** Bits 32 to 63, as an int32. */
  readonly hi: number;
  /** Bits 0 to 31, as an int32. */
  readonly lo: number;

  constructor(hi: number, lo: number) {
    this.hi = hi;
    this.lo = lo;
  }
}

/** A float whose value is a safe integer, or -0.0: what a plain `number` cannot tell from an integer. Immutable. */
export class Float {
  readonly n: number;

  constructor(n: number) {
    this.n = n;
  }
}

/** What `mod` and `idiv` answer for an integer divisor of zero; the caller raises the error. Never a Lua value. */
export const DIVIDE_BY_ZERO: unique symbol = Symbol("divide by zero");

/** `math.maxinteger`. */
export const MAX_INTEGER: LuaInteger = new Int64(0x7fffffff, -1);
/** `math.mininteger`. */
export const MIN_INTEGER: LuaInteger = new Int64(-0x80000000, 0);

// ---------------------------------------------------------------------------------------------------------------------------
// Forms and conversions

/** The Lua float `n`, in normal form. */
export function makeFloat(n: number): number | Float {
  return Number.isSafeInteger(n) ? new Float(n) : n;
}

/** The Lua integer of these two int32 words, in normal form. */
export function fromWords(hi: number, lo: number): LuaInteger {
  // The words of a safe integer: 22 significant bits above, and not -2^53.
  if (hi >= -0x200000 && hi < 0x200000 && (hi !== -0x200000 || lo !== 0)) return hi * TWO_32 + (lo >>> 0);
  return new Int64(hi, lo);
}

/** Bits 32 to 63 of an integer, as an int32. */
export function highWord(v: LuaInteger): number {
  return typeof v === "number" ? Math.floor(v / TWO_32) | 0 : v.hi;
}

/** Bits 0 to 31 of an integer, as an int32. */
export function lowWord(v: LuaInteger): number {
  return typeof v === "number" ? v | 0 : v.lo;
}

/** The integer `b` modulo 2^64, in normal form. */
export function fromBigInt(b: bigint): LuaInteger {
  return fromWords(Number(BigInt.asIntN(32, b >> 32n)), Number(BigInt.asIntN(32, b)));
}

export function toBigInt(v: LuaInteger): bigint {
  return typeof v === "number" ? BigInt(v) : (BigInt(v.hi) << 32n) | BigInt(v.lo >>> 0);
}

export function isNumber(v: unknown): v is LuaNumber {
  return typeof v === "number" || v instanceof Float || v instanceof Int64;
}

export function isInteger(v: unknown): v is LuaInteger {
  return typeof v === "number" ? Number.isSafeInteger(v) : v instanceof Int64;
}

export function isFloat(v: unknown): v is number | Float {
  return typeof v === "number" ? !Number.isSafeInteger(v) : v instanceof Float;
}

/** The number as a double; integers beyond 2^53 are rounded to the nearest. */
export function floatOf(v: LuaNumber): number {
  return typeof v === "number" ? v : v instanceof Float ? v.n : integerToDouble(v);
}

/** The integer as a double, rounded to the nearest. */
export function integerToDouble(v: LuaInteger): number {
  return typeof v === "number" ? v : v.hi * TWO_32 + (v.lo >>> 0);
}

/** The integer of the same value (manual 3.4.3), or undefined when the number has none. */
export function toInteger(v: LuaNumber): LuaInteger | undefined {
  if (typeof v === "number") return Number.isSafeInteger(v) ? v : bigDoubleToInteger(v);
  return v instanceof Float ? v.n + 0 : v;
}

/** The greatest integer that is not above the number; undefined when that is outside of 64 bits, and for NaN. */
export function toIntegerFloor(v: LuaNumber): LuaInteger | undefined {
  return typeof v === "number" ? toInteger(makeFloat(Math.floor(v))) : toInteger(v);
}

/** The least integer that is not below the number; undefined when that is outside of 64 bits, and for NaN. */
export function toIntegerCeil(v: LuaNumber): LuaInteger | undefined {
  return typeof v === "number" ? toInteger(makeFloat(Math.ceil(v))) : toInteger(v);
}

/** The 64-bit integer of a double that is not a safe integer; undefined for fractions, NaN, and beyond 64 bits. */
function bigDoubleToInteger(n: number): Int64 | undefined {
  if (!(n >= TWO_53 || n <= -TWO_53) || n >= TWO_63 || n < -TWO_63) return undefined;
  // A double beyond 2^53 is an integer, and its two words are exact.
  const hi = Math.floor(n / TWO_32);
  return new Int64(hi | 0, (n - hi * TWO_32) | 0);
}

// ---------------------------------------------------------------------------------------------------------------------------
// Arithmetic

/** `a + b`, or undefined when one is not a number. */
export function add(a: unknown, b: unknown): LuaNumber | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return Number.isSafeInteger(sum) ? sum : addIntegers(a, b);
    return makeFloat(sum);
  }
  if (a instanceof Float) {
    if (typeof b === "number") return makeFloat(a.n + b);
    if (b instanceof Float) return makeFloat(a.n + b.n);
  } else if (b instanceof Float && typeof a === "number") {
    return makeFloat(a + b.n);
  }
  if (isInteger(a) && isInteger(b)) return addIntegers(a, b);
  return isNumber(a) && isNumber(b) ? makeFloat(floatOf(a) + floatOf(b)) : undefined;
}

function addIntegers(a: LuaInteger, b: LuaInteger): LuaInteger {
  const lo = (lowWord(a) >>> 0) + (lowWord(b) >>> 0);
  return fromWords((highWord(a) + highWord(b) + (lo >= TWO_32 ? 1 : 0)) | 0, lo | 0);
}

/** `a - b`, or undefined when one is not a number. */
export function sub(a: unknown, b: unknown): LuaNumber | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
      return Number.isSafeInteger(difference) ? difference : subtractIntegers(a, b);
    }
    return makeFloat(difference);
  }
  if (a instanceof Float) {
    if (typeof b === "number") return makeFloat(a.n - b);
    if (b instanceof Float) return makeFloat(a.n - b.n);
  } else if (b instanceof Float && typeof a === "number") {
    return makeFloat(a - b.n);
  }
  if (isInteger(a) && isInteger(b)) return subtractIntegers(a, b);
  return isNumber(a) && isNumber(b) ? makeFloat(floatOf(a) - floatOf(b)) : undefined;
}

function subtractIntegers(a: LuaInteger, b: LuaInteger): LuaInteger {
  const lo = (lowWord(a) >>> 0) - (lowWord(b) >>> 0);
  return fromWords((highWord(a) - highWord(b) - (lo < 0 ? 1 : 0)) | 0, lo | 0);
}

/** `a * b`, or undefined when one is not a number. */
export function mul(a: unknown, b: unknown): LuaNumber | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // `+ 0` because 0 * -1 is -0 in JavaScript.
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return Number.isSafeInteger(product) ? product + 0 : multiplyIntegers(a, b);
    return makeFloat(product);
  }
  if (a instanceof Float) {
    if (typeof b === "number") return makeFloat(a.n * b);
    if (b instanceof Float) return makeFloat(a.n * b.n);
  } else if (b instanceof Float && typeof a === "number") {
    return makeFloat(a * b.n);
  }
  if (isInteger(a) && isInteger(b)) return multiplyIntegers(a, b);
  return isNumber(a) && isNumber(b) ? makeFloat(floatOf(a) * floatOf(b)) : undefined;
}

// The low 64 bits of the product: the low words multiply in 16-bit halves, so that each partial product fits 32 bits.
function multiplyIntegers(a: LuaInteger, b: LuaInteger): LuaInteger {
  const aLow = lowWord(a);
  const bLow = lowWord(b);
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const p00 = Math.imul(a0, b0);
  const p01 = Math.imul(a0, b1);
  const p10 = Math.imul(a1, b0);
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff);
  const carried = Math.imul(a1, b1) + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16);
  const cross = Math.imul(highWord(a), bLow) + Math.imul(aLow, highWord(b));
  return fromWords((carried + cross) | 0, (middle << 16) | (p00 & 0xffff));
}

/** `a / b`, always a float; undefined when one is not a number. */
export function div(a: unknown, b: unknown): number | Float | undefined {
  if (typeof a === "number" && typeof b === "number") return makeFloat(a / b);
  return isNumber(a) && isNumber(b) ? makeFloat(floatOf(a) / floatOf(b)) : undefined;
}

/** `a % b`, with the sign of `b`; undefined when one is not a number, `DIVIDE_BY_ZERO` for an integer modulo 0. */
export function mod(a: unknown, b: unknown): LuaNumber | typeof DIVIDE_BY_ZERO | undefined {
  if (typeof a === "number" && typeof b === "number") {
    if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return floatModulo(a, b);
    if (b === 0) return DIVIDE_BY_ZERO;
    const remainder = a % b;
    // `+ 0` because -4 % 2 is -0 in JavaScript.
    return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder + 0;
  }
  if (isInteger(a) && isInteger(b)) return moduloIntegers(a, b);
  return isNumber(a) && isNumber(b) ? floatModulo(floatOf(a), floatOf(b)) : undefined;
}

function floatModulo(a: number, b: number): number | Float {
  const remainder = a % b;
  return makeFloat((remainder > 0 ? b < 0 : remainder < 0 && b > 0) ? remainder + b : remainder);
}

function moduloIntegers(a: LuaInteger, b: LuaInteger): LuaInteger | typeof DIVIDE_BY_ZERO {
  if (b === 0) return DIVIDE_BY_ZERO;
  const divisor = toBigInt(b);
  const remainder = toBigInt(a) % divisor;
  return fromBigInt(remainder !== 0n && remainder < 0n !== divisor < 0n ? remainder + divisor : remainder);
}

/** `a // b`, rounded down; undefined when one is not a number, `DIVIDE_BY_ZERO` for an integer divided by 0. */
export function idiv(a: unknown, b: unknown): LuaNumber | typeof DIVIDE_BY_ZERO | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const floor = Math.floor(a / b);
    if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return makeFloat(floor);
    // For safe operands the rounded quotient never reaches the next integer: it is at least 1/b away, half a unit is less.
    return b === 0 ? DIVIDE_BY_ZERO : floor + 0;
  }
  if (isInteger(a) && isInteger(b)) return divideIntegers(a, b);
  return isNumber(a) && isNumber(b) ? makeFloat(Math.floor(floatOf(a) / floatOf(b))) : undefined;
}

function divideIntegers(a: LuaInteger, b: LuaInteger): LuaInteger | typeof DIVIDE_BY_ZERO {
  if (b === 0) return DIVIDE_BY_ZERO;
  const dividend = toBigInt(a);
  const divisor = toBigInt(b);
  const quotient = dividend / divisor;
  const isInexact = quotient * divisor !== dividend;
  return fromBigInt(isInexact && dividend < 0n !== divisor < 0n ? quotient - 1n : quotient);
}

/** `a ^ b`, always a float; undefined when one is not a number. */
export function pow(a: unknown, b: unknown): number | Float | undefined {
  if (typeof a === "number" && typeof b === "number") return makeFloat(power(a, b));
  return isNumber(a) && isNumber(b) ? makeFloat(power(floatOf(a), floatOf(b))) : undefined;
}

/** `-a`, or undefined when it is not a number. */
export function unm(a: unknown): LuaNumber | undefined {
  if (typeof a === "number") return 0 - a; // never -0, and a plain number never has to become a box
  if (a instanceof Float) return new Float(-a.n);
  return a instanceof Int64 ? subtractIntegers(0, a) : undefined;
}

// ---------------------------------------------------------------------------------------------------------------------------
// Bits: all operate on the integer of the same value, and answer undefined when an operand has none

function integerOf(v: unknown): LuaInteger | undefined {
  if (typeof v === "number") return Number.isSafeInteger(v) ? v : bigDoubleToInteger(v);
  if (v instanceof Int64) return v;
  return v instanceof Float ? v.n + 0 : undefined;
}

/** `a & b`, or undefined when one has no integer representation. */
export function band(a: unknown, b: unknown): LuaInteger | undefined {
  if (typeof a === "number" && typeof b === "number" && (a | 0) === a && (b | 0) === b) return a & b;
  const x = integerOf(a);
  const y = integerOf(b);
  if (x === undefined || y === undefined) return undefined;
  return fromWords(highWord(x) & highWord(y), lowWord(x) & lowWord(y));
}

/** `a | b`, or undefined when one has no integer representation. */
export function bor(a: unknown, b: unknown): LuaInteger | undefined {
  if (typeof a === "number" && typeof b === "number" && (a | 0) === a && (b | 0) === b) return a | b;
  const x = integerOf(a);
  const y = integerOf(b);
  if (x === undefined || y === undefined) return undefined;
  return fromWords(highWord(x) | highWord(y), lowWord(x) | lowWord(y));
}

/** `a ~ b`, or undefined when one has no integer representation. */
export function bxor(a: unknown, b: unknown): LuaInteger | undefined {
  if (typeof a === "number" && typeof b === "number" && (a | 0) === a && (b | 0) === b) return a ^ b;
  const x = integerOf(a);
  const y = integerOf(b);
  if (x === undefined || y === undefined) return undefined;
  return fromWords(highWord(x) ^ highWord(y), lowWord(x) ^ lowWord(y));
}

/** `~a`, or undefined when it has no integer representation. */
export function bnot(a: unknown): LuaInteger | undefined {
  const x = integerOf(a);
  return x === undefined ? undefined : fromWords(~highWord(x), ~lowWord(x));
}

/** `a << b` (to the right when `b` is negative), vacant bits zero; undefined when one has no integer representation. */
export function shl(a: unknown, b: unknown): LuaInteger | undefined {
  const x = integerOf(a);
  const y = integerOf(b);
  if (x === undefined || y === undefined) return undefined;
  return typeof y !== "number" ? 0 : y >= 0 ? shiftLeft(x, y) : shiftRight(x, -y);
}

/** `a >> b`, logical (to the left when `b` is negative); undefined when one has no integer representation. */
export function shr(a: unknown, b: unknown): LuaInteger | undefined {
  const x = integerOf(a);
  const y = integerOf(b);
  if (x === undefined || y === undefined) return undefined;
  return typeof y !== "number" ? 0 : y >= 0 ? shiftRight(x, y) : shiftLeft(x, -y);
}

function shiftLeft(v: LuaInteger, count: number): LuaInteger {
  if (count === 0) return v;
  if (count >= 64) return 0;
  const lo = lowWord(v);
  if (count >= 32) return fromWords(lo << (count - 32), 0);
  return fromWords((highWord(v) << count) | (lo >>> (32 - count)), lo << count);
}

function shiftRight(v: LuaInteger, count: number): LuaInteger {
  if (count === 0) return v;
  if (count >= 64) return 0;
  const hi = highWord(v);
  if (count >= 32) return fromWords(0, (hi >>> (count - 32)) | 0);
  return fromWords((hi >>> count) | 0, (hi << (32 - count)) | (lowWord(v) >>> count));
}

// ---------------------------------------------------------------------------------------------------------------------------
// Comparison: by mathematical value, never through a rounded conversion (manual 3.4.4)

/** `a < b`; false when one is NaN. */
export function lessThan(a: LuaNumber, b: LuaNumber): boolean {
  if (typeof a === "number" && typeof b === "number") return a < b;
  if (a instanceof Int64) return b instanceof Int64 ? compareInt64(a, b) < 0 : compareToDouble(a, doubleOf(b)) < 0;
  return b instanceof Int64 ? compareToDouble(b, doubleOf(a)) > 0 : doubleOf(a) < doubleOf(b);
}

/** `a <= b`; false when one is NaN. */
export function lessEqual(a: LuaNumber, b: LuaNumber): boolean {
  if (typeof a === "number" && typeof b === "number") return a <= b;
  if (a instanceof Int64) return b instanceof Int64 ? compareInt64(a, b) <= 0 : compareToDouble(a, doubleOf(b)) <= 0;
  return b instanceof Int64 ? compareToDouble(b, doubleOf(a)) >= 0 : doubleOf(a) <= doubleOf(b);
}

/** Unsigned `a < b` (`math.ult`). */
export function unsignedLessThan(a: LuaInteger, b: LuaInteger): boolean {
  const aHigh = highWord(a) >>> 0;
  const bHigh = highWord(b) >>> 0;
  return aHigh !== bHigh ? aHigh < bHigh : lowWord(a) >>> 0 < lowWord(b) >>> 0;
}

/** Raw equality of any two values (manual 3.4.4): numbers by value, NaN unequal to itself, all else by identity or content. */
export function rawEquals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === "number") return isBox(b) && equalsBox(a, b);
  if (!isBox(a)) return false;
  return typeof b === "number" ? equalsBox(b, a) : isBox(b) && equalsBoxes(a, b);
}

function isBox(v: unknown): v is Float | Int64 {
  return v instanceof Float || v instanceof Int64;
}

function equalsBox(n: number, box: Float | Int64): boolean {
  return box instanceof Float ? n === box.n : compareToDouble(box, n) === 0;
}

// A float that equals an Int64 is beyond 2^53 and so is no box.
function equalsBoxes(a: Float | Int64, b: Float | Int64): boolean {
  if (a instanceof Float) return b instanceof Float && a.n === b.n;
  return b instanceof Int64 && a.hi === b.hi && a.lo === b.lo;
}

// A number that is no Int64 has exactly its double's value.
function doubleOf(v: number | Float): number {
  return typeof v === "number" ? v : v.n;
}

function compareInt64(a: Int64, b: Int64): number {
  return a.hi !== b.hi ? a.hi - b.hi : (a.lo >>> 0) - (b.lo >>> 0);
}

/** Negative, zero or positive as `a` is below, equal to or above `b`; NaN when `b` is. */
function compareToDouble(a: Int64, b: number): number {
  if (b >= TWO_63) return -1;
  if (b < -TWO_63) return 1;
  const integer = bigDoubleToInteger(b);
  // Within 2^53 of zero an Int64 is farther out than any double, so its sign decides.
  return integer !== undefined ? compareInt64(a, integer) : b !== b ? NaN : a.hi;
}
