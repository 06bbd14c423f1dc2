// `Sequencer`: runs sequences on an arena, slice by slice. A slice is one `mutate` in which one sequence has one step; after it the arena
// collects what is due. All drivers (synchronous, asynchronous, iterated, all tasks in turn) are loops over `slice`, and may be mixed.
// Invariant: a task's sequence is in the root's `SequenceSet` from its start until it has finished, and nothing of it is anywhere else.

import type { AbortSignalLike } from "./abort-signal.js";
import { type Arena, ArenaStateError, type Mutation, type Root, type Rootable, disposeSymbol } from "@luster/gc-arena";
import { FuelLimitError, SequenceAbortedError, SequenceStateError, UnsettledWaitError } from "./errors.js";
import { DEFAULT_YIELD_EVERY_MS, TurnTimer, checkInterval, yieldToEventLoop } from "./event-loop.js";
import { Fuel, checkUnits } from "./fuel.js";
import { type Failed, type Outcome, type Poll, isOutcome } from "./poll.js";
import { type Sequence, StepContext, checkSequence } from "./sequence.js";
import { type SequenceSet } from "./sequence-set.js";
import { type Progress, Task } from "./task.js";

/** Default fuel of a slice, in units: some tens of microseconds of interpreter work. */
export const DEFAULT_SLICE_FUEL = 4096;

/** Settings of a sequencer. */
export interface SequencerOptions {
  /** Fuel of one slice, in units, at least 1. Default 4096. */
  readonly sliceFuel?: number;
  /** How often the asynchronous drivers give the event loop a turn, in milliseconds; 0 for after each slice. Default 8. */
  readonly yieldEveryMs?: number;
}

/** Settings of one task. */
export interface TaskOptions {
  /** A name, for the host. Default "". */
  readonly name?: string;
  /** Aborts the task; it then fails with the signal's reason. */
  readonly signal?: AbortSignalLike;
  /** Most fuel the task may consume, in units; then it is aborted with a `FuelLimitError`. Its unwinding is not limited. Default no limit. */
  readonly fuelLimit?: number;
}

/** What happened in a slice: the poll if there was a step, and what went wrong outside of the sequence. */
interface Slice {
  poll: Poll<unknown> | undefined;
  failure: Failed | undefined;
}

/** Runs sequences of one arena. */
export class Sequencer<Spec extends Rootable> {
  private readonly sliceFuel: number;
  private readonly yieldEveryMs: number;
  private readonly tasks = new Set<Task<unknown>>();
  /** Tasks whose turn comes, in order. */
  private readonly queue = new Set<Task<unknown>>();
  private isPumping = false;
  private isDisposed = false;
  private running: Task<unknown> | undefined = undefined;

  /**
   * @param arena whose sequences are run
   * @param find finds the set of running sequences in the root: `(root) => root.sequences`. The set must not be used by another sequencer.
   * @throws RangeError for options out of their range
   */
  constructor(
    private readonly arena: Arena<Spec>,
    private readonly find: <G>(root: Root<Spec, G>) => SequenceSet<G>,
    options: SequencerOptions = {},
  ) {
    const { sliceFuel = DEFAULT_SLICE_FUEL, yieldEveryMs = DEFAULT_YIELD_EVERY_MS } = options;
    this.sliceFuel = checkUnits("sliceFuel", sliceFuel);
    if (sliceFuel < 1) throw new RangeError(`sliceFuel must be at least 1, not ${sliceFuel}`);
    this.yieldEveryMs = checkInterval(yieldEveryMs);
  }

  // ---- tasks
  // The methods that take a `build` have a type parameter for the root of their own: with the class's, TypeScript would give `build` a second copy
  // of its `G`, and `(cx) => ok(1)` would need type arguments.

  /**
   * Takes a sequence in, to be run by one of the drivers below; no step is done yet.
   * @throws whatever `build` throws; TypeError when it gives no sequence; ArenaStateError from within a step
   */
  start<S extends Rootable, T>(
    this: Sequencer<S>,
    build: <G>(cx: StepContext<G>, root: Root<S, G>) => Sequence<G, T>,
    options: TaskOptions = {},
  ): Task<T> {
    if (this.isDisposed) throw new SequenceStateError("Sequencer.start", "disposed");
    const { name = "", signal, fuelLimit = Infinity } = options;
    const task = new Task<T>(name, checkUnits("fuelLimit", fuelLimit));
    task.slot = this.arena.mutate((mc, root) => {
      const sequence = checkSequence("Sequencer.start", build(new StepContext(mc, new Fuel(this.sliceFuel)), root));
      return this.find(root).add(mc, sequence.take("Sequencer.start"));
    });
    this.tasks.add(task);
    if (signal !== undefined) this.obey(signal, task);
    return task;
  }

  /** Number of tasks that have not finished. */
  get taskCount(): number {
    return this.tasks.size;
  }

  /** Ends the slice that is running as soon as its step looks at its fuel. For host code that a step calls. */
  interrupt(): void {
    this.running?.fuel.interrupt();
  }

  /**
   * Runs one slice of a task: one step, then the collection that is due. What goes wrong in the arena meanwhile (a finalizer that throws) fails
   * the task. A task that consumed more than its fuel in earlier slices loses its turn.
   * @returns whether another slice can be run at once: false when the task waits or has finished
   * @throws TypeError for another sequencer's task; ArenaStateError from within a step
   */
  slice(task: Task<unknown>): boolean {
    if (task.isFinished) return false;
    this.checkOwn(task);
    if (!this.refuel(task)) return true;
    const slice: Slice = { poll: undefined, failure: undefined };
    const outer = this.running;
    this.running = task;
    try {
      this.runStep(task, slice);
      this.arena.collectDebt();
    } catch (error) {
      slice.failure = { kind: "failed", error };
    } finally {
      this.running = outer;
    }
    this.note(task, slice);
    return task.status === "ready";
  }

  // ---- drivers

  /**
   * Runs a sequence to its end and gives its value. Other tasks stand still meanwhile.
   * @throws the sequence's error; UnsettledWaitError when it waits for a promise that has not settled, after unwinding it
   */
  run<S extends Rootable, T>(
    this: Sequencer<S>,
    build: <G>(cx: StepContext<G>, root: Root<S, G>) => Sequence<G, T>,
    options?: TaskOptions,
  ): T {
    const task = this.start(build, options);
    this.runToEnd(task);
    return task.result();
  }

  /** Runs a sequence, in turns with all others, and resolves with its value or rejects with its error. The event loop is kept turning. */
  async runAsync<S extends Rootable, T>(
    this: Sequencer<S>,
    build: <G>(cx: StepContext<G>, root: Root<S, G>) => Sequence<G, T>,
    options?: TaskOptions,
  ): Promise<T> {
    return this.finish(this.start(build, options));
  }

  /** As `runAsync`, for a task that was started before. @throws TypeError for another sequencer's task */
  finish<T>(task: Task<T>): Promise<T> {
    if (!task.isFinished) {
      this.checkOwn(task);
      this.schedule(task);
    }
    return new Promise((resolve, reject) => {
      task.onFinished(() => {
        const { outcome } = task;
        if (outcome?.kind === "done") resolve(outcome.value);
        else reject(outcome?.error);
      });
    });
  }

  /**
   * Runs all tasks, also those that are started meanwhile, in turns, and resolves when none is left. Their outcomes are in the tasks.
   * @param options `signal` aborts all tasks that have not finished
   */
  async finishAll(options: { readonly signal?: AbortSignalLike } = {}): Promise<void> {
    const { signal } = options;
    const abortAll = (): void => {
      for (const task of this.tasks) task.abort(signal?.reason);
    };
    if (signal?.aborted === true) abortAll();
    signal?.addEventListener("abort", abortAll, { once: true });
    while (this.tasks.size > 0) await Promise.allSettled([...this.tasks].map((task) => this.finish(task)));
    signal?.removeEventListener("abort", abortAll);
  }

  /**
   * Runs all tasks in turns, one slice each, until every one has finished or waits. Other code of the host runs only afterwards.
   * @returns the number of tasks that wait
   */
  runReady(): number {
    const ready = new Set(this.tasks);
    for (const task of ready) {
      ready.delete(task);
      if (this.slice(task)) ready.add(task);
    }
    return this.tasks.size;
  }

  /**
   * Runs a task in time slices: `for await (const progress of sequencer.slices(task))`, one round for each turn of the event loop and each wait.
   * The loop's end is the task's: it throws the task's error. Leaving the loop early aborts the task and unwinds it.
   */
  async *slices<T>(task: Task<T>): AsyncGenerator<Progress, T, void> {
    try {
      while (!task.isFinished) {
        this.runForOneTurn(task);
        if (task.isFinished) break;
        yield task.progress;
        await (task.status === "waiting" ? new Promise<void>((resolve) => task.onReady(resolve)) : yieldToEventLoop());
      }
      return task.result();
    } finally {
      task.abort();
      if (!task.isFinished) this.runToEnd(task);
    }
  }

  /** Aborts all tasks and unwinds them; no task can be started any more. The arena remains. */
  [disposeSymbol](): void {
    this.isDisposed = true;
    for (const task of [...this.tasks]) {
      task.abort(new SequenceAbortedError("the sequencer was disposed"));
      this.runToEnd(task);
    }
  }

  // ---- inside

  private runToEnd(task: Task<unknown>): void {
    while (!task.isFinished) {
      if (task.status === "waiting") task.abort(new UnsettledWaitError(task.waitsFor));
      this.slice(task);
    }
  }

  private runForOneTurn(task: Task<unknown>): void {
    const timer = new TurnTimer(this.yieldEveryMs);
    while (this.slice(task) && !timer.isOver);
  }

  // A task's own fuel carries what it consumed too much into its next turns. An abort is not kept waiting for that.
  private refuel(task: Task<unknown>): boolean {
    const { fuel, fuelLimit, isAborted } = task;
    const debt = isAborted ? -Math.min(fuel.remaining, 0) : 0;
    const allowed = isAborted ? Infinity : Math.max(fuelLimit - fuel.consumed, 1);
    fuel.refill(this.sliceFuel + debt, Math.min(this.sliceFuel, allowed));
    return !fuel.isSpent;
  }

  private runStep(task: Task<unknown>, slice: Slice): void {
    this.arena.mutate(<G>(mc: Mutation<G>, root: Root<Spec, G>) => {
      const sequences = this.find<G>(root);
      const sequence = sequences.get(task.slot);
      const abort = task.takeAbort();
      if (abort !== undefined) sequence.abort(abort.reason);
      task.stepCount++;
      const poll = sequence.step(new StepContext(mc, task.fuel));
      slice.poll = poll;
      if (isOutcome(poll)) sequences.remove(task.slot);
    });
  }

  private note(task: Task<unknown>, { poll, failure }: Slice): void {
    if (poll === undefined) return this.noteRefusal(task, failure as Failed);
    if (isOutcome(poll)) return this.settle(task, poll.kind === "done" ? (failure ?? poll) : poll);
    task.setWaits(poll.kind === "waiting" ? poll.waits : []);
    if (failure !== undefined) task.abort(failure.error);
    else if (task.fuel.consumed >= task.fuelLimit) task.abort(new FuelLimitError(task.fuelLimit));
  }

  // There was no step: the arena is in use, and the task remains as it was, or the arena is gone.
  private noteRefusal(task: Task<unknown>, failure: Failed): void {
    if (failure.error instanceof ArenaStateError && failure.error.problem === "reentrant") throw failure.error;
    this.settle(task, failure);
  }

  private settle(task: Task<unknown>, outcome: Outcome<unknown>): void {
    this.tasks.delete(task);
    task.settle(outcome);
  }

  private obey(signal: AbortSignalLike, task: Task<unknown>): void {
    if (signal.aborted) return task.abort(signal.reason);
    const abort = (): void => task.abort(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    task.onFinished(() => signal.removeEventListener("abort", abort));
  }

  private checkOwn(task: Task<unknown>): void {
    if (!this.tasks.has(task)) throw new TypeError(`the task ${JSON.stringify(task.name)} belongs to another sequencer`);
  }

  // ---- the turns of the asynchronous drivers

  private schedule(task: Task<unknown>): void {
    this.queue.add(task);
    if (this.isPumping) return;
    this.isPumping = true;
    void this.pump();
  }

  private async pump(): Promise<void> {
    // Never within the call that scheduled: that may be inside of a step.
    await undefined;
    const timer = new TurnTimer(this.yieldEveryMs);
    for (const task of this.queue) {
      this.queue.delete(task);
      if (this.slice(task)) this.queue.add(task);
      else if (!task.isFinished) task.onReady(() => this.schedule(task));
      if (timer.isOver) await timer.yield();
    }
    this.isPumping = false;
  }
}
