// Arithmetic of numbers that the dispatch loop does not do in place: floats with an integral value (boxes), integers beyond 32 bits,
// shifts. The loop calls this before it leaves an instruction to `carryOut`: one call, no frame, no context.
// Strings, metamethods, errors, and integers that wrap around at 64 bits are left to arith.ts.

import { Float, Int64, band, bor, bxor, fromWords, shl, shr } from "../value/number.js";
import { power } from "../value/power.js";
import type { ConstantValue } from "../value/loaded-proto.js";
import type { LuaInteger, Value } from "../value/value.js";
import { K_BIT, OFFSET_SC } from "./instruction-work.js";
import { O } from "./opcode.js";

/** Largest integer whose successor is exact, too. */
const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/** Carries out the arithmetic instruction `word` if its operands are numbers that need nothing special. Returns whether it has. */
export function computeNumbers<G>(word: number, stack: Value<G>[], base: number, constants: readonly ConstantValue[]): boolean {
  const op = word & 0x7f;
  const a = stack[base + ((word >>> 16) & 0xff)];
  const c = word >>> 24;
  const b = op >= O.ADD ? (op >= O.UNM ? a : stack[base + c]) : isImmediate(op) ? c - OFFSET_SC : (constants[c] as Value<G>);
  const result = isBitwise(op) ? bits(op, word, a, b) : computed(op, a, b);
  if (result === undefined) return false;
  stack[base + ((word >>> 7) & 0xff)] = result;
  return true;
}

const isImmediate = (op: number): boolean => op <= O.SUBI || op >= O.SHRI;
const isBitwise = (op: number): boolean => (op >= O.BANDK && op <= O.SHLI) || (op >= O.BAND && op <= O.SHR) || op === O.BNOT;

// --- Arithmetic.

function computed<G>(op: number, a: Value<G>, b: Value<G>): number | Float | undefined {
  let x: number;
  let y: number;
  let isFloat = false;
  if (typeof a === "number") {
    x = a;
  } else {
    if (!(a instanceof Float)) return undefined;
    x = a.n;
    isFloat = true;
  }
  if (typeof b === "number") {
    y = b;
  } else {
    if (!(b instanceof Float)) return undefined;
    y = b.n;
    isFloat = true;
  }
  if (!isFloat && Number.isSafeInteger(x) && Number.isSafeInteger(y)) return ofIntegers(op, x, y);
  const result = ofFloats(op, x, y);
  return Number.isSafeInteger(result) ? new Float(result) : result;
}

/** The result for safe integers; undefined where it is not a safe integer, or an error. */
function ofIntegers(op: number, x: number, y: number): number | Float | undefined {
  let result: number;
  switch (op) {
    case O.ADD:
    case O.ADDI:
    case O.ADDK:
      result = x + y;
      break;
    case O.SUB:
    case O.SUBI:
    case O.SUBK:
      result = x - y;
      break;
    case O.MUL:
    case O.MULK:
      // 0 * -1 is -0 in JavaScript.
      result = x * y + 0;
      break;
    case O.UNM:
      return 0 - x;
    case O.MOD:
    case O.MODK:
      if (y === 0) return undefined;
      result = x % y;
      return result !== 0 && result < 0 !== y < 0 ? result + y : result + 0;
    case O.IDIV:
    case O.IDIVK:
      return y === 0 ? undefined : Math.floor(x / y) + 0;
    default: {
      const quotient = ofFloats(op, x, y);
      return Number.isSafeInteger(quotient) ? new Float(quotient) : quotient;
    }
  }
  return Number.isSafeInteger(result) ? result : undefined;
}

function ofFloats(op: number, x: number, y: number): number {
  switch (op) {
    case O.ADD:
    case O.ADDI:
    case O.ADDK:
      return x + y;
    case O.SUB:
    case O.SUBI:
    case O.SUBK:
      return x - y;
    case O.MUL:
    case O.MULK:
      return x * y;
    case O.DIV:
    case O.DIVK:
      return x / y;
    case O.MOD:
    case O.MODK: {
      const remainder = x % y;
      return (remainder > 0 ? y < 0 : remainder < 0 && y > 0) ? remainder + y : remainder;
    }
    case O.IDIV:
    case O.IDIVK:
      return Math.floor(x / y);
    case O.UNM:
      return -x;
    default:
      return power(x, y);
  }
}

// --- Bits.

function bits<G>(op: number, word: number, a: Value<G>, b: Value<G>): LuaInteger | undefined {
  switch (op) {
    case O.BAND:
    case O.BANDK:
      return masked(a, b) ?? band(a, b);
    case O.BOR:
    case O.BORK:
      // As in a rotation of a 32-bit word: a part that was shifted up, and one that was shifted down.
      return a instanceof Int64 && typeof b === "number" && b >>> 0 === b ? fromWords(a.hi, a.lo | b) : bor(a, b);
    case O.BXOR:
    case O.BXORK:
      return bxor(a, b);
    case O.BNOT:
      return typeof a === "number" && Number.isSafeInteger(a) && a < MAX_SAFE ? -1 - a : undefined;
    case O.SHL:
      return typeof a === "number" && typeof b === "number" && a >>> 0 === a && b !== 0 && (b & 31) === b ? shiftedUp(a, b) : shl(a, b);
    case O.SHR:
      return shr(a, b);
    case O.SHLI:
      // Written with the immediate operand on the left.
      return shl(b, a);
    default:
      // With k it was written as a shift to the left.
      return (word & K_BIT) !== 0 ? shl(a, -(b as number)) : shr(a, b);
  }
}

/** `word << count` for a word of 32 bits. */
const shiftedUp = (word: number, count: number): LuaInteger => fromWords(word >>> (32 - count), word << count);

/** `a & b` where one has no bits above the 32nd: then those of the other do not matter. */
function masked(a: unknown, b: unknown): number | undefined {
  if (typeof b === "number" && b >>> 0 === b) return lowerHalf(a, b);
  return typeof a === "number" && a >>> 0 === a ? lowerHalf(b, a) : undefined;
}

function lowerHalf(v: unknown, mask: number): number | undefined {
  if (typeof v === "number") return Number.isSafeInteger(v) ? (v & mask) >>> 0 : undefined;
  return v instanceof Int64 ? (v.lo & mask) >>> 0 : undefined;
}
