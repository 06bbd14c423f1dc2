// Constant folding (PUC-Rio's rules): arithmetic on numerals is done at compile time, except where it could raise an error or where
// the result could not be told apart at run time (NaN, and either zero, because of -0.0). Used by the code generator for operators,
// and by the parser for what makes a `<const>` variable a compile-time constant.

import type { Atom } from "./atom.js";
import type { BinaryExpression, Expression } from "./ast.js";
import { Numeral, integerNumeral } from "./numeral.js";
import type { UnaryOperator } from "./operators.js";

/** A value known at compile time; null is Lua's nil. */
export type ConstantValue = null | boolean | Numeral | Atom;

/** The result of a binary operator on two numerals, or undefined if it must be left to run time. */
export function foldBinary(symbol: string, a: Numeral, b: Numeral): Numeral | undefined {
  switch (symbol) {
    case "+":
    case "-":
    case "*":
      return a.isFloat || b.isFloat ? floatResult(floatArithmetic(symbol, float(a), float(b))) : integerArithmetic(symbol, a, b);
    case "/":
      return float(b) === 0 ? undefined : floatResult(float(a) / float(b));
    case "^": {
      const result = exactPower(float(a), float(b));
      return result === undefined ? undefined : floatResult(result);
    }
    case "//":
    case "%":
      if (float(b) === 0) return undefined;
      return a.isFloat || b.isFloat ? floatResult(floatDivision(symbol, float(a), float(b))) : integerDivision(symbol, a, b);
    default:
      return foldBitwise(symbol, a, b);
  }
}

/** The result of `-` or `~` on a numeral, or undefined if it must be left to run time. */
export function foldUnary(operator: UnaryOperator, a: Numeral): Numeral | undefined {
  if (operator === "-") return a.isFloat ? floatResult(-float(a)) : integerArithmetic("-", new Numeral(false, 0), a);
  if (operator !== "~") return undefined;
  const bits = toInteger(a);
  return bits === undefined ? undefined : integerNumeral(~bits);
}

const float = (a: Numeral): number => Number(a.value);

function floatResult(value: number): Numeral | undefined {
  return value === 0 || Number.isNaN(value) ? undefined : new Numeral(true, value);
}

function floatArithmetic(symbol: string, a: number, b: number): number {
  return symbol === "+" ? a + b : symbol === "-" ? a - b : a * b;
}

/** Most factors that are multiplied out. */
const MAX_FACTORS = 1000;

/**
 * A power that a double holds exactly, or undefined. Others are left to the machine: JavaScript's `**` is not C's `pow` to the
 * last bit, and a program must not see whether a power was folded.
 */
function exactPower(base: number, exponent: number): number | undefined {
  if (!Number.isSafeInteger(base) || !Number.isInteger(exponent) || Math.abs(exponent) > MAX_FACTORS) return undefined;
  // Powers of two are exact in either direction, those of other integers while they are safe integers.
  if (base === 2) return repeatedProduct(exponent < 0 ? 0.5 : 2, Math.abs(exponent));
  const result = exponent < 0 ? undefined : repeatedProduct(base, exponent);
  return Number.isSafeInteger(result) ? result : undefined;
}

function repeatedProduct(factor: number, count: number): number {
  let product = 1;
  for (let i = 0; i < count; i++) product *= factor;
  return product;
}

function floatDivision(symbol: string, a: number, b: number): number {
  if (symbol === "//") return Math.floor(a / b);
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}

function integerArithmetic(symbol: string, a: Numeral, b: Numeral): Numeral {
  if (typeof a.value === "number" && typeof b.value === "number") {
    const result = floatArithmetic(symbol, a.value, b.value);
    if (Number.isSafeInteger(result)) return new Numeral(false, result + 0);
  }
  const x = BigInt(a.value);
  const y = BigInt(b.value);
  return integerNumeral(symbol === "+" ? x + y : symbol === "-" ? x - y : x * y);
}

/** Rounds towards minus infinity; the divisor is not zero. */
function integerDivision(symbol: string, a: Numeral, b: Numeral): Numeral {
  const x = BigInt(a.value);
  const y = BigInt(b.value);
  const quotient = x / y;
  const remainder = x % y;
  const isRoundedUp = remainder !== 0n && remainder < 0n !== y < 0n;
  if (symbol === "//") return integerNumeral(isRoundedUp ? quotient - 1n : quotient);
  return integerNumeral(isRoundedUp ? remainder + y : remainder);
}

/** The integer that a numeral equals, if there is one of 64 bits (manual 3.4.3). */
function toInteger(a: Numeral): bigint | undefined {
  if (!a.isFloat) return BigInt(a.value);
  const value = float(a);
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63 ? BigInt(value) : undefined;
}

function foldBitwise(symbol: string, a: Numeral, b: Numeral): Numeral | undefined {
  const x = toInteger(a);
  const y = toInteger(b);
  if (x === undefined || y === undefined) return undefined;
  switch (symbol) {
    case "&":
      return integerNumeral(x & y);
    case "|":
      return integerNumeral(x | y);
    case "~":
      return integerNumeral(x ^ y);
    case "<<":
      return integerNumeral(shiftLeft(x, y));
    case ">>":
      return integerNumeral(shiftLeft(x, -y));
    default:
      return undefined;
  }
}

/** A logical shift of 64 bits; a negative count shifts right. */
function shiftLeft(x: bigint, count: bigint): bigint {
  if (count >= 64n || count <= -64n) return 0n;
  return count >= 0n ? x << count : BigInt.asUintN(64, x) >> -count;
}

// -------------------------------------------------------------------- whole expressions

/** The value of an expression if PUC-Rio would know it at compile time, else undefined. */
export function constantOf(expression: Expression): ConstantValue | undefined {
  const chain: BinaryExpression[] = [];
  let node = expression;
  while (node.kind === "Binary") {
    chain.push(node);
    node = node.left;
  }
  let value = simpleConstant(node);
  for (let i = chain.length - 1; i >= 0 && value !== undefined; i--) value = binaryConstant(chain[i]!, value);
  return value;
}

function simpleConstant(node: Expression): ConstantValue | undefined {
  switch (node.kind) {
    case "Nil":
      return null;
    case "Boolean":
      return node.value;
    case "Number":
      return node.numeral;
    case "String":
      return node.atom;
    case "Local":
      return node.variable.constant;
    case "Parenthesized":
      return constantOf(node.inner);
    case "Unary": {
      const value = constantOf(node.operand);
      if (value === undefined) return undefined;
      if (node.operator === "not") return value === null || value === false;
      return value instanceof Numeral ? foldUnary(node.operator, value) : undefined;
    }
    default:
      return undefined;
  }
}

function binaryConstant({ operator, right }: BinaryExpression, left: ConstantValue): ConstantValue | undefined {
  // A first operand that decides is not known to PUC-Rio: it emits the test.
  if (operator.symbol === "and") return left === null || left === false ? undefined : constantOf(right);
  if (operator.symbol === "or") return left === null || left === false ? constantOf(right) : undefined;
  if (!(left instanceof Numeral) || (operator.class !== "arithmetic" && operator.class !== "bitwise")) return undefined;
  const value = constantOf(right);
  return value instanceof Numeral ? foldBinary(operator.symbol, left, value) : undefined;
}
