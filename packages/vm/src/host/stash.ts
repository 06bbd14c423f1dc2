// Handles that keep Lua values across `mutate` calls, of every kind: heap objects are stashed in the arena, the others are kept as
// they are.

import { disposeSymbol, isCollect } from "@luster/gc-arena";
import type { Collect, Mutation, Rootable, Stash } from "@luster/gc-arena";
import type { Value } from "../value/value.js";

interface AnyObject extends Rootable {
  readonly Root: Collect;
}

/** A kept value. Read it with `Context.fetch`; dispose it when done, or it lives as long as the VM. */
export class StashedValue {
  private readonly stash: Stash<AnyObject> | undefined;
  private readonly plain: unknown;

  /** @internal Use `Context.stash`. */
  constructor(stash: Stash<AnyObject> | undefined, plain: unknown) {
    this.stash = stash;
    this.plain = plain;
  }

  /** @internal */
  static of<G>(mutation: Mutation<G>, value: Value<G>): StashedValue {
    if (isCollect(value)) return new StashedValue(mutation.stash<AnyObject>(value as never), undefined);
    return new StashedValue(undefined, value);
  }

  /** @internal */
  fetch<G>(mutation: Mutation<G>): Value<G> {
    return (this.stash === undefined ? this.plain : mutation.fetch(this.stash)) as Value<G>;
  }

  /** Lets go of the value. Disposing it again does nothing. */
  [disposeSymbol](): void {
    this.stash?.[disposeSymbol]();
  }
}
