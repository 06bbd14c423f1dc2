// What a traced class implements (`Collect`) and what its `trace` method is handed (`Tracer`).
// Invariant: an object is white while `gcColor < tracer.epoch`, grey at `epoch`, black at `epoch + 1`; the epoch moves by two
// on each cycle, so nothing is ever reset. Colours belong to the collector: a class only sets `gcColor` to 0 in its constructor.
// The protocol's methods have registered symbols, so that an ESM and a CommonJS copy of this package understand each other.

/** Key of the method by which an object reports what it points to. */
export const trace: unique symbol = Symbol.for("@luster/gc-arena/trace") as never;

/** Key of the method that traces one piece of a large object; see {@link LargeCollect}. */
export const traceMore: unique symbol = Symbol.for("@luster/gc-arena/traceMore") as never;

/** Key of the method that traces what changed without a barrier; see {@link Retraceable}. */
export const retrace: unique symbol = Symbol.for("@luster/gc-arena/retrace") as never;

/** An object whose lifetime the arena decides. */
export interface Collect {
  /** The collector's mark. A constructor sets it to 0 (white) and nothing else ever writes it. */
  gcColor: number;

  /**
   * Reports every pointer of this object with {@link Tracer.mark}, and its size with {@link Tracer.addBytes}.
   * Runs between `mutate` calls. It must not change the heap, and should take time in proportion to the object's size;
   * an object that can grow large hands over to {@link LargeCollect}. An exception gives the cycle up.
   */
  [trace](tracer: Tracer): void;
}

/**
 * An object that may be larger than a slice's budget. Its `[trace]` reports its fixed part and its whole size, and calls
 * `tracer.traceLater(this, from)`; the collector then calls `[traceMore]` as often as needed, other work in between.
 * The object may change between two pieces: it is black all the while, so every store into it passes a barrier.
 */
export interface LargeCollect extends Collect {
  /**
   * Traces one piece that begins at `from` (1,000 slots or so), without `addBytes`.
   * @returns where the next piece begins, or -1 when the end was reached (also when the object shrank below `from`).
   */
  [traceMore](tracer: Tracer, from: number): number;
}

/** An object that is written without barriers, such as a value stack. See `Heap.touch`. */
export interface Retraceable extends Collect {
  /** The collector's note that the object waits to be traced again. A constructor sets it to 0 and nothing else writes it. */
  gcTouched: number;

  /**
   * Reports again what may have changed since this object was last traced; it counts no `addBytes` (string bytes it does count).
   * Called for a touched object that was reached, and for one that stays untouched never.
   */
  [retrace](tracer: Tracer): void;
}

/** A weak reference to a single object, as the collector sees it. */
export interface WeakReference {
  /** Whether there is a target and `tracer.isDead` says that it is dead. */
  hasDeadTarget(tracer: Tracer): boolean;
  /** Forgets the target. */
  clear(): void;
}

/** A container whose references do not keep their targets alive: a weak table, a weak reference. */
export interface WeakContainer extends Collect {
  /** Removes entries whose *value* is a collectable object with `tracer.isDead(value)`. Runs before finalizers. */
  clearDeadValues(tracer: Tracer): void;

  /**
   * Removes entries whose *key* is a collectable object with `tracer.isDead(key)`. Runs after the objects that wait for
   * their finalizer were marked, so such an object is still found as a key.
   */
  clearDeadKeys(tracer: Tracer): void;
}

/** What a `trace` method reports to. One instance per collector; valid only during the call. */
export interface Tracer {
  /** Colour of a grey object in this cycle; `gcColor < epoch` is white. A `trace` method may test it before it calls `mark`. */
  readonly epoch: number;

  /** Reports a pointer: greys the object if it is white. */
  mark(object: Collect): void;

  /**
   * Adds to the live bytes. Called from `[trace]` with the size of the object itself. In `[retrace]` it counts nothing; what is added in `[traceMore]` is
   * counted again if the object has to be traced once more.
   */
  addBytes(bytes: number): void;

  /** Adds the bytes of one reference to a string, which has no colour. Called wherever such a reference is found. */
  addStringBytes(bytes: number): void;

  /** Asks for `object[traceMore](tracer, from)` later in this cycle. */
  traceLater(object: LargeCollect, from: number): void;

  /**
   * Reports one ephemeron entry: `value` is live if `key` is. Costs O(1), whenever the key is reached.
   * Entries whose key is not collectable are reported with `mark(value)`, entries whose value is not collectable not at all.
   */
  markEphemeron(key: Collect, value: Collect): void;

  /** Registers a container with weak values (its keys it marks itself): `clearDeadValues` will be called. */
  visitWeakValues(container: WeakContainer): void;

  /** Registers a container with weak keys, whose entries it reports by `markEphemeron`: `clearDeadKeys` will be called. */
  visitEphemeron(container: WeakContainer): void;

  /** Registers a container of which both keys and values are weak (it marks neither): both clearing methods will be called. */
  visitAllWeak(container: WeakContainer): void;

  /** Registers a weak reference whose target is dead as far as is known yet (`isDead`). */
  visitWeakReference(reference: WeakReference): void;

  /** Whether the object was not reached. Meaningful in the clearing methods only. */
  isDead(object: Collect): boolean;
}
