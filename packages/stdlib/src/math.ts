// The math library (manual 6.7). Results are in the normal form of numbers: floats with a safe integral value are boxed.
// Random numbers come from one generator per VM (math/xoshiro.ts).

import {
  floatOf,
  fromWords,
  highWord,
  isInteger,
  isNumber,
  isTruthy,
  lessThan,
  lowWord,
  makeFloat,
  MAX_INTEGER,
  MIN_INTEGER,
  mod,
  native1,
  native2,
  nativeN,
  parseNumber,
  PENDING,
  singletonKey,
  sub as subtract,
  add,
  unm,
  toInteger,
  unsignedLessThan,
  Continuation,
  markValue,
  trace,
  type Action,
  type Args,
  type Context,
  type LuaInteger,
  type LuaNumber,
  type MathFunction,
  type Native1,
  type Native3,
  type NativeOptions,
  type Table,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkAny, checkDouble, checkInteger, checkNumber } from "./args.js";
import { hostOf } from "./host.js";
import { newLibrary } from "./library.js";
import { Xoshiro256 } from "./math/xoshiro.js";

// ---------------------------------------------------------------------------------------------------------------- rounding

/** An integral double as an integer, or as a float when it is outside of 64 bits (and for inf and nan). */
function integral(value: number): LuaNumber {
  if (Number.isSafeInteger(value)) return value + 0;
  return toInteger(value) ?? value;
}

// A numeric string is a float to the functions below, whatever it spells.

function floor<G>(cx: Context<G>, x: Value<G>): Action<G> {
  if (typeof x === "number") return Number.isSafeInteger(x) ? x : integral(Math.floor(x));
  const number = checkNumber(cx, x, 0);
  return isInteger(number) && typeof x !== "string" ? number : integral(Math.floor(floatOf(number)));
}

function ceil<G>(cx: Context<G>, x: Value<G>): Action<G> {
  if (typeof x === "number") return Number.isSafeInteger(x) ? x : integral(Math.ceil(x));
  const number = checkNumber(cx, x, 0);
  return isInteger(number) && typeof x !== "string" ? number : integral(Math.ceil(floatOf(number)));
}

function abs<G>(cx: Context<G>, x: Value<G>): Action<G> {
  if (typeof x === "number") return Math.abs(x);
  const number = checkNumber(cx, x, 0);
  if (!isInteger(number) || typeof x === "string") return makeFloat(Math.abs(floatOf(number)));
  return highWord(number) < 0 ? unm(number) : number;
}

/** A function of one number, for which compiled code has `Math`'s of that name. */
const ofNumber = (math: MathFunction, f: Native1): NativeOptions => ({
  shortCut: { least: 1, most: 1, math, fn: (cx, x) => (isNumber(x) ? f(cx, x) : PENDING) },
});

/** The same for `math.max` and `math.min`. */
const ofNumbers = (math: "max" | "min", fn: Native3): NativeOptions => ({ shortCut: { least: 2, most: 2, math, fn } });

function modf<G>(cx: Context<G>, x: Value<G>): Action<G> {
  const number = checkNumber(cx, x, 0);
  if (isInteger(number) && typeof x !== "string") return cx.return2(number, makeFloat(0));
  const value = floatOf(number);
  const whole = Math.trunc(value);
  return cx.return2(integral(whole), makeFloat(value === whole ? 0 : value - whole));
}

function fmod<G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> {
  if (isNumber(a) && isNumber(b) && isInteger(a) && isInteger(b)) return integerFmod(cx, a, b);
  // The order in which PUC, as compiled, looks at its arguments.
  const divisor = checkDouble(cx, b, 1);
  return makeFloat(checkDouble(cx, a, 0) % divisor);
}

/** Remainder with the sign of the dividend, as C's `%`. */
function integerFmod<G>(cx: Context<G>, a: LuaInteger, b: LuaInteger): LuaInteger {
  if (b === 0) throw cx.argError(1, "zero");
  if (typeof a === "number" && typeof b === "number") return (a % b) + 0;
  if (b === -1) return 0;
  const floored = mod(a, b) as LuaInteger;
  // Lua's `%` has the sign of the divisor: a nonzero remainder of the other sign is one divisor off.
  return floored !== 0 && highWord(a) < 0 !== highWord(b) < 0 ? (subtract(floored, b) as LuaInteger) : floored;
}

function tointeger<G>(cx: Context<G>, x: Value<G>): Action<G> {
  const number = typeof x === "string" ? parseNumber(x) : x;
  if (isNumber(number)) return toInteger(number);
  checkAny(cx, 0);
  return undefined;
}

function type<G>(cx: Context<G>, x: Value<G>): Action<G> {
  if (isNumber(x)) return isInteger(x) ? "integer" : "float";
  checkAny(cx, 0);
  return undefined;
}

function ult<G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> {
  const x = checkInteger(cx, a, 0);
  return unsignedLessThan(x, checkInteger(cx, b, 1));
}

// --------------------------------------------------------------------------------------------------------------- functions

const sqrt = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(Math.sqrt(checkDouble(cx, x, 0)));
const sin = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(Math.sin(checkDouble(cx, x, 0)));
const cos = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(Math.cos(checkDouble(cx, x, 0)));
const tan = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(Math.tan(checkDouble(cx, x, 0)));
const asin = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(Math.asin(checkDouble(cx, x, 0)));
const acos = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(Math.acos(checkDouble(cx, x, 0)));
const exp = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(Math.exp(checkDouble(cx, x, 0)));
const deg = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(checkDouble(cx, x, 0) * (180 / Math.PI));
const rad = <G>(cx: Context<G>, x: Value<G>): Action<G> => makeFloat(checkDouble(cx, x, 0) * (Math.PI / 180));

function atan<G>(cx: Context<G>, y: Value<G>, x: Value<G>): Action<G> {
  const ordinate = checkDouble(cx, y, 0);
  return makeFloat(Math.atan2(ordinate, x === undefined ? 1 : checkDouble(cx, x, 1)));
}

function log<G>(cx: Context<G>, x: Value<G>, base: Value<G>): Action<G> {
  const value = checkDouble(cx, x, 0);
  if (base === undefined) return makeFloat(Math.log(value));
  const baseValue = checkDouble(cx, base, 1);
  if (baseValue === 2) return makeFloat(Math.log2(value));
  if (baseValue === 10) return makeFloat(Math.log10(value));
  return makeFloat(Math.log(value) / Math.log(baseValue));
}

// -------------------------------------------------------------------------------------------------------- minimum and maximum

/** `math.min` or `math.max` over values that are not all numbers: compares as `<` does, metamethods included. */
class Extreme<in out G> extends Continuation<G> {
  private next = 1;
  private best: Value<G>;

  constructor(
    private readonly values: readonly Value<G>[],
    private readonly isMax: boolean,
  ) {
    super();
    this.best = values[0];
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    this.decide(isTruthy(results.get(0)));
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    while (this.next < this.values.length) {
      const value = this.values[this.next];
      const isBetter = this.isMax ? cx.lessThan(this.best, value) : cx.lessThan(value, this.best);
      if (isBetter === PENDING) return cx.then(this);
      this.decide(isBetter as boolean);
    }
    return this.best;
  }

  private decide(isBetter: boolean): void {
    if (isBetter) this.best = this.values[this.next];
    this.next++;
  }

  [trace](tracer: Tracer): void {
    for (const value of this.values) markValue(tracer, value);
  }
}

function extreme<G>(cx: Context<G>, args: Args<G>, isMax: boolean): Action<G> {
  const { count } = args;
  if (count < 1) throw cx.argError(0, "value expected");
  let best = args.get(0);
  cx.consumeFuel(count);
  for (let i = 1; i < count; i++) {
    const value = args.get(i);
    if (!isNumber(value) || !isNumber(best)) return new Extreme<G>(args.toArray(), isMax).run(cx);
    if (isMax ? lessThan(best, value) : lessThan(value, best)) best = value;
  }
  return best;
}

function larger<G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> {
  if (!isNumber(a) || !isNumber(b)) return PENDING;
  cx.consumeFuel(2);
  return lessThan(a, b) ? b : a;
}

function smaller<G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> {
  if (!isNumber(a) || !isNumber(b)) return PENDING;
  cx.consumeFuel(2);
  return lessThan(b, a) ? b : a;
}

const max = <G>(cx: Context<G>, args: Args<G>): Action<G> => extreme(cx, args, true);
const min = <G>(cx: Context<G>, args: Args<G>): Action<G> => extreme(cx, args, false);

// ------------------------------------------------------------------------------------------------------------ random numbers

/** The generator of a VM, seeded from the host's clock and entropy. */
const generatorKey = singletonKey("math.random", (cx) => {
  const [first, second] = randomSeeds(cx);
  return new Xoshiro256(highWord(first), lowWord(first), highWord(second), lowWord(second));
});

function randomSeeds<G>(cx: Context<G>): [LuaInteger, LuaInteger] {
  const { clock } = hostOf(cx);
  const entropy = fromWords((Math.random() * 2 ** 32) | 0, (Math.random() * 2 ** 32) | 0);
  return [Math.floor(clock.now() / 1000), entropy];
}

function random<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const generator = cx.singleton(generatorKey);
  generator.next();
  switch (args.count) {
    case 0:
      return makeFloat(generator.toFloat());
    case 1: {
      const up = checkInteger(cx, args.get(0), 0);
      return up === 0 ? fromWords(generator.hi, generator.lo) : randomWithin(cx, generator, 1, up);
    }
    case 2: {
      const low = checkInteger(cx, args.get(0), 0);
      return randomWithin(cx, generator, low, checkInteger(cx, args.get(1), 1));
    }
    default:
      throw cx.error("wrong number of arguments");
  }
}

function randomWithin<G>(cx: Context<G>, generator: Xoshiro256, low: LuaInteger, up: LuaInteger): LuaInteger {
  if (lessThan(up, low)) throw cx.argError(0, "interval is empty");
  const span = subtract(up, low) as LuaInteger;
  generator.project(highWord(span), lowWord(span));
  return add(fromWords(generator.hi, generator.lo), low) as LuaInteger;
}

function randomseed<G>(cx: Context<G>, args: Args<G>): Action<G> {
  let seeds: [LuaInteger, LuaInteger];
  if (args.count === 0) seeds = randomSeeds(cx);
  else {
    const first = checkInteger(cx, args.get(0), 0);
    seeds = [first, args.get(1) === undefined ? 0 : checkInteger(cx, args.get(1), 1)];
  }
  const [first, second] = seeds;
  cx.singleton(generatorKey).seed(highWord(first), lowWord(first), highWord(second), lowWord(second));
  return cx.return2(first, second);
}

const mathFunctions = [
  native1("abs", abs, ofNumber("abs", abs)),
  native1("ceil", ceil, ofNumber("ceil", ceil)),
  native1("floor", floor, ofNumber("floor", floor)),
  nativeN("max", max, ofNumbers("max", larger)),
  nativeN("min", min, ofNumbers("min", smaller)),
  native2("fmod", fmod, {
    shortCut: { least: 2, most: 2, fn: (cx, a, b) => (isNumber(a) && isNumber(b) && b !== 0 ? fmod(cx, a, b) : PENDING) },
  }),
  native1("modf", modf),
  native1("tointeger", tointeger, { shortCut: { least: 1, most: 1, fn: (cx, x) => (isNumber(x) ? tointeger(cx, x) : PENDING) } }),
  native1("type", type, { shortCut: { least: 1, most: 1, fn: (cx, x) => (isNumber(x) ? type(cx, x) : PENDING) } }),
  native2("ult", ult),
  native1("sqrt", sqrt, ofNumber("sqrt", sqrt)),
  native1("sin", sin, ofNumber("sin", sin)),
  native1("cos", cos, ofNumber("cos", cos)),
  native1("tan", tan, ofNumber("tan", tan)),
  native1("asin", asin, ofNumber("asin", asin)),
  native1("acos", acos, ofNumber("acos", acos)),
  native2("atan", atan),
  native1("exp", exp, ofNumber("exp", exp)),
  native2("log", log),
  native1("deg", deg),
  native1("rad", rad),
  nativeN("random", random),
  nativeN("randomseed", randomseed),
];

/** Opens the math library. */
export function openMath<G>(cx: Context<G>): Table<G> {
  const library = newLibrary(cx, "math", mathFunctions);
  const { heap } = cx;
  library.setString(heap, "pi", Math.PI);
  library.setString(heap, "huge", Infinity);
  library.setString(heap, "maxinteger", MAX_INTEGER);
  library.setString(heap, "mininteger", MIN_INTEGER);
  return library;
}
