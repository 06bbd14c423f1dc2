// A virtual machine: an arena whose root is a `Context`, and the loops that drive runs in it.
// The synchronous driver runs to the end; the asynchronous one awaits promises and, every so often, lets the event loop run.

import { Arena, PACING, ArenaStateError, disposeSymbol, trace } from "@luster/gc-arena";
import type { Metrics, PacingPreset, Rootable } from "@luster/gc-arena";
import { TurnTimer } from "@luster/gc-sequence";
import type { AbortSignalLike } from "@luster/gc-sequence";
import { FuelLimitError, VmDisposedError } from "../error/lua-error.js";
import type { Executor } from "../exec/executor.js";
import { Continuation, native0 } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import { encodeUtf8 } from "../value/lua-string.js";
import { asyncDisposeSymbol } from "./async-dispose.js";
import { Context } from "./context.js";
import type { CollectionRequest, ContextOptions } from "./context.js";
import { DEFAULT_SLICE_FUEL, Run } from "./run.js";
import type { Begin, Finish, RunState } from "./run.js";
import { checkSignal, notNegativeOr, positiveOr } from "./run-options.js";
import type { AsyncRunOptions, RunOptions } from "./run-options.js";

/** How long an asynchronous run works before it lets the event loop run, in milliseconds. */
export const DEFAULT_SLICE_MS = 10;

/** Work of `collectgarbage("step", 0)`, in bytes. */
const BASIC_STEP_BYTES = 65_536;

/** Fuel that a finalizer may use when the VM ends: less than a second of work. */
export const DEFAULT_FINALIZER_FUEL = 10_000_000;

/**
 * The pace while nothing that can be observed depends on it: what is dead and not known to be is freed by the host all the same, except in weak
 * tables. Marking took four tenths of the time of a program that builds trees beside a large one.
 */
const UNOBSERVED_PACING = { ...PACING.default, pauseFactor: 3, minSleepBytes: 16_777_216 };
/** Registered finalizers up to which it does not matter that they run later: those of the standard streams, and a few more. */
const FEW_FINALIZERS = 16;

/** Settings of a VM. */
export interface VmOptions extends ContextOptions {
  /** Most bytes that scripts may have in use; default: no limit. */
  readonly memoryLimitBytes?: number | undefined;
  /**
   * Pace of the collector. By default a VM without memory limit and with hardly any finalizers marks seldom, since nobody can tell: up to four times
   * the live bytes, or 16 MB beyond them, are counted as in use then. Any other goes by the preset "default".
   */
  readonly pacing?: PacingPreset | undefined;
  /**
   * Most fuel that one `__gc` metamethod may use when the VM is disposed; then it is broken off, which is a warning, and the others follow. More than 0.
   * Default `DEFAULT_FINALIZER_FUEL`. (While scripts run, finalizers use the fuel of the run that they interrupt.)
   */
  readonly finalizerFuel?: number | undefined;
}

interface ContextRoot extends Rootable {
  readonly Root: Context<this["G"]>;
}

/** A virtual machine. */
export class Vm {
  /** @internal */
  readonly arena: Arena<ContextRoot>;
  /** @internal The root, for what needs no `mutate`. */
  readonly context: Context<unknown>;
  /** Asynchronous runs that have not ended. */
  private readonly runs = new Set<Run<unknown>>();
  /** @internal The context of the `enter` call or step that runs now. Set and cleared without a call, which could overflow a JavaScript stack that is nearly full. */
  entered: Context<unknown> | undefined = undefined;
  private isEnded = false;
  /** Whether the pace follows what depends on it. */
  private readonly hasOwnPace: boolean;
  private isUnobserved = false;
  private readonly finalizerFuel: number;

  /** @throws TypeError, RangeError for options out of their range */
  constructor(options: VmOptions = {}) {
    this.finalizerFuel = positiveOr(DEFAULT_FINALIZER_FUEL, "finalizerFuel", options.finalizerFuel);
    this.arena = new Arena<ContextRoot>((mc) => new Context(mc.heap, options) as never, {
      ...(options.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: options.memoryLimitBytes }),
      ...(options.pacing === undefined ? {} : { pacing: options.pacing }),
      onFinalizerError: ({ error }) =>
        this.context.warn(`error in dispose (${encodeUtf8(String((error as Partial<Error>)?.message ?? error))})`),
    });
    this.hasOwnPace = options.pacing === undefined && (options.memoryLimitBytes ?? Infinity) === Infinity;
    this.adaptPace();
    this.context = this.arena.mutate((_, cx) => cx as unknown as Context<unknown>) as Context<unknown>;
  }

  /** Counters of the arena. */
  get metrics(): Metrics {
    return this.arena.metrics;
  }

  /** Whether a step of a run, or `enter`, is on the JavaScript stack: true in callbacks and in the functions that they call. */
  get isEntered(): boolean {
    return this.entered !== undefined;
  }

  /** Whether the VM was ended, or is being ended, by `[Symbol.dispose]()` or `disposeAsync`. */
  get isDisposed(): boolean {
    return this.isEnded;
  }

  /**
   * Gives access to the machine: what `f` returns must not hold Lua values. Within a callback, or another `enter`, `f` gets the context that is there.
   * @throws ArenaMemoryError when the memory limit refuses something; ArenaStateError after the VM was disposed
   */
  enter<R>(f: <G>(cx: Context<G>) => R): R {
    return this.entered === undefined ? this.mutate(f) : f(this.entered);
  }

  /** A full collection. @throws ArenaStateError within callbacks and `enter`, and after the VM was disposed */
  collectAll(): void {
    this.arena.collectAll();
  }

  /** @internal `arena.mutate` with the context prepared. */
  mutate<R>(f: <G>(cx: Context<G>) => R): R {
    return this.arena.mutate((mc, cx) => {
      cx.mutation = mc;
      this.entered = cx as unknown as Context<unknown>;
      try {
        return f(cx);
      } finally {
        this.entered = undefined;
      }
    });
  }

  /** @internal Pays what the collector is owed. */
  collectDue(): void {
    const { heap } = this.arena;
    if (heap.allocatedBytes < heap.wakeBytes) return;
    this.arena.collectDebt();
    this.adaptPace();
  }

  private adaptPace(): void {
    if (!this.hasOwnPace) return;
    const isUnobserved = this.arena.metrics.registeredCount <= FEW_FINALIZERS;
    if (isUnobserved === this.isUnobserved) return;
    this.isUnobserved = isUnobserved;
    this.arena.setPacing(isUnobserved ? UNOBSERVED_PACING : PACING.default);
  }

  /** @internal Lets go of an executor that will not be stepped again. */
  forget(executor: Executor<unknown>): void {
    this.context.executors.delete(executor);
  }

  /**
   * Calls a function to its end; `finish` turns its results into host values.
   * @throws LuaError; FuelLimitError; UnexpectedAwaitError when it would have to wait for a promise; ArenaStateError within callbacks and `enter`, and
   *   after the VM was disposed
   */
  run<R>(begin: Begin, finish: Finish<R>, options: RunOptions = {}): R {
    this.checkUsable("Vm.run");
    const run = new Run<R>(this, finish, options);
    try {
      for (let state = run.start(begin); state !== "ended"; state = run.step()) {
        if (state === "waiting") run.killWait();
      }
      return run.result();
    } finally {
      run.dispose();
    }
  }

  /** As `run`, awaiting promises that host functions return, and letting the event loop run every few milliseconds. */
  async runAsync<R>(begin: Begin, finish: Finish<R>, options: AsyncRunOptions = {}): Promise<R> {
    const signal = checkSignal("signal", options.signal);
    const interruptSignal = checkSignal("interruptSignal", options.interruptSignal);
    const timer = new TurnTimer(notNegativeOr(DEFAULT_SLICE_MS, "sliceMs", options.sliceMs));
    this.checkUsable("Vm.runAsync");
    const isAborted = (): boolean => signal?.aborted === true;
    if (isAborted()) throw signal?.reason;
    const run = new Run<R>(this, finish, options);
    const abort = (): void => run.kill("aborted", signal?.reason);
    const interrupt = (): void => run.interrupt(encodeUtf8(messageOf(interruptSignal?.reason)));
    this.runs.add(run as Run<unknown>);
    try {
      const state = run.start(begin);
      if (isAborted()) abort();
      signal?.addEventListener("abort", abort, { once: true });
      if (interruptSignal?.aborted === true) interrupt();
      interruptSignal?.addEventListener("abort", interrupt, { once: true });
      await stepToEnd(run, state, timer);
      return run.result();
    } finally {
      signal?.removeEventListener("abort", abort);
      interruptSignal?.removeEventListener("abort", interrupt);
      this.runs.delete(run as Run<unknown>);
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

  // --- The end.

  /**
   * Ends the VM: ends asynchronous runs that are under way (they reject with a `VmDisposedError`), closing their variables, runs the finalizers that are
   * left, and lets go of everything. A `__gc` or `__close` that would have to wait fails, which is a warning, and so does a `__gc` that uses more than
   * `VmOptions.finalizerFuel`. Ending it again does nothing.
   * @throws ArenaStateError within callbacks and `enter`
   */
  [disposeSymbol](): void {
    if (!this.beginEnd("Vm[Symbol.dispose]")) return;
    for (const run of [...this.runs]) {
      run.kill("the machine is being closed", new VmDisposedError());
      run.runOut();
    }
    for (let run = this.finalizerRun(); run !== undefined; run = this.finalizerRun()) {
      for (let state = run.start(callFinalizers); state !== "ended"; state = run.step()) {
        if (state === "waiting") run.refuseWait();
        run.checkFinalizer();
      }
    }
    this.arena[disposeSymbol]();
  }

  /**
   * As `[Symbol.dispose]()`, letting `__gc` and `__close` wait for promises, and the event loop run. No new run can begin meanwhile.
   * @param options `signal` ends the waiting: from then on it is as in the synchronous form
   */
  async disposeAsync(options: { readonly signal?: AbortSignalLike | undefined } = {}): Promise<void> {
    const signal = checkSignal("signal", options.signal);
    if (!this.beginEnd("Vm.disposeAsync")) return;
    const closing = [...this.runs];
    const hurry = (): void => closing.forEach((run) => run.stopWaiting());
    signal?.addEventListener("abort", hurry, { once: true });
    const mayWait = (): boolean => signal?.aborted !== true;
    for (const run of closing) run.kill("the machine is being closed", new VmDisposedError(), mayWait());
    await Promise.all(closing.map((run) => run.whenOver()));
    const timer = new TurnTimer(DEFAULT_SLICE_MS);
    for (let run = this.finalizerRun(); run !== undefined; run = this.finalizerRun()) {
      closing.push(run);
      await stepToEnd(run, run.start(callFinalizers), timer, mayWait);
    }
    signal?.removeEventListener("abort", hurry);
    this.arena[disposeSymbol]();
  }

  /** `disposeAsync`, for `await using`. */
  [asyncDisposeSymbol](): Promise<void> {
    return this.disposeAsync();
  }

  private beginEnd(operation: string): boolean {
    if (this.isEntered) throw new ArenaStateError(operation, "reentrant");
    if (this.isEnded) return false;
    this.isEnded = true;
    return true;
  }

  private checkUsable(operation: string): void {
    if (this.isEnded) throw new ArenaStateError(operation, "disposed");
  }

  /** A run of the finalizers that are left, if there are any. */
  private finalizerRun(): FinalizerRun | undefined {
    this.arena.heap.beginClose();
    return this.arena.heap.finalizableCount > 0 ? new FinalizerRun(this, this.finalizerFuel) : undefined;
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

/** A run of finalizers at the end, one of which may be broken off: then the run is over, and another one goes on with the rest. */
class FinalizerRun extends Run<undefined> {
  private readonly limit: number;
  private leftCount = -1;
  private fuelBefore = 0;

  constructor(vm: Vm, limit: number) {
    super(vm, () => undefined, { sliceFuel: Math.min(limit, DEFAULT_SLICE_FUEL) });
    this.limit = limit;
  }

  /** To be called between slices. */
  checkFinalizer(): void {
    const { arena, context } = this.vm;
    const { finalizableCount } = arena.heap;
    if (finalizableCount !== this.leftCount || !context.isFinalizing) {
      this.leftCount = finalizableCount;
      this.fuelBefore = this.fuelUsed;
    } else if (this.fuelUsed - this.fuelBefore >= this.limit && !this.isKilled) {
      const error = new FuelLimitError(this.limit);
      this.vm.mutate((cx) => cx.warn(`error in __gc (${error.message})`));
      this.kill(error.message, error);
    }
  }
}

const runFinalizers = native0("close", (cx) => cx.pause(new FinalizersFirst()));

const callFinalizers: Begin = (cx) => ({ callee: cx.newCallback(runFinalizers), args: [] });

const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

/** Steps a run to its end, waiting for its promises as long as it may, and letting the event loop turn. */
async function stepToEnd<R>(run: Run<R>, first: RunState, timer: TurnTimer, mayWait = (): boolean => true): Promise<void> {
  for (let state = first; state !== "ended"; state = run.step()) {
    if (state === "waiting") {
      if (mayWait()) await run.settled();
      else run.stopWaiting();
      timer.restart();
    } else if (timer.isOver) {
      await timer.yield();
    }
    if (run instanceof FinalizerRun) run.checkFinalizer();
  }
}
