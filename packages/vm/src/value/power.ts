// C's `pow`. JavaScript's `**` often misses the nearest double (in V8 10 ** -5 is not 1e-5, and one random power in ten is off by a
// unit), so powers are computed here to over 65 bits and rounded once. One in some thousands then differs from a C library's.
// Representation: a number of twice a double's precision is the unevaluated sum of two doubles, the second at most half a unit of
// the first. Functions that make one leave it in `pair`, so that nothing is allocated.
//
// Order: the function, integer powers, general powers by logarithm and exponential, their tables, arithmetic on pairs.

/** Powers of up to this many factors are multiplied out. */
const MAX_FACTORS = 64;
/** A power between 2^-900 and 2^900 neither overflows nor loses low bits on the way to it. */
const SAFE_LOGARITHM = 900;
/** Beyond these logarithms to base 2 a power is infinite or zero. */
const OVERFLOW_LOGARITHM = 1025;
const UNDERFLOW_LOGARITHM = -1077;

/** x to the power of y, as C's `pow` with its special cases, and for y = 2 as PUC-Rio Lua, which multiplies. */
export function power(x: number, y: number): number {
  if (y === 2) return x * x;
  if (!(x > 0 && x !== 1 && x < Infinity && y > -Infinity && y < Infinity)) return specialPower(x, y);
  if (y === 0.5) return Math.sqrt(x);
  const logarithm = y * Math.log2(x);
  if (!(logarithm < OVERFLOW_LOGARITHM && logarithm > UNDERFLOW_LOGARITHM)) return x ** y;
  const isMultiplied = y >= -MAX_FACTORS && y <= MAX_FACTORS && Number.isInteger(y) && Math.abs(logarithm) < SAFE_LOGARITHM;
  return isMultiplied ? integerPower(x, y) : generalPower(x, y);
}

// JavaScript differs from C in one thing: 1 to any power is 1, and so is -1 to an infinite one.
function specialPower(x: number, y: number): number {
  if (x === 1 || (x === -1 && (y === Infinity || y === -Infinity))) return 1;
  if (x > -Infinity && x < 0 && Number.isInteger(y)) return y % 2 === 0 ? power(-x, y) : -power(-x, y);
  return x ** y;
}

const pair = new Float64Array(2);

// ---------------------------------------------------------------------------------------------------------------------------
// Integer powers, by squaring

function integerPower(x: number, exponent: number): number {
  let squareHigh = x;
  let squareLow = 0;
  let high = 1;
  let low = 0;
  for (let rest = Math.abs(exponent); rest !== 0; rest >>= 1) {
    if ((rest & 1) !== 0) {
      multiplyPairs(high, low, squareHigh, squareLow);
      high = pair[0] as number;
      low = pair[1] as number;
    }
    if (rest === 1) break;
    multiplyPairs(squareHigh, squareLow, squareHigh, squareLow);
    squareHigh = pair[0] as number;
    squareLow = pair[1] as number;
  }
  return exponent >= 0 ? high : reciprocal(high, low);
}

function reciprocal(high: number, low: number): number {
  const quotient = 1 / high;
  if (low === 0) return quotient;
  multiply(quotient, high);
  return quotient + (1 - (pair[0] as number) - (pair[1] as number) - quotient * low) * quotient;
}

// ---------------------------------------------------------------------------------------------------------------------------
// General powers: exp(y * log(x))

const bits = new DataView(new ArrayBuffer(8));
const TWO_54 = 2 ** 54;

function generalPower(x: number, y: number): number {
  const known = (tables ??= makeTables());
  takeLogarithm(known, x);
  const logHigh = pair[0] as number;
  const logLow = pair[1] as number;
  multiply(y, logHigh);
  normalize(pair[0] as number, (pair[1] as number) + y * logLow);
  return exponential(known, pair[0] as number, pair[1] as number);
}

// pair = log(x), for a positive finite x: x is m * 2^e with m near 1, and m is a table's step times (1 + r) with |r| < 2^-6.
function takeLogarithm(known: Tables, x: number): void {
  const isSubnormal = x < 2 ** -1022;
  bits.setFloat64(0, isSubnormal ? x * TWO_54 : x);
  const word = bits.getInt32(0);
  let e = (word >> 20) - (isSubnormal ? 1023 + 54 : 1023);
  bits.setInt32(0, (word & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    e++;
  }
  const step = Math.round(m * STEPS);
  const distance = m * STEPS - step; // exact
  const r = distance / step;
  multiply(r, step);
  takeLogarithmNearOne(r, (distance - (pair[0] as number) - (pair[1] as number)) / step);
  const index = 2 * (step - SMALLEST_STEP);
  addPairs(known.logarithms[index] as number, known.logarithms[index + 1] as number, pair[0] as number, pair[1] as number);
  const high = pair[0] as number;
  const low = pair[1] as number;
  multiply(e, known.ln2High);
  addPairs(pair[0] as number, (pair[1] as number) + e * known.ln2Low, high, low);
}

const THIRD_LOW = 1.850371707708594e-17;

// pair = log(1 + r), by its series: three terms in pairs, nine in doubles.
function takeLogarithmNearOne(r: number, rLow: number): void {
  multiply(r, r);
  const square = pair[0] as number;
  const squareLow = (pair[1] as number) + 2 * r * rLow;
  multiplyPairs(square, squareLow, r, rLow);
  multiplyPairs(pair[0] as number, pair[1] as number, 1 / 3, THIRD_LOW);
  const cube = pair[0] as number;
  const cubeLow = pair[1] as number;
  addPairs(r, rLow, -square / 2, -squareLow / 2);
  addPairs(pair[0] as number, pair[1] as number, cube, cubeLow);
  const tail = 1 / 4 - r * (1 / 5 - r * (1 / 6 - r * (1 / 7 - r * (1 / 8 - r * (1 / 9 - r * (1 / 10 - r * (1 / 11 - r * (1 / 12))))))));
  normalize(pair[0] as number, (pair[1] as number) - square * square * tail);
}

// The double nearest to e^(high + low): 2^k times a table's root times (1 + s) with |s| < 2^-7.
function exponential(known: Tables, high: number, low: number): number {
  const n = Math.round((high * STEPS) / Math.LN2);
  multiply(n, known.ln2High / STEPS);
  addPairs(high, low, -(pair[0] as number), -(pair[1] as number) - (n * known.ln2Low) / STEPS);
  const s = pair[0] as number;
  const sLow = pair[1] as number;
  multiply(s, s);
  const square = pair[0] as number;
  addPairs(s, sLow, square / 2, (pair[1] as number) / 2 + s * sLow);
  const tail = 1 + (s / 4) * (1 + (s / 5) * (1 + (s / 6) * (1 + (s / 7) * (1 + (s / 8) * (1 + s / 9)))));
  normalize(pair[0] as number, (pair[1] as number) + ((square * s) / 6) * tail);
  const k = Math.floor(n / STEPS);
  const index = 2 * (n - k * STEPS);
  const root = known.roots[index] as number;
  const rootLow = known.roots[index + 1] as number;
  multiplyPairs(root, rootLow, pair[0] as number, pair[1] as number);
  addPairs(root, rootLow, pair[0] as number, pair[1] as number);
  return scale(pair[0] as number, k);
}

/** v * 2^k. */
function scale(v: number, k: number): number {
  if (k > 1023) return v * 2 * powerOfTwo(k - 1);
  return k < -1022 ? v * powerOfTwo(-1022) * powerOfTwo(k + 1022) : v * powerOfTwo(k);
}

/** 2^k, for a k from -1022 to 1023. */
function powerOfTwo(k: number): number {
  bits.setFloat64(0, 0);
  bits.setInt32(0, (k + 1023) << 20);
  return bits.getFloat64(0);
}

// ---------------------------------------------------------------------------------------------------------------------------
// Tables, made when first needed, in fixed-point arithmetic

const STEPS = 64;
/** The first step of the logarithms: 45 / 64 is just below the square root of 1/2. The last is 91, just above that of 2. */
const SMALLEST_STEP = 45;
const GREATEST_STEP = 91;

interface Tables {
  /** log(j / STEPS), a pair for each step j. */
  readonly logarithms: Float64Array;
  /** 2^(j / STEPS), a pair for each j below STEPS. */
  readonly roots: Float64Array;
  readonly ln2High: number;
  readonly ln2Low: number;
}

let tables: Tables | undefined;

const FRACTION_BITS = 120n;
const ONE = 1n << FRACTION_BITS;

function makeTables(): Tables {
  const logarithms = new Float64Array(2 * (GREATEST_STEP - SMALLEST_STEP + 1));
  for (let j = SMALLEST_STEP; j <= GREATEST_STEP; j++) storePair(logarithms, j - SMALLEST_STEP, fixedLogarithm(BigInt(j), BigInt(STEPS)));
  const ln2 = fixedLogarithm(2n, 1n);
  const roots = new Float64Array(2 * STEPS);
  const firstRoot = fixedExponential(ln2 / BigInt(STEPS));
  let root = ONE;
  for (let j = 0; j < STEPS; j++) {
    storePair(roots, j, root);
    root = (root * firstRoot) >> FRACTION_BITS;
  }
  const ln2Pair = new Float64Array(2);
  storePair(ln2Pair, 0, ln2);
  return { logarithms, roots, ln2High: ln2Pair[0] as number, ln2Low: ln2Pair[1] as number };
}

function storePair(array: Float64Array, index: number, fixed: bigint): void {
  const rounded = Number(fixed);
  array[2 * index] = rounded / Number(ONE);
  array[2 * index + 1] = Number(fixed - BigInt(rounded)) / Number(ONE);
}

// log(a / b) = 2 artanh((a - b) / (a + b))
function fixedLogarithm(a: bigint, b: bigint): bigint {
  const z = ((a - b) * ONE) / (a + b);
  const zSquared = (z * z) >> FRACTION_BITS;
  let sum = 0n;
  let term = z;
  for (let i = 1n; term !== 0n && term !== -1n; i += 2n) {
    sum += term / i;
    term = (term * zSquared) >> FRACTION_BITS;
  }
  return 2n * sum;
}

function fixedExponential(x: bigint): bigint {
  let sum = 0n;
  let term = ONE;
  for (let i = 1n; term !== 0n; i++) {
    sum += term;
    term = ((term * x) >> FRACTION_BITS) / i;
  }
  return sum;
}

// ---------------------------------------------------------------------------------------------------------------------------
// Arithmetic on pairs

/** Splits a double into halves whose products are exact. */
const SPLITTER = 2 ** 27 + 1;

// pair = a * b, exactly (Dekker 1971). Neither may be beyond 2^996.
function multiply(a: number, b: number): void {
  const product = a * b;
  const aSpread = SPLITTER * a;
  const aHigh = aSpread - (aSpread - a);
  const aLow = a - aHigh;
  const bSpread = SPLITTER * b;
  const bHigh = bSpread - (bSpread - b);
  const bLow = b - bHigh;
  pair[0] = product;
  pair[1] = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function multiplyPairs(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
  multiply(aHigh, bHigh);
  normalize(pair[0] as number, (pair[1] as number) + (aHigh * bLow + aLow * bHigh));
}

function addPairs(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
  const sum = aHigh + bHigh;
  const bPart = sum - aHigh;
  normalize(sum, aHigh - (sum - bPart) + (bHigh - bPart) + (aLow + bLow));
}

// pair = a + b, where b is smaller than a.
function normalize(a: number, b: number): void {
  const sum = a + b;
  pair[0] = sum;
  pair[1] = b - (sum - a);
}
