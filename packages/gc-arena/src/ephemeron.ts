// Ephemeron entries whose key was white when they were found, waiting for the key to be reached.
// Representation: entry i is a key, a value and next[i]. A white key's newest entry i is kept in the key's own colour, as the link
// -(i + 2), and next[i] is the link to the one before, or 0. So a key needs no map, and reaching it costs O(1): a chain of n
// ephemerons is O(n).
// Invariant: a negative colour is an index into *this* cycle's entries; `reset` turns all that are left back to 0.

import type { Collect } from "./collect.js";
import { SegmentedStack } from "./segmented-stack.js";

/** Entries of one page of the table; a page is never copied. */
const PAGE_SLOTS = 4096;
const PAGE_SHIFT = 12;
const PAGE_MASK = PAGE_SLOTS - 1;

class EntryPage {
  /** Each entry's key, and its value after it. */
  readonly objects = new Array<Collect | undefined>(2 * PAGE_SLOTS).fill(undefined);
  readonly next = new Int32Array(PAGE_SLOTS);
}

export class WaitingEphemerons {
  // Used again in the next cycle: with new ones, the host would copy each of them twice before it takes them for old.
  readonly #pages: EntryPage[] = [];
  #count = 0;
  /** The colours of the keys that were reached and whose values are not marked yet. */
  readonly #reached = new SegmentedStack<number>();

  /** Notes an entry whose key is white. */
  add(key: Collect, value: Collect): void {
    const index = this.#count++;
    const slot = index & PAGE_MASK;
    const page = (this.#pages[index >> PAGE_SHIFT] ??= new EntryPage());
    page.objects[2 * slot] = key;
    page.objects[2 * slot + 1] = value;
    page.next[slot] = Math.min(key.gcColor, 0);
    key.gcColor = -(index + 2);
  }

  /** A key with the negative colour `color` was just reached. */
  reach(color: number): void {
    this.#reached.push(color);
  }

  /** Gives one reached key's values to `visit`; false when no key is waiting for that. */
  takeReached(visit: { mark(object: Collect): void }): boolean {
    let link = this.#reached.pop();
    if (link === undefined) return false;
    while (link < 0) {
      const index = -link - 2;
      const page = this.#pages[index >> PAGE_SHIFT] as EntryPage;
      const slot = index & PAGE_MASK;
      visit.mark(page.objects[2 * slot + 1] as Collect);
      link = page.next[slot] as number;
    }
    return true;
  }

  /** Marking is over: drops the lists, and the pages that this cycle did not need. */
  endMarking(): void {
    this.#reached.clear();
    this.#pages.length = Math.ceil(this.#count / PAGE_SLOTS);
  }

  /** Drops up to `limit` entries, and whitens their keys where these were never reached; true when none is left. */
  reset(limit: number): boolean {
    for (; limit > 0 && this.#count > 0; limit--) {
      const index = --this.#count;
      const page = this.#pages[index >> PAGE_SHIFT] as EntryPage;
      const slot = index & PAGE_MASK;
      const key = page.objects[2 * slot] as Collect;
      if (key.gcColor < 0) key.gcColor = 0;
      page.objects[2 * slot] = page.objects[2 * slot + 1] = undefined;
    }
    return this.#count === 0;
  }
}
