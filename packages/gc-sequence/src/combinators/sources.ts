// Sequences that begin a chain: a known outcome, a function, a promise.

import { type Tracer } from "@luster/gc-arena";
import { type Outcome, Poll, Wait } from "../poll.js";
import { Sequence, type StepContext } from "../sequence.js";
import { traceHeld } from "../trace-held.js";

class Settled<in out G, out T> extends Sequence<G, T> {
  constructor(private readonly outcome: Outcome<T>) {
    super();
  }

  protected advance(): Poll<T> {
    return this.outcome;
  }

  protected traceFields(tracer: Tracer): void {
    traceHeld(tracer, this.outcome);
  }
}

/** Finishes in its first step with the outcome given, be it a value or an error. */
export function done<G, T>(outcome: Outcome<T>): Sequence<G, T> {
  return new Settled(outcome);
}

/** Finishes in its first step with a value, which it holds until then. */
export function ok<G, T>(value: T): Sequence<G, T> {
  return new Settled(Poll.done(value));
}

/** Fails in its first step. The error can be any value. */
export function fail<G>(error: unknown): Sequence<G, never> {
  return new Settled<G, never>(Poll.failed(error));
}

class Apply<in out G, H, out T> extends Sequence<G, T> {
  constructor(
    private readonly held: H,
    private readonly f: (cx: StepContext<G>, held: H) => T,
  ) {
    super();
  }

  protected advance(cx: StepContext<G>): Poll<T> {
    return Poll.done(this.f(cx, this.held));
  }

  protected traceFields(tracer: Tracer): void {
    traceHeld(tracer, this.held);
  }
}

/**
 * Calls `f` in its first step, and finishes with what it returns.
 * A pointer that `f` needs must be handed over as `held`: what a closure captures is not traced.
 */
export function fromFn<G, T>(f: (cx: StepContext<G>) => T): Sequence<G, T>;
export function fromFn<G, H, T>(held: H, f: (cx: StepContext<G>, held: H) => T): Sequence<G, T>;
export function fromFn<G, H, T>(first: H | ((cx: StepContext<G>) => T), second?: (cx: StepContext<G>, held: H) => T): Sequence<G, T> {
  if (second === undefined) return new Apply<G, undefined, T>(undefined, first as (cx: StepContext<G>) => T);
  return new Apply<G, H, T>(first as H, second);
}

class Awaiting<in out G, out T> extends Sequence<G, T> {
  constructor(private readonly wait: Wait) {
    super();
  }

  protected advance(): Poll<T> {
    const { settlement } = this.wait;
    if (settlement === undefined) return Poll.waiting(this.wait);
    return settlement.isFulfilled ? Poll.done(settlement.value as T) : Poll.failed(settlement.error);
  }

  protected traceFields(): void {}
}

/**
 * Waits for a promise: finishes in the first step after it settled, with its value, or fails with its rejection.
 * @param what names what is waited for in the error of a driver that cannot wait. Default "a promise".
 */
export function fromPromise<G, T>(promise: PromiseLike<T>, what?: string): Sequence<G, T> {
  return new Awaiting<G, T>(new Wait(promise, what));
}
