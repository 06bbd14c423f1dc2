// Numeric `for` loops (manual 3.3.5). The control value is in R[A], the limit in R[A+1], the step in R[A+2].
//
// A loop over safe integers keeps plain numbers there and is stepped inline by FORLOOP: index + step, compared with the limit,
// cannot leave the range in which doubles are exact. Any other loop keeps a `ForState` in R[A], which knows how to go on.

import type { Context } from "../host/context.js";
import { forLoopError, runtimeError } from "../error/runtime-errors.js";
import { Int64, floatOf, fromBigInt, isInteger, isNumber, makeFloat, toBigInt } from "../value/number.js";
import { parseNumber } from "../value/number-format.js";
import type { LuaInteger, LuaNumber, Value } from "../value/value.js";

/** State of a loop that is not over safe integers. */
export abstract class ForState {
  /** The next value of the loop variable, or undefined when the loop is over. */
  abstract next(): LuaNumber | undefined;
}

/** A loop of floats: the step is added again and again (5.4 does not count float loops). */
class FloatLoop extends ForState {
  private index: number;
  private readonly limit: number;
  private readonly step: number;

  constructor(index: number, limit: number, step: number) {
    super();
    this.index = index;
    this.limit = limit;
    this.step = step;
  }

  override next(): LuaNumber | undefined {
    this.index += this.step;
    const goesOn = this.step > 0 ? this.index <= this.limit : this.limit <= this.index;
    return goesOn ? makeFloat(this.index) : undefined;
  }
}

/** A loop whose integers leave the safe range: 64-bit arithmetic, counted iterations. */
class IntegerLoop extends ForState {
  private index: bigint;
  private readonly step: bigint;
  private remaining: bigint;

  constructor(index: bigint, step: bigint, remaining: bigint) {
    super();
    this.index = index;
    this.step = step;
    this.remaining = remaining;
  }

  override next(): LuaNumber | undefined {
    if (this.remaining === 0n) return undefined;
    this.remaining--;
    this.index += this.step;
    return fromBigInt(this.index);
  }
}

const MAX_INTEGER = (1n << 63n) - 1n;
const MIN_INTEGER = -(1n << 63n);

/**
 * The limit of an integer loop; a float limit is rounded towards the loop, and clipped if the loop can come to it.
 * Undefined: it lies behind all integers, so the body does not run. As PUC tests it, NaN is a limit below all integers.
 */
function integerLimit<G>(cx: Context<G>, limit: Value<G>, isUpward: boolean): bigint | undefined {
  const number = numberOperand(cx, "limit", limit);
  if (isInteger(number)) return toBigInt(number);
  const n = floatOf(number);
  if (n >= 2 ** 63) return isUpward ? MAX_INTEGER : undefined;
  if (!(n >= -(2 ** 63))) return isUpward ? undefined : MIN_INTEGER;
  return BigInt(isUpward ? Math.floor(n) : Math.ceil(n));
}

/** An operand as a number; strings are converted, which makes the loop a float loop unless it is the limit. */
function numberOperand<G>(cx: Context<G>, what: "initial" | "limit" | "step", value: Value<G>): LuaNumber {
  if (isNumber(value)) return value;
  const number = typeof value === "string" ? parseNumber(value) : undefined;
  if (number === undefined) throw forLoopError(cx, what);
  return number;
}

/**
 * Prepares the loop at `ra`: checks the operands, stores the state and the first value of the loop variable.
 * False: the body does not run at all.
 */
export function prepareFor<G>(cx: Context<G>, stack: Value<G>[], ra: number): boolean {
  const init = stack[ra];
  const limit = stack[ra + 1];
  const step = stack[ra + 2];
  if (isInteger(init) && isInteger(step)) return prepareIntegerFor(cx, stack, ra, init, limit, step);
  const limitNumber = floatOf(numberOperand(cx, "limit", limit));
  const stepNumber = floatOf(numberOperand(cx, "step", step));
  const initNumber = floatOf(numberOperand(cx, "initial", init));
  if (stepNumber === 0) throw runtimeError(cx, "'for' step is zero");
  // As PUC tests it: a NaN does not keep the loop from its first iteration.
  if (stepNumber > 0 ? limitNumber < initNumber : initNumber < limitNumber) return false;
  stack[ra] = new FloatLoop(initNumber, limitNumber, stepNumber) as unknown as Value<G>;
  stack[ra + 3] = makeFloat(initNumber);
  return true;
}

function prepareIntegerFor<G>(cx: Context<G>, stack: Value<G>[], ra: number, init: LuaInteger, limit: Value<G>, step: LuaInteger): boolean {
  if (step === 0) throw runtimeError(cx, "'for' step is zero");
  const isUpward = step instanceof Int64 ? step.hi >= 0 : step > 0;
  if (typeof init === "number" && typeof step === "number" && isInteger(limit) && typeof limit === "number") {
    if (isUpward ? init > limit : init < limit) return false;
    stack[ra + 3] = init;
    return true;
  }
  return prepareWideFor(cx, stack, ra, toBigInt(init), integerLimit(cx, limit, isUpward), toBigInt(step));
}

function prepareWideFor<G>(cx: Context<G>, stack: Value<G>[], ra: number, init: bigint, limit: bigint | undefined, step: bigint): boolean {
  if (limit === undefined) return false;
  if (step > 0n ? init > limit : init < limit) return false;
  const first = fromBigInt(init);
  const count = (limit - init) / step;
  const last = fromBigInt(init + count * step);
  const stepValue = fromBigInt(step);
  stack[ra + 3] = first;
  if (typeof first === "number" && typeof last === "number" && typeof stepValue === "number") stack[ra + 1] = last;
  else stack[ra] = new IntegerLoop(init, step, count) as unknown as Value<G>;
  return true;
}
