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
  isRootChanged: boolean;
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

// What an arena is made of, apart from the type of its root; `mapRoot` hands it on. The root is written without barriers:
// when a `mutate` ran since it was traced, it is traced again in the atomic step.
class Core implements Roots {
  readonly rootSet = new DynamicRootSet();
  readonly driver = new Driver(this.rootSet, this);
  root: unknown = undefined;
  isRootChanged = false;

  traceRoots(tracer: Tracer): void {
    this.isRootChanged = false;
    this.reportRoots(tracer);
  }

  reportRoots(tracer: Tracer): void {
    tracer.mark(this.rootSet);
    traceValue(tracer, this.root);
  }

  retraceRoots(heap: Heap): void {
    if (!this.isRootChanged) return;
    this.isRootChanged = false;
    traceValue(heap.marker, this.root);
    if (isCollect(this.root)) heap.backwardBarrier(this.root);
  }
}

/**
 * A garbage-collected heap with one root. `Spec` describes the root's type; see {@link Rootable}.
 * The root is a traced object, or an array, map, set or plain object of such (small ones: it is traced whole in the atomic step).
 */
export class Arena<Spec extends Rootable> {
  // Gone when the arena was superseded.
  #core: Core | undefined;

  /**
   * Makes an arena whose root is what `build` returns.
   * When `build` throws, what it registered is finalized and disposed, and the exception comes out (those of finalizers do not,
   * unless `onFinalizerError` takes them); no arena is left.
   * @throws TypeError, RangeError for options out of their range
   */
  constructor(build: <G>(mc: Mutation<G>) => Root<Spec, G>, options?: ArenaOptions);
  constructor(build: (<G>(mc: Mutation<G>) => Root<Spec, G>) | Core, options: ArenaOptions = {}) {
    if (build instanceof Core) {
      this.#core = build;
      return;
    }
    const core = new Core();
    this.#core = core;
    this.#configure(options);
    try {
      this.#call("Arena", (mc) => (core.root = build(mc)));
    } catch (error) {
      core.driver.dispose();
      throw error;
    }
  }

  /** As the constructor, but `build` may also give an error as a value; then nothing is left of what it made. */
  static tryCreate<Spec extends Rootable, E>(
    build: <G>(mc: Mutation<G>) => BuildResult<Root<Spec, G>, E>,
    options: ArenaOptions = {},
  ): CreateResult<Spec, E> {
    let failure: { readonly ok: false; readonly error: E } | undefined;
    try {
      const arena = new Arena<Spec>((mc) => {
        const result = build(mc);
        if (result.ok) return result.root;
        failure = result;
        throw result;
      }, options);
      return { ok: true, arena };
    } catch (error) {
      if (failure === undefined || error !== failure) throw error;
      return failure;
    }
  }

  // ---- access

  /**
   * Calls `f` with the right to read and change the arena. The callback runs at once and must not be async: its `mc` ends with it.
   * When the memory limit's soft edge was crossed, a full collection follows before this returns.
   * @throws ArenaStateError when called from within itself, a finalizer or `trace`; whatever `f` throws, or else the collection
   */
  mutate<R>(f: <G>(mc: Mutation<G>, root: Root<Spec, G>) => R): R {
    return this.#call("mutate", f as (mc: Mutation<unknown>, root: unknown) => R);
  }

  /** As `mutate`, with a slot that holds the root, so that it can be replaced. When this throws, the root stays the old one. */
  mutateRoot<R>(f: <G>(mc: Mutation<G>, slot: RootSlot<Root<Spec, G>>) => R): R {
    const core = this.#check("mutateRoot");
    return this.#call("mutateRoot", (mc, root) => {
      const slot = { current: root as Root<Spec, unknown> };
      const result = f(mc, slot);
      core.root = slot.current;
      return result;
    });
  }

  /**
   * Replaces the root by one of another type. The arena that is returned takes this one's place; this one is not to be used any more.
   * When this throws, this arena has its old root and goes on.
   */
  mapRoot<NewSpec extends Rootable>(f: <G>(mc: Mutation<G>, root: Root<Spec, G>) => Root<NewSpec, G>): Arena<NewSpec> {
    const core = this.#check("mapRoot");
    this.#call("mapRoot", (mc, root) => (core.root = f(mc, root as Root<Spec, unknown>)));
    const successor = new Arena<NewSpec>(this.#core as never);
    this.#core = undefined;
    return successor;
  }

  // ---- collection

  /** Does the collection work that is due; at most one cycle ends. Call it often, between two `mutate` calls. */
  collectDebt(): void {
    this.#slice("collectDebt", (driver) => driver.pay(false, true));
  }

  /** As `collectDebt`, but begins no new cycle, unless the memory limit's soft edge was crossed. */
  cycleDebt(): void {
    this.#slice("cycleDebt", (driver) => driver.pay(false, false));
  }

  /** As `collectDebt`, but stops when everything is marked and gives the marked arena then; `undefined` before. */
  markDebt(): MarkedArena<Spec> | undefined {
    return this.#slice("markDebt", (driver) => driver.pay(true, true)) ? this.#marked() : undefined;
  }

  /** Marks to the end, beginning a cycle if none is running, and gives the marked arena. */
  finishMarking(): MarkedArena<Spec> {
    this.#slice("finishMarking", (driver) => driver.finishMarking());
    return this.#marked();
  }

  /** Ends the running cycle, or runs a whole one. What became unreachable while the cycle was running may survive it. */
  finishCycle(): void {
    this.#slice("finishCycle", (driver) => driver.runCycle());
  }

  /** A full collection: runs a whole cycle that begins now. All that is unreachable now dies. */
  collectAll(): void {
    this.#slice("collectAll", (driver) => driver.runFullCycle());
  }

  /**
   * Does `workBytes` bytes of collection work, whether due or not, beginning a cycle if none is running.
   * @returns whether the cycle ended
   */
  collectStep(workBytes: number): boolean {
    checkNumber("workBytes", workBytes, 0);
    return this.#slice("collectStep", (driver) => driver.step(workBytes));
  }

  /** Switches pacing off: `collectDebt` does nothing. Explicit collections and the memory limit go on working. */
  stop(): void {
    const driver = this.#check("stop").driver;
    driver.setRunning(false);
  }

  /** Switches pacing on again. */
  restart(): void {
    const driver = this.#check("restart").driver;
    driver.setRunning(true);
  }

  /** Whether pacing is on. */
  get isRunning(): boolean {
    return this.#driver.isRunning;
  }

  // ---- settings and numbers

  /** The tunables in force. */
  get pacing(): Pacing {
    return this.#driver.pacing;
  }

  /**
   * Changes the pace: a preset, or the tunables that change.
   * @throws RangeError, TypeError for a number that is out of its range; nothing is changed then
   */
  setPacing(pacing: PacingPreset | Partial<Pacing>): void {
    const driver = this.#check("setPacing").driver;
    driver.setPacing(resolvePacing(pacing, driver.pacing));
  }

  /**
   * Changes the memory limit.
   * @param hardBytes at least 0; `Infinity` for none
   * @param reserveBytes distance of the soft edge below it; default 1/16 of it
   */
  setMemoryLimit(hardBytes: number, reserveBytes: number = hardBytes * DEFAULT_RESERVE): void {
    const driver = this.#check("setMemoryLimit").driver;
    checkNumber("hardBytes", hardBytes, 0);
    checkNumber("reserveBytes", reserveBytes, 0);
    driver.setMemoryLimit(hardBytes, hardBytes === Infinity ? Infinity : Math.max(0, hardBytes - reserveBytes));
  }

  get phase(): Phase {
    return this.#driver.collector.phase;
  }

  get metrics(): Metrics {
    return this.#driver.metrics();
  }

  /** Accounts and barriers, for a host that reads them inline; the same object for the whole life of the arena. */
  get heap(): Heap {
    return this.#driver.heap;
  }

  /**
   * Disposes the arena: runs all finalizers and disposers that are left, in the reverse order of their registration, and lets go of the root.
   * Disposing it again does nothing.
   * @throws ArenaFinalizerError when some of them threw; all were run. ArenaStateError when called from within a callback.
   */
  [disposeSymbol](): void {
    const core = this.#core;
    if (core === undefined || core.driver.isDisposed) return;
    core.driver.dispose();
    core.root = undefined;
    core.driver.reportFailures();
  }

  // ---- inside

  /** @internal For the inspect and debug entries, which may come from another copy of this package. */
  [internals](): ArenaInternals {
    return this.#check("internals");
  }

  get #driver(): Driver {
    return this.#present("Arena").driver;
  }

  #present(operation: string): Core {
    if (this.#core === undefined) throw new ArenaStateError(operation, "superseded");
    return this.#core;
  }

  #configure(options: ArenaOptions): void {
    const { pacing, memoryLimitBytes = Infinity, memoryReserveBytes, onFinalizerError } = options;
    if (pacing !== undefined) this.setPacing(pacing);
    this.setMemoryLimit(memoryLimitBytes, memoryReserveBytes);
    this.#driver.onFinalizerError = onFinalizerError;
  }

  #check(operation: string): Core {
    const core = this.#present(operation);
    if (core.driver.isDisposed) throw new ArenaStateError(operation, "disposed");
    return core;
  }

  #slice<R>(operation: string, work: (driver: Driver) => R): R {
    const { driver } = this.#check(operation);
    return driver.slice(operation, () => work(driver));
  }

  #call<R>(operation: string, f: (mc: Mutation<unknown>, root: unknown) => R): R {
    const core = this.#check(operation);
    const { driver, root } = core;
    driver.enter(operation);
    // The JavaScript stack may be nearly full: any call, and even a literal, can overflow it. Whatever happens, the arena must not stay busy.
    let mc: Mutation<unknown> | undefined;
    let result: R | undefined;
    let hasFailed = false;
    let failure: unknown;
    try {
      driver.collector.reopenMarking();
      core.isRootChanged = true;
      mc = new Mutation<unknown>(driver.heap, core.rootSet);
      result = f(mc, root);
    } catch (error) {
      hasFailed = true;
      failure = error;
    } finally {
      driver.isBusy = false;
    }
    try {
      mc?.expire();
      driver.afterMutate();
    } catch (error) {
      if (!hasFailed) failure = error;
      hasFailed = true;
    }
    if (!hasFailed) return result as R;
    core.root = root;
    throw failure;
  }

  #marked(): MarkedArena<Spec> {
    return new MarkedArena<Spec>(this.#check("markDebt"));
  }
}

/** An arena in which everything reachable is marked and nothing has died yet. Good until the arena is used otherwise. */
export class MarkedArena<Spec extends Rootable> {
  readonly #core: ArenaInternals;
  #changeCount: number;

  /** @internal */
  constructor(core: ArenaInternals) {
    this.#core = core;
    this.#changeCount = core.driver.changeCount;
  }

  /**
   * Calls `f`, which may ask what is dead (`weak.isDead(fc)`) and resurrect it. What it resurrects, or stores, is marked before
   * this returns.
   * @throws ArenaStateError when the arena was used otherwise since it was marked
   */
  finalize<R>(f: <G>(fc: Finalization<G>, root: Root<Spec, G>) => R): R {
    const core = this.#check("MarkedArena.finalize");
    const { driver, rootSet, root } = core;
    driver.enter("MarkedArena.finalize");
    core.isRootChanged = true;
    const fc = new Finalization<unknown>(driver.heap, rootSet);
    try {
      return f(fc, root as Root<Spec, unknown>);
    } finally {
      fc.expire();
      driver.leave();
      driver.quietSlice("MarkedArena.finalize", () => driver.collector.markRest());
      this.#changeCount = driver.changeCount;
    }
  }

  /** Lets the dead die: clears weak references and begins the sweep. This handle is used up then. */
  startSweeping(): void {
    const { driver } = this.#check("MarkedArena.startSweeping");
    driver.slice("MarkedArena.startSweeping", () => driver.beginSweep());
  }

  #check(operation: string): ArenaInternals {
    const { driver } = this.#core;
    if (this.#changeCount === driver.changeCount && driver.collector.phase === "marked") return this.#core;
    throw new ArenaStateError(operation, "stale-marked-arena");
  }
}
