// `Lua`: a virtual machine with compiler and libraries, ready to run source and to exchange values with JavaScript. An assembly of the other packages.

import { disposeSymbol, type Metrics } from "@luster/gc-arena";
import { flushOutput, openBase, openCoroutine, openLibraries, openMath, openString, openTable, openUtf8, setHost } from "@luster/stdlib";
import { type AsyncRunOptions, type Context, type RunOptions, encodeUtf8, fromBytes, instantiate } from "@luster/vm";
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

/** Lua 5.4: one global environment, its libraries, and a heap of its own. Instances share nothing. */
export class Lua {
  /** The table of globals. */
  readonly globals: LuaTable;
  readonly #machine: Machine;
  readonly #allowsBinaryChunks: boolean;
  readonly #hasOutput: boolean;

  /** @throws RangeError, TypeError for options out of their range */
  constructor(options: LuaOptions = {}) {
    const { libraries = "full", host, allowsBinaryChunks = false, memoryLimitBytes, pacing } = options;
    this.#allowsBinaryChunks = allowsBinaryChunks;
    this.#hasOutput = libraries !== "empty";
    this.#machine = new Machine({ chunkLoader: createChunkLoader(allowsBinaryChunks), memoryLimitBytes, pacing }, edge);
    this.globals = this.#machine.vm.enter((cx) => {
      if (host !== undefined) setHost(cx, host);
      open(cx, libraries);
      return new LuaTable(this.#machine, cx.stash(cx.globals));
    });
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
   *   script let it through; FuelLimitError; UnexpectedAwaitError when a callback returned a promise; LuaReentrancyError inside of a callback
   */
  run(source: string | Uint8Array, options: LuaRunOptions = {}): LuaOutput[] {
    return this.#runSync("Lua.run", this.#chunk(source, options), options);
  }

  /**
   * As `run`, waiting for promises that callbacks return, and giving the event loop a turn every few milliseconds.
   * @param options `signal` ends the run, which then rejects with the signal's reason; no `pcall` catches that
   */
  async runAsync(source: string | Uint8Array, options: LuaAsyncRunOptions = {}): Promise<LuaOutput[]> {
    return this.#runAsynchronously("Lua.runAsync", this.#chunk(source, options), options);
  }

  /** Compiles a chunk as a function, which can be called often. @throws LuaSyntaxError */
  load(source: string | Uint8Array, options: ChunkOptions = {}): LuaFunction {
    const begin = this.#chunk(source, options);
    return this.#machine.access((cx) => new LuaFunction(this.#machine, cx.stash(begin(cx).callee)));
  }

  /** Calls a function, as `f.call(...args)`, with settings for the run. */
  call(f: LuaFunction, args: readonly LuaInput[] = [], options: RunOptions = {}): LuaOutput[] {
    return this.#runSync("Lua.call", (cx) => f.callOf(cx, args), options);
  }

  /** Calls a function, as `f.callAsync(...args)`, with settings for the run. */
  async callAsync(f: LuaFunction, args: readonly LuaInput[] = [], options: AsyncRunOptions = {}): Promise<LuaOutput[]> {
    return this.#runAsynchronously("Lua.callAsync", (cx) => f.callOf(cx, args), options);
  }

  // ---- values

  /**
   * A new table with the contents of an array (at 1..n), a plain object (by name) or a `Map`, and so on for those in it; empty by default.
   * @throws LuaConversionError for anything else that has no Lua form, naming where it was found
   */
  table(contents: object = {}): LuaTable {
    return this.#machine.access((cx) => new LuaTable(this.#machine, cx.stash(tableOf(cx, this.#machine, contents))));
  }

  /** Counters of memory and collections. */
  get metrics(): Metrics {
    return this.#machine.vm.metrics;
  }

  /** Ends this Lua: runs the finalizers that are left and lets go of everything. Not inside of a callback. */
  [disposeSymbol](): void {
    this.#machine.checkIdle("Lua[Symbol.dispose]");
    this.#machine.vm[disposeSymbol]();
  }

  // ---- inside

  /** The call of a chunk that is compiled now. */
  #chunk(source: string | Uint8Array, { chunkName }: ChunkOptions): Begin {
    const bytes = typeof source === "string" ? encodeUtf8(source) : fromBytes(source);
    try {
      const proto = compileChunk(bytes, chunkName === undefined ? bytes : encodeUtf8(chunkName), this.#allowsBinaryChunks);
      return (cx) => ({ callee: instantiate(cx, proto, cx.globals), args: [] });
    } catch (error) {
      throw withTextMessage(error);
    }
  }

  #runSync(operation: string, begin: Begin, options: RunOptions): LuaOutput[] {
    try {
      return runProtected(this.#machine, operation, begin, options);
    } finally {
      void this.#flush();
    }
  }

  async #runAsynchronously(operation: string, begin: Begin, options: AsyncRunOptions): Promise<LuaOutput[]> {
    try {
      return await runProtectedAsync(this.#machine, operation, begin, options);
    } finally {
      await this.#flush();
    }
  }

  // Output is there when a run has ended.
  #flush(): unknown {
    return this.#hasOutput ? this.#machine.access((cx) => flushOutput(cx)) : undefined;
  }
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
    default:
      throw new RangeError(`libraries must be "empty", "core" or "full", not ${JSON.stringify(libraries)}`);
  }
}
