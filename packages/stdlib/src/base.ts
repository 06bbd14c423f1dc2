// The base library (manual 6.1), without loading of chunks (base/load.ts) and the collector (base/collect.ts).
// Protected calls are continuations. Output goes through the io library's standard files, so that `print` and `io.write` share one
// buffer.

import {
  Continuation,
  formatNumber,
  fromWords,
  frameAtLevel,
  ipairsNext,
  isNumber,
  isTruthy,
  markValue,
  native1,
  native2,
  native3,
  nativeN,
  next,
  parseNumber,
  PENDING,
  positionOf,
  rawEquals,
  singletonKey,
  Table,
  trace,
  typeName,
  unm,
  type Action,
  type Args,
  type Callback,
  type Context,
  type Native1,
  type Native3,
  type NativeOptions,
  type Pending,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkAny, checkCount, checkFunction, checkTable, optInt, textOf } from "./args.js";
import { collectFunctions } from "./base/collect.js";
import { loadFunctions } from "./base/load.js";
import { installWarnings, warnFunctions } from "./base/warn.js";
import { HostError } from "./host.js";
import { isPromise } from "./io/file.js";
import { ioStateOf } from "./io/handle.js";
import { addFunctions, loadedModules } from "./library.js";
import { Protected, protectedCall } from "./protected.js";

const VERSION = "Lua 5.4";

/** Iterators that every `pairs` and `ipairs` of a VM returns. */
class Iterators {
  constructor(
    readonly next: unknown,
    readonly ipairsNext: unknown,
  ) {}

  [trace](tracer: Tracer): void {
    markValue(tracer, this.next);
    markValue(tracer, this.ipairsNext);
  }
}

const iteratorsKey = singletonKey("iterators", (cx) => new Iterators(cx.newCallback(next), cx.newCallback(ipairsNext)));

// ------------------------------------------------------------------------------------------------------------------- text

/** The result of `__tostring` must be a string (or a number, which counts as one). */
export function tostringResult<G>(cx: Context<G>, value: Value<G>): string {
  const text = textOf(value);
  if (text === undefined) throw cx.error("'__tostring' must return a string");
  return text;
}

class TostringCheck<in out G> extends Continuation<G> {
  resume(cx: Context<G>, results: Args<G>): Action<G> {
    return tostringResult(cx, results.get(0));
  }

  [trace](): void {}
}

const tostringCheck = new TostringCheck<unknown>();

function tostring<G>(cx: Context<G>, value: Value<G>): Action<G> {
  if (typeof value === "string") return value;
  checkAny(cx, 0);
  const text = cx.toStringMeta(value);
  return text === PENDING ? cx.then(tostringCheck as unknown as Continuation<G>) : cx.chargeString(text as string);
}

/** Longest text that `print` joins before it writes. */
const PRINT_LENGTH = 1 << 12;

/** A `print` that waits for a `__tostring`, or for the host. What precedes such a wait is written before it. */
class Print<in out G> extends Continuation<G> {
  private index = 0;
  /** Texts to be written, in order. */
  private readonly pieces: string[] = [];
  /** A `__tostring` was called. */
  private isAsking = false;

  constructor(private readonly values: readonly Value<G>[]) {
    super();
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    if (this.isAsking) {
      this.isAsking = false;
      this.add(tostringResult(cx, results.get(0)));
      this.index++;
    }
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    const { values } = this;
    for (; this.index < values.length; this.index++) {
      if (this.pieces.length > 1) {
        const written = this.write(cx);
        if (written !== undefined) return cx.await(written, this);
      }
      if (this.index > 0) this.add("\t");
      const text = cx.toStringMeta(values[this.index]);
      if (text === PENDING) return this.ask(cx);
      this.add(text as string);
    }
    if (this.index === values.length) {
      this.add("\n");
      this.index++;
    }
    const written = this.write(cx);
    return written === undefined ? cx.returnNone() : cx.await(written, this);
  }

  private add(text: string): void {
    const { pieces } = this;
    const last = pieces.length - 1;
    if (last >= 0 && pieces[last]!.length + text.length <= PRINT_LENGTH) pieces[last] += text;
    else pieces.push(text);
  }

  /** The call that `toStringMeta` asked for is made; its result comes to `resume`. */
  private ask(cx: Context<G>): Action<G> {
    this.isAsking = true;
    void this.write(cx);
    return cx.then(this);
  }

  /** Writes all pieces, or returns a promise after which it is to be gone on with. Failures are lost, as in C. */
  private write(cx: Context<G>): PromiseLike<undefined> | undefined {
    const { stdout } = ioStateOf(cx);
    while (this.pieces.length > 0) {
      const text = this.pieces.shift()!;
      cx.consumeFuel(text.length >> 4);
      try {
        const done = stdout.write(text);
        if (isPromise(done)) return done.then(ignored, ignoreFailure);
      } catch (error) {
        ignoreFailure(error);
      }
    }
    return undefined;
  }

  [trace](tracer: Tracer): void {
    for (const value of this.values) markValue(tracer, value);
  }
}

function ignored(): undefined {
  return undefined;
}

function ignoreFailure(error: unknown): undefined {
  if (!(error instanceof HostError)) throw error;
  return undefined;
}

function print<G>(cx: Context<G>, args: Args<G>): Action<G> {
  return new Print<G>(args.toArray()).run(cx);
}

// ---------------------------------------------------------------------------------------------------------------- numbers

function tonumber<G>(cx: Context<G>, value: Value<G>, base: Value<G>): Action<G> {
  if (base !== undefined) return numberInBase(cx, value, base);
  if (isNumber(value)) return value;
  if (typeof value === "string") {
    cx.consumeFuel(value.length >> 4);
    return parseNumber(value);
  }
  checkAny(cx, 0);
  return undefined;
}

function numberInBase<G>(cx: Context<G>, value: Value<G>, baseValue: Value<G>): Action<G> {
  const base = checkCount(cx, baseValue, 1);
  if (typeof value !== "string") throw cx.typeError(0, "string", value);
  if (base < 2 || base > 36) throw cx.argError(1, "base out of range");
  const match = /^[ \f\n\r\t\v]*(-?)\+?([0-9A-Za-z]+)[ \f\n\r\t\v]*$/.exec(value);
  cx.consumeFuel(value.length >> 4);
  if (match === null || (match[1] === "-" && value.includes("+"))) return undefined;
  return new DigitTask<G>(match[2]!, base, match[1] === "-").run(cx);
}

/** Digits that are read in one go. */
const DIGITS_IN_A_ROW = 1 << 14;

/** Reads the integer of digits in a base, wrapping around at 64 bits; nil when one is no digit of that base. */
class DigitTask<in out G> extends Continuation<G> {
  private at = 0;
  private hi = 0;
  private lo = 0;

  constructor(
    private readonly digits: string,
    private readonly base: number,
    private readonly isNegative: boolean,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    const { digits, base } = this;
    while (this.at < digits.length) {
      const from = this.at;
      const end = Math.min(from + DIGITS_IN_A_ROW, digits.length);
      for (; this.at < end; this.at++) {
        const digit = digitOf(digits.charCodeAt(this.at));
        if (digit >= base) return undefined;
        const low = this.lo * base + digit;
        this.hi = (this.hi * base + Math.floor(low / TWO_32)) % TWO_32;
        this.lo = low % TWO_32;
      }
      cx.consumeFuel((end - from) >> 2);
      if (end < digits.length && cx.isOutOfFuel()) return cx.pause(this);
    }
    const integer = fromWords(this.hi | 0, this.lo | 0);
    return this.isNegative ? unm(integer) : integer;
  }

  [trace](): void {}
}

/** The value of a digit or a letter of either case. */
function digitOf(byte: number): number {
  return byte <= 0x39 ? byte - 0x30 : (byte & 0x1f) + 9;
}

const TWO_32 = 2 ** 32;

// ----------------------------------------------------------------------------------------------------------------- tables

function rawget<G>(cx: Context<G>, table: Value<G>, key: Value<G>): Action<G> {
  const checked = checkTable(cx, table, 0);
  checkAny(cx, 1);
  return checked.get(key);
}

function rawset<G>(cx: Context<G>, table: Value<G>, key: Value<G>, value: Value<G>): Action<G> {
  const checked = checkTable(cx, table, 0);
  checkAny(cx, 1);
  checkAny(cx, 2);
  cx.rawSet(checked, key, value);
  return checked;
}

function rawlen<G>(cx: Context<G>, value: Value<G>): Action<G> {
  if (value instanceof Table) return value.length();
  if (typeof value === "string") return value.length;
  throw cx.typeError(0, "table or string", value);
}

function rawequal<G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> {
  checkAny(cx, 0);
  checkAny(cx, 1);
  return rawEquals(a, b);
}

const shortly = (least: number, most: number, fn: Native3, givesFirst = false): NativeOptions => ({
  shortCut: { least, most, fn, givesFirst },
});

function tostringShortly<G>(cx: Context<G>, value: Value<G>): Action<G> {
  if (typeof value === "string") return value;
  return isNumber(value) && cx.canAllocate(LONGEST_NUMBER + 24) ? cx.chargeString(formatNumber(value)) : PENDING;
}

/** No number's text is longer. */
const LONGEST_NUMBER = 40;

const rawgetShortly = <G>(_cx: Context<G>, table: Value<G>, key: Value<G>): Action<G> =>
  table instanceof Table ? table.get(key) : PENDING;

/** `setmetatable` of a table that has none, without finalizer. */
function setmetatableShortly<G>(cx: Context<G>, table: Value<G>, metatable: Value<G>): Action<G> {
  if (!(table instanceof Table) || table.metatable !== undefined || !(metatable instanceof Table)) return PENDING;
  if (cx.hasFinalizer(metatable)) return PENDING;
  cx.setMetatable(table, metatable);
  return table;
}

function getmetatable<G>(cx: Context<G>, value: Value<G>): Action<G> {
  // Only then: the number of arguments is not known where this is the short cut.
  if (value === undefined) checkAny(cx, 0);
  const metatable = cx.metatableOf(value);
  if (metatable === undefined) return undefined;
  return metatable.getString("__metatable") ?? metatable;
}

function setmetatable<G>(cx: Context<G>, table: Value<G>, metatable: Value<G>): Action<G> {
  const checked = checkTable(cx, table, 0);
  const isMetatable = metatable instanceof Table || (metatable === undefined && cx.argCount >= 2);
  if (!isMetatable) throw cx.typeError(1, "nil or table", metatable);
  if (checked.metatable?.getString("__metatable") !== undefined) throw cx.error("cannot change a protected metatable");
  cx.setMetatable(checked, metatable as Table<G> | undefined);
  return checked;
}

/** Cuts what `__pairs` returns to three values. */
class PairsResult<in out G> extends Continuation<G> {
  resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.return3(results.get(0), results.get(1), results.get(2));
  }

  [trace](): void {}
}

const pairsResult = new PairsResult<unknown>();

function pairs<G>(cx: Context<G>, value: Value<G>): Action<G> {
  checkAny(cx, 0);
  const handler = cx.metamethod(value, "__pairs");
  if (handler !== undefined) return cx.call1(handler, value, pairsResult as unknown as Continuation<G>);
  return cx.return3(cx.singleton(iteratorsKey).next as Callback<G>, value, undefined);
}

function ipairs<G>(cx: Context<G>, value: Value<G>): Action<G> {
  checkAny(cx, 0);
  return cx.return3(cx.singleton(iteratorsKey).ipairsNext as Callback<G>, value, 0);
}

/** The iterator of `pairs` for a table without `__pairs`. */
function pairsIterator<G>(cx: Context<G>, value: Value<G>): Action<G> {
  if (!(value instanceof Table)) return PENDING;
  if (value.metatable !== undefined && cx.metamethod(value, "__pairs") !== undefined) return PENDING;
  return cx.singleton(iteratorsKey).next as Callback<G>;
}

function ipairsIterator<G>(cx: Context<G>, value: Value<G>): Action<G> {
  return value === undefined ? PENDING : (cx.singleton(iteratorsKey).ipairsNext as Callback<G>);
}

/** A function that begins a traversal. */
const traversal = (iterator: Native1, control: 0 | undefined): NativeOptions => ({
  shortCut: {
    least: 1,
    most: 1,
    fn: (cx, value) => {
      const found = iterator(cx, value);
      return found === PENDING ? PENDING : cx.give(cx.return3(found as typeof value, value, control));
    },
    givesAll: true,
    iteration: { iterator, control },
  },
});

// ------------------------------------------------------------------------------------------------------------------ errors

function error<G>(cx: Context<G>, value: Value<G>, levelValue: Value<G>): Action<G> {
  return raiseAt(cx, value, optInt(cx, levelValue, 1, 1));
}

/** Raises a value; a string gets the position of the function at `level` in front. */
function raiseAt<G>(cx: Context<G>, value: Value<G>, level: number): Pending {
  if (typeof value !== "string" || level <= 0) return cx.raise(value);
  return cx.raise(cx.concat2(positionOf(frameAtLevel(cx, level)), value));
}

function assert<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const condition = args.get(0);
  if (isTruthy(condition)) return args.count === 1 ? condition : cx.returnArgs(args, 0);
  checkAny(cx, 0);
  return raiseAt(cx, args.count > 1 ? args.get(1) : "assertion failed!", 1);
}

/** A protected call with a message handler. */
class Handled<in out G> extends Protected<G> {
  constructor(override readonly handler: Value<G>) {
    super();
  }

  override [trace](tracer: Tracer): void {
    markValue(tracer, this.handler);
  }
}

function pcall<G>(cx: Context<G>, args: Args<G>): Action<G> {
  checkAny(cx, 0);
  return cx.callArgs(args.get(0), args, 1, protectedCall());
}

function xpcall<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const handler = checkFunction(cx, args.get(1), 1);
  return cx.callArgs(args.get(0), args, 2, new Handled<G>(handler));
}

// ---------------------------------------------------------------------------------------------------------------- the rest

function type<G>(cx: Context<G>, value: Value<G>): Action<G> {
  if (value === undefined) checkAny(cx, 0);
  return typeName(value);
}

function select<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const first = args.get(0);
  if (typeof first === "string" && first.startsWith("#")) return args.count - 1;
  const index = checkCount(cx, first, 0);
  const from = index < 0 ? args.count + index : Math.min(index, args.count);
  if (from < 1) throw cx.argError(0, "index out of range");
  return cx.returnArgs(args, from);
}

/** `select` of an open list, where one result is used. */
function selectOfList<G>(_cx: Context<G>, first: Value<G>, list: readonly Value<G>[]): Action<G> {
  if (first === "#") return list.length;
  if (typeof first !== "number" || !Number.isSafeInteger(first) || first === 0) return PENDING;
  const index = first > 0 ? first - 1 : list.length + first;
  if (index < 0) return PENDING;
  return index < list.length ? list[index] : undefined;
}

/** Fewer than the least: such short cuts are for open lists alone. */
const NO_ARGUMENTS = 0;

const baseFunctions = [
  ...collectFunctions,
  ...loadFunctions,
  ...warnFunctions,
  nativeN(
    "assert",
    assert,
    shortly(1, 2, (_cx, value) => (isTruthy(value) ? value : PENDING), true),
  ),
  native2("error", error, { needsFrame: true }),
  native1(
    "getmetatable",
    getmetatable,
    shortly(1, 1, (cx, value) => (value === undefined ? PENDING : getmetatable(cx, value))),
  ),
  native1("ipairs", ipairs, traversal(ipairsIterator, 0)),
  native1("pairs", pairs, traversal(pairsIterator, undefined)),
  nativeN("pcall", pcall, { needsFrame: true, protectedBy: protectedCall() }),
  nativeN("print", print),
  native2(
    "rawequal",
    rawequal,
    shortly(2, 2, (_cx, a, b) => rawEquals(a, b)),
  ),
  native2("rawget", rawget, shortly(2, 2, rawgetShortly)),
  native1(
    "rawlen",
    rawlen,
    shortly(1, 1, (_cx, value) => (value instanceof Table ? value.length() : PENDING)),
  ),
  native3("rawset", rawset),
  nativeN("select", select, { shortCut: { least: 1, most: NO_ARGUMENTS, fn: () => PENDING, ofList: selectOfList } }),
  native2("setmetatable", setmetatable, shortly(2, 2, setmetatableShortly)),
  native2(
    "tonumber",
    tonumber,
    shortly(1, 1, (cx, value) => (isNumber(value) || typeof value === "string" ? tonumber(cx, value, undefined) : PENDING)),
  ),
  native1("tostring", tostring, shortly(1, 1, tostringShortly)),
  native1(
    "type",
    type,
    shortly(1, 1, (_cx, value) => typeName(value)),
  ),
  nativeN("xpcall", xpcall, { needsFrame: true }),
];

/** Opens the base library: its functions are globals. Returns the table of globals. */
export function openBase<G>(cx: Context<G>): Table<G> {
  const { globals, heap } = cx;
  addFunctions(cx, globals, baseFunctions);
  globals.setString(heap, "next", cx.singleton(iteratorsKey).next as Callback<G>);
  globals.setString(heap, "_G", globals);
  globals.setString(heap, "_VERSION", VERSION);
  loadedModules(cx).setString(heap, "_G", globals);
  installWarnings(cx);
  return globals;
}
