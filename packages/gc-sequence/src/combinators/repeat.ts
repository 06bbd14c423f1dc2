// Loops. One iteration leaves nothing behind, so a loop may run for ever in constant space.

import { Chain, type Link } from "../chain.js";
import { type Outcome, Poll } from "../poll.js";
import { type Sequence, type StepContext, checkSequence } from "../sequence.js";
import { describe } from "../errors.js";
import { fromFn } from "./sources.js";

/** How an iteration of `repeat` ends: with the state of the next one, or with the result of the loop. */
export type Iteration<S, T> = { readonly again: S } | { readonly stop: T };

/** Has `repeat` run its body again, with `state`. */
export function again<S>(state: S): { readonly again: S } {
  return { again: state };
}

/** Has `repeat` finish with `value`. */
export function stop<T>(value: T): { readonly stop: T } {
  return { stop: value };
}

/**
 * Runs the sequences that `body` makes, one after the other, until one finishes with `stop(value)`; `again(state)` gives the next state.
 * `body` first runs in the first step, later in the step in which the iteration before it finished; each iteration's first step is the next one.
 * An iteration that fails ends the loop.
 */
export function repeat<G, S, T>(state: S, body: (cx: StepContext<G>, state: S) => Sequence<G, Iteration<S, T>>): Sequence<G, T> {
  const link: Link<G> = {
    settle(cx, outcome: Outcome<Iteration<S, T>>) {
      if (outcome.kind === "failed") return outcome;
      const iteration = checkIteration(outcome.value);
      return "stop" in iteration ? Poll.done(iteration.stop) : Chain.of("repeat", body(cx, iteration.again), link);
    },
  };
  const start = fromFn<G, S, Sequence<G, Iteration<S, T>>>(state, body);
  return Chain.of(
    "repeat",
    Chain.of("repeat", start, {
      settle: (_cx, outcome: Outcome<Sequence<G, Iteration<S, T>>>) =>
        outcome.kind === "done" ? checkSequence("repeat", outcome.value) : outcome,
    }),
    link,
  );
}

function checkIteration<S, T>(value: Iteration<S, T>): Iteration<S, T> {
  if (typeof value === "object" && value !== null && ("stop" in value || "again" in value)) return value;
  throw new TypeError(`repeat: an iteration must finish with again(state) or stop(value), not ${describe(value)}`);
}
