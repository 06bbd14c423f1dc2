// The registered deaths: the only objects of which the arena keeps a list, because something happens when they die.
// Invariant: outside of a sweep each registration is in exactly one place: `finalizable`, `disposable`, or a queue.
// The lists are bags; the order of registration is a number, and what dies in one cycle is sorted by it, newest first.

import { type Collect, type LargeCollect, type Tracer, trace, traceMore } from "./collect.js";
import { SegmentedStack } from "./segmented-stack.js";

/** What happens to a registered object when it dies. */
export const enum DeathKind {
  /** It waits in `finalizers` for the arena to call its `[finalize]`. */
  Finalizer,
  /** It waits in `takeaways` for the host to take it. */
  Takeaway,
  /** It is disposed, without resurrection. */
  Dispose,
}

export class Registration {
  constructor(
    readonly object: Collect,
    readonly kind: DeathKind,
    readonly order: number,
  ) {}
}

const PIECE_ENTRIES = 1024;
/** Consumed entries at the head of a queue before it is copied down. */
const COMPACT_ENTRIES = 4096;

/** First in, first out. What waits in it is alive: it is one of the collector's roots. */
export class DeathQueue implements LargeCollect {
  gcColor = 0;
  private entries: (Collect | undefined)[] = [];
  private head = 0;

  get length(): number {
    return this.entries.length - this.head;
  }

  /** Only between marking phases: tracing goes by index. */
  push(object: Collect): void {
    this.entries.push(object);
  }

  shift(): Collect | undefined {
    if (this.head === this.entries.length) return undefined;
    const object = this.entries[this.head];
    this.entries[this.head++] = undefined;
    return object;
  }

  compact(): void {
    if (this.head < COMPACT_ENTRIES && this.head < this.entries.length) return;
    this.entries = this.entries.slice(this.head);
    this.head = 0;
  }

  [trace](tracer: Tracer): void {
    if (this.length > 0) tracer.traceLater(this, this.head);
  }

  [traceMore](tracer: Tracer, from: number): number {
    const end = Math.min(from + PIECE_ENTRIES, this.entries.length);
    for (let i = Math.max(from, this.head); i < end; i++) {
      const object = this.entries[i];
      if (object !== undefined) tracer.mark(object);
    }
    return end === this.entries.length ? -1 : end;
  }
}

export class Deaths {
  /** Dead objects whose `[finalize]` the arena will call. */
  readonly finalizers = new DeathQueue();
  /** Dead objects that the host will take with `popFinalizable`. */
  readonly takeaways = new DeathQueue();
  /** No new finalizers: the arena is closing. */
  isClosing = false;

  private finalizable = new SegmentedStack<Registration>();
  private finalizableSurvivors = new SegmentedStack<Registration>();
  private suspects: Registration[] = [];
  private disposable = new SegmentedStack<Registration>();
  private disposableToSweep = new SegmentedStack<Registration>();
  private dying: Registration[] = [];
  private isDyingSorted = false;
  private lastOrder = 0;

  register(object: Collect, kind: DeathKind): void {
    const list = kind === DeathKind.Dispose ? this.disposable : this.finalizable;
    list.push(new Registration(object, kind, ++this.lastOrder));
  }

  /** Number of registrations that wait for their object's death. */
  get registeredCount(): number {
    const finalizable = this.finalizable.length + this.finalizableSurvivors.length + this.suspects.length;
    return finalizable + this.disposable.length + this.disposableToSweep.length + this.dying.length;
  }

  /** Sets up to `limit` finalizable objects aside that are already marked; true when all were looked at. */
  sift(tracer: Tracer, limit: number): boolean {
    for (let done = 0; done < limit; done++) {
      const registration = this.finalizable.pop();
      if (registration === undefined) return true;
      if (tracer.isDead(registration.object)) this.suspects.push(registration);
      else this.finalizableSurvivors.push(registration);
    }
    return false;
  }

  /** Moves all finalizable objects that are dead now to the queues and marks them. */
  resurrectDead(tracer: Tracer): void {
    while (!this.sift(tracer, Infinity));
    const dead = this.suspects.filter((suspect) => this.isStillDead(tracer, suspect));
    this.suspects = [];
    this.restoreSurvivors();
    this.finalizers.compact();
    this.takeaways.compact();
    for (const registration of newestFirst(dead)) this.enqueue(tracer, registration);
  }

  /** Undoes `sift`, for a cycle that is given up. */
  restoreSurvivors(): void {
    for (const suspect of this.suspects) this.finalizable.push(suspect);
    this.suspects = [];
    if (this.finalizable.length === 0) {
      [this.finalizable, this.finalizableSurvivors] = [this.finalizableSurvivors, this.finalizable];
      return;
    }
    let registration: Registration | undefined;
    while ((registration = this.finalizable.pop()) !== undefined) this.finalizableSurvivors.push(registration);
    [this.finalizable, this.finalizableSurvivors] = [this.finalizableSurvivors, this.finalizable];
  }

  /** Begins the sweep of the disposable objects: those registered from now on are not looked at. */
  beginSweep(): void {
    [this.disposable, this.disposableToSweep] = [this.disposableToSweep, this.disposable];
    this.isDyingSorted = false;
  }

  /** Looks at up to `limit` disposable objects for dead ones; true when all were looked at. */
  sweepDisposable(tracer: Tracer, limit: number): boolean {
    for (let done = 0; done < limit; done++) {
      const registration = this.disposableToSweep.pop();
      if (registration === undefined) return true;
      if (tracer.isDead(registration.object)) this.dying.push(registration);
      else this.disposable.push(registration);
    }
    return false;
  }

  /** The next object to be disposed, newest first; `undefined` when none is left. Only when the sweep has looked at all. */
  popDying(): Collect | undefined {
    if (!this.isDyingSorted) {
      this.dying = newestFirst(this.dying).reverse();
      this.isDyingSorted = true;
    }
    return this.dying.pop()?.object;
  }

  /** Moves every object that the host still has to take to the queue, newest first. */
  takeAll(): void {
    this.restoreSurvivors();
    const taken: Registration[] = [];
    const kept: Registration[] = [];
    let registration: Registration | undefined;
    while ((registration = this.finalizable.pop()) !== undefined) {
      (registration.kind === DeathKind.Takeaway ? taken : kept).push(registration);
    }
    for (const left of kept) this.finalizable.push(left);
    for (const { object } of newestFirst(taken)) this.takeaways.push(object);
  }

  /** Empties all lists: every registration that is left, newest first. */
  drainAll(): Registration[] {
    const all: Registration[] = [...this.suspects, ...this.dying];
    const lists = [this.finalizable, this.finalizableSurvivors, this.disposable, this.disposableToSweep];
    for (const list of lists) {
      let registration: Registration | undefined;
      while ((registration = list.pop()) !== undefined) all.push(registration);
    }
    this.suspects = [];
    this.dying = [];
    return newestFirst(all);
  }

  private isStillDead(tracer: Tracer, suspect: Registration): boolean {
    if (tracer.isDead(suspect.object)) return true;
    this.finalizableSurvivors.push(suspect);
    return false;
  }

  private enqueue(tracer: Tracer, { object, kind }: Registration): void {
    tracer.mark(object);
    (kind === DeathKind.Takeaway ? this.takeaways : this.finalizers).push(object);
  }
}

function newestFirst(registrations: Registration[]): Registration[] {
  return registrations.sort((a, b) => b.order - a.order);
}
