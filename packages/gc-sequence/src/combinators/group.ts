// Several sequences side by side: `all` and `race`. In each step of the group every member that is not waiting has one step, in order; when
// the fuel is spent, the round ends early and the next step goes on with the member whose turn it is.
// Invariant: the group finishes only when every member has finished. Once its outcome is known, the others are aborted and unwound first.

import { type Tracer } from "@luster/gc-arena";
import { SequenceAbortedError } from "../errors.js";
import { type Outcome, Poll, type Wait, isOutcome } from "../poll.js";
import { Sequence, type StepContext, checkSequence } from "../sequence.js";
import { traceHeld } from "../trace-held.js";

interface Member<G> {
  readonly index: number;
  readonly sequence: Sequence<G, unknown>;
  /** What it waits for, as it last said. */
  waits: readonly Wait[] | undefined;
}

abstract class Group<in out G, out T> extends Sequence<G, T> {
  private readonly members: Member<G>[];
  /** Position of the member whose turn it is. */
  private turn = 0;
  /** What the group ends with, once that is known. */
  private ending: Outcome<T> | undefined = undefined;

  constructor(operation: string, sequences: Iterable<Sequence<G, unknown>>) {
    super();
    this.members = [...sequences].map((sequence, index) => ({
      index,
      sequence: checkSequence(operation, sequence).take(operation),
      waits: undefined,
    }));
  }

  /** Takes note of a member's outcome; gives the group's, if that is known now. */
  protected abstract noteOutcome(index: number, outcome: Outcome<unknown>): Outcome<T> | undefined;
  /** The outcome of a group in which all members have finished, and none has decided. */
  protected abstract outcomeOfAll(): Outcome<T>;
  protected abstract traceResults(tracer: Tracer): void;

  protected advance(cx: StepContext<G>): Poll<T> {
    this.round(cx);
    if (this.members.length === 0) return this.ending ?? this.outcomeOfAll();
    return this.restingPoll();
  }

  protected override beginUnwind(reason: unknown): void {
    this.abortMembers(reason);
    this.ending = Poll.failed(reason);
  }

  protected override unwind(cx: StepContext<G>): Poll<unknown> {
    return this.advance(cx);
  }

  protected traceFields(tracer: Tracer): void {
    for (const member of this.members) tracer.mark(member.sequence);
    if (this.ending !== undefined) traceHeld(tracer, this.ending);
    this.traceResults(tracer);
  }

  // One step for each member at most.
  private round(cx: StepContext<G>): void {
    const { members } = this;
    for (let steps = members.length; steps > 0 && members.length > 0; steps--) {
      if (this.turn >= members.length) this.turn = 0;
      this.stepMember(cx, members[this.turn] as Member<G>);
      if (cx.fuel.isSpent) return;
    }
  }

  // Steps a member and moves on to the next.
  private stepMember(cx: StepContext<G>, member: Member<G>): void {
    if (member.waits?.every((wait) => !wait.isSettled)) {
      this.turn++;
      return;
    }
    const poll = member.sequence.step(cx);
    member.waits = poll.kind === "waiting" ? poll.waits : undefined;
    if (!isOutcome(poll)) this.turn++;
    else this.finishMember(member, poll);
  }

  private finishMember(member: Member<G>, outcome: Outcome<unknown>): void {
    this.members.splice(this.turn, 1);
    if (this.ending !== undefined) return;
    this.ending = this.noteOutcome(member.index, outcome);
    if (this.ending !== undefined) this.abortMembers(new SequenceAbortedError("another sequence of the group has decided its outcome"));
  }

  private abortMembers(reason: unknown): void {
    for (const member of this.members) {
      member.sequence.abort(reason);
      member.waits = undefined;
    }
  }

  private restingPoll(): Poll<T> {
    const waits: Wait[] = [];
    for (const member of this.members) {
      if (member.waits === undefined || member.waits.some((wait) => wait.isSettled)) return Poll.pending;
      waits.push(...member.waits);
    }
    return { kind: "waiting", waits };
  }
}

class All<in out G, T> extends Group<G, T[]> {
  private readonly results: T[];

  constructor(sequences: readonly Sequence<G, T>[]) {
    super("all", sequences);
    this.results = new Array<T>(sequences.length);
  }

  protected noteOutcome(index: number, outcome: Outcome<unknown>): Outcome<T[]> | undefined {
    if (outcome.kind === "failed") return outcome;
    this.results[index] = outcome.value as T;
    return undefined;
  }

  protected outcomeOfAll(): Outcome<T[]> {
    return Poll.done(this.results);
  }

  protected traceResults(tracer: Tracer): void {
    traceHeld(tracer, this.results);
  }
}

class Race<in out G, T> extends Group<G, T> {
  constructor(sequences: readonly Sequence<G, T>[]) {
    if (sequences.length === 0) throw new RangeError("race: at least one sequence is needed, none was given");
    super("race", sequences);
  }

  protected noteOutcome(_index: number, outcome: Outcome<unknown>): Outcome<T> {
    return outcome as Outcome<T>;
  }

  protected outcomeOfAll(): never {
    throw new Error("a race without members");
  }

  protected traceResults(): void {}
}

/**
 * Runs sequences side by side and finishes with the list of their values, in the order given; with an empty list for none.
 * When one fails, the others are aborted, and when they are unwound this fails with that error.
 * It finishes in the step in which the last member did.
 */
export function all<G, const A extends readonly unknown[]>(sequences: {
  readonly [K in keyof A]: Sequence<G, A[K]>;
}): Sequence<G, { -readonly [K in keyof A]: A[K] }> {
  return new All<G, unknown>(sequences) as Sequence<G, unknown> as Sequence<G, never>;
}

/**
 * Runs sequences side by side and ends as the first one that does, with its value or its error; the others are aborted and unwound before.
 * It finishes in the step in which the last of them is unwound.
 * @throws RangeError for no sequences
 */
export function race<G, T>(sequences: readonly Sequence<G, T>[]): Sequence<G, T> {
  return new Race<G, T>(sequences);
}
