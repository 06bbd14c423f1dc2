// Access to the elements of a list-like object (manual 6.6): a plain table directly, anything else through its metamethods.
// The slow way is a state machine, because any read or write may call Lua code; it also serves for ranges that are long, or whose
// positions are beyond 2^53.

import {
  add,
  Continuation,
  isInteger,
  isNumber,
  markValue,
  parseNumber,
  PENDING,
  sub,
  Table,
  toInteger,
  trace,
  type Action,
  type Args,
  type Context,
  type LuaInteger,
  type Tracer,
  type Value,
} from "@luster/vm";

/** What a function does with its list: each needs metamethods of an object that is no table. */
export const Use = { READ: 1, WRITE: 2, LENGTH: 4 } as const;

/** Elements that are handled in one go. */
export const SHORT_RANGE = 1 << 14;

/** A table whose elements and length are raw: no metamethod takes part. */
export function isPlain<G>(list: Value<G>): list is Table<G> {
  if (!(list instanceof Table)) return false;
  const metatable = list.metatable as Table<G> | undefined;
  return (
    metatable === undefined ||
    (metatable.getString("__index") === undefined &&
      metatable.getString("__newindex") === undefined &&
      metatable.getString("__len") === undefined)
  );
}

/** Checks that `list` is a table, or has the metamethods that `use` asks for. */
export function checkList<G>(cx: Context<G>, list: Value<G>, argument: number, use: number): void {
  if (list instanceof Table) return;
  const isList =
    cx.metatableOf(list) !== undefined &&
    ((use & Use.READ) === 0 || cx.metamethod(list, "__index") !== undefined) &&
    ((use & Use.WRITE) === 0 || cx.metamethod(list, "__newindex") !== undefined) &&
    ((use & Use.LENGTH) === 0 || cx.metamethod(list, "__len") !== undefined);
  if (!isList) throw cx.typeError(argument, "table", list);
}

/** The result of `__len` as an integer. */
export function lengthResult<G>(cx: Context<G>, value: Value<G>): LuaInteger {
  if (typeof value === "number" && isInteger(value)) return value;
  const number = typeof value === "string" ? parseNumber(value) : value;
  const length = isNumber(number) ? toInteger(number) : undefined;
  if (length === undefined) throw cx.error("object length is not an integer");
  return length;
}

/**
 * An operation on elements that may suspend at each of them. A subclass keeps its place in fields, and returns `cx.then(this)` when
 * `read` or `write` answers false, its place moved on. It moves on only after the call: a refused allocation comes as an exception,
 * and has the same step taken again.
 */
export abstract class ElementTask<in out G> extends Continuation<G> {
  /** The element that was read last. */
  protected value: Value<G> = undefined;
  private isReading = false;

  /** Goes on until there is a result or something to wait for. */
  abstract run(cx: Context<G>): Action<G>;

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    if (this.isReading) {
      this.isReading = false;
      this.value = results.get(0);
    }
    return this.run(cx);
  }

  protected read(cx: Context<G>, list: Value<G>, key: Value<G>): boolean {
    return this.take(cx.index(list, key));
  }

  protected readLength(cx: Context<G>, list: Value<G>): boolean {
    return this.take(cx.lengthOf(list));
  }

  private take(action: Action<G>): boolean {
    this.isReading = action === PENDING;
    if (!this.isReading) this.value = action as Value<G>;
    return !this.isReading;
  }

  protected write(cx: Context<G>, list: Value<G>, key: Value<G>, value: Value<G>): boolean {
    return cx.setIndex(list, key, value) !== PENDING;
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.value);
  }
}

/** Copies `count` elements one by one, upwards or downwards, then calls `finish`. */
export abstract class MoveTask<in out G> extends ElementTask<G> {
  private isWriting = false;

  constructor(
    private readonly source: Value<G>,
    private from: LuaInteger,
    private readonly target: Value<G>,
    private to: LuaInteger,
    private left: number,
    private readonly direction: 1 | -1,
  ) {
    super();
  }

  /** What happens after the last element. */
  protected abstract finish(cx: Context<G>): Action<G>;

  run(cx: Context<G>): Action<G> {
    while (this.isWriting || this.left > 0) {
      if (!this.isWriting) {
        cx.consumeFuel(1);
        if (cx.isOutOfFuel()) return cx.pause(this);
        const isRead = this.read(cx, this.source, this.from);
        this.isWriting = true;
        if (!isRead) return cx.then(this);
      }
      const isWritten = this.write(cx, this.target, this.to, this.value);
      this.isWriting = false;
      this.left--;
      this.from = next(this.from, this.direction);
      this.to = next(this.to, this.direction);
      if (!isWritten) return cx.then(this);
    }
    return this.finish(cx);
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    markValue(tracer, this.source);
    markValue(tracer, this.target);
  }
}

/** `position + step`, wrapping as integers do. */
export function next(position: LuaInteger, step: number): LuaInteger {
  return (step < 0 ? sub(position, -step) : add(position, step)) as LuaInteger;
}
