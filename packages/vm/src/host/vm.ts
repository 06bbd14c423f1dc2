// A virtual machine: an arena whose root is a `Context`, and the loops that drive executors in it.
// The synchronous driver runs to the end; the asynchronous one awaits promises and, every so often, lets the event loop run.

import { Arena, ArenaMemoryError, disposeSymbol, trace } from "@luster/gc-arena";
import type { Metrics, PacingPreset, Rootable, Stash } from "@luster/gc-arena";
import { errorText, plainValue } from "../error/external.js";
import { LuaError, UnexpectedAwaitError } from "../error/lua-error.js";
import { Executor } from "../exec/executor.js";
import type { ExecutorPoll } from "../exec/executor.js";
import { Continuation, native0 } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import type { Value } from "../value/value.js";
import { Context } from "./context.js";
import type { CollectionRequest, ContextOptions } from "./context.js";

/** Fuel of one slice: about a millisecond of work. */
export const DEFAULT_SLICE_FUEL = 100_000;

/** How long an asynchronous run works before it lets the event loop run, in milliseconds. */
export const DEFAULT_SLICE_MS = 10;

/** Work of `collectgarbage("step", 0)`, in bytes. */
const BASIC_STEP_BYTES = 65_536;

/** Fuel for closing variables after a run was killed; then it ends without closing the rest. */
const CLOSING_FUEL = 100_000;

/** Settings of a VM. */
export interface VmOptions extends ContextOptions {
  /** Most bytes that scripts may have in use; default: no limit. */
  readonly memoryLimitBytes?: number | undefined;
  /** Pace of the collector; default "default". */
  readonly pacing?: PacingPreset | undefined;
}

/** Settings of one run. */
export interface RunOptions {
  /** Most fuel (about one unit per instruction) that the run may use in all; then it ends with `FuelLimitError`. Default: no limit. */
  readonly fuelLimit?: number | undefined;
  /** Fuel of one slice; default `DEFAULT_SLICE_FUEL`. */
  readonly sliceFuel?: number | undefined;
}

/** Settings of an asynchronous run. */
export interface AsyncRunOptions extends RunOptions {
  /** Ends the run; it rejects with the signal's reason. No script can catch that. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of work between two turns of the event loop; default `DEFAULT_SLICE_MS`. */
  readonly sliceMs?: number | undefined;
}

/** A run used up its fuel. No script can catch it. */
export class FuelLimitError extends Error {
  override readonly name = "FuelLimitError";
  /** The limit. */
  readonly fuelLimit: number;

  constructor(fuelLimit: number) {
    super(`the script used up its fuel (${fuelLimit})`);
    this.fuelLimit = fuelLimit;
  }
}

interface ContextRoot extends Rootable {
  readonly Root: Context<this["G"]>;
}

interface ExecutorRoot extends Rootable {
  readonly Root: Executor<this["G"]>;
}

/** What a run calls. */
export interface Call<G> {
  readonly callee: Value<G>;
  readonly args: readonly Value<G>[];
}

/** A virtual machine. */
export class Vm {
  private readonly arena: Arena<ContextRoot>;

  constructor(options: VmOptions = {}) {
    this.arena = new Arena<ContextRoot>((mc) => new Context(mc.heap, options) as never, {
      ...(options.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: options.memoryLimitBytes }),
      ...(options.pacing === undefined ? {} : { pacing: options.pacing }),
    });
  }

  /** Counters of the arena. */
  get metrics(): Metrics {
    return this.arena.metrics;
  }

  /** Gives access to the machine: what `f` returns must not hold Lua values. Not while a run of this VM is in a step. */
  enter<R>(f: <G>(cx: Context<G>) => R): R {
    return this.arena.mutate((mc, cx) => {
      cx.mutation = mc;
      return f(cx);
    });
  }

  /**
   * Calls a function to its end; `finish` turns its results into host values.
   * @throws LuaError; FuelLimitError; UnexpectedAwaitError when it would have to wait for a promise
   */
  run<R>(
    begin: <G>(cx: Context<G>) => Call<G>,
    finish: <G>(cx: Context<G>, values: readonly Value<G>[]) => R,
    options: RunOptions = {},
  ): R {
    const run = new Run(this, this.arena, begin, options);
    try {
      for (;;) {
        const state = run.step();
        if (state === "ended") return run.finish(finish);
        if (state === "waiting") run.kill("attempt to wait for a promise", new UnexpectedAwaitError(run.awaitingFunction));
      }
    } finally {
      run.dispose();
    }
  }

  /** As `run`, awaiting promises that host functions return, and letting the event loop run every few milliseconds. */
  async runAsync<R>(
    begin: <G>(cx: Context<G>) => Call<G>,
    finish: <G>(cx: Context<G>, values: readonly Value<G>[]) => R,
    options: AsyncRunOptions = {},
  ): Promise<R> {
    const { signal, sliceMs = DEFAULT_SLICE_MS } = options;
    signal?.throwIfAborted();
    const run = new Run(this, this.arena, begin, options);
    try {
      let yieldAt = performance.now() + sliceMs;
      for (;;) {
        if (signal?.aborted === true) run.kill("aborted", signal.reason);
        const state = run.step();
        if (state === "ended") return run.finish(finish);
        if (state === "waiting") await run.settle(signal);
        else if (performance.now() >= yieldAt) await nextTurn();
        else continue;
        yieldAt = performance.now() + sliceMs;
      }
    } finally {
      run.dispose();
    }
  }

  /** @internal Does what a script asked of the collector; returns whether a cycle ended. */
  collect(request: CollectionRequest): boolean {
    const { arena } = this;
    switch (request.kind) {
      case "full":
        arena.collectAll();
        return true;
      case "step":
        return arena.collectStep(request.kibibytes > 0 ? request.kibibytes * 1024 : BASIC_STEP_BYTES);
      case "configure":
        if (request.isRunning !== undefined) {
          if (request.isRunning) arena.restart();
          else arena.stop();
        }
        if (request.pacing !== undefined) arena.setPacing(request.pacing);
        return true;
    }
  }

  /** Ends the VM: runs the finalizers that are left (an await in one is a warning), and lets go of everything. */
  [disposeSymbol](): void {
    this.arena.heap.beginClose();
    if (this.arena.heap.finalizableCount > 0) {
      this.run(
        (cx) => ({ callee: cx.newCallback(runFinalizers), args: [] }),
        () => undefined,
      );
    }
    this.arena[disposeSymbol]();
  }
}

/** Waits until the finalizers that are left have run: they go first whenever a slice begins. */
class FinalizersFirst<in out G> extends Continuation<G> {
  override resume(cx: Context<G>): Action<G> {
    return cx.heap.finalizableCount > 0 ? cx.pause(this) : cx.returnNone();
  }

  override [trace](): void {
    // Holds no pointers.
  }
}

const runFinalizers = native0("close", (cx) => cx.pause(new FinalizersFirst()));

/** Lets the event loop take a turn. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** One run: an executor, kept across slices. */
class Run {
  awaitingFunction = "?";
  private readonly vm: Vm;
  private readonly arena: Arena<ContextRoot>;
  private readonly executor: Stash<ExecutorRoot>;
  private readonly sliceFuel: number;
  private readonly fuelLimit: number;
  private fuelUsed = 0;
  private closingFuelUsed = 0;
  private promise: PromiseLike<unknown> | undefined = undefined;
  private killCause: { readonly cause: unknown } | undefined = undefined;

  constructor(vm: Vm, arena: Arena<ContextRoot>, begin: <G>(cx: Context<G>) => Call<G>, options: RunOptions) {
    this.vm = vm;
    this.arena = arena;
    this.sliceFuel = checkFuel("sliceFuel", options.sliceFuel ?? DEFAULT_SLICE_FUEL);
    this.fuelLimit = checkFuel("fuelLimit", options.fuelLimit ?? Infinity);
    this.executor = this.stashExecutor(begin);
  }

  /** Makes the executor; if there is no memory for it, once more after a full collection. */
  private stashExecutor(begin: <G>(cx: Context<G>) => Call<G>): Stash<ExecutorRoot> {
    const make = (): Stash<ExecutorRoot> =>
      this.arena.mutate((mc, cx) => {
        cx.mutation = mc;
        const { callee, args } = begin(cx);
        return mc.stash<ExecutorRoot>(new Executor(callee, args) as never);
      });
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ArenaMemoryError)) throw error;
      this.arena.collectAll();
      return make();
    }
  }

  private enter<R>(f: <G>(cx: Context<G>, executor: Executor<G>) => R): R {
    return this.arena.mutate((mc, cx) => {
      cx.mutation = mc;
      return f(cx, mc.fetch(this.executor));
    });
  }

  /** Runs one slice and pays what the collector is owed. */
  step(): "pending" | "waiting" | "ended" {
    if (this.fuelUsed >= this.fuelLimit) this.kill("fuel limit reached", new FuelLimitError(this.fuelLimit));
    if (this.closingFuelUsed >= CLOSING_FUEL) return this.abandon();
    const fuel = Math.min(
      this.sliceFuel,
      this.killCause === undefined ? this.fuelLimit - this.fuelUsed : CLOSING_FUEL - this.closingFuelUsed,
    );
    const request = this.enter((cx, executor): ExecutorPoll<unknown>["kind"] | CollectionRequest => {
      const poll = executor.step(cx, fuel);
      this.chargeFuel(fuel - executor.fuelLeft(cx));
      if (poll.kind === "collect") return poll.request;
      if (poll.kind === "waiting") {
        this.promise = poll.promise;
        this.awaitingFunction = poll.callee;
      }
      return poll.kind;
    });
    if (typeof request === "object") {
      const ended = this.vm.collect(request);
      this.enter((_, executor) => executor.collected(ended));
      return "pending";
    }
    if (request === "waiting") return this.killCause === undefined ? "waiting" : this.abandon();
    if (request === "done" || request === "failed") return "ended";
    this.arena.collectDebt();
    return "pending";
  }

  private chargeFuel(used: number): void {
    this.fuelUsed += used;
    // A slice may end before it has used any: it counts all the same.
    if (this.killCause !== undefined) this.closingFuelUsed += Math.max(used, CLOSING_FUEL / 1000);
  }

  private abandon(): "ended" {
    this.enter((cx, executor) => executor.abandon(cx));
    return "ended";
  }

  /** Waits for the promise that the script waits for, or for the signal. */
  async settle(signal: AbortSignal | undefined): Promise<void> {
    const promise = this.promise as PromiseLike<unknown>;
    const outcome = await (signal === undefined ? settled(promise) : Promise.race([settled(promise), aborted(signal)]));
    if (outcome.kind === "aborted") return;
    this.enter((cx, executor) => {
      if (outcome.kind === "fulfilled") executor.fulfil(outcome.value);
      else executor.reject(cx.fromHostError(outcome.reason), outcome.reason);
    });
  }

  /** Ends the run at the next step. */
  kill(message: string, cause: unknown): void {
    if (this.killCause !== undefined) return;
    this.killCause = { cause };
    this.enter((_, executor) => executor.kill(message, cause));
  }

  /** The outcome of an ended run. */
  finish<R>(f: <G>(cx: Context<G>, values: readonly Value<G>[]) => R): R {
    return this.enter((cx, executor) => {
      const poll = executor.outcome;
      if (poll.kind === "done") return f(cx, poll.values);
      if (this.killCause !== undefined) throw this.killCause.cause;
      if (poll.kind !== "failed") throw new Error(`internal: run is ${poll.kind}`);
      throw new LuaError({
        message: errorText(poll.error),
        value: plainValue(poll.error),
        traceback: poll.traceback,
        cause: poll.cause,
      });
    });
  }

  dispose(): void {
    this.executor[disposeSymbol]();
  }
}

function checkFuel(name: string, fuel: number): number {
  if (typeof fuel !== "number" || !(fuel > 0)) throw new RangeError(`${name} must be a positive number, not ${String(fuel)}`);
  return fuel;
}

type Settlement =
  | { readonly kind: "fulfilled"; readonly value: unknown }
  | { readonly kind: "rejected"; readonly reason: unknown }
  | { readonly kind: "aborted" };

const settled = (promise: PromiseLike<unknown>): Promise<Settlement> =>
  Promise.resolve(promise).then(
    (value) => ({ kind: "fulfilled", value }) as const,
    (reason: unknown) => ({ kind: "rejected", reason }) as const,
  );

const aborted = (signal: AbortSignal): Promise<Settlement> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve({ kind: "aborted" });
    else signal.addEventListener("abort", () => resolve({ kind: "aborted" }), { once: true });
  });
