// `Lua`: a virtual machine with compiler and libraries, ready to run source and to exchange values with JavaScript. An assembly of the other packages.

import { ArenaMemoryError, disposeSymbol, type Metrics } from "@luster/gc-arena";
import { Jit, type JitCounters, type JitOptions, canCompile } from "@luster/jit";
import { openBase, openCoroutine, openLibraries, openMath, openString, openTable, openUtf8, setHost } from "@luster/stdlib";
import { type AsyncRunOptions, type Context, type RunOptions, asyncDisposeSymbol, encodeUtf8, fromBytes, instantiate } from "@luster/vm";
import { checkChunkOptions, checkHandle, checkList, checkLuaOptions, checkObject, checkSource } from "./argument-checks.js";
import { compileChunk, createChunkLoader, withTextMessage } from "./chunk-loader.js";
import { LuaFunction, LuaTable } from "./handles.js";
import { callbackOf } from "./host-function.js";
import { type Edge, Machine } from "./machine.js";
import { type ChunkOptions, type LibraryPreset, type LuaAsyncRunOptions, type LuaOptions, type LuaRunOptions } from "./options.js";
import { type Begin, runProtected, runProtectedAsync } from "./protected-run.js";
import { tableOf } from "./tables.js";
import { LuaReference } from "./reference.js";
import type { LuaInput, LuaOutput } from "./values.js";

const edge: Edge = {
  handleOf(machine, kind, stashed) {
    if (kind === "table") return new LuaTable(machine, stashed);
    return kind === "function" ? new LuaFunction(machine, stashed) : new LuaReference(machine, stashed);
  },
  callbackOf,
};

const createTier = (jit: boolean | JitOptions): Jit | undefined =>
  jit === false || !canCompile() ? undefined : new Jit(jit === true ? {} : jit);

/** Lua 5.4: one global environment, its libraries, and a heap of its own. Instances share nothing. */
export class Lua {
  /** The table of globals. */
  readonly globals: LuaTable;
  readonly #machine: Machine;
  readonly #jit: Jit | undefined;
  readonly #allowsBinaryChunks: boolean;

  /** @throws TypeError, RangeError for options out of their range, also for a memory limit in which there is no room for the libraries */
  constructor(options: LuaOptions = {}) {
    checkLuaOptions(options);
    this.#allowsBinaryChunks = options.allowsBinaryChunks ?? false;
    [this.#machine, this.globals, this.#jit] = assemble(options);
  }

  /** A `Lua` without libraries. */
  static empty(options: Omit<LuaOptions, "libraries"> = {}): Lua {
    return new this({ ...options, libraries: "empty" });
  }

  /** A `Lua` with the libraries that compute. */
  static core(options: Omit<LuaOptions, "libraries"> = {}): Lua {
    return new this({ ...options, libraries: "core" });
  }

  /** A `Lua` with all libraries. */
  static full(options: Omit<LuaOptions, "libraries"> = {}): Lua {
    return new this({ ...options, libraries: "full" });
  }

  // ---- running

  /**
   * Compiles and runs a chunk, and gives what it returns.
   * @param source text, or the bytes of a source
   * @throws LuaSyntaxError when it does not compile; LuaError for an error that the script did not catch; the very exception that a callback threw, if the
   *   script let it through (`tracebackOf` tells where in Lua); FuelLimitError; UnexpectedAwaitError when a callback returned a promise; LuaReentrancyError
   *   inside of a callback; LuaDisposedError; TypeError, RangeError for arguments that are out of their range
   */
  run(source: string | Uint8Array, options: LuaRunOptions = {}): LuaOutput[] {
    return runProtected(this.#machine, "Lua.run", this.#chunk("Lua.run", source, options), options);
  }

  /**
   * As `run`, waiting for promises that callbacks return, and giving the event loop a turn every few milliseconds.
   * @param options `signal` ends the run, which then rejects with the signal's reason; no `pcall` catches that
   */
  async runAsync(source: string | Uint8Array, options: LuaAsyncRunOptions = {}): Promise<LuaOutput[]> {
    return runProtectedAsync(this.#machine, "Lua.runAsync", this.#chunk("Lua.runAsync", source, options), options);
  }

  /** Compiles a chunk as a function, which can be called often. @throws LuaSyntaxError */
  load(source: string | Uint8Array, options: ChunkOptions = {}): LuaFunction {
    const begin = this.#chunk("Lua.load", source, options);
    return this.#machine.access("Lua.load", (cx) => new LuaFunction(this.#machine, cx.stash(begin(cx).callee)));
  }

  /** Calls a function, as `f.call(...args)`, with settings for the run. */
  call(f: LuaFunction, args: readonly LuaInput[] = [], options: RunOptions = {}): LuaOutput[] {
    checkCall(f, args, options);
    return runProtected(this.#machine, "Lua.call", (cx) => f.callOf(cx, args), options);
  }

  /** Calls a function, as `f.callAsync(...args)`, with settings for the run. */
  async callAsync(f: LuaFunction, args: readonly LuaInput[] = [], options: AsyncRunOptions = {}): Promise<LuaOutput[]> {
    checkCall(f, args, options);
    return runProtectedAsync(this.#machine, "Lua.callAsync", (cx) => f.callOf(cx, args), options);
  }

  // ---- values

  /**
   * A new table with the contents of an array (at 1..n), a plain object (by name) or a `Map`, and so on for those in it; empty by default.
   * @throws LuaConversionError for anything else that has no Lua form, naming where it was found
   */
  table(contents: object = {}): LuaTable {
    return this.#machine.access("Lua.table", (cx) => new LuaTable(this.#machine, cx.stash(tableOf(cx, this.#machine, contents))));
  }

  /** Counters of memory and collections. */
  get metrics(): Metrics {
    return this.#machine.vm.metrics;
  }

  /** What the JIT has compiled until now, what it has not and why, and how often compiled code was left and why. Undefined without a JIT. */
  get jitCounters(): JitCounters | undefined {
    return this.#jit?.counters;
  }

  /**
   * Ends this Lua: runs the finalizers that are left and lets go of everything. A `__gc` or `__close` that would have to wait for a promise fails, and
   * so does a `__gc` that uses more than `LuaOptions.finalizerFuel`: each is a warning, as by `warn`. Using it, or a handle of it, is a LuaDisposedError from then on; asynchronous
   * runs that have not ended reject with one. Ending it again does nothing.
   * @throws LuaReentrancyError inside of a callback
   */
  [disposeSymbol](): void {
    this.#machine[disposeSymbol]();
  }

  /**
   * As `[Symbol.dispose]()`, letting `__gc` and `__close` wait for promises, and the event loop run; `await using` does it. Nothing new can run meanwhile.
   * @param options `signal` ends the waiting when it is aborted: from then on it is as in the synchronous form
   */
  async disposeAsync(options: { readonly signal?: AsyncRunOptions["signal"] } = {}): Promise<void> {
    checkObject("options", options);
    await this.#machine.disposeAsync(options);
  }

  /** `disposeAsync`, for `await using`. */
  [asyncDisposeSymbol](): Promise<void> {
    return this.disposeAsync();
  }

  // ---- inside

  /** The call of a chunk that is compiled now. */
  #chunk(operation: string, source: string | Uint8Array, options: ChunkOptions): Begin {
    checkSource(source);
    checkChunkOptions(options);
    this.#machine.checkUsable(operation);
    const { chunkName } = options;
    const bytes = typeof source === "string" ? encodeUtf8(source) : fromBytes(source);
    try {
      const proto = compileChunk(bytes, chunkName === undefined ? bytes : encodeUtf8(chunkName), this.#allowsBinaryChunks);
      return (cx) => ({ callee: instantiate(cx, proto, cx.globals), args: [] });
    } catch (error) {
      throw withTextMessage(error);
    }
  }
}

function checkCall(f: LuaFunction, args: readonly LuaInput[], options: RunOptions): void {
  checkHandle("f", LuaFunction, f);
  checkList("args", args);
  checkObject("options", options);
}

type Assembly = [machine: Machine, globals: LuaTable, tier: Jit | undefined];

/** A machine with its libraries, its table of globals, and its tier. @throws RangeError when there is no room for them */
function assemble(options: LuaOptions): Assembly {
  try {
    return assembleWithin(options.memoryLimitBytes, options);
  } catch (error) {
    if (!(error instanceof ArenaMemoryError)) throw error;
    const [{ vm }] = assembleWithin(undefined, options);
    const need = `at least ${vm.metrics.allocatedBytes} for these libraries alone`;
    throw new RangeError(`memoryLimitBytes must be ${need}, not ${options.memoryLimitBytes}`, { cause: error });
  }
}

function assembleWithin(memoryLimitBytes: number | undefined, options: LuaOptions): Assembly {
  const { libraries = "full", host, allowsBinaryChunks = false, pacing, finalizerFuel, jit = true } = options;
  const tier = createTier(jit);
  const machine = new Machine(
    { chunkLoader: createChunkLoader(allowsBinaryChunks), memoryLimitBytes, pacing, finalizerFuel, tier },
    edge,
    libraries !== "empty",
  );
  const globals = machine.vm.enter((cx) => {
    if (host !== undefined) setHost(cx, host);
    open(cx, libraries);
    return new LuaTable(machine, cx.stash(cx.globals));
  });
  return [machine, globals, tier];
}

function open<G>(cx: Context<G>, libraries: LibraryPreset): void {
  switch (libraries) {
    case "empty":
      return;
    case "core":
      for (const library of [openBase, openCoroutine, openTable, openString, openUtf8, openMath]) library(cx);
      return;
    case "full":
      openLibraries(cx);
      return;
  }
}
