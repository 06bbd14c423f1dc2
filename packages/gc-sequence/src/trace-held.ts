// Tracing of what sequences hold between two steps: results and locals, whose types are the program's own.
// Pointers are found in arrays, maps, sets and plain objects, nested to any depth, in cycles too. Other host objects (a Date, a
// Response, an Error) are opaque: a pointer in one of those is not found, and must not be kept there.

import { type Tracer, isCollect } from "@luster/gc-arena";

/**
 * Reports the pointers in a value that was held across steps.
 * Costs O(size) of the plain collections that are reached; primitives, functions and opaque objects cost nothing.
 */
export function traceHeld(tracer: Tracer, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (isCollect(value)) tracer.mark(value);
  else if (isPlainCollection(value)) traceCollection(tracer, value);
}

function traceCollection(tracer: Tracer, start: object): void {
  const seen = new Set<object>([start]);
  // A Set is visited in the order of insertion, members added on the way included.
  for (const collection of seen) {
    for (const item of itemsOf(collection)) {
      if (typeof item !== "object" || item === null) continue;
      if (isCollect(item)) tracer.mark(item);
      else if (isPlainCollection(item)) seen.add(item);
    }
  }
}

function isPlainCollection(value: object): boolean {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function itemsOf(collection: object): Iterable<unknown> {
  if (Array.isArray(collection) || collection instanceof Set) return collection as Iterable<unknown>;
  if (collection instanceof Map) return [...collection.keys(), ...collection.values()];
  return Object.values(collection);
}
