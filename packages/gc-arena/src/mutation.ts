// The handles that callbacks receive: `Mutation` inside `mutate`, `Finalization` inside finalizers and `MarkedArena.finalize`.
// Invariant: a handle works until its callback returns, and never after: every use passes `check`.

import { type Collect } from "./collect.js";
import { DeathKind } from "./deaths.js";
import { describeValue } from "./describe.js";
import { disposeSymbol } from "./dispose.js";
import { type DynamicRootSet, STASH_BYTES, type Stash } from "./dynamic-roots.js";
import { ArenaStateError } from "./errors.js";
import { type Branded, type Gc, type Root, type Rootable } from "./gc.js";
import { Heap } from "./heap.js";
import { checkTraced } from "./trace-value.js";

/** Size charged for an object when none is given, in bytes. */
export const DEFAULT_OBJECT_BYTES = 64;

/** Key of the method that finalizes an object; see {@link Finalizable}. */
export const finalize: unique symbol = Symbol.for("@luster/gc-arena/finalize") as never;

/** An object that can be registered with `mc.registerFinalizer`. */
export interface Finalizable<in out G> extends Collect {
  /**
   * Called once per registration, some time after the object was found dead, between two `mutate` calls. The object and all that it
   * reaches are alive again, and stay so if this stores them somewhere. An exception is collected in an `ArenaFinalizerError`;
   * the other finalizers run, and this one does not run again.
   */
  [finalize](fc: Finalization<G>): void;
}

// Takes the heap's place when a handle has expired, so that `alloc` needs no test of its own.
class ExpiredHeap extends Heap {
  override admit(): never {
    throw new ArenaStateError("Mutation.alloc", "expired-mutation");
  }
}
const EXPIRED: Heap = /* @__PURE__ */ new ExpiredHeap();

/** The right to read and change one arena, while a callback runs. */
export class Mutation<in out G> {
  declare readonly brand: Branded<G>;
  private liveHeap: Heap;
  private readonly rootSet: DynamicRootSet;

  /** @internal */
  constructor(heap: Heap, rootSet: DynamicRootSet) {
    this.liveHeap = heap;
    this.rootSet = rootSet;
  }

  /** The arena's accounts and barriers. */
  get heap(): Heap {
    if (this.liveHeap === EXPIRED) this.check("Mutation.heap");
    return this.liveHeap;
  }

  /** @throws ArenaStateError when this handle's callback has returned */
  check(operation: string): void {
    if (this.liveHeap === EXPIRED) throw new ArenaStateError(operation, "expired-mutation");
  }

  /** @internal The callback has returned. */
  expire(): void {
    this.liveHeap = EXPIRED;
  }

  /**
   * Takes a new object into the arena and gives the pointer to it, which is the object itself.
   * @param bytes its size, as its `trace` will report it; default 64
   * @throws ArenaMemoryError when the hard limit would be crossed
   */
  alloc<T extends Collect>(object: T, bytes: number = DEFAULT_OBJECT_BYTES): Gc<G, T> {
    this.liveHeap.admit(object, bytes);
    return object as Gc<G, T>;
  }

  /**
   * Charges bytes to the arena, without an object.
   * @throws ArenaMemoryError when the hard limit would be crossed
   */
  allocate(bytes: number): void {
    this.heap.allocate(bytes);
  }

  /** To be called after a store into `parent`, if the parent is written often. */
  backwardBarrier(parent: Collect): void {
    this.heap.backwardBarrier(parent);
  }

  /** To be called after `child` was stored into `parent`, if the parent is large or written once. */
  forwardBarrier(parent: Collect, child: Collect): void {
    this.heap.forwardBarrier(parent, child);
  }

  /**
   * Has `object[finalize]` called when the object has died. Each registration counts once: register again, also from within the
   * finalizer, to have it called again. Objects that die together are finalized in the reverse order of their registration.
   * @throws TypeError when the object has no such method
   */
  registerFinalizer(object: Gc<G, Finalizable<G>>): void {
    const { heap } = this;
    if (typeof object[finalize] !== "function") throw new TypeError(`registerFinalizer: ${describeValue(object)} has no [finalize] method`);
    if (!heap.deaths.isClosing) heap.deaths.register(object, DeathKind.Finalizer);
  }

  /**
   * Has `object[Symbol.dispose]()` called when the object has died, or when the arena is disposed. It is not resurrected for that,
   * so the method must not look at other objects of the arena: they may be disposed already.
   * @throws TypeError when the object has no such method
   */
  registerDisposable(object: Gc<G, Collect & Disposable>): void {
    const { heap } = this;
    if (typeof object[disposeSymbol] !== "function")
      throw new TypeError(`registerDisposable: ${describeValue(object)} has no [Symbol.dispose] method`);
    heap.deaths.register(object, DeathKind.Dispose);
  }

  /**
   * Makes a handle that keeps a pointer across `mutate` calls.
   * @throws TypeError when the value is not a traced object
   */
  stash<S extends Rootable>(value: Root<S, G> & Collect): Stash<S> {
    const { heap } = this;
    checkTraced("stash", value);
    heap.allocate(STASH_BYTES);
    // The set was traced already, with the size that it had then.
    if (this.rootSet.gcColor === heap.barrierColor) heap.grownBytes += STASH_BYTES;
    if (heap.barrierColor >= 0) heap.marker.mark(value);
    return this.rootSet.add<S>(value);
  }

  /**
   * Reads a handle.
   * @throws StaleHandleError when it was disposed; ForeignPointerError when it belongs to another arena
   */
  fetch<S extends Rootable>(handle: Stash<S>): Root<S, G> {
    this.check("Mutation.fetch");
    return this.rootSet.get("fetch", handle) as Root<S, G>;
  }
}

/** The right to look at the dead before they are gone, and to bring them back. */
export class Finalization<in out G> extends Mutation<G> {
  /** Whether the object was not reached in this cycle and will die when sweeping begins. */
  isDead(object: Collect): boolean {
    const { heap } = this;
    return heap.barrierColor >= 0 && heap.marker.isDead(object);
  }

  /** Marks an object, and with it all that it reaches: it does not die in this cycle. */
  resurrect(object: Gc<G, Collect>): void {
    const { heap } = this;
    if (heap.barrierColor >= 0) heap.marker.mark(object);
  }
}
