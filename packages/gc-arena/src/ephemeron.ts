// Ephemeron entries whose key was white when they were found, waiting for the key to be reached.
// Representation: entry i is (values[i], next[i]), a list per key; the head of a white key's list is kept in the key's own
// colour, as the negative number -(i + 2). So a key needs no map, and reaching it costs O(1): a chain of n ephemerons is O(n).
// Invariant: a negative colour is an index into *this* cycle's entries; `reset` turns all that are left back to 0.

import type { Collect } from "./collect.js";
import { SegmentedStack } from "./segmented-stack.js";

/** Entries of one page of the table; a page is never copied. */
const PAGE_SLOTS = 4096;
const PAGE_SHIFT = 12;
const PAGE_MASK = PAGE_SLOTS - 1;
const NO_ENTRY = -1;

class EntryPage {
  readonly values: (Collect | undefined)[] = new Array<Collect | undefined>(PAGE_SLOTS).fill(undefined);
  readonly next = new Int32Array(PAGE_SLOTS);
}

export class WaitingEphemerons {
  // Kept from cycle to cycle, as many as the last one needed.
  readonly #pages: EntryPage[] = [];
  #count = 0;
  /** Every key that was given a negative colour, for `reset`. */
  readonly #keys = new SegmentedStack<Collect>();
  /** Heads of the lists whose key was reached and whose values are not marked yet. */
  readonly #reached = new SegmentedStack<number>();

  /** Notes an entry whose key is white. */
  add(key: Collect, value: Collect): void {
    const index = this.#count++;
    const slot = index & PAGE_MASK;
    const page = (this.#pages[index >> PAGE_SHIFT] ??= new EntryPage());
    page.values[slot] = value;
    page.next[slot] = key.gcColor < 0 ? headOf(key.gcColor) : NO_ENTRY;
    if (key.gcColor >= 0) this.#keys.push(key);
    key.gcColor = -(index + 2);
  }

  /** A key with the negative colour `color` was just reached. */
  reach(color: number): void {
    this.#reached.push(headOf(color));
  }

  /** Gives one reached key's values to `visit`; false when no key is waiting for that. */
  takeReached(visit: { mark(object: Collect): void }): boolean {
    const head = this.#reached.pop();
    if (head === undefined) return false;
    for (let index = head; index !== NO_ENTRY;) {
      const page = this.#pages[index >> PAGE_SHIFT] as EntryPage;
      const slot = index & PAGE_MASK;
      visit.mark(page.values[slot] as Collect);
      index = page.next[slot] as number;
    }
    return true;
  }

  /** Whitens up to `limit` keys that were never reached; true when none is left and the entries are gone. */
  reset(limit: number): boolean {
    for (let done = 0; done < limit; done++) {
      const key = this.#keys.pop();
      if (key === undefined) {
        this.#dropEntries();
        return true;
      }
      if (key.gcColor < 0) key.gcColor = 0;
    }
    return false;
  }

  #dropEntries(): void {
    this.#pages.length = Math.ceil(this.#count / PAGE_SLOTS);
    for (const page of this.#pages) page.values.fill(undefined);
    this.#count = 0;
    this.#reached.clear();
    this.#keys.clear();
  }
}

function headOf(color: number): number {
  return -color - 2;
}
