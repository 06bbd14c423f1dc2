// `Task`: what the outside has of a sequence that a sequencer runs. It holds no pointer; the sequence itself is in the arena's root.
// Invariant: all changes of a task are made by its sequencer, between two slices. An abort is only noted here, so it may come at any time.

import { SequenceAbortedError, SequenceStateError } from "./errors.js";
import { Fuel } from "./fuel.js";
import { type Outcome, type Wait } from "./poll.js";

export type TaskStatus =
  /** a slice can be run at once */
  | "ready"
  /** a slice would achieve nothing before one of its promises has settled */
  | "waiting"
  | "done"
  | "failed";

/** How far a task has come. */
export interface Progress {
  /** Steps done. */
  readonly stepCount: number;
  /** Fuel consumed, in units. */
  readonly fuelUsed: number;
}

/** A running sequence, seen from outside of the arena. */
export class Task<out T> {
  private settled: Outcome<T> | undefined = undefined;
  private waits: readonly Wait[] = [];
  private readonly readyListeners = new Set<() => void>();
  private readonly finishListeners: (() => void)[] = [];
  /** Whether the sequence was told of the abort. */
  private isUnwinding = false;
  private abortRequest: { readonly reason: unknown } | undefined = undefined;
  /** @internal */ readonly fuel = new Fuel();
  /** @internal */ stepCount = 0;
  /** @internal Where the sequence is in the arena's `SequenceSet`. */
  slot = -1;

  /** @internal */
  constructor(
    /** The name given at the start; empty by default. */
    readonly name: string,
    /** Most fuel that the task may consume, in units; `Infinity` for no limit. */
    readonly fuelLimit: number,
  ) {}

  get status(): TaskStatus {
    if (this.settled !== undefined) return this.settled.kind;
    return this.isWaiting ? "waiting" : "ready";
  }

  get isFinished(): boolean {
    return this.settled !== undefined;
  }

  /** How it ended; `undefined` before that. */
  get outcome(): Outcome<T> | undefined {
    return this.settled;
  }

  /** How far it has come by now. */
  get progress(): Progress {
    return { stepCount: this.stepCount, fuelUsed: this.fuel.consumed };
  }

  /**
   * The value it finished with.
   * @throws the error it failed with; SequenceStateError when it has not finished
   */
  result(): T {
    if (this.settled === undefined) throw new SequenceStateError("Task.result", "unfinished");
    if (this.settled.kind === "failed") throw this.settled.error;
    return this.settled.value;
  }

  /**
   * Has the sequence unwound, from the next slice on: its cleanup runs, and the task fails with `reason`, or with what the cleanup throws.
   * May be called at any time, also from within a step. Does nothing when it was called before, or the task has finished.
   * @param reason default a `SequenceAbortedError`
   */
  abort(reason: unknown = new SequenceAbortedError()): void {
    if (this.settled !== undefined || this.abortRequest !== undefined) return;
    this.abortRequest = { reason };
    this.becomeReady();
  }

  /** @internal */
  get isWaiting(): boolean {
    return this.waits.length > 0 && this.abortRequest === undefined && !this.waits.some((wait) => wait.isSettled);
  }

  /** @internal What it waits for, for messages. */
  get waitsFor(): string {
    return this.waits[0]?.what ?? "a promise";
  }

  /** @internal Whether an abort was asked for. */
  get isAborted(): boolean {
    return this.abortRequest !== undefined;
  }

  /** @internal The abort that was asked for and not passed on yet. */
  takeAbort(): { readonly reason: unknown } | undefined {
    if (this.isUnwinding || this.abortRequest === undefined) return undefined;
    this.isUnwinding = true;
    return this.abortRequest;
  }

  /** @internal Notes what the task waits for; an empty list when it is ready. */
  setWaits(waits: readonly Wait[]): void {
    this.waits = waits;
  }

  /** @internal */
  settle(outcome: Outcome<T>): void {
    this.settled = outcome;
    this.becomeReady();
    for (const listener of this.finishListeners.splice(0)) listener();
  }

  /** @internal Calls `listener` once, when the task has finished: at once when it has. */
  onFinished(listener: () => void): void {
    if (this.isFinished) listener();
    else this.finishListeners.push(listener);
  }

  /** @internal Calls `listener` once, as soon as the task is ready or finished: at once when it is now. */
  onReady(listener: () => void): void {
    if (this.status !== "waiting") return listener();
    this.readyListeners.add(listener);
    for (const wait of this.waits) wait.wake(this.waker);
  }

  private readonly waker = (): void => this.becomeReady();

  private becomeReady(): void {
    for (const wait of this.waits) wait.forget(this.waker);
    const listeners = [...this.readyListeners];
    this.readyListeners.clear();
    for (const listener of listeners) listener();
  }
}
