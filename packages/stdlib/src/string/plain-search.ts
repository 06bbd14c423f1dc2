// Plain substring search in bounded pieces. The engine's own search is fast but cannot be interrupted, and takes up to
// (subject x needle) steps: so it gets short needles and bounded stretches only, and a long needle is searched in linear time (Knuth, Morris
// and Pratt) by a state machine that can stop and go on.

/** Longest needle that the engine's search may get: at most this many comparisons for each byte of the stretch. */
export const SHORT_NEEDLE = 64;

/** Bytes of subject searched between two looks at the budget. */
export const STRETCH = 1 << 18;

/** The first index of `needle` in `subject` that is in [from, limit), or -1. Looks at no byte beyond `limit + needle.length`. */
export function indexOfWithin(subject: string, needle: string, from: number, limit: number): number {
  if (limit >= subject.length) return subject.indexOf(needle, from);
  const at = subject.slice(from, limit - 1 + needle.length).indexOf(needle);
  return at < 0 ? -1 : at + from;
}

/**
 * Bytes in about the order in which texts have them, the most frequent first; all others are rarer. A wrong guess costs little.
 */
const FREQUENT = " etaoinsrhldcu\nmfpgwybvkxjqz,.ETAOINSRHLDCUMFPGWYBVKXJQZ-_()\"'=:;0123456789/";

/** Needles from this length on the engine searches in steps of their length, so that where it begins does not matter. */
const STEPPED_LENGTH = 7;

/** Hits of the tail whose head did not fit, until the whole needle is searched for. */
const MAX_FALSE_HITS = 8;

function rarity(byte: number): number {
  const rank = FREQUENT.indexOf(String.fromCharCode(byte));
  return rank < 0 ? FREQUENT.length : rank;
}

/** Index of the rarest byte of a needle. */
function rarestIndex(needle: string): number {
  let rarest = 0;
  for (let i = 1; i < needle.length; i++) if (rarity(needle.charCodeAt(i)) > rarity(needle.charCodeAt(rarest))) rarest = i;
  return rarest;
}

// The last needle, and the part of it from its rarest byte on.
let lastNeedle = "";
let tailIndex = 0;
let tail = "";

/**
 * The first index of a needle of at most `SHORT_NEEDLE` bytes in `subject` from `from` on, or -1. The engine looks for a needle's first
 * byte, then compares: it is given the part from the rarest byte on, so that it has less to compare.
 */
export function indexOfShort(subject: string, needle: string, from: number): number {
  if (needle.length >= STEPPED_LENGTH) return subject.indexOf(needle, from);
  if (needle !== lastNeedle) {
    lastNeedle = needle;
    tailIndex = rarestIndex(needle);
    tail = needle.slice(tailIndex);
  }
  if (tailIndex === 0) return subject.indexOf(needle, from);
  let at = from;
  for (let hits = 0; hits < MAX_FALSE_HITS; hits++) {
    const found = subject.indexOf(tail, at + tailIndex);
    if (found < 0) return -1;
    at = found - tailIndex;
    if (startsAt(subject, needle, at, tailIndex)) return at;
    at++;
  }
  return subject.indexOf(needle, at);
}

/** Whether the first `length` bytes of `needle` stand at `at`. */
function startsAt(subject: string, needle: string, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (subject.charCodeAt(at + i) !== needle.charCodeAt(i)) return false;
  return true;
}

/** One search for one needle. */
export class PlainSearch {
  /** 0-based start of what was found, or -1 when there is nothing. Valid once `run` returned true. */
  foundAt = -1;
  private at: number;
  // For a long needle: its failure function (length of the longest border of each prefix), how much of it is computed, and how much
  // of the needle ends at `at`.
  private readonly borders: Int32Array | undefined;
  private bordersDone = 1;
  private matched = 0;

  /** Bytes that a search for a needle of this length takes. */
  static bytes(needleLength: number): number {
    return needleLength > SHORT_NEEDLE ? needleLength * 4 : 0;
  }

  constructor(
    private readonly subject: string,
    private readonly needle: string,
    start: number,
  ) {
    this.at = start;
    if (needle.length > SHORT_NEEDLE) this.borders = new Int32Array(needle.length);
  }

  /** Searches one stretch. Returns whether the search is over; call again when it is not. */
  run(): boolean {
    if (this.borders === undefined) return this.runShort();
    if (this.bordersDone < this.needle.length) {
      this.computeBorders(this.borders);
      return false;
    }
    return this.runLong(this.borders);
  }

  private runShort(): boolean {
    this.foundAt = indexOfWithin(this.subject, this.needle, this.at, this.at + STRETCH);
    this.at += STRETCH;
    return this.foundAt >= 0 || this.at > this.subject.length - this.needle.length;
  }

  private computeBorders(borders: Int32Array): void {
    const { needle } = this;
    const limit = Math.min(needle.length, this.bordersDone + STRETCH);
    let length = borders[this.bordersDone - 1]!;
    for (let i = this.bordersDone; i < limit; i++) {
      const byte = needle.charCodeAt(i);
      while (length > 0 && needle.charCodeAt(length) !== byte) length = borders[length - 1]!;
      if (needle.charCodeAt(length) === byte) length++;
      borders[i] = length;
    }
    this.bordersDone = limit;
  }

  private runLong(borders: Int32Array): boolean {
    const { subject, needle } = this;
    const limit = Math.min(subject.length, this.at + STRETCH);
    let matched = this.matched;
    for (let i = this.at; i < limit; i++) {
      const byte = subject.charCodeAt(i);
      while (matched > 0 && needle.charCodeAt(matched) !== byte) matched = borders[matched - 1]!;
      if (needle.charCodeAt(matched) === byte && ++matched === needle.length) {
        this.foundAt = i + 1 - needle.length;
        return true;
      }
    }
    this.matched = matched;
    this.at = limit;
    return limit === subject.length;
  }
}

/** Units of fuel for one call of `PlainSearch.run`. */
export const STRETCH_FUEL = STRETCH >> 4;
