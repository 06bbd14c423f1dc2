// Numbers to text and back, exactly as C's printf and Lua's reader do it (manual 3.1, 3.4.3, `tostring`, `tonumber`).
// Invariant: every digit is that of the exact binary value, rounded half to even at the last one. JavaScript's own conversions
// are exact too but round ties away from zero; `x.toFixed` and the like are used, and ties corrected afterwards.
// Flags, field width and upper case of string.format are the caller's; precision is at most 99, as string.format has it.
//
// Order: to text, from text.

import { Int64, fromBigInt, fromWords, makeFloat, toBigInt } from "./number.js";
import type { LuaInteger, LuaNumber } from "./value.js";

/**
 * How NaN prints. C prints its sign bit, which JavaScript does not keep reliably; x86 sets it in every NaN that arithmetic makes,
 * so PUC-Rio Lua prints "-nan" for all but the negation of one.
 */
const NAN_TEXT = "-nan";

/** Precision of `tostring` (LUAI_NUMFFORMAT). */
const TOSTRING_DIGITS = 14;
/** Below this, the shortest text that JavaScript finds is what "%.14g" gives, if it has no more than 14 digits. */
const TOSTRING_LIMIT = 1e14;
const TOSTRING_SMALLEST = 1e-4;

/** What `tostring` gives for a number. */
export function formatNumber(v: LuaNumber): string {
  if (typeof v === "number") return Number.isSafeInteger(v) ? String(v) : formatFraction(v);
  if (v instanceof Int64) return String(toBigInt(v));
  const n = v.n;
  if (n < TOSTRING_LIMIT && n > -TOSTRING_LIMIT) return n === 0 && 1 / n < 0 ? "-0.0" : `${n}.0`;
  return formatFraction(n);
}

function formatFraction(x: number): string {
  const magnitude = x < 0 ? -x : x;
  if (magnitude < TOSTRING_LIMIT && magnitude >= TOSTRING_SMALLEST) {
    const shortest = String(x);
    // One more for the point, one for the sign.
    if (shortest.length <= (x < 0 ? TOSTRING_DIGITS + 2 : TOSTRING_DIGITS + 1)) return shortest;
  }
  const text = formatG(x, TOSTRING_DIGITS);
  return looksLikeInteger(text) ? `${text}.0` : text;
}

function looksLikeInteger(text: string): boolean {
  return /^-?[0-9]+$/.test(text);
}

/** C's `%.<precision>e`; with `alternate`, its `#` flag. */
export function formatE(x: number, precision: number, alternate = false): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  return exponential(x, roundedExponential(Math.abs(x), precision), precision, alternate);
}

/** C's `%.<precision>f`; with `alternate`, its `#` flag. */
export function formatF(x: number, precision: number, alternate = false): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  return sign(x) + roundedFixed(Math.abs(x), precision) + (alternate && precision === 0 ? "." : "");
}

/** C's `%.<precision>g`; with `alternate`, its `#` flag (trailing zeros are kept). */
export function formatG(x: number, precision: number, alternate = false): string {
  if (!Number.isFinite(x)) return nonFinite(x);
  const digits = precision === 0 ? 1 : precision;
  if (!alternate && digits <= TOSTRING_DIGITS) {
    const text = shortG(x, digits);
    if (text !== undefined) return text;
  }
  const scientific = roundedExponential(Math.abs(x), digits - 1);
  const exponent = exponentOf(scientific);
  const isFixed = exponent >= -4 && exponent < digits;
  if (!isFixed) {
    const shortened = alternate ? scientific : withoutTrailingZeros(scientific);
    return exponential(x, shortened, digits - 1, alternate);
  }
  const fixed = exponent < 0 ? fixedFraction(scientific, exponent) : roundedFixed(Math.abs(x), digits - 1 - exponent);
  if (!alternate) return sign(x) + withoutTrailingZeros(fixed);
  return sign(x) + fixed + (fixed.includes(".") ? "" : ".");
}

/**
 * `%.<digits>g` for up to `TOSTRING_DIGITS` digits and a number of usual size; undefined for others, and where it might be half-way between
 * two texts. Two decimals of up to 15 digits never name the same double. So the shortest text that names `x` is the answer if it has no
 * more digits than asked for, and a number half-way would have a shortest text of just one more, a five.
 */
function shortG(x: number, digits: number): string | undefined {
  const magnitude = x < 0 ? -x : x;
  if (!(magnitude >= TOSTRING_SMALLEST && magnitude < (POWERS_OF_TEN[digits] as number))) return undefined;
  const shortest = String(x);
  const count = significantDigits(shortest);
  if (count <= digits) return shortest;
  if (count === digits + 1 && shortest.endsWith("5")) return undefined;
  const rounded = x.toPrecision(digits);
  return rounded.includes("e") ? undefined : withoutTrailingZeros(rounded);
}

/** Digits of a number without exponent, from the first that is not zero on. */
function significantDigits(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) < DIGIT_1) at++;
  const point = text.indexOf(".", at);
  return text.length - at - (point < 0 ? 0 : 1);
}

/** Signs, points and zeros come before it. */
const DIGIT_1 = 0x31;

/** Those that are doubles. */
const POWERS_OF_TEN = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/** Below this, a number and a half is a double. */
const HALVES_LIMIT = 2 ** 52;

/** C's `%a`, or `%.<precision>a`: hexadecimal, exact without a precision. */
export function formatA(x: number, precision?: number, upper = false): string {
  if (!Number.isFinite(x)) return upper ? nonFinite(x).toUpperCase() : nonFinite(x);
  const { mantissa, exponent } = decompose(Math.abs(x));
  // 52 bits behind the point, and one digit before it: 0 for a subnormal.
  let bits = mantissa;
  let digits = 13;
  if (precision !== undefined && precision < 13) {
    bits = shiftRightToEven(mantissa, BigInt(4 * (13 - precision)));
    digits = precision;
  }
  const whole = bits >> BigInt(4 * digits);
  let fraction = digits === 0 ? "" : (bits - (whole << BigInt(4 * digits))).toString(16).padStart(digits, "0");
  if (precision === undefined) fraction = fraction.replace(/0+$/, "");
  else fraction = fraction.padEnd(precision, "0");
  const power = mantissa === 0n ? 0 : exponent + 52;
  const text = `${sign(x)}0x${whole}${fraction === "" ? "" : "."}${fraction}p${power < 0 ? "-" : "+"}${Math.abs(power)}`;
  return upper ? text.toUpperCase() : text;
}

function nonFinite(x: number): string {
  return x !== x ? NAN_TEXT : x > 0 ? "inf" : "-inf";
}

function sign(x: number): string {
  return x < 0 || (x === 0 && 1 / x < 0) ? "-" : "";
}

// From JavaScript's "d.ddde-7" to C's "d.ddde-07".
function exponential(x: number, scientific: string, precision: number, alternate: boolean): string {
  const e = scientific.indexOf("e");
  const mantissa = scientific.slice(0, e);
  const exponent = Number(scientific.slice(e + 1));
  const magnitude = String(Math.abs(exponent)).padStart(2, "0");
  return `${sign(x)}${mantissa}${alternate && precision === 0 ? "." : ""}e${exponent < 0 ? "-" : "+"}${magnitude}`;
}

function exponentOf(scientific: string): number {
  return Number(scientific.slice(scientific.indexOf("e") + 1));
}

// From "1.25e-3" to "0.00125". `toFixed` would not do: it takes no more than 100 digits, and "%.99g" of 0.0001 has 102.
function fixedFraction(scientific: string, exponent: number): string {
  const digits = scientific.slice(0, scientific.indexOf("e")).replace(".", "");
  return `0.${"0".repeat(-1 - exponent)}${digits}`;
}

// Of "1.500", or "1.500e+7".
function withoutTrailingZeros(text: string): string {
  if (!text.includes(".")) return text;
  const e = text.indexOf("e");
  const end = e < 0 ? text.length : e;
  let last = end;
  while (text[last - 1] === "0") last--;
  if (text[last - 1] === ".") last--;
  return text.slice(0, last) + text.slice(end);
}

/** `toFixed` of a number that is not negative, any size, ties to even. */
function roundedFixed(x: number, precision: number): string {
  if (x >= 1e21) return BigInt(x).toString() + (precision > 0 ? `.${"0".repeat(precision)}` : "");
  const rounded = x.toFixed(precision);
  if (precision > 99) return rounded;
  if (precision < POWERS_OF_TEN.length) {
    // A number half-way, scaled, is a whole one and a half, exactly.
    const scaled = x * (POWERS_OF_TEN[precision] as number);
    if (scaled < HALVES_LIMIT && scaled - Math.floor(scaled) !== 0.5) return rounded;
  }
  const longer = x.toFixed(precision + 1);
  if (!longer.endsWith("5") || !isExactly(x, longer.replace(".", ""), -(precision + 1))) return rounded;
  return evenNeighbour(precision === 0 ? longer.slice(0, -2) : longer.slice(0, -1), rounded);
}

/** `toExponential` of a number that is not negative, ties to even. */
function roundedExponential(x: number, precision: number): string {
  const rounded = x.toExponential(precision);
  const longer = x.toExponential(precision + 1);
  const e = longer.indexOf("e");
  const digits = longer.slice(0, e);
  const exponent = Number(longer.slice(e + 1));
  if (!digits.endsWith("5") || !isExactly(x, digits.replace(".", ""), exponent - precision - 1)) return rounded;
  const truncated = precision === 0 ? digits.slice(0, -2) : digits.slice(0, -1);
  return evenNeighbour(truncated, rounded, longer.slice(e));
}

// Of the two candidates for a tie: the truncated one if its last digit is even, else the one that was rounded up.
function evenNeighbour(truncated: string, roundedUp: string, exponent = ""): string {
  const last = truncated.charCodeAt(truncated.length - 1);
  return (last & 1) === 0 ? truncated + exponent : roundedUp;
}

/** Whether x is exactly `digits` times 10 to the power of `exponent`. */
function isExactly(x: number, digits: string, exponent: number): boolean {
  if (Number(`${digits}e${exponent}`) !== x) return false;
  const binary = decompose(x);
  let left = BigInt(digits);
  let right = binary.mantissa;
  if (exponent >= 0) left *= 10n ** BigInt(exponent);
  else right *= 10n ** BigInt(-exponent);
  if (binary.exponent >= 0) right <<= BigInt(binary.exponent);
  else left <<= BigInt(-binary.exponent);
  return left === right;
}

const double = new Float64Array(1);
const doubleBits = new BigUint64Array(double.buffer);

/** The parts of a finite number that is not negative: mantissa times 2 to the exponent, the mantissa with 53 bits or fewer. */
function decompose(x: number): { mantissa: bigint; exponent: number } {
  double[0] = x;
  const bits = doubleBits[0] as bigint;
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** `v >> count`, rounded half to even. */
function shiftRightToEven(v: bigint, count: bigint): bigint {
  if (count <= 0n) return v << -count;
  const quotient = v >> count;
  const twiceRest = (v - (quotient << count)) * 2n;
  const unit = 1n << count;
  return twiceRest > unit || (twiceRest === unit && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

// ---------------------------------------------------------------------------------------------------------------------------
// From text

const DECIMAL_INTEGER = /^[ \f\n\r\t\v]*([-+]?[0-9]+)[ \f\n\r\t\v]*$/;
const DECIMAL_FLOAT = /^[ \f\n\r\t\v]*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)[ \f\n\r\t\v]*$/;
const HEXADECIMAL = /^[ \f\n\r\t\v]*([-+]?)0[xX]([0-9a-fA-F]*)(\.?)([0-9a-fA-F]*)(?:[pP]([-+]?[0-9]+))?[ \f\n\r\t\v]*$/;

/** Integers of up to this many characters, sign included, are safe. */
const SAFE_DIGITS = 15;
const MAX_INTEGER_DIGITS = 19;

/**
 * The number that a string denotes as a whole, surrounding white space allowed (what `tonumber` without a base and string
 * arithmetic do); undefined when it is none. A decimal integer beyond 64 bits is a float; a hexadecimal one wraps around.
 */
export function parseNumber(s: string): LuaNumber | undefined {
  const simple = parseSimple(s);
  if (simple !== undefined) return simple;
  const integer = DECIMAL_INTEGER.exec(s);
  if (integer !== null) return parseDecimalInteger(integer[1] as string);
  const float = DECIMAL_FLOAT.exec(s);
  if (float !== null) return makeFloat(Number(float[1]));
  const hexadecimal = HEXADECIMAL.exec(s);
  return hexadecimal === null ? undefined : parseHexadecimal(hexadecimal);
}

/** The number of up to `SAFE_DIGITS` digits, with a point among them or not, and maybe a minus sign; undefined for all else. */
function parseSimple(s: string): LuaNumber | undefined {
  const { length } = s;
  const from = length > 0 && s.charCodeAt(0) === MINUS ? 1 : 0;
  if (length === from || length > SAFE_DIGITS) return undefined;
  let value = 0;
  let point = -1;
  for (let at = from; at < length; at++) {
    const digit = s.charCodeAt(at) - DIGIT_0;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === POINT - DIGIT_0 && point < 0) point = at;
    else return undefined;
  }
  if (point < 0) return from === 0 ? value : 0 - value;
  if (length - from < 2) return undefined;
  // Both are exact, so that the quotient is rounded once.
  const magnitude = value / (POWERS_OF_TEN[length - 1 - point] as number);
  return makeFloat(from === 0 ? magnitude : -magnitude);
}

const DIGIT_0 = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;

function parseDecimalInteger(text: string): LuaNumber {
  if (text.length <= SAFE_DIGITS) return Number(text) + 0;
  const digits = text.replace(/^[-+]?0*/, "");
  if (digits.length <= MAX_INTEGER_DIGITS) {
    const magnitude = BigInt(digits === "" ? "0" : digits);
    const value = text.startsWith("-") ? -magnitude : magnitude;
    if (BigInt.asIntN(64, value) === value) return fromBigInt(value);
  }
  return makeFloat(Number(text));
}

function parseHexadecimal(match: RegExpExecArray): LuaNumber | undefined {
  const [, signText, whole, point, fraction, exponent] = match as unknown as [string, string, string, string, string, string | undefined];
  if (whole === "" && fraction === "") return undefined;
  const isNegative = signText === "-";
  if (point === "" && exponent === undefined) return parseHexadecimalInteger(whole, isNegative);
  // A far exponent only has to stay far; it is compared with as many digits as a string can have.
  const power = Math.min(Math.max(Number(exponent ?? 0), -1e10), 1e10) - 4 * fraction.length;
  const magnitude = scale(BigInt(`0x${whole}${fraction}`), power);
  return makeFloat(isNegative ? -magnitude : magnitude);
}

// Only the last 16 digits count.
function parseHexadecimalInteger(digits: string, isNegative: boolean): LuaInteger {
  const value = fromWords(parseInt(digits.slice(-16, -8) || "0", 16) | 0, parseInt(digits.slice(-8), 16) | 0);
  return isNegative ? fromBigInt(-toBigInt(value)) : value;
}

/** `mantissa` times 2 to the power of `exponent`, rounded half to even once. */
function scale(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bitCount = (mantissa.toString(16).length - 1) * 4 + (32 - Math.clz32(parseInt(mantissa.toString(16)[0] as string, 16)));
  const top = bitCount + exponent; // the value is below 2^top
  if (top > 1024) return Infinity;
  if (top < -1074) return 0;
  // 53 bits, or as many as a subnormal has at this size.
  const lastBit = Math.max(top - 53, -1074);
  const kept = Number(shiftRightToEven(mantissa, BigInt(lastBit - exponent)));
  return lastBit < -1000
    ? kept * 2 ** (lastBit + 1000) * 2 ** -1000
    : kept * 2 ** Math.min(lastBit, 1000) * 2 ** Math.max(lastBit - 1000, 0);
}
