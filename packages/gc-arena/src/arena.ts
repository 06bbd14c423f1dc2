// The arena: one heap with one root, entered by `mutate`, collected between two `mutate` calls.
// Invariant: no pointer of the arena is in use outside of a callback, so that a collection sees everything that is reachable
// from the root, the stashed pointers and the queues.

import { type Tracer } from "./collect.js";
import { type Roots } from "./collector.js";
import { disposeSymbol } from "./dispose.js";
import { Driver } from "./driver.js";
import { DynamicRootSet } from "./dynamic-roots.js";
import { ArenaStateError, type FinalizerFailure } from "./errors.js";
import { type Root, type Rootable } from "./gc.js";
import { type Heap } from "./heap.js";
import { type Metrics } from "./metrics.js";
import { Finalization, Mutation } from "./mutation.js";
import { type Pacing, type PacingPreset, checkNumber, resolvePacing } from "./pacing.js";
import { type Phase } from "./phase.js";
import { isCollect, traceValue } from "./trace-value.js";

/** The default reserve between the two edges of the memory limit, as a fraction of the limit. */
const DEFAULT_RESERVE = 1 / 16;

export const internals: unique symbol = Symbol.for("@luster/gc-arena/internals") as never;

/** What the inspect and debug entries see of an arena. */
export interface ArenaInternals {
  readonly driver: Driver;
  readonly rootSet: DynamicRootSet;
  readonly root: unknown;
  reportRoots(tracer: Tracer): void;
}

/** Settings of an arena; all have defaults and can be changed later. */
export interface ArenaOptions {
  /** A preset, or the tunables that differ from the default. */
  readonly pacing?: PacingPreset | Partial<Pacing>;
  /** Hard memory limit, in bytes. At least 0. Default `Infinity`. */
  readonly memoryLimitBytes?: number;
  /** Distance of the soft edge below the hard limit, in bytes. At least 0. Default 1/16 of the limit. */
  readonly memoryReserveBytes?: number;
  /** Receives the exceptions of finalizers and disposers, which are otherwise thrown together as `ArenaFinalizerError`. Must not throw. */
  readonly onFinalizerError?: (failure: FinalizerFailure) => void;
}

/** What `Arena.tryCreate`'s callback returns. */
export type BuildResult<T, E> = { readonly ok: true; readonly root: T } | { readonly ok: false; readonly error: E };

/** What `Arena.tryCreate` returns. */
export type CreateResult<Spec extends Rootable, E> =
  { readonly ok: true; readonly arena: Arena<Spec> } | { readonly ok: false; readonly error: E };

/** A place that holds the root while `mutateRoot` runs. */
export interface RootSlot<T> {
  current: T;
}

// The root, and whether a `mutate` ran since it was traced. It is written without barriers, so it is traced again in the atomic step.
class RootHolder implements Roots {
  value: unknown = undefined;
  isChanged = false;

  constructor(private readonly rootSet: DynamicRootSet) {}

  traceRoots(tracer: Tracer): void {
    this.isChanged = false;
    this.reportRoots(tracer);
  }

  reportRoots(tracer: Tracer): void {
    tracer.mark(this.rootSet);
    traceValue(tracer, this.value);
  }

  retraceRoots(heap: Heap): void {
    if (!this.isChanged) return;
    this.isChanged = false;
    traceValue(heap.marker, this.value);
    if (isCollect(this.value)) heap.backwardBarrier(this.value);
  }
}

/**
 * A garbage-collected heap with one root. `Spec` describes the root's type; see {@link Rootable}.
 * The root is a traced object, or an array, map, set or plain object of such (small ones: it is traced whole in the atomic step).
 */
export class Arena<Spec extends Rootable> {
  private readonly rootSet: DynamicRootSet;
  private readonly roots: RootHolder;
  private readonly driver: Driver;
  private isSuperseded = false;

  /**
   * Makes an arena whose root is what `build` returns.
   * When `build` throws, what it registered is finalized and disposed, and the exception comes out; no arena is left.
   * @throws TypeError, RangeError for options out of their range
   */
  constructor(build: <G>(mc: Mutation<G>) => Root<Spec, G>, options: ArenaOptions = {}) {
    this.rootSet = new DynamicRootSet();
    this.roots = new RootHolder(this.rootSet);
    this.driver = new Driver(this.rootSet, this.roots);
    this.configure(options);
    try {
      this.roots.value = this.call("Arena", (mc) => build(mc));
    } catch (error) {
      this.driver.dispose();
      throw error;
    }
  }

  /** As the constructor, but `build` may also give an error as a value; then nothing is left of what it made. */
  static tryCreate<Spec extends Rootable, E>(
    build: <G>(mc: Mutation<G>) => BuildResult<Root<Spec, G>, E>,
    options: ArenaOptions = {},
  ): CreateResult<Spec, E> {
    let failure: { error: E } | undefined;
    const arena = new Arena<Spec>(<G>(mc: Mutation<G>) => {
      const result = build(mc);
      if (result.ok) return result.root;
      failure = { error: result.error };
      return undefined as Root<Spec, G>;
    }, options);
    if (failure === undefined) return { ok: true, arena };
    arena[disposeSymbol]();
    return { ok: false, error: failure.error };
  }

  // ---- access

  /**
   * Calls `f` with the right to read and change the arena. The callback runs at once and must not be async: its `mc` ends with it.
   * When the memory limit's soft edge was crossed, a full collection follows before this returns.
   * @throws ArenaStateError when called from within itself, a finalizer or `trace`; whatever `f` throws
   */
  mutate<R>(f: <G>(mc: Mutation<G>, root: Root<Spec, G>) => R): R {
    return this.call("mutate", (mc) => f(mc, this.roots.value as Root<Spec, unknown>));
  }

  /** As `mutate`, with a slot that holds the root, so that it can be replaced. When `f` throws, the root stays the old one. */
  mutateRoot<R>(f: <G>(mc: Mutation<G>, slot: RootSlot<Root<Spec, G>>) => R): R {
    return this.call("mutateRoot", (mc) => {
      const slot = { current: this.roots.value as Root<Spec, unknown> };
      const result = f(mc, slot);
      this.roots.value = slot.current;
      return result;
    });
  }

  /**
   * Replaces the root by one of another type. The arena that is returned takes this one's place; this one is not to be used any more.
   * When `f` throws, this arena is as before.
   */
  mapRoot<NewSpec extends Rootable>(f: <G>(mc: Mutation<G>, root: Root<Spec, G>) => Root<NewSpec, G>): Arena<NewSpec> {
    this.call("mapRoot", (mc) => {
      this.roots.value = f(mc, this.roots.value as Root<Spec, unknown>);
    });
    const successor = Object.create(Arena.prototype) as Arena<NewSpec>;
    Object.assign(successor, this);
    this.isSuperseded = true;
    return successor;
  }

  // ---- collection

  /** Does the collection work that is due; at most one cycle ends. Call it often, between two `mutate` calls. */
  collectDebt(): void {
    this.slice("collectDebt", () => this.driver.pay(false, true));
  }

  /** As `collectDebt`, but begins no new cycle. */
  cycleDebt(): void {
    this.slice("cycleDebt", () => this.driver.pay(false, false));
  }

  /** As `collectDebt`, but stops when everything is marked and gives the marked arena then; `undefined` before. */
  markDebt(): MarkedArena<Spec> | undefined {
    return this.slice("markDebt", () => this.driver.pay(true, true)) ? this.marked() : undefined;
  }

  /** Marks to the end, beginning a cycle if none is running, and gives the marked arena. */
  finishMarking(): MarkedArena<Spec> {
    this.slice("finishMarking", () => this.driver.finishMarking());
    return this.marked();
  }

  /** Ends the running cycle, or runs a whole one. What became unreachable while the cycle was running may survive it. */
  finishCycle(): void {
    this.slice("finishCycle", () => this.driver.runCycle());
  }

  /** A full collection: runs a whole cycle that begins now. All that is unreachable now dies. */
  collectAll(): void {
    this.slice("collectAll", () => this.driver.runFullCycle());
  }

  /**
   * Does `workBytes` bytes of collection work, whether due or not, beginning a cycle if none is running.
   * @returns whether the cycle ended
   */
  collectStep(workBytes: number): boolean {
    checkNumber("workBytes", workBytes, 0);
    return this.slice("collectStep", () => this.driver.step(workBytes));
  }

  /** Switches pacing off: `collectDebt` does nothing. Explicit collections and the memory limit go on working. */
  stop(): void {
    this.check("stop");
    this.driver.setRunning(false);
  }

  /** Switches pacing on again. */
  restart(): void {
    this.check("restart");
    this.driver.setRunning(true);
  }

  /** Whether pacing is on. */
  get isRunning(): boolean {
    return this.driver.isRunning;
  }

  // ---- settings and numbers

  /** The tunables in force. */
  get pacing(): Pacing {
    return this.driver.pacing;
  }

  /**
   * Changes the pace: a preset, or the tunables that change.
   * @throws RangeError, TypeError for a number that is out of its range; nothing is changed then
   */
  setPacing(pacing: PacingPreset | Partial<Pacing>): void {
    this.check("setPacing");
    this.driver.setPacing(resolvePacing(pacing, this.driver.pacing));
  }

  /**
   * Changes the memory limit.
   * @param hardBytes at least 0; `Infinity` for none
   * @param reserveBytes distance of the soft edge below it; default 1/16 of it
   */
  setMemoryLimit(hardBytes: number, reserveBytes: number = hardBytes === Infinity ? 0 : hardBytes * DEFAULT_RESERVE): void {
    this.check("setMemoryLimit");
    checkNumber("hardBytes", hardBytes, 0);
    checkNumber("reserveBytes", reserveBytes, 0);
    this.driver.setMemoryLimit(hardBytes, Math.max(0, hardBytes - reserveBytes));
  }

  get phase(): Phase {
    return this.driver.collector.phase;
  }

  get metrics(): Metrics {
    return this.driver.metrics();
  }

  /** Accounts and barriers, for a host that reads them inline; the same object for the whole life of the arena. */
  get heap(): Heap {
    return this.driver.heap;
  }

  /**
   * Disposes the arena: runs all finalizers and disposers that are left, in the reverse order of their registration, and lets go of the root.
   * Disposing it again does nothing.
   * @throws ArenaFinalizerError when some of them threw; all were run. ArenaStateError when called from within a callback.
   */
  [disposeSymbol](): void {
    if (this.driver.isDisposed || this.isSuperseded) return;
    this.driver.dispose();
    this.roots.value = undefined;
    this.driver.reportFailures();
  }

  // ---- inside

  /** @internal For the inspect and debug entries, which may come from another copy of this package. */
  [internals](): ArenaInternals {
    return { driver: this.driver, rootSet: this.rootSet, root: this.roots.value, reportRoots: (tracer) => this.roots.reportRoots(tracer) };
  }

  private configure(options: ArenaOptions): void {
    const { pacing, memoryLimitBytes = Infinity, memoryReserveBytes, onFinalizerError } = options;
    if (pacing !== undefined) this.setPacing(pacing);
    this.setMemoryLimit(memoryLimitBytes, memoryReserveBytes);
    this.driver.onFinalizerError = onFinalizerError;
  }

  private check(operation: string): void {
    if (this.isSuperseded) throw new ArenaStateError(operation, "superseded");
    if (this.driver.isDisposed) throw new ArenaStateError(operation, "disposed");
  }

  private slice<R>(operation: string, work: () => R): R {
    this.check(operation);
    return this.driver.slice(operation, work);
  }

  private call<R>(operation: string, f: (mc: Mutation<unknown>) => R): R {
    const { driver, roots } = this;
    this.check(operation);
    driver.enter(operation);
    driver.collector.reopenMarking();
    roots.isChanged = true;
    const mc = new Mutation<unknown>(driver.heap, this.rootSet);
    try {
      return f(mc);
    } finally {
      mc.expire();
      driver.leave();
      driver.afterMutate();
    }
  }

  private marked(): MarkedArena<Spec> {
    return new MarkedArena<Spec>(this.driver, this.rootSet, this.roots);
  }
}

/** An arena in which everything reachable is marked and nothing has died yet. Good until the arena is used otherwise. */
export class MarkedArena<Spec extends Rootable> {
  private changeCount: number;

  /** @internal */
  constructor(
    private readonly driver: Driver,
    private readonly rootSet: DynamicRootSet,
    private readonly roots: RootHolder,
  ) {
    this.changeCount = driver.changeCount;
  }

  /**
   * Calls `f`, which may ask what is dead (`weak.isDead(fc)`) and resurrect it. What it resurrects is marked before this returns.
   * @throws ArenaStateError when the arena was used otherwise since it was marked
   */
  finalize<R>(f: <G>(fc: Finalization<G>, root: Root<Spec, G>) => R): R {
    this.check("MarkedArena.finalize");
    const { driver } = this;
    driver.enter("MarkedArena.finalize");
    this.changeCount = driver.changeCount;
    const fc = new Finalization<unknown>(driver.heap, this.rootSet);
    try {
      return f(fc, this.roots.value as Root<Spec, unknown>);
    } finally {
      fc.expire();
      driver.collector.markResurrected();
      driver.leave();
    }
  }

  /** Lets the dead die: clears weak references and begins the sweep. This handle is used up then. */
  startSweeping(): void {
    this.check("MarkedArena.startSweeping");
    this.driver.slice("MarkedArena.startSweeping", () => this.driver.beginSweep());
  }

  private check(operation: string): void {
    const { driver } = this;
    if (this.changeCount !== driver.changeCount || driver.collector.phase !== "marked") {
      throw new ArenaStateError(operation, "stale-marked-arena");
    }
  }
}
