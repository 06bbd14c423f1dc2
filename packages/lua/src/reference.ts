// The base of all handles: a Lua value with identity, held by JavaScript. It keeps its value alive until it is disposed, or the host's own collector finds the
// handle forgotten. It works inside and outside of callbacks.

import { disposeSymbol } from "@luster/gc-arena";
import type { Context, StashedValue, Value } from "@luster/vm";
import { LuaConversionError, LuaDisposedError, describeValue } from "./errors.js";
import type { Machine } from "./machine.js";

/** A userdata or thread; the base class of all handles. */
export class LuaReference {
  readonly #machine: Machine;
  readonly #stashed: StashedValue;
  #isDisposed = false;

  /** @internal */
  constructor(machine: Machine, stashed: StashedValue) {
    this.#machine = machine;
    this.#stashed = stashed;
  }

  /** @internal */
  protected get machine(): Machine {
    return this.#machine;
  }

  /** @internal @throws LuaConversionError for another machine's handle; LuaDisposedError */
  fetch<G>(cx: Context<G>, machine: Machine): Value<G> {
    if (machine !== this.machine) throw new LuaConversionError("the handle belongs to another Lua", this);
    if (this.#isDisposed) throw new LuaDisposedError("handle", undefined);
    return cx.fetch(this.#stashed);
  }

  /** Whether another handle stands for the same Lua value. @throws TypeError for what is no handle; LuaDisposedError */
  equals(other: LuaReference): boolean {
    if (!(other instanceof LuaReference))
      throw new TypeError(`a handle can be compared with a handle only, not with ${describeValue(other)}`);
    const { machine } = this;
    if (machine !== other.machine) return false;
    return machine.access("LuaReference.equals", (cx) => this.fetch(cx, machine) === other.fetch(cx, machine));
  }

  /** Lets go of the value. Using the handle afterwards is an error; disposing it again does nothing. */
  [disposeSymbol](): void {
    this.#isDisposed = true;
    this.#stashed[disposeSymbol]();
  }
}
