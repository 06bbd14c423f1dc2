// How a traced object marks a Lua value that it holds.

import type { Collect, Tracer } from "@luster/gc-arena";

/** Bytes counted for a string that is found, beyond its length: a header, and what is left of the rope that it may have been. */
export const STRING_OVERHEAD_BYTES = 48;

/** Bytes of a number that is no small integer of the host: an object of its own. Charged by no allocation, counted where it is found. */
export const HEAP_NUMBER_BYTES = 16;
/** Bytes of a number box: the object, and a field for a double. */
const BOX_BYTES = 48;

/** Whether the host makes an object of this number. */
export const isHeapNumber = (n: number): boolean => (n | 0) !== n;

/** Marks what `value` (a Lua value, or a cell in a register) keeps alive: heap objects are greyed, strings and numbers are counted. */
export function markValue(tracer: Tracer, value: unknown): void {
  if (typeof value === "object") {
    // Number boxes and loop states have no colour and hold nothing.
    const color = (value as Partial<Collect>).gcColor;
    if (color === undefined) tracer.addBytes(BOX_BYTES);
    else if (color < tracer.epoch) tracer.mark(value as Collect);
  } else if (typeof value === "string") {
    tracer.addStringBytes(value.length + STRING_OVERHEAD_BYTES);
  } else if (typeof value === "number" && isHeapNumber(value)) {
    tracer.addBytes(HEAP_NUMBER_BYTES);
  }
}
