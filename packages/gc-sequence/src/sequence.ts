// `Sequence`: an operation that is done in steps. Between two steps the arena may collect, and other sequences may run.
// Invariants: a sequence is stepped by one owner, never again after it finished, and not from within its own step. Each step begins by
// telling the collector that the sequence is about to change (`touch`), so its fields are written without barriers.
// What is in its fields lives on from step to step; what is in local variables of a step does not survive it.

import { type Branded, type Mutation, type Retraceable, type Tracer, retrace, trace } from "@luster/gc-arena";
import { SequenceAbortedError, SequenceDepthError, SequenceStateError, describe } from "./errors.js";
import { type Fuel } from "./fuel.js";
import { type Poll, checkPoll, isOutcome } from "./poll.js";

/** Size of a sequence in the arena's accounts, in bytes. */
export const SEQUENCE_BYTES = 96;
/** How deep sequences that step others may be nested: each level takes room on the JavaScript stack. Chains of combinators take none. */
export const MAX_SEQUENCE_DEPTH = 200;

/** What a step works with. Good until the step returns. */
export class StepContext<in out G> {
  declare readonly brand: Branded<G>;
  /** Levels of sequences in the middle of a step. */
  private depth = 0;

  constructor(
    /** The right to read and change the arena. */
    readonly mc: Mutation<G>,
    /** What is left for this slice. A step that takes long consumes it, and returns `Poll.pending` when it is spent. */
    readonly fuel: Fuel,
  ) {}

  /** @internal */
  descend(): void {
    if (this.depth >= MAX_SEQUENCE_DEPTH) throw new SequenceDepthError(MAX_SEQUENCE_DEPTH);
    this.depth++;
  }

  /** @internal */
  ascend(): void {
    this.depth--;
  }
}

type State =
  /** never stepped */
  | "fresh"
  /** stepped, not finished */
  | "started"
  /** aborted: steps unwind it */
  | "unwinding"
  | "finished";

/** Makes a sequence of another one, which it takes: what combinators are. */
export type Operator<G, A, B> = (source: Sequence<G, A>) => Sequence<G, B>;

/** An operation of the arena `G` that finishes, after any number of steps, with a `T` or an error. */
export abstract class Sequence<in out G, out T> implements Retraceable {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  gcTouched = 0;
  private state: State = "fresh";
  private isStepping = false;
  private isTaken = false;
  private abortReason: unknown = undefined;

  /**
   * Does some work and says how it stands: one unit of fuel, and what the work itself consumes. An exception from within counts as failing.
   * @throws SequenceStateError when it has finished, or is in the middle of a step
   */
  step(cx: StepContext<G>): Poll<T> {
    if (this.state === "finished") throw new SequenceStateError("Sequence.step", "finished");
    if (this.isStepping) throw new SequenceStateError("Sequence.step", "stepping");
    cx.mc.heap.touch(this);
    cx.fuel.consume(1);
    this.isStepping = true;
    try {
      cx.descend();
      try {
        return this.conclude(this.state === "unwinding" ? this.unwindOnce(cx) : this.advanceOnce(cx));
      } finally {
        cx.ascend();
      }
    } catch (error) {
      this.state = "finished";
      return { kind: "failed", error };
    } finally {
      this.isStepping = false;
    }
  }

  /**
   * Begins to unwind the sequence: the steps that follow run its cleanup (a generator's `finally`) instead of its work, and end with `reason`,
   * or with the error that the cleanup throws. While unwinding it cannot wait. Does nothing when it has finished or is being unwound already.
   * @param reason default a `SequenceAbortedError`
   * @throws SequenceStateError from within its own step
   */
  abort(reason: unknown = new SequenceAbortedError()): void {
    if (this.isStepping) throw new SequenceStateError("Sequence.abort", "stepping");
    if (this.state === "finished" || this.state === "unwinding") return;
    this.abortReason = reason;
    this.beginUnwind(reason);
    this.state = "unwinding";
  }

  /** Whether a step would be refused because the sequence has finished. */
  get isFinished(): boolean {
    return this.state === "finished";
  }

  /** Whether it has not been stepped yet. */
  get isFresh(): boolean {
    return this.state === "fresh";
  }

  /**
   * Says that the caller will step this sequence from now on. Combinators, sequencers and generators do so with each sequence they are given.
   * @throws SequenceStateError when somebody else has done so, or it has finished
   */
  take(operation = "Sequence.take"): this {
    if (this.isTaken) throw new SequenceStateError(operation, "taken");
    if (this.state === "finished") throw new SequenceStateError(operation, "finished");
    this.isTaken = true;
    return this;
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(SEQUENCE_BYTES);
    this.traceFields(tracer);
  }

  [retrace](tracer: Tracer): void {
    this.traceFields(tracer);
  }

  /** Does the work of one step. An exception counts as failing with it. */
  protected abstract advance(cx: StepContext<G>): Poll<T>;

  /** Reports every pointer in the fields; `traceHeld` does so for values of any type. Must not throw. */
  protected abstract traceFields(tracer: Tracer): void;

  /**
   * Called once, when the sequence is aborted, whether it was stepped or not: passes the abort on to the sequences that it steps. Must not throw.
   */
  protected beginUnwind(_reason: unknown): void {}

  /** Does one step of the cleanup. To wait here ends it. By default there is nothing to clean up. */
  protected unwind(_cx: StepContext<G>, reason: unknown): Poll<unknown> {
    return { kind: "failed", error: reason };
  }

  /** Says that another sequence has taken over what this one had to do: it cannot be stepped any more. */
  protected retire(): void {
    this.state = "finished";
  }

  private advanceOnce(cx: StepContext<G>): Poll<T> {
    this.state = "started";
    return checkPoll(this.advance(cx));
  }

  // Whatever the cleanup gives, the sequence ends with the reason or with an error.
  private unwindOnce(cx: StepContext<G>): Poll<T> {
    const poll = checkPoll(this.unwind(cx, this.abortReason));
    return poll.kind === "pending" || poll.kind === "failed" ? poll : { kind: "failed", error: this.abortReason };
  }

  private conclude(poll: Poll<T>): Poll<T> {
    if (isOutcome(poll)) this.state = "finished";
    return poll;
  }
}

/** @internal @throws TypeError when a closure that must give a sequence gave something else */
export function checkSequence<G, T>(operation: string, value: Sequence<G, T>): Sequence<G, T> {
  if (!(value instanceof Sequence)) throw new TypeError(`${operation}: expected a Sequence, not ${describe(value)}`);
  return value;
}
