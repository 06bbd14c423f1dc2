// A virtual machine: an arena whose root is a `Context`, and the loops that drive executors in it.
// The synchronous driver runs to the end; the asynchronous one awaits promises and, every so often, lets the event loop run.

import { Arena, ArenaMemoryError, ArenaStateError, disposeSymbol, trace } from "@luster/gc-arena";
import type { Metrics, Mutation, PacingPreset, Rootable, Stash } from "@luster/gc-arena";
import { errorText, plainValue } from "../error/external.js";
import { LuaError, UnexpectedAwaitError, keepTraceback } from "../error/lua-error.js";
import { Executor } from "../exec/executor.js";
import type { ExecutorPoll } from "../exec/executor.js";
import { Continuation, native0 } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import type { Value } from "../value/value.js";
import { Context } from "./context.js";
import type { CollectionRequest, ContextOptions } from "./context.js";
import { checkSignal, notNegativeOr, positiveOr } from "./run-options.js";
import type { AsyncRunOptions, RunOptions } from "./run-options.js";

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
  /** The context of the `enter` call or step that runs now. */
  private entered: Context<unknown> | undefined = undefined;
  private isEnded = false;

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

  /** Whether a step of a run, or `enter`, is on the JavaScript stack: true in callbacks and in the functions that they call. */
  get isEntered(): boolean {
    return this.entered !== undefined;
  }

  /** Whether the VM was ended by `[Symbol.dispose]()`. */
  get isDisposed(): boolean {
    return this.isEnded;
  }

  /**
   * Gives access to the machine: what `f` returns must not hold Lua values. Within a callback, or another `enter`, `f` gets the context that is there.
   * @throws ArenaMemoryError when the memory limit refuses something; ArenaStateError after the VM was disposed
   */
  enter<R>(f: <G>(cx: Context<G>) => R): R {
    return this.entered === undefined ? this.mutate((_, cx) => f(cx)) : f(this.entered);
  }

  /** A full collection. @throws ArenaStateError within callbacks and `enter`, and after the VM was disposed */
  collectAll(): void {
    this.arena.collectAll();
  }

  /** @internal `arena.mutate` with the context prepared. */
  mutate<R>(f: <G>(mc: Mutation<G>, cx: Context<G>) => R): R {
    return this.arena.mutate((mc, cx) => {
      cx.mutation = mc;
      this.entered = cx as unknown as Context<unknown>;
      try {
        return f(mc, cx);
      } finally {
        this.entered = undefined;
      }
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
    const signal = checkSignal(options.signal);
    const sliceMs = notNegativeOr(DEFAULT_SLICE_MS, "sliceMs", options.sliceMs);
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

  /**
   * Ends the VM: runs the finalizers that are left (an await in one is a warning), and lets go of everything. Ending it again does nothing.
   * @throws ArenaStateError within callbacks and `enter`
   */
  [disposeSymbol](): void {
    if (this.isEntered) throw new ArenaStateError("Vm[Symbol.dispose]", "reentrant");
    if (this.isEnded) return;
    this.isEnded = true;
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
    this.sliceFuel = positiveOr(DEFAULT_SLICE_FUEL, "sliceFuel", options.sliceFuel);
    this.fuelLimit = positiveOr(Infinity, "fuelLimit", options.fuelLimit);
    this.executor = this.stashExecutor(begin);
  }

  /** Makes the executor; if there is no memory for it, once more after a full collection. */
  private stashExecutor(begin: <G>(cx: Context<G>) => Call<G>): Stash<ExecutorRoot> {
    const make = (): Stash<ExecutorRoot> =>
      this.vm.mutate((mc, cx) => {
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
    return this.vm.mutate((mc, cx) => f(cx, mc.fetch(this.executor)));
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
    const outcome = await (signal === undefined ? settled(promise) : settledOrAborted(promise, signal));
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
      if (poll.kind !== "failed") throw new Error(`internal: run is ${poll.kind}`);
      if (this.killCause !== undefined) {
        keepTraceback(this.killCause.cause, poll.traceback);
        throw this.killCause.cause;
      }
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

type Settlement =
  | { readonly kind: "fulfilled"; readonly value: unknown }
  | { readonly kind: "rejected"; readonly reason: unknown }
  | { readonly kind: "aborted" };

const settled = (promise: PromiseLike<unknown>): Promise<Settlement> =>
  Promise.resolve(promise).then(
    (value) => ({ kind: "fulfilled", value }) as const,
    (reason: unknown) => ({ kind: "rejected", reason }) as const,
  );

/** How the promise settled, unless the signal comes first. */
function settledOrAborted(promise: PromiseLike<unknown>, signal: AbortSignal): Promise<Settlement> {
  return new Promise((resolve) => {
    const abort = (): void => resolve({ kind: "aborted" });
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    void settled(promise).then((settlement) => {
      signal.removeEventListener("abort", abort);
      resolve(settlement);
    });
  });
}
