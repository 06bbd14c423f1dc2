// A string in the making, of pieces that may be short. Joined by operator they would stay a rope, which takes many times their length:
// so the end is made flat now and then. Memory is asked for as the string grows.

import { MAX_STRING_LENGTH, type Context } from "@luster/vm";

/** Length from which the end is made one flat string. */
const FLAT_LENGTH = 1 << 11;

/** Growth between two tests of the memory limit. */
const RESERVE_STEP = 1 << 16;

export class TextBuilder {
  private flat = "";
  private recent = "";
  private reserved = RESERVE_STEP;

  get length(): number {
    return this.flat.length + this.recent.length;
  }

  /** Asks for room for `length` bytes more, before anything changes. @throws when there is none, or no string is that long */
  reserve<G>(cx: Context<G>, length: number): void {
    const total = this.length + length;
    if (total <= this.reserved) return;
    if (total > MAX_STRING_LENGTH) throw cx.errorValue("not enough memory");
    cx.reserveBytes(total);
    this.reserved = total * 2;
  }

  /** Adds a text for which there is room. */
  add(text: string): void {
    this.recent += text;
    if (this.recent.length < FLAT_LENGTH) return;
    // Reading a character of a rope flattens it.
    this.recent.charCodeAt(0);
    this.flat += this.recent;
    this.recent = "";
  }

  toString(): string {
    return this.flat + this.recent;
  }
}
