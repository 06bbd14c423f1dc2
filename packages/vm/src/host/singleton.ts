// Host state of which each VM has its own copy: libraries declare a key at module level and ask the context for the value.

import type { Context } from "./context.js";

/** Key of a per-VM value; see `Context.singleton`. */
export interface SingletonKey<T> {
  /** For messages and inspection. */
  readonly name: string;
  /** Makes the value on first use. */
  readonly create: <G>(cx: Context<G>) => T;
}

/** Declares a per-VM value. If it implements `Collect`'s trace method, the VM's root traces it. */
export function singletonKey<T>(name: string, create: <G>(cx: Context<G>) => T): SingletonKey<T> {
  return { name, create };
}
