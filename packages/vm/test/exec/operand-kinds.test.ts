// Arithmetic and bit operators on every kind of number, in every form of their instructions (both operands in registers, one a constant or an immediate),
// against a model on bigints; and metamethods that end the slice, in every instruction that can call one.

import { trace } from "@luster/gc-arena";
import { Continuation, nativeN } from "@luster/vm";
import type { Action, Args, Context, Tracer, Value } from "@luster/vm";
import { markValue } from "@luster/vm";
import { describe, expect, it } from "vitest";
import { lua, machine, runOn } from "../machine.js";

// ---- the model: an integer is a bigint of 64 bits, a float a number

type ModelNumber = bigint | number;

const MIN = -(2n ** 63n);
const wrap = (n: bigint): bigint => BigInt.asIntN(64, n);

class Refusal extends Error {}

const toFloat = (x: ModelNumber): number => Number(x);

function toInteger(x: ModelNumber): bigint {
  if (typeof x === "bigint") return x;
  if (!Number.isInteger(x) || x < -(2 ** 63) || x >= 2 ** 63) throw new Refusal("has no integer representation");
  return BigInt(x);
}

function floorMod(a: number, b: number): number {
  if (!Number.isFinite(b)) return Number.isFinite(a) && !Number.isNaN(b) ? (a >= 0 === b > 0 || a === 0 ? a : b) : NaN;
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function floorDivide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Refusal("attempt to divide by zero");
  const quotient = a / b;
  return wrap(a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient);
}

function modulo(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Refusal("attempt to perform 'n%0'");
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function shiftLeft(a: bigint, by: bigint): bigint {
  if (by <= -64n || by >= 64n) return 0n;
  return by >= 0n ? wrap(a << by) : wrap(BigInt.asUintN(64, a) >> -by);
}

type Operation = (a: ModelNumber, b: ModelNumber) => ModelNumber;

const mixed =
  (onIntegers: (a: bigint, b: bigint) => bigint, onFloats: (a: number, b: number) => number): Operation =>
  (a, b) =>
    typeof a === "bigint" && typeof b === "bigint" ? onIntegers(a, b) : onFloats(toFloat(a), toFloat(b));
const onFloats =
  (operation: (a: number, b: number) => number): Operation =>
  (a, b) =>
    operation(toFloat(a), toFloat(b));
const onBits =
  (operation: (a: bigint, b: bigint) => bigint): Operation =>
  (a, b) =>
    operation(toInteger(a), toInteger(b));

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "+": mixed(
    (a, b) => wrap(a + b),
    (a, b) => a + b,
  ),
  "-": mixed(
    (a, b) => wrap(a - b),
    (a, b) => a - b,
  ),
  "*": mixed(
    (a, b) => wrap(a * b),
    (a, b) => a * b,
  ),
  "%": mixed(modulo, floorMod),
  "//": mixed(floorDivide, (a, b) => Math.floor(a / b)),
  "/": onFloats((a, b) => a / b),
  "&": onBits((a, b) => a & b),
  "|": onBits((a, b) => a | b),
  "~": onBits((a, b) => a ^ b),
  "<<": onBits(shiftLeft),
  ">>": onBits((a, b) => (b === MIN ? 0n : shiftLeft(a, -b))),
};

// ---- the operands, as sources and as the model has them

const OPERANDS: readonly (readonly [source: string, value: ModelNumber])[] = [
  ["0", 0n],
  ["3", 3n],
  ["-7", -7n],
  ["64", 64n],
  ["1000", 1000n],
  ["2147483647", 2147483647n],
  ["-2147483648", -2147483648n],
  ["9007199254740991", 9007199254740991n],
  ["-9007199254740991", -9007199254740991n],
  ["0x7fffffffffffffff", 2n ** 63n - 1n],
  ["0x8000000000000000", MIN],
  ["1.5", 1.5],
  ["-2.5", -2.5],
  ["2.0", 2],
  ["-0.0", -0],
  ["9007199254740992.0", 2 ** 53],
  ["1e300", 1e300],
  ["1e999", Infinity],
];

/** What the tests' VM gives for a number of the model. */
function plainForm(x: ModelNumber): unknown {
  if (typeof x === "bigint") return Number.isSafeInteger(Number(x)) ? Number(x) : x;
  return Number.isSafeInteger(x) ? { float: x } : x;
}

function expectation(operation: Operation, a: ModelNumber, b: ModelNumber): unknown {
  try {
    return plainForm(operation(a, b));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message;
  }
}

const FORMS: Readonly<Record<string, (a: string, operator: string, b: string) => string>> = {
  registers: (a, operator, b) => `local a, b = ${a}, ${b} return a ${operator} b`,
  "register and constant": (a, operator, b) => `local a = ${a} return a ${operator} ${b}`,
  "constant and register": (a, operator, b) => `local b = ${b} return ${a} ${operator} b`,
};

describe.each(Object.keys(OPERATIONS))("%s on every kind of number", (operator) => {
  const operation = OPERATIONS[operator] as Operation;
  it.each(Object.keys(FORMS))("in the form of %s", (form) => {
    const pairs = OPERANDS.flatMap((a) => OPERANDS.map((b) => [a, b] as const));
    const functions = pairs.map(([[a], [b]]) => `function() ${FORMS[form]?.(a, operator, b)} end`);
    // In batches: a constructor with more functions than that would need more constants than the tests are about.
    const source = functions.map((f) => `r[#r + 1] = run(${f})`).join("\n");
    const run = "local function run(f) local ok, result = pcall(f) return ok and result or not ok and 'refused: ' .. result end";
    const [results] = lua(`local r = {} ${run}\n${source}\nreturn r`) as [unknown[]];
    pairs.forEach(([[a, x], [b, y]], index) => {
      const expected = expectation(operation, x, y);
      const result = results[index];
      const what = `${a} ${operator} ${b}`;
      if (typeof expected !== "string") expect(result, what).toEqual(expected);
      else expect(result, what).toMatch(new RegExp(`^refused: .*${expected.replace(/[/%']/g, "\\$&")}$`));
    });
  });
});

// ---- metamethods

/** Ends the slice, and goes on in the next with what it was given. */
class Later<in out G> extends Continuation<G> {
  constructor(private readonly value: Value<G>) {
    super();
  }
  override resume(_cx: Context<G>, _results: Args<G>): Action<G> {
    return this.value;
  }
  override [trace](tracer: Tracer): void {
    markValue(tracer, this.value);
  }
}

/** A metamethod that takes its time, and tells its arguments: `t` for the object, else as they are. */
const slow = nativeN("slow", <G>(cx: Context<G>, args: Args<G>): Action<G> => {
  const told = args.toArray().map((value) => (typeof value === "object" ? "t" : String(value)));
  cx.globals.setString(cx.heap, "told", told.join());
  return cx.pause(new Later<G>(told.join()));
});

describe("a metamethod that ends the slice", () => {
  const evaluate = (event: string, code: string) =>
    runOn(machine([slow]), `local t = setmetatable({}, { __${event} = slow }) local k, five, big = 'key', 5, 1000 ${code}`);

  it.each([
    ["index", "return t.key", "t,key"],
    ["index", "return t[k]", "t,key"],
    ["index", "return t[7]", "t,7"],
    ["index", "local method = t:key() return method", undefined],
    ["index", "_ENV = t return key", "t,key"],
    ["add", "return t + k", "t,key"],
    ["add", "return t + 5", "t,5"],
    ["add", "return 5 + t", "5,t"],
    ["add", "return t + 1000", "t,1000"],
    ["add", "return 1000 + t", "1000,t"],
    ["sub", "return t - five", "t,5"],
    ["sub", "return t - 5", "t,5"],
    ["sub", "return t - 1000", "t,1000"],
    ["sub", "return 5 - t", "5,t"],
    ["mul", "return t * five", "t,5"],
    ["mul", "return 5 * t", "5,t"],
    ["mod", "return t % five", "t,5"],
    ["mod", "return t % 5", "t,5"],
    ["pow", "return t ^ five", "t,5"],
    ["pow", "return t ^ 5", "t,5"],
    ["div", "return t / five", "t,5"],
    ["div", "return t / 5", "t,5"],
    ["idiv", "return t // five", "t,5"],
    ["idiv", "return t // 5", "t,5"],
    ["band", "return t & five", "t,5"],
    ["band", "return 5 & t", "5,t"],
    ["bor", "return t | five", "t,5"],
    ["bor", "return 5 | t", "5,t"],
    ["bxor", "return t ~ five", "t,5"],
    ["bxor", "return 5 ~ t", "5,t"],
    ["shl", "return t << five", "t,5"],
    ["shl", "return t << 5", "t,5"],
    ["shl", "return 5 << t", "5,t"],
    ["shr", "return t >> five", "t,5"],
    ["shr", "return t >> 5", "t,5"],
    ["unm", "return -t", "t,t"],
    ["bnot", "return ~t", "t,t"],
    ["len", "return #t", "t,t"],
    ["concat", "return t .. k", "t,key"],
    ["concat", "return k .. t .. k", "key,t,key"],
    ["call", "return t(5, k)", "t,5,key"],
    ["call", "return (t(5, k))", "t,5,key"],
  ])("__%s: %s", (event, code, told) => {
    if (told === undefined) expect(() => evaluate(event, code)).toThrow("attempt to call a string value (method 'key')");
    else if (code.includes("k .. t .. k")) expect(evaluate(event, code)).toEqual(["keyt,key"]);
    else expect(evaluate(event, code)).toEqual([told]);
  });

  it.each([
    ["newindex", "t.key = 5", "t,key,5"],
    ["newindex", "t[k] = 5", "t,key,5"],
    ["newindex", "t[7] = 5", "t,7,5"],
    ["newindex", "local _ENV, told = setmetatable({}, { __newindex = slow }) key = 5", "t,key,5"],
    ["close", "do local c <close> = t end", "t,undefined"],
    ["close", "(function() local c <close> = t return 1 end)()", "t,undefined"],
    ["eq", "local x = t == setmetatable({}, { __eq = slow })", "t,t"],
    ["lt", "local x = t < t", "t,t"],
    ["lt", "local x = t < 5", "t,5"],
    ["lt", "local x = t > 5", "5,t"],
    ["le", "local x = t <= t", "t,t"],
    ["le", "local x = t <= 5", "t,5"],
    ["le", "local x = t >= 5", "5,t"],
  ])("__%s: %s", (event, code, told) => {
    expect(evaluate(event, `local globals = _ENV; ${code} return globals.told`)).toEqual([told]);
  });

  it("decides a comparison by whether its result is true", () => {
    for (const [code, answer] of [
      ["t < 5", true],
      ["not (t < 5)", false],
      ["t <= t", true],
      ["t == setmetatable({}, {})", true],
      ["t ~= setmetatable({}, {})", false],
    ] as const) {
      const metatable = "{ __lt = slow, __le = slow, __eq = slow }";
      expect(runOn(machine([slow]), `local t = setmetatable({}, ${metatable}) return ${code}`), code).toEqual([answer]);
    }
  });
});

describe("loops that end their slice at every turn", () => {
  it.each([
    ["for i = 1, 50 do sum = sum + i end", 1275],
    ["for i = 50, 1, -1 do sum = sum + i end", 1275],
    ["for x = 0.5, 2.5 do sum = sum + x end", 4.5],
    ["local i = 0 while i < 50 do i = i + 1 sum = sum + i end", 1275],
    ["local i = 0 repeat i = i + 1 sum = sum + i until i == 50", 1275],
    ["local i = 0 ::again:: i = i + 1 sum = sum + i if i < 50 then goto again end", 1275],
    ["for _, x in ipairs({ 1, 2, 3 }) do sum = sum + x end", 6],
    ["for k, x in next, { a = 1, b = 2 } do sum = sum + x end", 3],
    ["local function f(n) if n > 0 then sum = sum + n return f(n - 1) end end f(50)", 1275],
  ])("%s", (source, sum) => {
    expect(runOn(machine(), `local sum = 0 ${source} return sum`, { sliceFuel: 1 })).toEqual([sum]);
  });
});
