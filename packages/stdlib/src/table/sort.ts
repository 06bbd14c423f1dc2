// table.sort (manual 6.6). Three ways in, by what is sorted:
// - all plain numbers, or all strings, without an order function: sorted natively in blocks, then merged, between slices if long;
// - a plain table: PUC's quicksort in place, as a state machine that suspends at each comparison that needs a call. The same
//   choices of pivots as PUC's, so that order functions are called with the same pairs and equal elements end up in the same order;
// - a list with metamethods: read into a table, sorted there, and written back.

import {
  Continuation,
  integerToDouble,
  isTruthy,
  markValue,
  PENDING,
  trace,
  type Action,
  type Args,
  type Context,
  type Table,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkFunction } from "../args.js";
import { ElementTask, isPlain, lengthResult } from "./elements.js";

/** Arrays must be shorter than this (INT_MAX). */
const MAX_SORTED = 0x7fffffff;

/** Sorts `list` and returns nothing. `order` is a function or nil. */
export function sortList<G>(cx: Context<G>, list: Value<G>, order: Value<G>): Action<G> {
  if (!isPlain(list)) return new ProxySort<G>(list, order).run(cx);
  const length = list.length();
  if (length < 2) return cx.returnNone();
  checkArguments(cx, length, order);
  return sortTable(cx, list, length, order, undefined);
}

/** What is checked once there is something to sort. */
function checkArguments<G>(cx: Context<G>, length: number, order: Value<G>): void {
  if (length >= MAX_SORTED) throw cx.argError(0, "array too big");
  if (order !== undefined) checkFunction(cx, order, 1);
}

function sortTable<G>(cx: Context<G>, table: Table<G>, length: number, order: Value<G>, after: ProxySort<G> | undefined): Action<G> {
  if (order === undefined) {
    const native = nativeSort(cx, table, length, after);
    if (native !== undefined) return native.run(cx);
  }
  return new QuickSort<G>(table, length, order, after).start(cx);
}

function finishSort<G>(cx: Context<G>, after: ProxySort<G> | undefined): Action<G> {
  return after === undefined ? cx.returnNone() : after.writeBack(cx);
}

// -------------------------------------------------------------------------------------------------- numbers and strings alone

/** Elements sorted natively in one go. */
const BLOCK = 1 << 15;

type Keys = Float64Array | string[];

/** The elements of `table` when they are all plain numbers or all strings. */
function uniformKeys<G>(cx: Context<G>, table: Table<G>, length: number): Keys | undefined {
  const kind = typeof table.getInteger(1);
  if (kind !== "number" && kind !== "string") return undefined;
  cx.reserveBytes(length * 16);
  const keys = kind === "number" ? new Float64Array(length) : new Array<string>(length);
  for (let i = 0; i < length; i++) {
    const value = table.getInteger(i + 1);
    // NaN has no order: the quicksort finds that out as PUC does.
    if (typeof value !== kind || value !== value) return undefined;
    keys[i] = value as never;
  }
  return keys;
}

function nativeSort<G>(cx: Context<G>, table: Table<G>, length: number, after: ProxySort<G> | undefined): NativeSort<G> | undefined {
  const keys = uniformKeys(cx, table, length);
  if (keys === undefined) return undefined;
  cx.consumeFuel(length >> 2);
  return new NativeSort<G>(table, keys, after);
}

/** Merges the sorted runs [from, middle) and [middle, to) of `source` into `target`. */
function mergeRuns(source: Keys, target: Keys, from: number, middle: number, to: number): void {
  let left = from;
  let right = middle;
  for (let at = from; at < to; at++) {
    const takesLeft = right >= to || (left < middle && source[left]! <= source[right]!);
    target[at] = source[takesLeft ? left++ : right++]!;
  }
}

class NativeSort<in out G> extends Continuation<G> {
  private other: Keys | undefined;
  /** Length of the runs that are sorted; 0 while blocks are being sorted. */
  private runLength = 0;
  private at = 0;
  private isSorted = false;

  constructor(
    private readonly table: Table<G>,
    private keys: Keys,
    private readonly after: ProxySort<G> | undefined,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    while (!this.isSorted) {
      if (this.runLength === 0) this.sortBlock();
      else this.mergeNext();
      cx.consumeFuel(BLOCK);
      if (cx.isOutOfFuel() && !this.isSorted) return cx.pause(this);
    }
    return this.store(cx);
  }

  private sortBlock(): void {
    const { keys, at } = this;
    const end = Math.min(at + BLOCK, keys.length);
    if (keys instanceof Float64Array) keys.subarray(at, end).sort();
    else if (keys.length <= BLOCK) keys.sort();
    else keys.splice(at, end - at, ...keys.slice(at, end).sort());
    this.at = end;
    if (end === keys.length) this.startPass(BLOCK);
  }

  private startPass(runLength: number): void {
    this.runLength = runLength;
    this.at = 0;
    this.isSorted = runLength >= this.keys.length;
    this.other ??= this.isSorted ? undefined : this.keys.slice();
  }

  private mergeNext(): void {
    const { keys, at, runLength } = this;
    const end = Math.min(at + 2 * runLength, keys.length);
    mergeRuns(keys, this.other!, at, Math.min(at + runLength, keys.length), end);
    this.at = end;
    if (end < keys.length) return;
    this.keys = this.other!;
    this.other = keys;
    this.startPass(runLength * 2);
  }

  private store(cx: Context<G>): Action<G> {
    const { table, keys } = this;
    const { heap } = cx;
    const end = Math.min(this.at + BLOCK * 4, keys.length);
    for (let i = this.at; i < end; i++) table.setInteger(heap, i + 1, keys[i]);
    cx.consumeFuel((end - this.at) >> 2);
    this.at = end;
    return end < keys.length ? cx.pause(this) : finishSort(cx, this.after);
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.table);
    this.after?.[trace](tracer);
  }
}

// --------------------------------------------------------------------------------------------------------------- quicksort

/** Intervals longer than this get a pivot by chance after an unlucky partition (RANLIMIT). */
const RANDOM_LIMIT = 100;

/** Comparisons without a call between two looks at the fuel. */
const FUEL_INTERVAL = 256;

/** Which comparison is being made; each is followed by one step of the algorithm. */
const Phase = {
  /** a[up] < a[lo]? */
  ENDS: 0,
  /** a[p] < a[lo]? */
  MIDDLE_LOW: 1,
  /** a[up] < a[p]? */
  MIDDLE_HIGH: 2,
  /** a[i] < pivot? */
  SCAN_UP: 3,
  /** pivot < a[j]? */
  SCAN_DOWN: 4,
} as const;

class QuickSort<in out G> extends Continuation<G> {
  private phase: number = Phase.ENDS;
  private lo = 1;
  private up: number;
  private p = 0;
  private i = 0;
  private j = 0;
  private seed = 0;
  private pivot: Value<G> = undefined;
  /** Operands of the comparison. */
  private left: Value<G> = undefined;
  private right: Value<G> = undefined;
  /** Intervals still to be sorted: lo, up, seed of each. */
  private readonly intervals: number[] = [];
  private untilFuelCheck = FUEL_INTERVAL;
  private isPaused = false;

  constructor(
    private readonly table: Table<G>,
    length: number,
    private readonly order: Value<G>,
    private readonly after: ProxySort<G> | undefined,
  ) {
    super();
    this.up = length;
  }

  start(cx: Context<G>): Action<G> {
    return this.startInterval() ? this.compareNext(cx) : finishSort(cx, this.after);
  }

  resume(cx: Context<G>, results: Args<G>): Action<G> {
    if (this.isPaused) {
      this.isPaused = false;
      return this.compareNext(cx);
    }
    const isLess = isTruthy(results.get(0));
    return this.advance(cx, isLess) ? this.compareNext(cx) : finishSort(cx, this.after);
  }

  /** Asks the order function until it has to be waited for. */
  private askOrder(cx: Context<G>): Action<G> {
    for (;;) {
      // Asked first: a comparison is charged once, however often it has to wait.
      if (cx.isOutOfFuel()) {
        this.isPaused = true;
        return cx.pause(this);
      }
      cx.consumeFuel(1);
      const result = cx.callNow2(this.order, this.left, this.right, this);
      if (result === PENDING) return PENDING;
      if (!this.advance(cx, isTruthy(result as Value<G>))) return finishSort(cx, this.after);
    }
  }

  private compareNext(cx: Context<G>): Action<G> {
    return this.order === undefined ? this.runRaw(cx) : this.askOrder(cx);
  }

  /** Compares as `<` does until a comparison calls a metamethod. */
  private runRaw(cx: Context<G>): Action<G> {
    for (;;) {
      if (--this.untilFuelCheck === 0) {
        this.untilFuelCheck = FUEL_INTERVAL;
        cx.consumeFuel(FUEL_INTERVAL);
        if (cx.isOutOfFuel()) {
          this.isPaused = true;
          return cx.pause(this);
        }
      }
      const isLess = cx.lessThan(this.left, this.right);
      if (isLess === PENDING) return cx.then(this);
      if (!this.advance(cx, isLess as boolean)) return finishSort(cx, this.after);
    }
  }

  /** One step after a comparison; the next one is set up, or all is sorted (false). */
  private advance(cx: Context<G>, isLess: boolean): boolean {
    switch (this.phase) {
      case Phase.ENDS:
        return this.afterEnds(cx, isLess);
      case Phase.MIDDLE_LOW:
        return this.afterMiddleLow(cx, isLess);
      case Phase.MIDDLE_HIGH:
        if (isLess) this.swap(cx, this.p, this.up);
        return this.partition(cx);
      case Phase.SCAN_UP:
        return this.afterScanUp(cx, isLess);
      default:
        return this.afterScanDown(cx, isLess);
    }
  }

  private compare(phase: number, left: Value<G>, right: Value<G>): true {
    this.phase = phase;
    this.left = left;
    this.right = right;
    return true;
  }

  private at(position: number): Value<G> {
    return this.table.getInteger(position);
  }

  private swap(cx: Context<G>, i: number, j: number): void {
    const { table } = this;
    const value = table.getInteger(i);
    table.setInteger(cx.heap, i, table.getInteger(j));
    table.setInteger(cx.heap, j, value);
  }

  /** Goes to the interval [lo, up], or the next one that waits. */
  private startInterval(): boolean {
    while (this.lo >= this.up) {
      if (this.intervals.length === 0) return false;
      this.seed = this.intervals.pop()!;
      this.up = this.intervals.pop()!;
      this.lo = this.intervals.pop()!;
    }
    return this.compare(Phase.ENDS, this.at(this.up), this.at(this.lo));
  }

  private endInterval(): boolean {
    this.lo = this.up;
    return this.startInterval();
  }

  private afterEnds(cx: Context<G>, isLess: boolean): boolean {
    const { lo, up } = this;
    if (isLess) this.swap(cx, lo, up);
    if (up - lo === 1) return this.endInterval();
    this.p = up - lo < RANDOM_LIMIT || this.seed === 0 ? Math.floor((lo + up) / 2) : choosePivot(lo, up, this.seed);
    return this.compare(Phase.MIDDLE_LOW, this.at(this.p), this.at(lo));
  }

  private afterMiddleLow(cx: Context<G>, isLess: boolean): boolean {
    if (!isLess) return this.compare(Phase.MIDDLE_HIGH, this.at(this.up), this.at(this.p));
    this.swap(cx, this.p, this.lo);
    return this.partition(cx);
  }

  /** Now a[lo] <= a[p] <= a[up]: takes a[p] as the pivot, out of the way at up - 1. */
  private partition(cx: Context<G>): boolean {
    const { lo, up, p } = this;
    if (up - lo === 2) return this.endInterval();
    this.pivot = this.at(p);
    this.swap(cx, p, up - 1);
    this.i = lo;
    this.j = up - 1;
    return this.scanUp();
  }

  private scanUp(): boolean {
    return this.compare(Phase.SCAN_UP, this.at(++this.i), this.pivot);
  }

  private scanDown(): boolean {
    return this.compare(Phase.SCAN_DOWN, this.pivot, this.at(--this.j));
  }

  private afterScanUp(cx: Context<G>, isLess: boolean): boolean {
    if (!isLess) return this.scanDown();
    if (this.i === this.up - 1) throw cx.error("invalid order function for sorting");
    return this.scanUp();
  }

  private afterScanDown(cx: Context<G>, isLess: boolean): boolean {
    const { i, j } = this;
    if (isLess) {
      if (j < i) throw cx.error("invalid order function for sorting");
      return this.scanDown();
    }
    if (j < i) return this.split(cx);
    this.swap(cx, i, j);
    return this.scanUp();
  }

  /** The pivot goes to i; the smaller side is sorted first, the larger waits. */
  private split(cx: Context<G>): boolean {
    const { lo, up, i: p, seed } = this;
    this.swap(cx, up - 1, p);
    const isLowerSmaller = p - lo < up - p;
    const size = isLowerSmaller ? p - lo : up - p;
    const largerLo = isLowerSmaller ? p + 1 : lo;
    const largerUp = isLowerSmaller ? up : p - 1;
    const isImbalanced = Math.floor((largerUp - largerLo) / 128) > size;
    this.intervals.push(largerLo, largerUp, isImbalanced ? nextSeed(seed) : seed);
    this.lo = isLowerSmaller ? lo : p + 1;
    this.up = isLowerSmaller ? p - 1 : up;
    return this.startInterval();
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.table);
    markValue(tracer, this.order);
    markValue(tracer, this.pivot);
    markValue(tracer, this.left);
    markValue(tracer, this.right);
    this.after?.[trace](tracer);
  }
}

/** A pivot in the middle half of [lo, up]. */
function choosePivot(lo: number, up: number, seed: number): number {
  const quarter = Math.floor((up - lo) / 4);
  return (seed % (quarter * 2)) + lo + quarter;
}

/** PUC takes the clock here; any change of the seed will do. Never 0. */
function nextSeed(seed: number): number {
  return ((Math.imul(seed, 1664525) + 1013904223) | 1) >>> 0;
}

// ------------------------------------------------------------------------------------------------- lists with metamethods

const ProxyStep = { LENGTH: 0, BEGIN: 1, READ: 2, STORE: 3, WRITE: 4 } as const;

/** Reads all elements into a table, sorts that, and writes them back. */
class ProxySort<in out G> extends ElementTask<G> {
  private step: number = ProxyStep.LENGTH;
  private length = 0;
  /** Elements read or written so far. */
  private count = 0;
  private elements: Table<G> | undefined;

  constructor(
    private readonly list: Value<G>,
    private readonly order: Value<G>,
  ) {
    super();
  }

  run(cx: Context<G>): Action<G> {
    if (this.step === ProxyStep.LENGTH) {
      this.step = ProxyStep.BEGIN;
      if (!this.readLength(cx, this.list)) return cx.then(this);
    }
    if (this.step === ProxyStep.BEGIN) {
      this.length = integerToDouble(lengthResult(cx, this.value));
      if (this.length < 2) return cx.returnNone();
      checkArguments(cx, this.length, this.order);
      this.elements = cx.newTable();
      this.step = ProxyStep.READ;
    }
    return this.step === ProxyStep.WRITE ? this.writeBack(cx) : this.readAll(cx);
  }

  private readAll(cx: Context<G>): Action<G> {
    while (this.count < this.length) {
      if (this.step === ProxyStep.READ) {
        if (cx.isOutOfFuel()) return cx.pause(this);
        cx.consumeFuel(1);
        this.step = ProxyStep.STORE;
        if (!this.read(cx, this.list, this.count + 1)) return cx.then(this);
      }
      this.elements!.setInteger(cx.heap, this.count + 1, this.value);
      this.count++;
      this.step = ProxyStep.READ;
    }
    this.step = ProxyStep.WRITE;
    this.count = 0;
    return sortTable(cx, this.elements!, this.length, this.order, this);
  }

  writeBack(cx: Context<G>): Action<G> {
    while (this.count < this.length) {
      if (cx.isOutOfFuel()) return cx.pause(this);
      cx.consumeFuel(1);
      const isWritten = this.write(cx, this.list, this.count + 1, this.elements!.getInteger(this.count + 1));
      this.count++;
      if (!isWritten) return cx.then(this);
    }
    return cx.returnNone();
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    markValue(tracer, this.list);
    markValue(tracer, this.order);
    if (this.elements !== undefined) tracer.mark(this.elements);
  }
}
