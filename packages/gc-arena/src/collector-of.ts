// Collectors: functions that trace one value of a known form. They are what `derive` is given for each field, and compose.
// An array of more than PIECE_ITEMS items is traced in pieces, so that no slice is held up by it. Maps and sets are in collector-of-items.ts,
// which the main entry does without.

import { type Collect, type LargeCollect, type Tracer, trace, traceMore } from "./collect.js";
import { traceValue } from "./trace-value.js";

/** Items of an array, map or set that are traced in one go. */
export const PIECE_ITEMS = 1024;

/** Traces one value. */
export type Collector<in T> = (tracer: Tracer, value: T) => void;

type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/** A pointer to a traced object. */
export const pointer: Collector<Collect> = (tracer, value) => tracer.mark(value);

/** A value that needs no trace. */
export const leaf: Collector<Primitive> = () => {};

/** A value of which its owner vouches that it holds no pointer, whatever its type says. */
export function untraced<T>(): Collector<T> {
  return () => {};
}

/** A value of any form that `traceValue` takes: slower than saying which. */
export const anyValue: Collector<unknown> = traceValue;

/** What `inner` traces, or nothing. */
export function optional<T>(inner: Collector<T>): Collector<T | null | undefined> {
  return (tracer, value) => {
    if (value !== undefined && value !== null) inner(tracer, value);
  };
}

/** An array of what `item` traces. */
export function array<T>(item: Collector<T>): Collector<readonly T[]> {
  return (tracer, values) => {
    const count = values.length;
    if (count > PIECE_ITEMS) tracer.traceLater(new ArrayPieces(values, item), 0);
    else for (let i = 0; i < count; i++) item(tracer, values[i] as T);
  };
}

/** A tuple of what `items` trace, one each. */
export function tuple<T extends readonly unknown[]>(...items: { readonly [I in keyof T]: Collector<T[I]> }): Collector<T> {
  const collectors = items as readonly Collector<unknown>[];
  return (tracer, values) => collectors.forEach((item, index) => item(tracer, values[index]));
}

// The rest of a large array. What is stored into it meanwhile passes the barrier of the array's owner.
class ArrayPieces<T> implements LargeCollect {
  gcColor = 0;

  constructor(
    private readonly values: readonly T[],
    private readonly item: Collector<T>,
  ) {}

  [trace](): void {}

  [traceMore](tracer: Tracer, from: number): number {
    const { values, item } = this;
    const end = Math.min(from + PIECE_ITEMS, values.length);
    for (let i = from; i < end; i++) item(tracer, values[i] as T);
    return end >= values.length ? -1 : end;
  }
}
