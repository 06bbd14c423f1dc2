// The machine behind a `Lua`: its VM, how values cross its edge, and the way in for everything that the host does with the heap.
// Whatever the VM and the arena throw at the host comes out of here in the facade's words. Handles work in callbacks too: what is
// asked for there happens in the context that is running, so nothing is entered twice.

import { ArenaMemoryError, ArenaStateError, disposeSymbol } from "@luster/gc-arena";
import { type Eventually, type Output, outputOf } from "@luster/stdlib";
import {
  type Callback,
  type Context,
  LuaError,
  LuaRaise,
  type StashedValue,
  Vm,
  VmDisposedError,
  type VmOptions,
  errorText,
  traceback,
} from "@luster/vm";
import type { AbortSignalLike } from "@luster/gc-sequence";
import { toHost } from "./convert.js";
import { LuaDisposedError, LuaReentrancyError } from "./errors.js";
import type { RunEdge } from "./protected-run.js";
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
  /** What all runs have in common; made by the first. */
  runEdge: RunEdge | undefined = undefined;
  private output: Output | undefined = undefined;

  /** @param hasOutput whether there are libraries that hold output back */
  constructor(
    options: VmOptions,
    readonly edge: Edge,
    private readonly hasOutput: boolean,
  ) {
    this.vm = new Vm(options);
  }

  /**
   * Gives access to the heap, also while a callback runs. `f` may be called a second time, after a collection: it must have had no effect when the memory
   * limit refuses something.
   * @throws LuaError for an error of the operation; LuaDisposedError; LuaReentrancyError while the collector runs
   */
  access<R>(operation: string, f: <G>(cx: Context<G>) => R): R {
    const { vm } = this;
    const enter = (): R => vm.enter((cx) => this.attempt(cx, f));
    try {
      try {
        return enter();
      } catch (error) {
        if (!(error instanceof ArenaMemoryError) || vm.isEntered) throw error;
        vm.collectAll();
        return enter();
      }
    } catch (error) {
      throw this.hostForm(operation, error);
    }
  }

  /** Gives output that is held back to the host: it is there when a run has ended. A promise if the host takes its time. */
  flush(): Eventually<void> {
    if (this.hasOutput && !this.vm.isDisposed) return this.access("flush", (cx) => this.outputWithin(cx).flush());
  }

  /** As `flush`, within an access, for the end of every call. */
  flushWithin<G>(cx: Context<G>): void {
    if (!this.hasOutput) return;
    const output = this.outputWithin(cx);
    if (output.isHeld) void output.flush();
  }

  private outputWithin<G>(cx: Context<G>): Output {
    return (this.output ??= outputOf(cx));
  }

  /** A Lua error that leaves `f` becomes a `LuaError` while its value can be read. */
  private attempt<G, R>(cx: Context<G>, f: (cx: Context<G>) => R): R {
    try {
      return f(cx);
    } catch (error) {
      if (!(error instanceof LuaRaise)) throw error;
      const { value, cause } = error as LuaRaise<G>;
      const details = { message: errorText(value), value: toHost(cx, this, value), traceback: traceback(cx, cx.thread, undefined, 0) };
      throw new LuaError({ ...details, cause });
    }
  }

  /** An exception of the VM or the arena as users of the facade know it; any other as it is. */
  hostForm(operation: string, error: unknown): unknown {
    if (error instanceof ArenaMemoryError) return memoryError();
    if (error instanceof VmDisposedError) return new LuaDisposedError("Lua", operation);
    if (!(error instanceof ArenaStateError)) return error;
    return this.vm.isDisposed ? new LuaDisposedError("Lua", operation) : new LuaReentrancyError(operation);
  }

  /** @throws LuaReentrancyError while a callback runs; LuaDisposedError */
  checkIdle(operation: string): void {
    if (this.vm.isEntered) throw new LuaReentrancyError(operation);
    this.checkUsable(operation);
  }

  /** @throws LuaDisposedError */
  checkUsable(operation: string): void {
    if (this.vm.isDisposed) throw new LuaDisposedError("Lua", operation);
  }

  /** Ends the VM. @throws LuaReentrancyError while a callback runs */
  [disposeSymbol](): void {
    this.checkEndable("Lua[Symbol.dispose]");
    this.vm[disposeSymbol]();
    void this.output?.flush();
  }

  /** As `[Symbol.dispose]()`, waiting. @throws LuaReentrancyError while a callback runs */
  async disposeAsync(options: { readonly signal?: AbortSignalLike | undefined }): Promise<void> {
    this.checkEndable("Lua.disposeAsync");
    await this.vm.disposeAsync(options);
    await this.output?.flush();
  }

  private checkEndable(operation: string): void {
    if (this.vm.isEntered) throw new LuaReentrancyError(operation, "dispose it when the run has ended");
  }
}

/** The script's error when a limit refuses an allocation, for an allocation that the host asked for. */
function memoryError(): LuaError {
  const message = "not enough memory";
  return new LuaError({ message, value: message, traceback: "", cause: undefined });
}
