// One run: a function call on an executor, slice by slice, until it has ended in one way or another. The drivers in vm.ts are loops over `step`.
//
// The first slice is run in the same `mutate` that makes the executor, so a call that ends in it costs one `mutate`; only then is the executor put
// where the collector finds it (`Context.executors`). The outcome is turned into host values in the `mutate` in which the run ends.

import { ArenaMemoryError } from "@luster/gc-arena";
import { errorText, plainValue } from "../error/external.js";
import { FuelLimitError, LuaError, UnexpectedAwaitError, keepTraceback } from "../error/lua-error.js";
import type { Executor, ExecutorFailure, ExecutorPoll } from "../exec/executor.js";
import type { Value } from "../value/value.js";
import type { CollectionRequest, Context } from "./context.js";
import { positiveOr } from "./run-options.js";
import type { RunOptions } from "./run-options.js";
import type { Vm } from "./vm.js";

/** Fuel of a run's first slice: about a millisecond of interpreted code. Unless `sliceFuel` says otherwise, later slices fit the clock. */
export const DEFAULT_SLICE_FUEL = 100_000;

/** Most fuel of a slice that fits the clock: should the work turn slow, the one slice until that is noticed takes a tenth of a second. */
const MAX_SLICE_FUEL = 3_200_000;

/** A slice that took less, in milliseconds, is followed by one of twice its fuel; one that took four times as long, by one of half. */
const SHORT_SLICE_MS = 1;

/** Fuel for closing variables after a run was killed; then it ends without closing the rest. */
const CLOSING_FUEL = 100_000;

/** What a slice that ends early counts for while closing: waits and collections are bounded, too. */
const LEAST_CLOSING_FUEL = CLOSING_FUEL / 1000;

/** What a run calls. */
export interface Call<G> {
  readonly callee: Value<G>;
  readonly args: readonly Value<G>[];
}

/** Says what to call, with access to the machine. */
export type Begin = <G>(cx: Context<G>) => Call<G>;

/** Turns results into host values. */
export type Finish<R> = <G>(cx: Context<G>, values: readonly Value<G>[]) => R;

/** How a run stands. */
export type RunState =
  /** step it again */
  | "pending"
  /** a promise must settle first; see `settled` */
  | "waiting"
  /** see `result` */
  | "ended";

/** The executor that fits a context. */
type ExecutorOf<C> = C extends Context<infer G> ? Executor<G> : never;

type Outcome<R> = { readonly isDone: true; readonly value: R } | { readonly isDone: false; readonly error: unknown };

export class Run<R> {
  protected readonly vm: Vm;
  private readonly finish: Finish<R>;
  private readonly options: RunOptions;
  private sliceFuel: number;
  /** Whether slices get longer or shorter by the clock. */
  private readonly fitsClock: boolean;
  private readonly fuelLimit: number;
  protected fuelUsed = 0;
  private closingFuelUsed = 0;
  // A pointer outside of the arena: it is in `Context.executors` while slices are to come, and used within `mutate` alone.
  private executor: Executor<unknown> | undefined = undefined;
  private outcome: Outcome<R> | undefined = undefined;
  private promise: PromiseLike<unknown> | undefined = undefined;
  private awaitingFunction = "?";
  private request: CollectionRequest | undefined = undefined;
  private killCause: { readonly cause: unknown } | undefined = undefined;
  private mayWaitToClose = false;
  /** Whether the executor is in `Context.executors`. */
  private isHeld = false;
  private wake: (() => void) | undefined = undefined;
  private overListener: (() => void) | undefined = undefined;

  /** @throws TypeError, RangeError for options out of their range */
  constructor(vm: Vm, finish: Finish<R>, options: RunOptions) {
    this.vm = vm;
    this.finish = finish;
    this.options = options;
    this.sliceFuel = positiveOr(DEFAULT_SLICE_FUEL, "sliceFuel", options.sliceFuel);
    this.fitsClock = options.sliceFuel === undefined;
    this.fuelLimit = positiveOr(Infinity, "fuelLimit", options.fuelLimit);
  }

  /** Makes the executor and runs the first slice. If there is no memory to make it, once more after a full collection. */
  start(begin: Begin): RunState {
    try {
      return this.begin(begin);
    } catch (error) {
      if (!(error instanceof ArenaMemoryError) || this.executor !== undefined) throw error;
      this.vm.collectAll();
      return this.begin(begin);
    }
  }

  private begin(begin: Begin): RunState {
    const { vm, options } = this;
    // Not by `vm.mutate`: most calls end here, and what they cost is mostly that of the functions in between.
    const state = vm.arena.mutate((mc, cx): RunState => {
      cx.mutation = mc;
      vm.entered = cx as unknown as Context<unknown>;
      try {
        const { callee, args } = begin(cx);
        const executor = cx.takeExecutor(callee, args, options.messageHandler?.(cx), options.caller?.(cx));
        this.executor = executor as unknown as Executor<unknown>;
        const fuel = Math.min(this.sliceFuel, this.fuelLimit);
        const poll = executor.step(cx, fuel);
        if (poll.kind === "done") return this.endWell(cx, executor, poll.values);
        const state = this.afterStep(cx, executor, poll, fuel);
        if (state !== "ended") cx.executors.add(executor);
        this.isHeld = state !== "ended";
        return state;
      } finally {
        vm.entered = undefined;
      }
    });
    return this.afterSlice(state);
  }

  /** Runs one slice and pays what the collector is owed. */
  step(): RunState {
    if (this.outcome !== undefined) return "ended";
    if (this.fuelUsed >= this.fuelLimit) this.kill("fuel limit reached", new FuelLimitError(this.fuelLimit));
    const isOver = this.closingFuelUsed >= CLOSING_FUEL;
    const state = this.vm.mutate((cx): RunState => {
      const executor = this.executor as unknown as ExecutorOf<typeof cx>;
      return isOver ? this.abandon(cx, executor) : this.slice(cx, executor);
    });
    return this.afterSlice(state);
  }

  private slice<G>(cx: Context<G>, executor: Executor<G>): RunState {
    const fuel = Math.min(
      this.sliceFuel,
      this.killCause === undefined ? this.fuelLimit - this.fuelUsed : CLOSING_FUEL - this.closingFuelUsed,
    );
    const begin = this.fitsClock ? performance.now() : 0;
    const poll = executor.step(cx, fuel);
    if (this.fitsClock && executor.fuelLeft(cx) <= 0) this.fitSlice(performance.now() - begin);
    return this.afterStep(cx, executor, poll, fuel);
  }

  private afterStep<G>(cx: Context<G>, executor: Executor<G>, poll: ExecutorPoll<G>, fuel: number): RunState {
    this.chargeFuel(fuel - executor.fuelLeft(cx));
    switch (poll.kind) {
      case "pending":
        return "pending";
      case "collect":
        this.request = poll.request;
        return "pending";
      case "waiting":
        this.promise = poll.promise;
        this.awaitingFunction = poll.callee;
        return "waiting";
      default:
        return this.end(cx, executor, poll);
    }
  }

  /** Compiled code uses fuel up to twenty times as fast as the interpreter, and each end of a slice leaves it. */
  private fitSlice(tookMs: number): void {
    if (tookMs < SHORT_SLICE_MS) this.sliceFuel = Math.min(this.sliceFuel * 2, MAX_SLICE_FUEL);
    else if (tookMs > SHORT_SLICE_MS * 4) this.sliceFuel = Math.max(this.sliceFuel / 2, DEFAULT_SLICE_FUEL);
  }

  private chargeFuel(used: number): void {
    this.fuelUsed += used;
    if (this.killCause !== undefined) this.closingFuelUsed += Math.max(used, LEAST_CLOSING_FUEL);
  }

  private abandon<G>(cx: Context<G>, executor: Executor<G>): RunState {
    executor.abandon(cx);
    return this.end(cx, executor, executor.outcome);
  }

  private end<G>(cx: Context<G>, executor: Executor<G>, poll: ExecutorPoll<G>): "ended" {
    if (this.isHeld) cx.executors.delete(executor);
    this.isHeld = false;
    if (poll.kind === "done" && this.killCause === undefined) return this.endWell(cx, executor, poll.values);
    this.outcome = { isDone: false, error: this.errorOf(cx, poll as ExecutorFailure<G>) };
    return "ended";
  }

  private endWell<G>(cx: Context<G>, executor: Executor<G>, values: readonly Value<G>[]): "ended" {
    cx.giveExecutorBack(executor);
    this.outcome = NO_RESULT;
    this.outcome = { isDone: true, value: this.finish(cx, values) };
    return "ended";
  }

  private errorOf<G>(cx: Context<G>, failure: ExecutorFailure<G>): unknown {
    if (this.killCause !== undefined) {
      const { cause } = this.killCause;
      if (failure.kind === "failed") keepTraceback(cause, failure.traceback);
      return cause;
    }
    const { convertError } = this.options;
    if (convertError !== undefined) return convertError(cx, failure);
    const { error, traceback, cause } = failure;
    return new LuaError({ message: errorText(error), value: plainValue(error), traceback, cause });
  }

  private afterSlice(state: RunState): RunState {
    const { request } = this;
    if (request !== undefined) {
      this.request = undefined;
      (this.executor as Executor<unknown>).collected(this.vm.collect(request));
      return "pending";
    }
    if (state === "waiting") return this.killCause === undefined || this.mayWaitToClose ? "waiting" : this.refuseWait("__close");
    this.vm.collectDue();
    return state;
  }

  // --- Waiting.

  /** Resolves when the promise waited for has settled and the executor was told, or when the run was killed. */
  settled(): Promise<void> {
    const promise = this.promise as PromiseLike<unknown>;
    return new Promise((resolve) => {
      this.wake = resolve;
      Promise.resolve(promise).then(
        (value) => this.note(promise, () => (this.executor as Executor<unknown>).fulfil(value)),
        (reason: unknown) => this.note(promise, () => (this.executor as Executor<unknown>).reject(reason)),
      );
    });
  }

  private note(promise: PromiseLike<unknown>, tell: () => void): void {
    // Not if the run has been killed meanwhile.
    if (this.promise !== promise) return;
    this.promise = undefined;
    tell();
    this.wake?.();
  }

  /** Ends the run because it would have to wait. */
  killWait(): void {
    this.kill("attempt to wait for a promise", new UnexpectedAwaitError(this.awaitingFunction));
  }

  /** Raises an error in the function that waits. An error that `__close` raises is seen by nobody else: the host is warned. */
  refuseWait(event?: "__close"): "pending" {
    this.promise = undefined;
    const error = new UnexpectedAwaitError(this.awaitingFunction);
    if (event !== undefined) this.vm.mutate((cx) => cx.warn(`error in ${event} (${error.message})`));
    (this.executor as Executor<unknown>).reject(error);
    return "pending";
  }

  /** From now on the run waits for nothing any more, not even for what it waits for now. */
  stopWaiting(): void {
    this.mayWaitToClose = false;
    if (this.promise === undefined) return;
    this.refuseWait(this.killCause === undefined ? undefined : "__close");
    this.wake?.();
  }

  // --- The end.

  /**
   * Ends the run at its next step, with an error that no script catches.
   * @param mayWait whether its `__close` metamethods may wait for promises
   */
  kill(message: string, cause: unknown, mayWait = false): void {
    this.mayWaitToClose = mayWait;
    if (this.killCause === undefined && this.outcome === undefined) {
      this.killCause = { cause };
      this.promise = undefined;
      (this.executor as Executor<unknown>).kill(message, cause);
    }
    this.wake?.();
  }

  get isKilled(): boolean {
    return this.killCause !== undefined;
  }

  /** Raises an error in what runs at the next step, which the script can catch. A promise that it waits for is forgotten. */
  interrupt(message: string): void {
    if (this.killCause !== undefined || this.outcome !== undefined) return;
    this.promise = undefined;
    (this.executor as Executor<unknown>).interrupt(message);
    this.wake?.();
  }

  /** Steps a killed run to its end. */
  runOut(): void {
    while (this.step() !== "ended");
  }

  /** What an ended run gives. @throws what it ended with */
  result(): R {
    const outcome = this.outcome as Outcome<R>;
    if (!outcome.isDone) throw outcome.error;
    return outcome.value;
  }

  /** Resolves when the driver is done with the run. */
  whenOver(): Promise<void> {
    return new Promise((resolve) => (this.overListener = resolve));
  }

  /** The driver is done with the run. Lets go of an executor that has not ended. */
  dispose(): void {
    if (this.isHeld) this.vm.forget(this.executor as Executor<unknown>);
    this.overListener?.();
  }
}

/** While `finish` runs, and if it throws. */
const NO_RESULT = { isDone: false, error: undefined } as const;
