// The machine behind a `Lua`: its VM, how values cross its edge, and the context that is open while a callback runs, through which handles reach the heap then.
// Invariant: `open` is set exactly while a JavaScript callback of this VM is on the stack.

import { type Callback, type Context, type StashedValue, Vm, type VmOptions } from "@luster/vm";
import { LuaReentrancyError } from "./errors.js";
import type { LuaReference } from "./reference.js";
import type { HostFunction } from "./values.js";

/** Kinds of handles. */
export type HandleKind = "table" | "function" | "other";

/** What conversion of single values needs of the modules that are built on it. */
export interface Edge {
  /** Makes a handle. */
  handleOf(machine: Machine, kind: HandleKind, stashed: StashedValue): LuaReference;
  /** Makes the Lua function of a JavaScript function. */
  callbackOf<G>(cx: Context<G>, machine: Machine, f: HostFunction): Callback<G>;
}

export class Machine {
  readonly vm: Vm;
  /** Callbacks made of JavaScript functions: the same function is the same Lua function. The values are `Callback`s. */
  readonly callbacks = new WeakMap<object, object>();
  private open: Context<unknown> | undefined = undefined;

  constructor(
    options: VmOptions,
    readonly edge: Edge,
  ) {
    this.vm = new Vm(options);
  }

  /** Gives access to the heap, also while a callback runs. */
  access<R>(f: <G>(cx: Context<G>) => R): R {
    return this.open === undefined ? this.vm.enter(f) : f(this.open);
  }

  /** Calls a JavaScript function that may use handles while `cx` is open. */
  callOut<G>(cx: Context<G>, f: HostFunction, args: readonly unknown[]): unknown {
    const outer = this.open;
    this.open = cx as unknown as Context<unknown>;
    try {
      return f(...(args as never[]));
    } finally {
      this.open = outer;
    }
  }

  /** @throws LuaReentrancyError while a callback runs */
  checkIdle(operation: string): void {
    if (this.open !== undefined) throw new LuaReentrancyError(operation);
  }
}
