// Tracing of values whose class says nothing about it: roots and fields that are plain collections.
// Arrays, maps, sets and plain objects are walked, as deep as they nest; they have no colour, so they are walked whole each time.

import { type Collect, type Tracer, trace } from "./collect.js";
import { ArenaTraceError } from "./errors.js";

/** Nesting of plain collections; deeper ones are taken for a cycle. */
const MAX_DEPTH = 64;

/** Whether a value is an object that implements `Collect`. */
export function isCollect(value: unknown): value is Collect {
  return typeof value === "object" && value !== null && typeof (value as Partial<Collect>)[trace] === "function";
}

/**
 * Reports every traced object that is in a plain value: a traced object itself, or an array, map, set or plain object of such
 * values. Primitives are skipped. Costs O(size) at each call.
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
  else tracePlain(tracer, value, depth + 1);
}

function tracePlain(tracer: Tracer, value: object, depth: number): void {
  if (Array.isArray(value) || value instanceof Set) {
    for (const item of value) traceNested(tracer, item, depth);
  } else if (value instanceof Map) {
    for (const [key, item] of value) {
      traceNested(tracer, key, depth);
      traceNested(tracer, item, depth);
    }
  } else if (isPlain(value)) {
    for (const item of Object.values(value)) traceNested(tracer, item, depth);
  } else throw new ArenaTraceError(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
