// Combinators that turn an outcome into another one without looking at the heap, in the very step in which the source finished.

import { linkOperator } from "../chain.js";
import { type Operator } from "../sequence.js";
import { type Outcome, Poll } from "../poll.js";

/** Turns the value into another one. `f` runs in the step in which the source finished, and has no access to the arena; see `thenDo`. */
export function map<G, A, B>(f: (value: A) => B): Operator<G, A, B> {
  return linkOperator("map", {
    settle: (_cx, outcome: Outcome<A>) => (outcome.kind === "done" ? Poll.done(f(outcome.value)) : outcome),
  });
}

/** Turns the error into another one. `f` runs in the step in which the source failed. */
export function mapErr<G, A>(f: (error: unknown) => unknown): Operator<G, A, A> {
  return linkOperator("mapErr", {
    settle: (_cx, outcome: Outcome<A>) => (outcome.kind === "failed" ? Poll.failed(f(outcome.error)) : outcome),
  });
}
