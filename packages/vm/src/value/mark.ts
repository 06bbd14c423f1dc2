// How a traced object marks a Lua value that it holds.

import type { Collect, Tracer } from "@luster/gc-arena";

/** Bytes that a string is charged beyond its length. */
export const STRING_OVERHEAD_BYTES = 24;

/** Marks what `value` (a Lua value, or a cell in a register) keeps alive: heap objects are greyed, string bytes are counted. */
export function markValue(tracer: Tracer, value: unknown): void {
  if (typeof value === "object") {
    // Number boxes and loop states have no colour and hold nothing.
    const color = (value as Partial<Collect>).gcColor;
    if (color !== undefined && color < tracer.epoch) tracer.mark(value as Collect);
  } else if (typeof value === "string") {
    tracer.addStringBytes(value.length + STRING_OVERHEAD_BYTES);
  }
}
