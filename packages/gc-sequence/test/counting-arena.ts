// What the tests share: an arena of linked nodes with a place for running sequences, and sequences of a known number of steps.
import { Arena, trace } from "@luster/gc-arena";
import type { Branded, Collect, Mutation, Rootable, Tracer } from "@luster/gc-arena";
import { Poll, Sequence, SequenceSet, Sequencer } from "@luster/gc-sequence";
import type { SequencerOptions, StepContext } from "@luster/gc-sequence";

export class Node<in out G> implements Collect {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  next: Node<G> | undefined = undefined;

  constructor(
    mc: Mutation<G>,
    readonly name: string,
  ) {
    mc.alloc(this, 64);
  }

  link(mc: Mutation<G>, next: Node<G> | undefined): void {
    this.next = next;
    mc.backwardBarrier(this);
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(64);
    if (this.next !== undefined) tracer.mark(this.next);
  }
}

export interface TestState<G> {
  readonly sequences: SequenceSet<G>;
  readonly head: Node<G>;
}

export interface TestRoot extends Rootable {
  readonly Root: TestState<this["G"]>;
}

export function makeArena(): Arena<TestRoot> {
  return new Arena<TestRoot>((mc) => ({ sequences: new SequenceSet(mc), head: new Node(mc, "head") }));
}

export function makeSequencer(options?: SequencerOptions): Sequencer<TestRoot> {
  return sequencerOf(makeArena(), options);
}

export function sequencerOf(arena: Arena<TestRoot>, options?: SequencerOptions): Sequencer<TestRoot> {
  return new Sequencer<TestRoot>(arena, (root) => root.sequences, options);
}

/** Finishes with `value` in its step number `steps`; notes each step, and its unwinding, in `log`. */
export class Countdown<in out G, out T> extends Sequence<G, T> {
  constructor(
    private steps: number,
    private readonly value: T,
    private readonly log: unknown[] = [],
    private readonly fuelPerStep = 0,
  ) {
    super();
  }

  protected advance(cx: StepContext<G>): Poll<T> {
    this.steps--;
    this.log.push(this.value);
    cx.fuel.consume(this.fuelPerStep);
    return this.steps === 0 ? Poll.done(this.value) : Poll.pending;
  }

  protected override unwind(_cx: StepContext<G>, reason: unknown): Poll<unknown> {
    this.log.push(["unwound", this.value]);
    return Poll.failed(reason);
  }

  protected traceFields(): void {}
}

/** What `f` throws. */
export function thrownBy(f: () => unknown): unknown {
  try {
    f();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
