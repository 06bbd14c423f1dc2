// `Chain`: a sequence with combinators behind it, as data: the innermost sequence, and a stack of links that wait for its outcome.
// Invariant: the innermost sequence is never an unstarted chain, since the links of one are taken over. So a chain of any length, also one
// that grows while it runs (a loop by `andThen`), is stepped in constant JavaScript stack, and a finished link leaves nothing behind.

import { type Tracer } from "@luster/gc-arena";
import { type Outcome, Poll, isOutcome } from "./poll.js";
import { type Operator, Sequence, type StepContext, checkSequence } from "./sequence.js";

/** What waits for an outcome: gives another one, or a sequence to run in its place. It must not hold pointers. */
export interface Link<G> {
  settle(cx: StepContext<G>, outcome: Outcome<never>): Outcome<unknown> | Sequence<G, unknown>;
}

export class Chain<in out G, out T> extends Sequence<G, T> {
  /** Links that joined before the first step: innermost first. */
  private waiting: Link<G>[];
  /** Links from the first step on: innermost last. */
  private readonly stack: Link<G>[] = [];
  private innermost: Sequence<G, unknown> | undefined;

  private constructor(innermost: Sequence<G, unknown>, links: Link<G>[]) {
    super();
    this.innermost = innermost;
    this.waiting = links;
  }

  /** `source` with one more link behind it. Costs O(1). */
  static of<G, T>(operation: string, source: Sequence<G, unknown>, link: Link<G>): Chain<G, T> {
    checkSequence(operation, source).take(operation);
    if (!(source instanceof Chain) || !source.isFresh) return new Chain<G, T>(source, [link]);
    const chain = source as Chain<G, unknown>;
    const { innermost, links } = chain.handOver();
    links.push(link);
    return new Chain<G, T>(innermost, links);
  }

  protected advance(cx: StepContext<G>): Poll<T> {
    if (this.waiting.length > 0) this.unpack();
    const poll = (this.innermost as Sequence<G, unknown>).step(cx);
    return (isOutcome(poll) ? this.settle(cx, poll) : poll) as Poll<T>;
  }

  protected override beginUnwind(reason: unknown): void {
    this.waiting = [];
    this.stack.length = 0;
    this.innermost?.abort(reason);
  }

  protected override unwind(cx: StepContext<G>): Poll<unknown> {
    return (this.innermost as Sequence<G, unknown>).step(cx);
  }

  protected traceFields(tracer: Tracer): void {
    if (this.innermost !== undefined) tracer.mark(this.innermost);
  }

  // Passes an outcome from link to link, until one gives a sequence; its first step is the chain's next.
  private settle(cx: StepContext<G>, outcome: Outcome<unknown>): Poll<unknown> {
    this.innermost = undefined;
    let current = outcome;
    for (let link = this.stack.pop(); link !== undefined; link = this.stack.pop()) {
      cx.fuel.consume(1);
      const next = settleLink(link, cx, current);
      if (next instanceof Sequence) return this.adopt(next);
      current = next;
    }
    return current;
  }

  private adopt(next: Sequence<G, unknown>): Poll<unknown> {
    this.innermost = next;
    if (next instanceof Chain && next.isFresh) {
      const { innermost, links } = (next as Chain<G, unknown>).handOver();
      this.innermost = innermost;
      this.waiting = links;
      this.unpack();
    }
    return Poll.pending;
  }

  private handOver(): { innermost: Sequence<G, unknown>; links: Link<G>[] } {
    const innermost = this.innermost as Sequence<G, unknown>;
    const links = this.waiting;
    this.innermost = undefined;
    this.waiting = [];
    this.retire();
    return { innermost, links };
  }

  private unpack(): void {
    const { waiting, stack } = this;
    for (let i = waiting.length - 1; i >= 0; i--) stack.push(waiting[i] as Link<G>);
    this.waiting = [];
  }
}

function settleLink<G>(link: Link<G>, cx: StepContext<G>, outcome: Outcome<unknown>): Outcome<unknown> | Sequence<G, unknown> {
  try {
    const next = link.settle(cx, outcome as Outcome<never>);
    return next instanceof Sequence ? next.take("Sequence.step") : next;
  } catch (error) {
    return Poll.failed(error);
  }
}

/** The operator that puts a link behind its source. */
export function linkOperator<G, A, B>(operation: string, link: Link<G>): Operator<G, A, B> {
  return (source) => Chain.of<G, B>(operation, source, link);
}
