// Traced objects for values that are no traced objects themselves: a mutable slot, a guarded structure, a box.
// Invariant: each store passes the write barrier, because the value can be changed by no other way than `set` and `write`.

import { type Collect, type Tracer, trace } from "./collect.js";
import { type Collector } from "./collector-of.js";
import { type Branded } from "./gc.js";
import { type Mutation } from "./mutation.js";
import { traceValue } from "./trace-value.js";

const CELL_BYTES = 48;

/** A traced object that holds one value, traced by `collector`. */
abstract class Holder<in out G, T> implements Collect {
  declare readonly brand: Branded<G>;
  gcColor = 0;

  /** @internal */
  protected constructor(
    mc: Mutation<G>,
    /** @internal */ protected content: T,
    private readonly collector: Collector<T>,
  ) {
    mc.alloc(this, CELL_BYTES);
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(CELL_BYTES);
    this.collector(tracer, this.content);
  }
}

/** The boxed form of a plain value: an immutable traced object that holds it. */
export class GcBox<in out G, T> extends Holder<G, T> {
  /** @param collector traces the value; by default `traceValue`, which takes pointers, primitives and plain collections of them */
  constructor(mc: Mutation<G>, value: T, collector: Collector<T> = traceValue) {
    super(mc, value, collector);
  }

  get value(): T {
    return this.content;
  }
}

/** A mutable slot. */
export class GcCell<in out G, T> extends Holder<G, T> {
  /** @param collector as for `GcBox` */
  constructor(mc: Mutation<G>, value: T, collector: Collector<T> = traceValue) {
    super(mc, value, collector);
  }

  get(): T {
    return this.content;
  }

  /** Stores a value. */
  set(mc: Mutation<G>, value: T): void {
    mc.heap.storeBarrier(this, value);
    this.content = value;
  }

  /** Stores a value and gives the one that was there. */
  replace(mc: Mutation<G>, value: T): T {
    const { content } = this;
    this.set(mc, value);
    return content;
  }
}

/** A structure that is changed in place, such as an array or a map: readable at any time, writable under the barrier. */
export class GcLock<in out G, T extends object> extends Holder<G, T> {
  /** @param collector as for `GcBox` */
  constructor(mc: Mutation<G>, value: T, collector: Collector<T> = traceValue) {
    super(mc, value, collector);
  }

  /** The structure, to be read only. */
  get value(): Readonly<T> {
    return this.content;
  }

  /** Calls `change` with the structure, which is not to be kept, and gives what it returns. */
  write<R>(mc: Mutation<G>, change: (value: T) => R): R {
    mc.heap.storeBarrier(this, undefined);
    return change(this.content);
  }
}
