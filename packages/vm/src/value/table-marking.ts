// How the collector goes through the parts of a table: strong and weak values, entries with weak keys, and what died.
// Strings and numbers have no colour: they are never weak, and their bytes are counted wherever one is found.
// In which order the parts of a table are traced is in table.ts.

import type { Collect, Tracer, WeakContainer } from "@luster/gc-arena";
import { trace } from "@luster/gc-arena";
import { Dictionary } from "./dictionary.js";
import { PAGE_KEYS, type Page } from "./integer-part.js";
import type { DictionaryKey } from "./dictionary-key.js";
import { HEAP_NUMBER_BYTES, isHeapNumber, markValue } from "./mark.js";

/** A string that was stored into a large table while marking: it is not found by tracing the table again, but through this. */
export class StoredString implements Collect {
  gcColor = 0;
  private readonly value: string;

  constructor(value: string) {
    this.value = value;
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.value);
  }
}

/** Elements or slots that a piece of a trace visits. */
export const TRACED_PIECE = 1024;

/** What of a table's entries is weak: bits. */
export const enum Weakness {
  None = 0,
  Keys = 1,
  Values = 2,
  Both = 3,
}

/** Registers a table that is weak. */
export function visitWeak(tracer: Tracer, container: WeakContainer, weakness: Weakness): void {
  if (weakness === Weakness.Both) tracer.visitAllWeak(container);
  else if (weakness === Weakness.Keys) tracer.visitEphemeron(container);
  else tracer.visitWeakValues(container);
}

export function traceValue(tracer: Tracer, value: unknown, weakness: Weakness): void {
  if ((weakness & Weakness.Values) === 0 || typeof value === "string") markValue(tracer, value);
}

/** An entry of a dictionary, with a value. The string key of a weak value is counted only if the entry stays; see below. */
export function traceEntry(tracer: Tracer, key: DictionaryKey, value: unknown, weakness: Weakness): void {
  if ((weakness & Weakness.Keys) === 0 || !isCollectable(key)) {
    if (typeof key !== "string" || (weakness & Weakness.Values) === 0 || !isCollectable(value)) markValue(tracer, key);
    traceValue(tracer, value, weakness);
  } else if (weakness === Weakness.Keys && isCollectable(value)) tracer.markEphemeron(key, value);
  else if (typeof value === "string") markValue(tracer, value);
}

/**
 * The key of an entry without a value is not kept alive by it, and is not to be kept from being freed either. Whether the
 * collector has to come back for that, in `clearDeadKeys`.
 */
export function traceRemovedKey(tracer: Tracer, key: DictionaryKey): boolean {
  if (typeof key !== "string") return isWhite(tracer, key);
  if (Dictionary.isToBury(key)) return true;
  markValue(tracer, key);
  return false;
}

/**
 * A piece of the array part, or a page; where the next piece begins. A number that stands beside its like is taken for the same object, as
 * where an array was filled with a constant.
 */
export function traceElements(tracer: Tracer, elements: readonly unknown[], from: number, weakness: Weakness): number {
  const end = Math.min(from + TRACED_PIECE, elements.length);
  let numberBytes = 0;
  let previous: unknown;
  for (let i = from; i < end; i++) {
    const value = elements[i];
    if (typeof value === "number") {
      if (isHeapNumber(value) && value !== previous) numberBytes += HEAP_NUMBER_BYTES;
    } else if (typeof value === "string" || value !== previous) traceValue(tracer, value, weakness);
    previous = value;
  }
  tracer.addBytes(numberBytes);
  return end;
}

/** A piece of the integer part's dictionary; where the next piece begins, or -1. */
export function traceSparse<G>(tracer: Tracer, sparse: Dictionary<G>, from: number, weakness: Weakness): number {
  const end = Math.min(from + TRACED_PIECE, sparse.count);
  for (let slot = from; slot < end; slot++) {
    const key = sparse.keyAt(slot);
    if (typeof key === "number") markValue(tracer, key);
    traceValue(tracer, sparse.valueAt(slot), weakness);
  }
  return end < sparse.count ? end : -1;
}

/** Whether the collector decides how long the value lives. */
export function isCollectable(v: unknown): v is Collect {
  return typeof v === "object" && (v as Partial<Collect>).gcColor !== undefined;
}

/** Whether it is collectable and was not reached yet; in the clearing methods: whether it is dead. */
export function isWhite(tracer: Tracer, v: unknown): boolean {
  return isCollectable(v) && v.gcColor < tracer.epoch;
}

export function clearDead(tracer: Tracer, values: unknown[]): void {
  for (let i = 0; i < values.length; i++) if (isWhite(tracer, values[i])) values[i] = undefined;
}

export function clearDeadInPage<G>(tracer: Tracer, page: Page<G>): void {
  for (let index = 0; index < PAGE_KEYS; index++) if (isWhite(tracer, page.values[index])) page.set(index, undefined);
}

export function clearDeadInDictionary<G>(tracer: Tracer, dictionary: Dictionary<G>): void {
  for (let slot = 0; slot < dictionary.count; slot++) {
    const value = dictionary.valueAt(slot);
    if (!isCollectable(value)) continue;
    const isCleared = isWhite(tracer, value);
    if (isCleared) dictionary.setValueAt(slot, undefined);
    const key = dictionary.keyAt(slot);
    if (typeof key !== "string") continue;
    if (isCleared && Dictionary.isToBury(key)) dictionary.bury(slot);
    else markValue(tracer, key);
  }
}

/** Removes the entries with dead keys, and the long string keys of entries without a value. */
export function clearDeadKeysOf<G>(tracer: Tracer, dictionary: Dictionary<G>): void {
  for (let slot = 0; slot < dictionary.count; slot++) {
    const key = dictionary.keyAt(slot);
    if (isWhite(tracer, key)) dictionary.remove(slot);
    else if (typeof key === "string" && Dictionary.isToBury(key) && dictionary.valueAt(slot) === undefined) dictionary.bury(slot);
  }
}
