// The cycle: sleeping -> marking -> (atomic step) -> sweeping -> sleeping, a slice at a time.
// Invariant: weak references are cleared, and dead finalizable objects found, only in the atomic step, in which no `mutate` runs;
// what is white after it is dead, except what was allocated later. It calls no user code but `trace` methods and clearing methods:
// finalizers and disposers are run by the driver. When one of these throws, the driver gives the marking phase up.

import { type Collect, type Tracer } from "./collect.js";
import { array, pointer } from "./collector-of.js";
import { type Heap } from "./heap.js";
import { type Marker } from "./marker.js";
import { type Phase } from "./phase.js";

/** Changed objects that the atomic step may trace; more are traced in slices first, in at most MAX_ROUNDS rounds. */
const ATOMIC_CHANGED_LIMIT = 256;
const MAX_ROUNDS = 8;
/** Entries of a list that are handled between two looks at the budget, and the work charged for each. */
const LIST_BATCH = 512;
const WORK_PER_ENTRY = 16;

/** How far one call may go: until `work` bytes of work are done or the clock passes `deadlineMs`. */
export interface Budget {
  work: number;
  readonly deadlineMs: number;
}

/** The arena's roots. */
export interface Roots {
  /** Reports all roots, at the beginning of a cycle. */
  traceRoots(tracer: Tracer): void;
  /** Reports those roots again that are written without a barrier, when a `mutate` ran since. */
  retraceRoots(heap: Heap): void;
}

const traceQueue = array(pointer);

/** What a debug mode adds; see the debug entry. */
export interface ArenaObserver {
  /** Everything reachable is marked; nothing is cleared yet. May throw: the cycle is then given up. */
  onMarked?(): void;
  /** A `mutate` is over; collections are allowed. */
  afterMutate?(): void;
  /** The object was disposed. */
  onDisposed?(object: Collect): void;
}

export function nowMs(): number {
  return performance.now();
}

export class Collector {
  phase: Phase = "sleeping";
  observer: ArenaObserver | undefined = undefined;
  /** Bytes in use when the running cycle began. */
  cycleStartBytes = 0;

  readonly #heap: Heap;
  readonly #roots: Roots;
  readonly #marker: Marker;
  #rounds = 0;
  #changedQuota = 0;
  #isSifted = false;
  #isSweepOfDisposableDone = false;

  constructor(heap: Heap, roots: Roots) {
    this.#heap = heap;
    this.#roots = roots;
    this.#marker = heap.marker;
  }

  get isMarking(): boolean {
    return this.phase === "marking" || this.phase === "marked";
  }

  beginCycle(): void {
    const heap = this.#heap;
    const marker = this.#marker;
    while (!marker.resetEphemerons(LIST_BATCH));
    marker.beginCycle();
    heap.grownBytes = 0;
    heap.barrierColor = marker.black;
    this.cycleStartBytes = heap.allocatedBytes;
    this.#rounds = 0;
    this.#changedQuota = 0;
    this.#isSifted = false;
    this.phase = "marking";
    this.#roots.traceRoots(marker);
    traceQueue(marker, heap.deaths.finalizers);
    traceQueue(marker, heap.deaths.takeaways);
  }

  /** Marks; true when the atomic step is due. */
  mark(budget: Budget): boolean {
    if (this.phase === "marked") return true;
    const workBefore = this.#marker.work;
    const isDone = this.#markUntil(workBefore + budget.work, budget.deadlineMs);
    budget.work -= this.#marker.work - workBefore;
    return isDone;
  }

  /** Finishes marking: whatever is reachable now is black. Allows `resurrect` before `beginSweep`. */
  finishMarking(): void {
    if (this.phase === "marked") return;
    this.markRest();
    this.observer?.onMarked?.();
    this.phase = "marked";
  }

  /** A `mutate` is about to run: what was marked may change. */
  reopenMarking(): void {
    if (this.phase === "marked") this.phase = "marking";
  }

  /** Traces all that is grey or was changed, the roots included. */
  markRest(): void {
    const marker = this.#marker;
    this.#roots.retraceRoots(this.#heap);
    do marker.drain(Infinity, Infinity, nowMs);
    while (marker.traceChanged());
  }

  /** The rest of the atomic step: clears weak references, finds the dead. */
  beginSweep(): void {
    this.finishMarking();
    this.#clearAndResurrect();
    this.#heap.barrierColor = -1;
    this.#marker.dropLists();
    this.#heap.settle();
    this.#heap.deaths.beginSweep();
    this.#isSweepOfDisposableDone = false;
    this.phase = "sweeping";
  }

  /** Looks for dead disposable objects and tidies up; true when the sweep is done, except for running what is to be run. */
  sweep(budget: Budget): boolean {
    while (!this.#sweepBatch()) {
      budget.work -= LIST_BATCH * WORK_PER_ENTRY;
      if (budget.work <= 0 || nowMs() >= budget.deadlineMs) return false;
    }
    return true;
  }

  endCycle(): void {
    this.phase = "sleeping";
  }

  /** Gives the running marking phase up: nothing is cleared, nothing is dead, all objects are white at the next cycle. */
  abandonMarking(): void {
    if (!this.isMarking) return;
    this.#heap.barrierColor = -1;
    this.#marker.dropLists();
    this.#heap.deaths.restoreSurvivors();
    this.phase = "sleeping";
  }

  #markUntil(workLimit: number, deadlineMs: number): boolean {
    const marker = this.#marker;
    for (;;) {
      if (!marker.drain(workLimit, deadlineMs, nowMs)) return false;
      if (!this.#traceSomeChanged() && this.#siftSome()) return true;
      if (marker.work >= workLimit || (deadlineMs !== Infinity && nowMs() >= deadlineMs)) return false;
    }
  }

  // Objects changed by running code are traced in slices while they are many; false when few enough are left for the atomic step.
  #traceSomeChanged(): boolean {
    const marker = this.#marker;
    if (this.#changedQuota === 0) {
      const changed = marker.touched.length + marker.again.length;
      if (changed <= ATOMIC_CHANGED_LIMIT || this.#rounds === MAX_ROUNDS) return false;
      this.#changedQuota = changed;
      this.#rounds++;
    }
    const batch = Math.min(this.#changedQuota, ATOMIC_CHANGED_LIMIT);
    this.#changedQuota -= batch;
    for (let i = 0; i < batch && marker.traceChanged(); i++);
    return true;
  }

  // Most finalizable objects and weak references are seen to be alive before the atomic step, which then looks at the rest only.
  #siftSome(): boolean {
    if (this.#isSifted) return true;
    this.#isSifted = this.#heap.deaths.sift(this.#marker, LIST_BATCH) && this.#marker.siftWeakReferences(LIST_BATCH);
    this.#marker.work += LIST_BATCH * WORK_PER_ENTRY;
    return this.#isSifted;
  }

  // Manual 2.5.4: values that die are cleared before finalizers run, keys after what the finalizers will see was marked.
  #clearAndResurrect(): void {
    const marker = this.#marker;
    marker.clearWeakReferences();
    const weakCount = clearValues(marker, marker.weakValues, 0);
    const allWeakCount = clearValues(marker, marker.allWeak, 0);
    this.#heap.deaths.resurrectDead(marker);
    this.markRest();
    for (const container of marker.ephemerons) container.clearDeadKeys(marker);
    for (const container of marker.allWeak) container.clearDeadKeys(marker);
    marker.clearWeakReferences();
    clearValues(marker, marker.weakValues, weakCount);
    clearValues(marker, marker.allWeak, allWeakCount);
  }

  #sweepBatch(): boolean {
    const marker = this.#marker;
    const { deaths } = this.#heap;
    if (!this.#isSweepOfDisposableDone) {
      this.#isSweepOfDisposableDone = deaths.sweep(marker, LIST_BATCH);
      return false;
    }
    return marker.resetEphemerons(LIST_BATCH);
  }
}

/** Clears the containers from index `from` on; gives their number. */
function clearValues(marker: Marker, containers: Marker["weakValues"], from: number): number {
  for (let i = from; i < containers.length; i++) containers[i]?.clearDeadValues(marker);
  return containers.length;
}
