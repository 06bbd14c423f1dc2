// `pipe`: combinators in the order in which they act.

import { type Operator, type Sequence } from "./sequence.js";

/** Applies operators from left to right: `pipe(ok(1), map(f), thenDo(g))`. Each takes the sequence before it. */
export function pipe<G, A>(source: Sequence<G, A>): Sequence<G, A>;
export function pipe<G, A, B>(source: Sequence<G, A>, ab: Operator<G, A, B>): Sequence<G, B>;
export function pipe<G, A, B, C>(source: Sequence<G, A>, ab: Operator<G, A, B>, bc: Operator<G, B, C>): Sequence<G, C>;
export function pipe<G, A, B, C, D>(
  source: Sequence<G, A>,
  ab: Operator<G, A, B>,
  bc: Operator<G, B, C>,
  cd: Operator<G, C, D>,
): Sequence<G, D>;
export function pipe<G, A, B, C, D, E>(
  source: Sequence<G, A>,
  ab: Operator<G, A, B>,
  bc: Operator<G, B, C>,
  cd: Operator<G, C, D>,
  de: Operator<G, D, E>,
): Sequence<G, E>;
export function pipe<G, A, B, C, D, E, F>(
  source: Sequence<G, A>,
  ab: Operator<G, A, B>,
  bc: Operator<G, B, C>,
  cd: Operator<G, C, D>,
  de: Operator<G, D, E>,
  ef: Operator<G, E, F>,
): Sequence<G, F>;
export function pipe<G>(source: Sequence<G, unknown>, ...operators: Operator<G, never, unknown>[]): Sequence<G, unknown> {
  return operators.reduce<Sequence<G, unknown>>((current, operator) => operator(current as Sequence<G, never>), source);
}
