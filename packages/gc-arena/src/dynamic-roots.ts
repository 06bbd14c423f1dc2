// Stashed pointers: roots that are made and dropped at run time, held outside of the arena by counted handles.
// Invariant: slots[i] is defined while counts[i] > 0; a free slot's index is in `free`.
// A pointer stashed while marking is marked at once, so the set itself needs no barrier and is traced once in a cycle.
// A handle that is forgotten without being disposed is dropped by a FinalizationRegistry, at a time that the host's collector chooses.

import { type Collect, type Tracer, trace } from "./collect.js";
import { array, optional, pointer } from "./collector-of.js";
import { disposeSymbol } from "./dispose.js";
import { ForeignPointerError, StaleHandleError } from "./errors.js";
import { type Rootable } from "./gc.js";

const traceSlots = array(optional(pointer));
/** Size of a stashed pointer in the arena's accounts, in bytes. */
export const STASH_BYTES = 64;

/** The stashed pointers of one arena. */
export class DynamicRootSet implements Collect {
  gcColor = 0;
  readonly #slots: (Collect | undefined)[] = [];
  readonly #counts: number[] = [];
  readonly #free: number[] = [];
  readonly #forgotten: FinalizationRegistry<number> | undefined;

  constructor() {
    // The registry's callback runs as a task of its own, never during a collection or a mutate.
    this.#forgotten = typeof FinalizationRegistry === "function" ? new FinalizationRegistry((slot) => this.#release(slot)) : undefined;
  }

  /** Number of slots in use. */
  get size(): number {
    return this.#slots.length - this.#free.length;
  }

  add<S extends Rootable>(object: Collect): Stash<S> {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = object;
    this.#counts[slot] = 0;
    return this.share(slot);
  }

  /** Makes one more handle of a slot. */
  share<S extends Rootable>(slot: number): Stash<S> {
    (this.#counts[slot] as number)++;
    const handle = new Stash<S>(this, slot);
    this.#forgotten?.register(handle, slot, handle);
    return handle;
  }

  /** The pointer of a handle that is not disposed. */
  get(operation: string, handle: Stash<Rootable>): Collect {
    if (!(handle instanceof Stash)) throw new TypeError(`${operation}: not a stash handle`);
    if (handle.set !== this) throw new ForeignPointerError(operation, handle);
    if (handle.isDisposed) throw new StaleHandleError(operation, handle);
    return this.#slots[handle.slot] as Collect;
  }

  drop(handle: Stash<Rootable>): void {
    this.#forgotten?.unregister(handle);
    this.#release(handle.slot);
  }

  clear(): void {
    this.#slots.length = 0;
    this.#counts.length = 0;
    this.#free.length = 0;
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(this.size * STASH_BYTES);
    traceSlots(tracer, this.#slots);
  }

  #release(slot: number): void {
    const count = (this.#counts[slot] ?? 0) - 1;
    if (count < 0) return;
    this.#counts[slot] = count;
    if (count > 0) return;
    this.#slots[slot] = undefined;
    this.#free.push(slot);
  }
}

/**
 * A handle of a pointer that was stashed: it may be kept outside of `mutate`, and keeps the pointer's target alive until it is
 * disposed (`using` works, where the host has it). Read it with `mc.fetch`.
 */
export class Stash<S extends Rootable> {
  /** Phantom that keeps handles of different types apart. */
  declare readonly spec: S;
  /** @internal */ isDisposed = false;

  /** @internal */
  constructor(
    /** @internal */ readonly set: DynamicRootSet,
    /** @internal */ readonly slot: number,
  ) {}

  /**
   * Makes a second handle of the same pointer; the pointer stays stashed until both are disposed.
   * @throws StaleHandleError when this handle was disposed, or its arena
   */
  clone(): Stash<S> {
    if (this.isDisposed || this.set.size === 0) throw new StaleHandleError("Stash.clone", this);
    return this.set.share(this.slot);
  }

  /** Drops the handle. Disposing it again does nothing. */
  [disposeSymbol](): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.set.drop(this);
  }
}
