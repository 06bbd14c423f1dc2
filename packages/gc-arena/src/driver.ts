// Runs the cycle for an arena: pays allocation debt in slices, calls finalizers and disposers, keeps the memory limit's soft edge.
// Invariant: at most one of `mutate`, a slice, or a disposal runs at a time (`enter`/`leave`); all else is refused as re-entrant.
// A slice never throws half-way: failures of finalizers are gathered, and reported when the slice is over.

import { Collector, type Budget, type Roots, nowMs } from "./collector.js";
import { type Collect } from "./collect.js";
import { DeathKind } from "./deaths.js";
import { disposeSymbol } from "./dispose.js";
import { type DynamicRootSet } from "./dynamic-roots.js";
import { ArenaFinalizerError, ArenaStateError, type FinalizerFailure } from "./errors.js";
import { Heap } from "./heap.js";
import { type Metrics } from "./metrics.js";
import { Finalization, type Finalizable, finalize } from "./mutation.js";
import { PACING, type Pacing } from "./pacing.js";

/** Work charged for running one finalizer or disposer, in bytes. */
const WORK_PER_CALL = 256;
/** Finalizers and disposers run between two looks at the clock. */
const CALL_BATCH = 32;

export class Driver {
  readonly heap = new Heap();
  readonly collector: Collector;
  pacing: Pacing = PACING.default;
  isRunning = true;
  isDisposed = false;
  /** Whether a `mutate`, a slice or a disposal runs. Set false directly where a call might overflow the JavaScript stack. */
  isBusy = false;
  onFinalizerError: ((failure: FinalizerFailure) => void) | undefined = undefined;
  /** Counts the calls that may have changed the heap, so that a `MarkedArena` knows when it is stale. */
  changeCount = 0;

  readonly #rootSet: DynamicRootSet;
  #failures: FinalizerFailure[] = [];
  /** Work owed and not yet done in the running cycle, in bytes. */
  #owedWork = 0;
  /** `allocatedBytes - unpacedBytes` up to which allocation has been turned into owed work. */
  #chargedUpTo = 0;
  #nextCycleAt = 0;
  #cycleCount = 0;
  #liveObjectCount = 0;
  #liveBytes = 0;
  #finalizedCount = 0;
  #disposedCount = 0;
  #sliceCount = 0;
  #maxPauseMs = 0;
  #lastPauseMs = 0;
  #totalPauseMs = 0;

  constructor(rootSet: DynamicRootSet, roots: Roots) {
    this.#rootSet = rootSet;
    this.collector = new Collector(this.heap, roots);
    this.setPacing(PACING.default);
  }

  // ---- who runs

  /** @throws ArenaStateError when something else runs, or the arena is disposed */
  enter(operation: string): void {
    if (this.isDisposed) throw new ArenaStateError(operation, "disposed");
    if (this.isBusy) throw new ArenaStateError(operation, "reentrant");
    this.isBusy = true;
    this.changeCount++;
  }

  leave(): void {
    this.isBusy = false;
  }

  /** Runs collector work, timed; then reports the finalizers that failed. */
  slice<R>(operation: string, work: () => R): R {
    const result = this.quietSlice(operation, work);
    this.reportFailures();
    return result;
  }

  /** As `slice`, but keeps the failures for the next one to report. */
  quietSlice<R>(operation: string, work: () => R): R {
    const start = nowMs();
    this.enter(operation);
    try {
      return work();
    } catch (error) {
      this.#giveUp();
      throw error;
    } finally {
      this.isBusy = false;
      this.#notePause(nowMs() - start);
    }
  }

  /** The end of a `mutate`: a full collection when the soft edge was crossed. It reports no failures; the next slice does. */
  afterMutate(): void {
    const { heap } = this;
    if (heap.allocatedBytes >= heap.softEdgeBytes) this.quietSlice("mutate", () => this.runFullCycle());
    this.collector.observer?.afterMutate?.();
  }

  // ---- the collection calls

  /** Pays the debt; at most one cycle ends. With `stopWhenMarked` it stops before weak references are cleared (true when there). */
  pay(stopWhenMarked: boolean, mayBegin: boolean): boolean {
    const { collector, heap } = this;
    if (heap.allocatedBytes >= heap.softEdgeBytes && !stopWhenMarked) {
      this.runFullCycle();
      return false;
    }
    if (!this.isRunning || !this.#isDue()) return collector.phase === "marked";
    if (collector.phase === "sleeping") {
      if (!mayBegin) return false;
      this.#beginCycle();
    }
    this.#chargeDebt();
    const budget = { work: this.#owedWork, deadlineMs: this.#deadline() };
    const isMarked = this.#advance(budget, stopWhenMarked);
    this.#owedWork = collector.phase === "sleeping" ? 0 : Math.max(0, budget.work);
    if (collector.phase !== "sleeping") this.#setPace(this.#pacedBytes + this.pacing.stepBytes);
    return isMarked;
  }

  /** Does `work` bytes of work, due or not; true when a cycle ended. */
  step(work: number): boolean {
    const { collector } = this;
    if (collector.phase === "sleeping") this.#beginCycle();
    this.#advance({ work, deadlineMs: Infinity }, false);
    if (collector.phase === "sleeping") return true;
    this.#chargedUpTo = this.#pacedBytes;
    this.#setPace(this.#pacedBytes + this.pacing.stepBytes);
    return false;
  }

  /** Marks to the end, in a cycle of its own or in the running one. */
  finishMarking(): void {
    const { collector } = this;
    if (collector.phase === "sweeping") this.#advance(unlimited(), false);
    if (collector.phase === "sleeping") this.#beginCycle();
    this.#advance(unlimited(), true);
  }

  /** Ends the running cycle, or a whole one. */
  runCycle(): void {
    if (this.collector.phase === "sleeping") this.#beginCycle();
    this.#advance(unlimited(), false);
  }

  /** A whole cycle that begins now, so that what is unreachable now is found. */
  runFullCycle(): void {
    this.collector.abandonMarking();
    if (this.collector.phase === "sweeping") this.#advance(unlimited(), false);
    this.runCycle();
  }

  beginSweep(): void {
    const { collector, heap, pacing } = this;
    collector.beginSweep();
    this.#liveObjectCount = heap.marker.objectCount;
    this.#liveBytes = heap.allocatedBytes;
    this.#planNextCycle(this.#liveBytes);
    this.#chargedUpTo = this.#liveBytes;
    heap.armSoftEdge(Infinity);
    this.#setPace(this.#liveBytes + pacing.stepBytes);
  }

  // ---- settings

  setPacing(pacing: Pacing): void {
    this.pacing = pacing;
    this.#planNextCycle(this.#liveBytes);
    this.#setPace(this.collector.phase === "sleeping" ? this.#nextCycleAt : this.#pacedBytes + pacing.stepBytes);
  }

  setRunning(isRunning: boolean): void {
    this.isRunning = isRunning;
    this.setPacing(this.pacing);
  }

  setMemoryLimit(hardBytes: number, softBytes: number): void {
    this.heap.hardLimitBytes = hardBytes;
    this.heap.softLimitBytes = softBytes;
    this.heap.armSoftEdge(softBytes);
  }

  metrics(): Metrics {
    const { heap } = this;
    return {
      allocatedBytes: heap.allocatedBytes,
      liveBytes: this.#liveBytes,
      allocatedTotalBytes: heap.allocatedBytes + heap.freedTotalBytes,
      externalBytes: heap.externalBytes,
      stringBytes: heap.stringBytes,
      debtBytes: this.isRunning && this.#isDue() ? this.#owedWork + this.#newDebt() : 0,
      cycleCount: this.#cycleCount,
      liveObjectCount: this.#liveObjectCount,
      registeredCount: heap.deaths.registeredCount,
      finalizedCount: this.#finalizedCount,
      disposedCount: this.#disposedCount,
      stashedCount: this.#rootSet.size,
      sliceCount: this.#sliceCount,
      maxPauseMs: this.#maxPauseMs,
      lastPauseMs: this.#lastPauseMs,
      totalPauseMs: this.#totalPauseMs,
    };
  }

  // ---- the end

  /** Runs what is left to run, newest registration first. Failures are gathered; `reportFailures` throws them. */
  dispose(): void {
    this.enter("dispose");
    const { collector, heap } = this;
    collector.abandonMarking();
    heap.deaths.isClosing = true;
    while (this.#runFinalizers(CALL_BATCH));
    for (let left = heap.deaths.drainAll(); left.length > 0; left = heap.deaths.drainAll()) {
      for (const { object, kind } of left.reverse()) {
        if (kind === DeathKind.Dispose) this.#disposeObject(object);
        else if (kind === DeathKind.Finalizer) this.#finalizeObject(object);
      }
    }
    this.#rootSet.clear();
    this.isDisposed = true;
    this.leave();
  }

  reportFailures(): void {
    const failures = this.#failures;
    if (failures.length === 0) return;
    this.#failures = [];
    throw new ArenaFinalizerError(failures);
  }

  // ---- parts of a cycle

  #beginCycle(): void {
    this.#owedWork = 0;
    this.#chargedUpTo = Math.min(this.#pacedBytes, this.heap.paceBytes) - this.pacing.stepBytes;
    this.collector.beginCycle();
  }

  // True when it stopped at the end of marking, as asked.
  #advance(budget: Budget, stopWhenMarked: boolean): boolean {
    const { collector } = this;
    if (collector.isMarking) {
      if (!collector.mark(budget)) return false;
      if (stopWhenMarked) {
        collector.finishMarking();
        return true;
      }
      this.beginSweep();
    }
    if (collector.phase === "sweeping" && this.#sweep(budget)) this.#endCycle();
    return false;
  }

  #sweep(budget: Budget): boolean {
    if (!this.collector.sweep(budget)) return false;
    while (this.#runFinalizers(CALL_BATCH) || this.#runDisposers(CALL_BATCH)) {
      budget.work -= CALL_BATCH * WORK_PER_CALL;
      if (budget.work <= 0 || (budget.deadlineMs !== Infinity && nowMs() >= budget.deadlineMs)) return false;
    }
    return true;
  }

  #endCycle(): void {
    this.collector.endCycle();
    this.#cycleCount++;
    this.#setPace(this.#nextCycleAt);
  }

  #planNextCycle(liveBytes: number): void {
    const { pauseFactor, minSleepBytes } = this.pacing;
    // 0 times Infinity is no number.
    this.#nextCycleAt = liveBytes + Math.max(liveBytes * pauseFactor || 0, minSleepBytes);
  }

  // After an exception: a marking phase is given up, and the next one is as far off as if everything had been found alive.
  #giveUp(): void {
    if (!this.collector.isMarking) return;
    this.collector.abandonMarking();
    this.#owedWork = 0;
    this.#planNextCycle(this.#pacedBytes);
    this.#setPace(this.#nextCycleAt);
  }

  #runFinalizers(limit: number): boolean {
    for (let i = 0; i < limit; i++) {
      const object = this.heap.deaths.finalizers.pop();
      if (object === undefined) return false;
      this.#finalizeObject(object);
    }
    return true;
  }

  #finalizeObject(object: Collect): void {
    this.#finalizedCount++;
    const fc = new Finalization<unknown>(this.heap, this.#rootSet);
    try {
      (object as Finalizable<unknown>)[finalize](fc);
    } catch (error) {
      this.#noteFailure(object, error);
    }
    fc.expire();
  }

  #runDisposers(limit: number): boolean {
    for (let i = 0; i < limit; i++) {
      const registration = this.heap.deaths.dying.pop();
      if (registration === undefined) return false;
      this.#disposeObject(registration.object);
    }
    return true;
  }

  #disposeObject(object: Collect): void {
    this.#disposedCount++;
    try {
      (object as Collect & Disposable)[disposeSymbol]();
      this.collector.observer?.onDisposed?.(object);
    } catch (error) {
      this.#noteFailure(object, error);
    }
  }

  // A handler that throws is reported in place of what it was given.
  #noteFailure(object: Collect, error: unknown): void {
    const { onFinalizerError } = this;
    let reported = error;
    try {
      if (onFinalizerError !== undefined) return onFinalizerError({ object, error });
    } catch (thrown) {
      reported = thrown;
    }
    this.#failures.push({ object, error: reported });
  }

  // ---- pacing

  get #pacedBytes(): number {
    return this.heap.allocatedBytes - this.heap.unpacedBytes;
  }

  #isDue(): boolean {
    return this.#pacedBytes >= this.heap.paceBytes || (this.#owedWork > 0 && this.collector.phase !== "sleeping");
  }

  #newDebt(): number {
    const newBytes = this.#pacedBytes - this.#chargedUpTo;
    return newBytes > 0 ? newBytes * this.pacing.markFactor : 0;
  }

  #chargeDebt(): void {
    this.#owedWork += this.#newDebt();
    this.#chargedUpTo = this.#pacedBytes;
  }

  #deadline(): number {
    const { sliceMs, minSleepBytes } = this.pacing;
    const { cycleStartBytes } = this.collector;
    const isBehind = this.heap.allocatedBytes - cycleStartBytes > Math.max(cycleStartBytes, minSleepBytes);
    return isBehind || sliceMs === Infinity ? Infinity : nowMs() + sliceMs;
  }

  #setPace(paceBytes: number): void {
    this.heap.paceBytes = this.isRunning ? paceBytes : Infinity;
    this.heap.updateWake();
  }

  #notePause(ms: number): void {
    this.#sliceCount++;
    this.#lastPauseMs = ms;
    this.#totalPauseMs += ms;
    if (ms > this.#maxPauseMs) this.#maxPauseMs = ms;
  }
}

function unlimited(): Budget {
  return { work: Infinity, deadlineMs: Infinity };
}
