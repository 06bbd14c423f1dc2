// The registered deaths: the only objects of which the arena keeps a list, because something happens when they die.
// Invariant: each registration is in one place: a list, or, once its object has died, a queue. The lists are bags; the order of
// registration is a number, and what dies in one cycle is sorted by it, newest first.
// The queues are roots of the collector: what waits in them is alive.

import { type Collect, type Tracer } from "./collect.js";
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

export class Deaths {
  /** Dead objects whose `[finalize]` the arena will call; the last one is the next. */
  finalizers: Collect[] = [];
  /** Dead objects that the host will take with `popFinalizable`; the last one is the next. */
  takeaways: Collect[] = [];
  /** Dead objects that will be disposed; the last one is the next. In order only when the sweep has looked at all. */
  dying: Registration[] = [];
  /** No new finalizers: the arena is closing. */
  isClosing = false;

  #finalizable = new SegmentedStack<Registration>();
  // While marking: what was seen to be alive, and what was not yet.
  #survivors = new SegmentedStack<Registration>();
  #suspects: Registration[] = [];
  #disposable = new SegmentedStack<Registration>();
  // While sweeping: what is to be looked at.
  #toSweep = new SegmentedStack<Registration>();
  #lastOrder = 0;

  register(object: Collect, kind: DeathKind): void {
    this.#list(new Registration(object, kind, ++this.#lastOrder));
  }

  /** Number of registrations that wait for their object's death. */
  get registeredCount(): number {
    return this.#finalizable.length + this.#survivors.length + this.#suspects.length + this.#disposable.length + this.#toSweep.length;
  }

  /** Sets up to `limit` finalizable objects aside that are already marked; true when all were looked at. */
  sift(tracer: Tracer, limit: number): boolean {
    return partition(tracer, this.#finalizable, this.#survivors, this.#suspects, limit);
  }

  /** Moves all finalizable objects that are dead now to the queues and marks them. */
  resurrectDead(tracer: Tracer): void {
    this.sift(tracer, Infinity);
    const dead: Registration[] = [];
    for (const suspect of this.#suspects) (tracer.isDead(suspect.object) ? dead : this.#survivors).push(suspect);
    this.#suspects = [];
    this.restoreSurvivors();
    for (const { object } of dead) tracer.mark(object);
    this.finalizers = queued(dead, DeathKind.Finalizer, this.finalizers);
    this.takeaways = queued(dead, DeathKind.Takeaway, this.takeaways);
  }

  /** Undoes `sift`. */
  restoreSurvivors(): void {
    for (const suspect of this.#suspects) this.#survivors.push(suspect);
    this.#suspects = [];
    forEachPopped(this.#finalizable, (registration) => this.#survivors.push(registration));
    [this.#finalizable, this.#survivors] = [this.#survivors, this.#finalizable];
  }

  /** Begins the sweep of the disposable objects: those registered from now on are not looked at. */
  beginSweep(): void {
    [this.#disposable, this.#toSweep] = [this.#toSweep, this.#disposable];
  }

  /** Looks at up to `limit` disposable objects for dead ones; true when all were looked at. */
  sweep(tracer: Tracer, limit: number): boolean {
    if (!partition(tracer, this.#toSweep, this.#disposable, this.dying, limit)) return false;
    sortByOrder(this.dying);
    return true;
  }

  /** Moves every object that the host still has to take to its queue. */
  takeAll(): void {
    const all = this.drainAll();
    for (const registration of all) if (registration.kind !== DeathKind.Takeaway) this.#list(registration);
    this.takeaways = queued(all, DeathKind.Takeaway, this.takeaways);
  }

  /** Empties all lists: every registration that is left, oldest first. */
  drainAll(): Registration[] {
    const all = this.dying;
    this.dying = [];
    this.restoreSurvivors();
    for (const list of [this.#finalizable, this.#disposable, this.#toSweep]) forEachPopped(list, (registration) => all.push(registration));
    return sortByOrder(all);
  }

  #list(registration: Registration): void {
    (registration.kind === DeathKind.Dispose ? this.#disposable : this.#finalizable).push(registration);
  }
}

/** Moves up to `limit` registrations to `alive` or `dead`; true when none is left. */
function partition(
  tracer: Tracer,
  from: SegmentedStack<Registration>,
  alive: SegmentedStack<Registration>,
  dead: Registration[],
  limit: number,
): boolean {
  for (let done = 0; done < limit; done++) {
    const registration = from.pop();
    if (registration === undefined) return true;
    (tracer.isDead(registration.object) ? dead : alive).push(registration);
  }
  return false;
}

/** The queue with those of `dead` added that are of one kind: after what waits already, newest first. */
function queued(dead: Registration[], kind: DeathKind, waiting: Collect[]): Collect[] {
  const added = sortByOrder(dead).filter((registration) => registration.kind === kind);
  return added.length === 0 ? waiting : [...added.map((registration) => registration.object), ...waiting];
}

function sortByOrder(registrations: Registration[]): Registration[] {
  return registrations.sort((a, b) => a.order - b.order);
}

function forEachPopped(list: SegmentedStack<Registration>, visit: (registration: Registration) => void): void {
  for (let registration = list.pop(); registration !== undefined; registration = list.pop()) visit(registration);
}
