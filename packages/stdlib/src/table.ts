// The table library (manual 6.6). Plain tables and short ranges are handled directly; lists with metamethods and long ranges go
// through the tasks of table/elements.ts, which can suspend at every element. Sorting is in table/sort.ts.

import {
  add,
  formatNumber,
  integerToDouble,
  lessThan,
  lessEqual,
  markValue,
  MAX_INTEGER,
  MAX_STRING_LENGTH,
  native2,
  native3,
  nativeN,
  PENDING,
  sub,
  trace,
  typeName,
  unsignedLessThan,
  Continuation,
  isTruthy,
  type Action,
  type Args,
  type Context,
  type LuaInteger,
  Table,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkInteger, optInteger, optString, textOf } from "./args.js";
import { MAX_RESULTS, newLibrary } from "./library.js";
import { checkList, ElementTask, isPlain, lengthResult, MoveTask, next, SHORT_RANGE, Use } from "./table/elements.js";
import { sortList } from "./table/sort.js";

/** Starts an operation that needs the length of a list: at once for a plain table, else after `__len`. */
class WithLength<in out G> extends ElementTask<G> {
  private hasAsked = false;

  constructor(
    private readonly list: Value<G>,
    private readonly body: (cx: Context<G>, list: Value<G>, length: LuaInteger, a: Value<G>, b: Value<G>, c: Value<G>) => Action<G>,
    private readonly a: Value<G>,
    private readonly b: Value<G>,
    private readonly c: Value<G>,
  ) {
    super();
  }

  run(cx: Context<G>): Action<G> {
    if (!this.hasAsked) {
      this.hasAsked = true;
      if (!this.readLength(cx, this.list)) return cx.then(this);
    }
    return this.body(cx, this.list, lengthResult(cx, this.value), this.a, this.b, this.c);
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    for (const value of [this.list, this.a, this.b, this.c]) markValue(tracer, value);
  }
}

// ---------------------------------------------------------------------------------------------------------- insert and remove

class InsertTask<in out G> extends MoveTask<G> {
  private isDone = false;

  constructor(
    private readonly list: Value<G>,
    private readonly position: LuaInteger,
    end: LuaInteger,
    private readonly element: Value<G>,
  ) {
    super(list, next(end, -1), list, end, distance(position, end), -1);
  }

  protected finish(cx: Context<G>): Action<G> {
    if (!this.isDone) {
      const isWritten = this.write(cx, this.list, this.position, this.element);
      this.isDone = true;
      if (!isWritten) return cx.then(this);
    }
    return cx.returnNone();
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    markValue(tracer, this.element);
  }
}

/** `to - from` as a double, exact while it is below 2^53. */
function distance(from: LuaInteger, to: LuaInteger): number {
  if (typeof from === "number" && typeof to === "number") return to - from;
  const difference = sub(to, from) as LuaInteger;
  const hasWrapped = lessThan(difference, 0) !== lessThan(to, from);
  return hasWrapped ? integerToDouble(to) - integerToDouble(from) : integerToDouble(difference);
}

function insert<G>(cx: Context<G>, list: Value<G>, a: Value<G>, b: Value<G>): Action<G> {
  const count = cx.argCount;
  if (!isPlain(list)) {
    checkList(cx, list, 0, Use.READ | Use.WRITE | Use.LENGTH);
    if (count === 2) return new WithLength<G>(list, appendTo, a, b, undefined).run(cx);
    return new WithLength<G>(list, count === 3 ? insertInto : insertWrongCount, a, b, undefined).run(cx);
  }
  if (count === 2) {
    list.setInteger(cx.heap, list.length() + 1, a);
    return cx.returnNone();
  }
  return (count === 3 ? insertInto : insertWrongCount)(cx, list, list.length(), a, b);
}

/** `insert` at the end of a table without metatable. */
function appendShortly<G>(cx: Context<G>, list: Value<G>, value: Value<G>): Action<G> {
  if (!(list instanceof Table) || list.metatable !== undefined) return PENDING;
  try {
    list.setInteger(cx.heap, list.length() + 1, value);
    return undefined;
  } catch {
    // No memory: nothing has happened, and the callback will say so.
    return PENDING;
  }
}

/** `remove` of the last element of a table without metatable. */
function removeLastShortly<G>(cx: Context<G>, list: Value<G>): Action<G> {
  if (!(list instanceof Table) || list.metatable !== undefined) return PENDING;
  const length = list.length();
  if (length === 0) return PENDING;
  const value = list.getInteger(length);
  try {
    list.setInteger(cx.heap, length, undefined);
    return value;
  } catch {
    return PENDING;
  }
}

function insertWrongCount<G>(cx: Context<G>): Action<G> {
  throw cx.error("wrong number of arguments to 'insert'");
}

function appendTo<G>(cx: Context<G>, list: Value<G>, length: LuaInteger, element: Value<G>): Action<G> {
  const end = next(length, 1);
  return new InsertTask<G>(list, end, end, element).run(cx);
}

function insertInto<G>(cx: Context<G>, list: Value<G>, length: LuaInteger, positionValue: Value<G>, element: Value<G>): Action<G> {
  const end = next(length, 1);
  const position = checkInteger(cx, positionValue, 1);
  if (!unsignedLessThan(next(position, -1), end)) throw cx.argError(1, "position out of bounds");
  if (!isPlain(list) || distance(position, end) > SHORT_RANGE) return new InsertTask<G>(list, position, end, element).run(cx);
  const { heap } = cx;
  for (let i = end as number; i > (position as number); i--) list.setInteger(heap, i, list.getInteger(i - 1));
  list.setInteger(heap, position as number, element);
  cx.consumeFuel(distance(position, end));
  return cx.returnNone();
}

const RemoveStep = { FETCH: 0, MOVE: 1, DONE: 2 } as const;

class RemoveTask<in out G> extends MoveTask<G> {
  private step: number = RemoveStep.FETCH;
  private result: Value<G> = undefined;

  constructor(
    private readonly list: Value<G>,
    private readonly position: LuaInteger,
    private readonly last: LuaInteger,
  ) {
    super(list, next(position, 1), list, position, Math.max(0, distance(position, last)), 1);
  }

  override run(cx: Context<G>): Action<G> {
    if (this.step === RemoveStep.FETCH) {
      this.step = RemoveStep.MOVE;
      this.isFetching = true;
      if (!this.read(cx, this.list, this.position)) return cx.then(this);
    }
    if (this.isFetching) {
      this.isFetching = false;
      this.result = this.value;
    }
    return super.run(cx);
  }

  private isFetching = false;

  protected finish(cx: Context<G>): Action<G> {
    if (this.step === RemoveStep.MOVE) {
      const isWritten = this.write(cx, this.list, lessThan(this.position, this.last) ? this.last : this.position, undefined);
      this.step = RemoveStep.DONE;
      if (!isWritten) return cx.then(this);
    }
    return this.result;
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    markValue(tracer, this.result);
  }
}

function remove<G>(cx: Context<G>, list: Value<G>, position: Value<G>): Action<G> {
  if (isPlain(list)) return removeFrom(cx, list, list.length(), position);
  checkList(cx, list, 0, Use.READ | Use.WRITE | Use.LENGTH);
  return new WithLength<G>(list, removeFrom, position, undefined, undefined).run(cx);
}

function removeFrom<G>(cx: Context<G>, list: Value<G>, size: LuaInteger, positionValue: Value<G>): Action<G> {
  const position = optInteger(cx, positionValue, 1, size);
  // Valid positions are 1 .. size + 1, and the size itself whatever it is.
  if (positionValue !== undefined && !isSame(position, size) && unsignedLessThan(size, next(position, -1))) {
    throw cx.argError(1, "position out of bounds");
  }
  if (!isPlain(list) || distance(position, size) > SHORT_RANGE) return new RemoveTask<G>(list, position, size).run(cx);
  const { heap } = cx;
  const result = list.get(position);
  let at = position as number;
  for (; at < (size as number); at++) list.setInteger(heap, at, list.getInteger(at + 1));
  list.setInteger(heap, at, undefined);
  cx.consumeFuel(at - (position as number));
  return result;
}

function isSame(a: LuaInteger, b: LuaInteger): boolean {
  return !lessThan(a, b) && !lessThan(b, a);
}

// ------------------------------------------------------------------------------------------------------------------ move

class MoveRange<in out G> extends MoveTask<G> {
  constructor(
    source: Value<G>,
    from: LuaInteger,
    private readonly destination: Value<G>,
    to: LuaInteger,
    count: number,
    direction: 1 | -1,
  ) {
    super(source, from, destination, to, count, direction);
  }

  protected finish(): Action<G> {
    return this.destination;
  }
}

/** `a1 == a2` decides the direction, and may call `__eq`. */
class MoveDirection<in out G> extends Continuation<G> {
  constructor(
    private readonly source: Value<G>,
    private readonly target: Value<G>,
    private readonly from: LuaInteger,
    private readonly end: LuaInteger,
    private readonly to: LuaInteger,
  ) {
    super();
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    return moveRange(cx, this.source, this.target, this.from, this.end, this.to, isTruthy(results.get(0)));
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.source);
    markValue(tracer, this.target);
  }
}

function move<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const from = checkInteger(cx, args.get(1), 1);
  const end = checkInteger(cx, args.get(2), 2);
  const to = checkInteger(cx, args.get(3), 3);
  const source = args.get(0);
  const hasTarget = args.get(4) !== undefined;
  const target = hasTarget ? args.get(4) : source;
  checkList(cx, source, 0, Use.READ);
  checkList(cx, target, hasTarget ? 4 : 0, Use.WRITE);
  if (lessThan(end, from)) return target;
  if (!lessThan(0, from) && !lessThan(end, add(MAX_INTEGER, from) as LuaInteger)) throw cx.argError(2, "too many elements to move");
  const span = sub(end, from) as LuaInteger;
  if (!lessEqual(to, sub(MAX_INTEGER, span) as LuaInteger)) throw cx.argError(3, "destination wrap around");
  // Upwards is safe unless the destination begins within the source.
  if (lessThan(end, to) || lessEqual(to, from)) return moveRange(cx, source, target, from, end, to, false);
  const isSameTable = hasTarget ? cx.equals(source, target) : true;
  if (isSameTable === PENDING) return cx.then(new MoveDirection<G>(source, target, from, end, to));
  return moveRange(cx, source, target, from, end, to, isSameTable as boolean);
}

function moveRange<G>(
  cx: Context<G>,
  source: Value<G>,
  target: Value<G>,
  from: LuaInteger,
  end: LuaInteger,
  to: LuaInteger,
  isDownward: boolean,
): Action<G> {
  const span = sub(end, from) as LuaInteger;
  const count = integerToDouble(span) + 1;
  const last = integerToDouble(to) + count;
  if (!isPlain(source) || !isPlain(target) || count > SHORT_RANGE || !Number.isSafeInteger(last) || typeof end !== "number") {
    return isDownward
      ? new MoveRange<G>(source, end, target, add(to, span) as LuaInteger, count, -1).run(cx)
      : new MoveRange<G>(source, from, target, to, count, 1).run(cx);
  }
  movePlain(cx, source, target, from as number, to as number, count, isDownward);
  return target;
}

function movePlain<G>(
  cx: Context<G>,
  source: Table<G>,
  target: Table<G>,
  from: number,
  to: number,
  count: number,
  isDownward: boolean,
): void {
  const { heap } = cx;
  cx.consumeFuel(count);
  if (isDownward) for (let i = count - 1; i >= 0; i--) target.setInteger(heap, to + i, source.getInteger(from + i));
  else for (let i = 0; i < count; i++) target.setInteger(heap, to + i, source.getInteger(from + i));
}

// ---------------------------------------------------------------------------------------------------------------- concat

/** Collects the texts of elements, then joins them. */
class ConcatTask<in out G> extends ElementTask<G> {
  private readonly pieces: string[] = [];
  private totalLength = 0;
  private isReadingElement = false;

  constructor(
    private readonly list: Value<G>,
    private readonly separator: string,
    private position: LuaInteger,
    /** Elements still to be collected. */
    private left: number,
  ) {
    super();
  }

  run(cx: Context<G>): Action<G> {
    if (this.isReadingElement) this.addElement(cx);
    while (this.left > 0) {
      if (cx.isOutOfFuel()) return cx.pause(this);
      if (isPlain(this.list) && typeof this.position === "number" && this.position < LAST_PLAIN_START) {
        this.addStretch(cx, this.list, this.position);
        continue;
      }
      cx.consumeFuel(1);
      this.isReadingElement = true;
      if (!this.read(cx, this.list, this.position)) return cx.then(this);
      this.addElement(cx);
    }
    return this.join(cx);
  }

  private addStretch(cx: Context<G>, list: Table<G>, start: number): void {
    const count = Math.min(this.left, SHORT_RANGE);
    const lengthBefore = this.totalLength;
    for (let i = 0; i < count; i++) this.addText(cx, list.getInteger(start + i), start + i);
    this.position = start + count;
    this.left -= count;
    cx.consumeFuel(count + ((this.totalLength - lengthBefore) >> 4));
    cx.reserveBytes(this.totalLength + this.pieces.length * SLOT_BYTES);
  }

  private addElement(cx: Context<G>): void {
    this.isReadingElement = false;
    this.addText(cx, this.value, this.position);
    this.position = next(this.position, 1);
    this.left--;
  }

  private addText(cx: Context<G>, value: Value<G>, position: LuaInteger): void {
    const text = textOf(value);
    if (text === undefined) {
      throw cx.error(`invalid value (${typeName(value)}) at index ${formatNumber(position)} in table for 'concat'`);
    }
    this.pieces.push(text);
    this.totalLength += text.length;
  }

  private join(cx: Context<G>): Action<G> {
    const length = this.totalLength + this.separator.length * Math.max(0, this.pieces.length - 1);
    if (length > MAX_STRING_LENGTH) throw cx.errorValue("not enough memory");
    cx.reserveBytes(length);
    cx.consumeFuel(length >> 4);
    return cx.chargeString(this.pieces.join(this.separator));
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    markValue(tracer, this.list);
  }
}

const SLOT_BYTES = 8;
/** Positions below this can be counted upwards as doubles. */
const LAST_PLAIN_START = Number.MAX_SAFE_INTEGER - SHORT_RANGE;

function concatRange<G>(cx: Context<G>, list: Value<G>, length: LuaInteger, sep: Value<G>, i: Value<G>, j: Value<G>): Action<G> {
  const separator = optString(cx, sep, 1, "");
  const from = optInteger(cx, i, 2, 1);
  const to = optInteger(cx, j, 3, length);
  if (lessThan(to, from)) return "";
  return new ConcatTask<G>(list, separator, from, distance(from, to) + 1).run(cx);
}

/** Bytes that are joined in one go. */
const SHORT_TEXT = 1 << 20;

/** `concat` of a whole table, of up to one stretch of texts. */
function concatShortly<G>(cx: Context<G>, list: Value<G>, separator: Value<G>): Action<G> {
  if (!(list instanceof Table) || list.metatable !== undefined || cx.isOutOfFuel()) return PENDING;
  if (separator !== undefined && typeof separator !== "string") return PENDING;
  const count = list.length();
  if (count === 0) return "";
  if (count > SHORT_RANGE) return PENDING;
  const pieces: string[] = [];
  let textLength = 0;
  for (let i = 1; i <= count; i++) {
    const text = textOf(list.getInteger(i));
    if (text === undefined) return PENDING;
    pieces.push(text);
    textLength += text.length;
  }
  const between = separator ?? "";
  const length = textLength + between.length * (count - 1);
  if (length > SHORT_TEXT || !cx.canAllocate(length + count * SLOT_BYTES + 24)) return PENDING;
  cx.consumeFuel(count + (textLength >> 4));
  cx.consumeFuel(length >> 4);
  return cx.chargeString(pieces.join(between));
}

function concat<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const list = args.get(0);
  if (isPlain(list)) return concatRange(cx, list, list.length(), args.get(1), args.get(2), args.get(3));
  checkList(cx, list, 0, Use.READ | Use.LENGTH);
  return new WithLength<G>(list, concatRange, args.get(1), args.get(2), args.get(3)).run(cx);
}

// -------------------------------------------------------------------------------------------------------- pack and unpack

function pack<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const { count } = args;
  const table = cx.newTable(count, 1);
  const { heap } = cx;
  for (let i = 0; i < count; i++) table.setInteger(heap, i + 1, args.get(i));
  table.setString(heap, "n", count);
  cx.consumeFuel(count);
  return table;
}

/** Reads the elements of a list with metamethods, or at positions beyond 2^53. */
class UnpackTask<in out G> extends ElementTask<G> {
  private readonly values: Value<G>[] = [];
  private isReadingElement = false;

  constructor(
    private readonly list: Value<G>,
    private position: LuaInteger,
    private readonly count: number,
  ) {
    super();
  }

  run(cx: Context<G>): Action<G> {
    if (this.isReadingElement) this.addElement();
    while (this.values.length < this.count) {
      cx.consumeFuel(1);
      this.isReadingElement = true;
      if (!this.read(cx, this.list, this.position)) return cx.then(this);
      this.addElement();
    }
    return cx.returnList(this.values);
  }

  private addElement(): void {
    this.isReadingElement = false;
    this.values.push(this.value);
    this.position = next(this.position, 1);
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    markValue(tracer, this.list);
    for (const value of this.values) markValue(tracer, value);
  }
}

function unpackRange<G>(cx: Context<G>, list: Value<G>, length: LuaInteger, from: Value<G>): Action<G> {
  const start = optInteger(cx, from, 1, 1);
  if (lessThan(length, start)) return cx.returnNone();
  const count = distance(start, length) + 1;
  if (count >= MAX_RESULTS) throw cx.error("too many results to unpack");
  if (isPlain(list) && typeof start === "number" && start < LAST_PLAIN_START) {
    cx.consumeFuel(count);
    if (count === 1) return list.getInteger(start);
    const values: Value<G>[] = [];
    for (let i = 0; i < count; i++) values.push(list.getInteger(start + i));
    return cx.returnList(values);
  }
  return new UnpackTask<G>(list, start, count).run(cx);
}

/** Most values that `unpack` gives by a short cut. */
const FEW_VALUES = 64;

/** `unpack` of a whole table without metatable. */
function unpackShortly<G>(cx: Context<G>, list: Value<G>): Action<G> {
  if (!(list instanceof Table) || list.metatable !== undefined) return PENDING;
  const count = list.length();
  if (count > FEW_VALUES) return PENDING;
  cx.consumeFuel(count);
  if (count === 0) return cx.give(cx.returnNone());
  if (count === 1) return cx.give1(list.getInteger(1));
  if (count === 2) return cx.give(cx.return2(list.getInteger(1), list.getInteger(2)));
  const values: Value<G>[] = [];
  for (let i = 1; i <= count; i++) values.push(list.getInteger(i));
  return cx.give(cx.returnList(values));
}

function unpack<G>(cx: Context<G>, list: Value<G>, from: Value<G>, to: Value<G>): Action<G> {
  if (to !== undefined) {
    if (from !== undefined) checkInteger(cx, from, 1);
    return unpackRange(cx, list, checkInteger(cx, to, 2), from);
  }
  if (isPlain(list)) return unpackRange(cx, list, list.length(), from);
  if (from !== undefined) checkInteger(cx, from, 1);
  return new WithLength<G>(list, unpackRange, from, undefined, undefined).run(cx);
}

// ----------------------------------------------------------------------------------------------------------------- library

function sort<G>(cx: Context<G>, list: Value<G>, order: Value<G>): Action<G> {
  checkList(cx, list, 0, Use.READ | Use.WRITE | Use.LENGTH);
  return sortList(cx, list, order);
}

const tableFunctions = [
  nativeN("concat", concat, { shortCut: { least: 1, most: 2, fn: concatShortly } }),
  native3("insert", insert, { shortCut: { least: 2, most: 2, fn: appendShortly, givesFirst: true } }),
  nativeN("pack", pack),
  native3("unpack", unpack, { shortCut: { least: 1, most: 1, fn: unpackShortly, givesAll: true } }),
  native2("remove", remove, { shortCut: { least: 1, most: 1, fn: removeLastShortly } }),
  nativeN("move", move),
  native2("sort", sort),
];

/** Opens the table library. */
export function openTable<G>(cx: Context<G>): Table<G> {
  return newLibrary(cx, "table", tableFunctions);
}
