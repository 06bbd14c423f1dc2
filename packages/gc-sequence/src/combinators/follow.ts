// Combinators that go on after their source. What they start has its first step in the step after the one in which the source finished,
// so the arena may collect in between; what is handed on is held by the sequence, hence alive.

import { linkOperator } from "../chain.js";
import { type Operator, type Sequence, type StepContext, checkSequence } from "../sequence.js";
import { type Outcome } from "../poll.js";
import { fromFn } from "./sources.js";

/**
 * Calls `f` with the value, in a step of its own: the one after the source finished. Not called when the source failed.
 * (It cannot be named `then`: dynamic import takes a module with such an export for a promise, and never ends.)
 */
export function thenDo<G, A, B>(f: (cx: StepContext<G>, value: A) => B): Operator<G, A, B> {
  return linkOperator("thenDo", {
    settle: (_cx, outcome: Outcome<A>) => (outcome.kind === "done" ? fromFn(outcome.value, f) : outcome),
  });
}

/**
 * Goes on with the sequence that `f` makes of the value. `f` runs in the step in which the source finished, its sequence from the next step on.
 * Not called when the source failed.
 */
export function andThen<G, A, B>(f: (cx: StepContext<G>, value: A) => Sequence<G, B>): Operator<G, A, B> {
  return linkOperator("andThen", {
    settle: (cx: StepContext<G>, outcome: Outcome<A>) =>
      outcome.kind === "done" ? checkSequence("andThen", f(cx, outcome.value)) : outcome,
  });
}

/** Goes on with the sequence that `f` makes of the error. Steps as in `andThen`. Not called when the source finished with a value. */
export function orElse<G, A, B = A>(f: (cx: StepContext<G>, error: unknown) => Sequence<G, B>): Operator<G, A, A | B> {
  return linkOperator("orElse", {
    settle: (cx: StepContext<G>, outcome: Outcome<A>) =>
      outcome.kind === "failed" ? checkSequence("orElse", f(cx, outcome.error)) : outcome,
  });
}

/** Goes on with the sequence that `f` makes of the outcome, be it a value or an error. Steps as in `andThen`. */
export function chain<G, A, B>(f: (cx: StepContext<G>, outcome: Outcome<A>) => Sequence<G, B>): Operator<G, A, B> {
  return linkOperator("chain", { settle: (cx: StepContext<G>, outcome: Outcome<A>) => checkSequence("chain", f(cx, outcome)) });
}

/** Goes on with the sequence that is the source's value, from the next step on. */
export function flatten<G, T>(): Operator<G, Sequence<G, T>, T> {
  return linkOperator("flatten", {
    settle: (_cx, outcome: Outcome<Sequence<G, T>>) => (outcome.kind === "done" ? checkSequence("flatten", outcome.value) : outcome),
  });
}
