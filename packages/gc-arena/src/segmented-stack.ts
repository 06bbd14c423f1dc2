// A stack made of fixed-size segments: it never copies itself when it grows, so that a push costs the same at any depth.
// A popped slot is cleared, hence the stack keeps nothing alive that it no longer holds.
// One empty segment is kept for reuse, so that a stack moving about a segment's edge does not allocate.

/** Slots of one segment. */
const SEGMENT_SLOTS = 4096;

export class SegmentedStack<T> {
  // Without slots until the first push, so that an unused stack costs nothing.
  #segment: (T | undefined)[] = [];
  #top = 0;
  readonly #below: (T | undefined)[][] = [];
  #spare: (T | undefined)[] | undefined = undefined;

  push(value: T): void {
    if (this.#top === this.#segment.length) this.#openSegment();
    this.#segment[this.#top++] = value;
  }

  /** Removes and returns the newest value, or `undefined` when there is none. */
  pop(): T | undefined {
    if (this.#top === 0 && !this.#closeSegment()) return undefined;
    const index = --this.#top;
    const value = this.#segment[index];
    this.#segment[index] = undefined;
    return value;
  }

  get length(): number {
    return this.#below.length * SEGMENT_SLOTS + this.#top;
  }

  clear(): void {
    this.#segment = [];
    this.#top = 0;
    this.#below.length = 0;
    this.#spare = undefined;
  }

  #openSegment(): void {
    if (this.#segment.length > 0) this.#below.push(this.#segment);
    this.#segment = this.#spare ?? new Array<T | undefined>(SEGMENT_SLOTS).fill(undefined);
    this.#spare = undefined;
    this.#top = 0;
  }

  #closeSegment(): boolean {
    const segment = this.#below.pop();
    if (segment === undefined) return false;
    this.#spare = this.#segment;
    this.#segment = segment;
    this.#top = SEGMENT_SLOTS;
    return true;
  }
}
