// Tracing of values whose class says nothing about it: roots and fields that are plain collections.
// Arrays, maps, sets and plain objects are walked, as deep as they nest; they have no colour, so they are walked whole each time.

import { type Collect, type Tracer, trace } from "./collect.js";
import { describeValue } from "./describe.js";
import { ArenaTraceError } from "./errors.js";

/** Nesting of plain collections; deeper ones are taken for a cycle. */
const MAX_DEPTH = 64;

/** Whether a value is an object that implements `Collect`. */
export function isCollect(value: unknown): value is Collect {
  return typeof value === "object" && value !== null && typeof (value as Partial<Collect>)[trace] === "function";
}

/** @throws TypeError when the value is no object that implements `Collect` */
export function checkTraced(operation: string, value: unknown): void {
  if (!isCollect(value)) throw new TypeError(`${operation}: ${describeValue(value)} is not a traced object`);
}

/**
 * Reports every traced object that is in a plain value: a traced object itself, or an array, map, set or plain object of such
 * values; of a plain object, what its enumerable string keys hold. Primitives are skipped. Costs O(size) at each call.
 * @throws ArenaTraceError for a function, an object of a class that is not traced, or collections nested deeper than 64
 */
export function traceValue(tracer: Tracer, value: unknown): void {
  traceNested(tracer, value, 0);
}

function traceNested(tracer: Tracer, value: unknown, depth: number): void {
  if (typeof value === "function") throw new ArenaTraceError(value);
  if (typeof value !== "object" || value === null) return;
  if (isCollect(value)) tracer.mark(value);
  else if (depth === MAX_DEPTH) throw new ArenaTraceError(value);
  else for (const item of itemsOf(value)) traceNested(tracer, item, depth + 1);
}

// Of a map, its entries: arrays of key and value, which count as one more level.
function itemsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set || value instanceof Map) return value as Iterable<unknown>;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return Object.values(value);
  throw new ArenaTraceError(value);
}
