// The generator form of a sequence: ordinary control flow, `yield*` wherever the arena may collect.
// Invariant: the body holds no pointer. Its type knows no brand; it visits the heap in `enter` callbacks, keeps pointers in `locals`, which
// are traced, and what a callback returns to it cannot mention the brand. Errors are exceptions; an abort runs the body's `finally` blocks.

import { type Rootable, type Root, type Tracer } from "@luster/gc-arena";
import { WaitWhileUnwindingError, describe } from "./errors.js";
import { type Outcome, Poll, type Settlement, Wait, type Waiting, isOutcome } from "./poll.js";
import { Sequence, type StepContext, checkSequence } from "./sequence.js";
import { traceHeld } from "./trace-held.js";

/** The locals of a generator that keeps no pointers. */
export interface NoLocals extends Rootable {
  readonly Root: undefined;
}

/** What a generator's body yields, always by `yield*` of a method of `Steps`. */
export type Operation<L extends Rootable> =
  | { readonly kind: "enter"; readonly f: (cx: StepContext<unknown>, locals: Root<L, unknown>) => unknown }
  | { readonly kind: "call"; readonly f: (cx: StepContext<unknown>, locals: Root<L, unknown>) => Sequence<unknown, unknown> }
  | { readonly kind: "await"; readonly wait: Wait }
  | { readonly kind: "pause" };

/** The type of a generator's body. */
export type SequenceBody<L extends Rootable, T> = Generator<Operation<L>, T, unknown>;

/** What a generator's body works with. `L` describes its locals. */
export interface Steps<L extends Rootable> {
  /**
   * Calls `f` with access to the arena and to the locals, in this step; the body goes on in the next one. Nothing that mentions the brand gets
   * out of it: pointers that are needed later go into `locals`. What `f` throws is thrown here.
   */
  enter<R>(f: <G>(cx: StepContext<G>, locals: Root<L, G>) => R): Generator<Operation<L>, R, unknown>;

  /** Runs another sequence to its end and gives its value; its error is thrown here. `f` runs in this step, its sequence from the next one on. */
  // (`M` is `L` again: see the note on type parameters in Sequencer.)
  call<M extends Rootable, R>(
    this: Steps<M>,
    f: <G>(cx: StepContext<G>, locals: Root<M, G>) => Sequence<G, R>,
  ): Generator<Operation<M>, R, unknown>;

  /**
   * Waits for a promise and gives its value; its rejection is thrown here. A value that is no promise is given in the next step but one.
   * @param what names it in the error of a driver that cannot wait. Default "a promise".
   * @throws WaitWhileUnwindingError while the sequence is being aborted
   */
  await<R>(promise: PromiseLike<R> | R, what?: string): Generator<Operation<L>, R, unknown>;

  /** Ends this step, so that the arena may collect and others may run. */
  pause(): Generator<Operation<L>, void, unknown>;
}

// The same object for all bodies: it has no state.
const steps: Steps<Rootable> = {
  *enter(f) {
    return (yield { kind: "enter", f: f as never }) as never;
  },
  *call(f) {
    return (yield { kind: "call", f: f as never }) as never;
  },
  *await(promise, what) {
    return (yield { kind: "await", wait: new Wait(promise, what) }) as never;
  },
  *pause() {
    yield { kind: "pause" };
  },
};

function stepsOf<L extends Rootable>(): Steps<L> {
  return steps as unknown as Steps<L>;
}

/** What the body is waiting for. */
type Task<G> =
  | { readonly kind: "resume"; readonly outcome: Outcome<unknown> }
  | { readonly kind: "child"; readonly child: Sequence<G, unknown> }
  | { readonly kind: "wait"; readonly wait: Wait };

const RESUME: Task<never> = { kind: "resume", outcome: Poll.done(undefined) };

class GeneratorSequence<in out G, L extends Rootable, out T> extends Sequence<G, T> {
  private task: Task<G> = RESUME as Task<G>;
  private isUnwinding = false;
  /** The body is to be left by `return` when it is next resumed, so that its `finally` blocks run; one that never began runs nothing. */
  private mustReturn = false;

  constructor(
    private readonly body: SequenceBody<L, T>,
    private readonly locals: Root<L, G>,
  ) {
    super();
  }

  protected advance(cx: StepContext<G>): Poll<T> {
    switch (this.task.kind) {
      case "resume":
        return this.resume(cx, this.task.outcome);
      case "child":
        return this.stepChild(cx, this.task.child);
      case "wait":
        return this.checkWait(cx, this.task.wait);
    }
  }

  protected override beginUnwind(reason: unknown): void {
    this.isUnwinding = true;
    this.mustReturn = true;
    if (this.task.kind === "child") this.task.child.abort(reason);
    else this.task = RESUME as Task<G>;
  }

  protected override unwind(cx: StepContext<G>): Poll<unknown> {
    return this.advance(cx);
  }

  protected traceFields(tracer: Tracer): void {
    traceHeld(tracer, this.locals);
    if (this.task.kind === "child") tracer.mark(this.task.child);
    else if (this.task.kind === "resume") traceHeld(tracer, this.task.outcome);
  }

  private resume(cx: StepContext<G>, outcome: Outcome<unknown>): Poll<T> {
    const result = this.next(outcome);
    if (result.done === true) return Poll.done(result.value);
    this.perform(cx, result.value);
    return this.task.kind === "wait" ? Poll.waiting(this.task.wait) : Poll.pending;
  }

  private next(outcome: Outcome<unknown>): IteratorResult<Operation<L>, T> {
    if (this.mustReturn) {
      this.mustReturn = false;
      return this.body.return(undefined as never);
    }
    return outcome.kind === "done" ? this.body.next(outcome.value) : this.body.throw(outcome.error);
  }

  // An operation that throws resumes the body with that exception.
  private perform(cx: StepContext<G>, operation: Operation<L>): void {
    try {
      this.task = this.taskOf(cx, operation);
    } catch (error) {
      this.task = { kind: "resume", outcome: Poll.failed(error) };
    }
  }

  private taskOf(cx: StepContext<G>, operation: Operation<L>): Task<G> {
    switch (operation?.kind) {
      case "enter": {
        const value = (operation.f as (cx: StepContext<G>, locals: Root<L, G>) => unknown)(cx, this.locals);
        return { kind: "resume", outcome: Poll.done(value) };
      }
      case "call": {
        const child = (operation.f as (cx: StepContext<G>, locals: Root<L, G>) => Sequence<G, unknown>)(cx, this.locals);
        return { kind: "child", child: checkSequence("call", child).take("call") };
      }
      case "await":
        if (this.isUnwinding) throw new WaitWhileUnwindingError(operation.wait.what);
        return { kind: "wait", wait: operation.wait };
      case "pause":
        return RESUME as Task<G>;
      default:
        throw new TypeError(`a sequence's body must yield* an operation of its Steps, not yield ${describe(operation)}`);
    }
  }

  private stepChild(cx: StepContext<G>, child: Sequence<G, unknown>): Poll<T> {
    const poll = child.step(cx);
    if (poll.kind === "waiting" && this.isUnwinding) return this.refuseWait(child, poll);
    if (!isOutcome(poll)) return poll;
    this.task = { kind: "resume", outcome: poll };
    return Poll.pending;
  }

  // The child fails with this error, which is then thrown in the body's `finally`.
  private refuseWait(child: Sequence<G, unknown>, { waits }: Waiting): Poll<T> {
    child.abort(new WaitWhileUnwindingError(waits[0]?.what ?? "a promise"));
    return Poll.pending;
  }

  private checkWait(cx: StepContext<G>, wait: Wait): Poll<T> {
    const { settlement } = wait;
    return settlement === undefined ? Poll.waiting(wait) : this.resume(cx, outcomeOf(settlement));
  }
}

function outcomeOf(settlement: Settlement): Outcome<unknown> {
  return settlement.isFulfilled ? Poll.done(settlement.value) : Poll.failed(settlement.error);
}

/**
 * A sequence of a generator function that keeps no pointers across its yields. The body begins in the first step.
 * What the body throws is the sequence's error, what it returns its value.
 */
export function fromGenerator<G, T>(body: (steps: Steps<NoLocals>) => SequenceBody<NoLocals, T>): Sequence<G, T> {
  return new GeneratorSequence<G, NoLocals, T>(body(stepsOf<NoLocals>()), undefined);
}

/**
 * As `fromGenerator`, for a body with locals of its own: `fromGeneratorWith<L>()(function* (steps, ...args) { ... })` gives a function that
 * makes a sequence of the initial locals and further arguments, which cannot be pointers.
 * `L` describes the locals as a root type is described: `interface L extends Rootable { readonly Root: MyLocals<this["G"]> }`.
 * Pointers are found in the locals at any depth of plain objects, arrays, maps and sets; tracing costs in proportion to these.
 */
export function fromGeneratorWith<L extends Rootable>(): <A extends readonly unknown[], T>(
  body: (steps: Steps<L>, ...args: A) => SequenceBody<L, T>,
) => <G>(locals: Root<L, G>, ...args: A) => Sequence<G, T> {
  return (body) =>
    (locals, ...args) =>
      new GeneratorSequence(body(stepsOf<L>(), ...args), locals);
}
