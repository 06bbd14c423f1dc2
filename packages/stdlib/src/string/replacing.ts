// A text with every occurrence of a part replaced, made in bounded steps. Memory is asked for before it is taken.

import type { Context } from "@luster/vm";
import { PlainSearch, STRETCH_FUEL } from "./plain-search.js";
import { TextBuilder } from "./text-builder.js";

/** Units of fuel for one occurrence. */
const HIT_FUEL = 8;

export class Replacing {
  private readonly result = new TextBuilder();
  /** Where the next occurrence is looked for. */
  private at = 0;
  private search: PlainSearch | undefined = undefined;

  /** With an empty `part`, nothing is replaced. */
  constructor(
    private readonly text: string,
    private readonly part: string,
    private readonly replacement: string,
  ) {}

  /** Goes on until the slice ends; undefined: there is more to do. @throws when there is no memory, or no string is that long */
  run<G>(cx: Context<G>): string | undefined {
    if (this.part === "") return this.text;
    for (;;) {
      if (cx.isOutOfFuel()) return undefined;
      const search = (this.search ??= this.newSearch(cx));
      if (search.foundAt < 0 && !search.run()) cx.consumeFuel(STRETCH_FUEL);
      else if (search.foundAt < 0) return this.finish(cx);
      else this.replace(cx, search.foundAt);
    }
  }

  private newSearch<G>(cx: Context<G>): PlainSearch {
    cx.reserveBytes(PlainSearch.bytes(this.part.length));
    return new PlainSearch(this.text, this.part, this.at);
  }

  private replace<G>(cx: Context<G>, foundAt: number): void {
    const { replacement, result } = this;
    const length = foundAt - this.at + replacement.length;
    result.reserve(cx, length);
    result.add(this.text.slice(this.at, foundAt));
    result.add(replacement);
    cx.consumeFuel(HIT_FUEL + (length >> 4));
    this.at = foundAt + this.part.length;
    this.search = undefined;
  }

  private finish<G>(cx: Context<G>): string {
    const { text, result } = this;
    result.reserve(cx, text.length - this.at);
    result.add(text.slice(this.at));
    this.at = text.length;
    return result.toString();
  }
}
