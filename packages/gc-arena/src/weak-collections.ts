// Weak collections that clear at a known moment and, unlike the host's own, can be counted and walked.
// Keyed by traced objects: WeakGcMap (an ephemeron table: a value lives only while its key does) and WeakGcSet.
// With weak values: WeakValueMap. Each is backed by a host Map or Set, and traced in pieces.

import { type Collect, type Tracer, type WeakContainer, trace } from "./collect.js";
import { traceEntries, traceItems } from "./collector-of-items.js";
import { describeValue } from "./describe.js";
import { type Branded, type Gc } from "./gc.js";
import { type Mutation } from "./mutation.js";
import { isCollect } from "./trace-value.js";

const COLLECTION_BYTES = 96;
/** Bytes charged for one entry. */
const ENTRY_BYTES = 48;

/** What the three have in common: accounts, and tracing by pieces. */
abstract class WeakCollection<in out G> implements WeakContainer {
  declare readonly brand: Branded<G>;
  gcColor = 0;

  constructor(mc: Mutation<G>) {
    mc.alloc(this, COLLECTION_BYTES);
  }

  /** Number of entries. */
  abstract get size(): number;

  /** Reports what is strong, and registers itself as weak. @internal */
  protected abstract traceEntries(tracer: Tracer): void;

  abstract clearDeadValues(tracer: Tracer): void;
  abstract clearDeadKeys(tracer: Tracer): void;

  [trace](tracer: Tracer): void {
    tracer.addBytes(COLLECTION_BYTES + this.size * ENTRY_BYTES);
    this.traceEntries(tracer);
  }

  /** Charges a new entry. @internal */
  protected chargeEntry(mc: Mutation<G>): void {
    mc.heap.grow(ENTRY_BYTES);
  }
}

/** A map whose entries live as long as their key is reachable other than through the map's own values. */
export class WeakGcMap<in out G, K extends Collect, V> extends WeakCollection<G> {
  private readonly values = new Map<K, V>();

  get size(): number {
    return this.values.size;
  }

  get(key: Gc<G, K>): V | undefined {
    return this.values.get(key);
  }

  has(key: Gc<G, K>): boolean {
    return this.values.has(key);
  }

  /**
   * Adds or replaces an entry.
   * @throws TypeError when the key is not a traced object, or the value is an object that is not traced
   */
  set(mc: Mutation<G>, key: Gc<G, K>, value: V): void {
    checkTraced("WeakGcMap.set: the key", key);
    if (isUntracedObject(value)) throw new TypeError(`WeakGcMap.set: the value must be traced or primitive, not ${describeValue(value)}`);
    if (!this.values.has(key)) this.chargeEntry(mc);
    mc.heap.storeBarrier(this, value);
    this.values.set(key, value);
  }

  delete(key: Gc<G, K>): boolean {
    return this.values.delete(key);
  }

  /** The entries, in the order in which their keys were added. */
  *[Symbol.iterator](): IterableIterator<[Gc<G, K>, V]> {
    yield* this.values as Map<Gc<G, K>, V>;
  }

  clearDeadValues(): void {}

  clearDeadKeys(tracer: Tracer): void {
    for (const key of this.values.keys()) if (tracer.isDead(key)) this.values.delete(key);
  }

  protected traceEntries(tracer: Tracer): void {
    tracer.visitEphemeron(this);
    traceEntries(tracer, this.values, traceEntry);
  }
}

/** A set that does not keep its members alive. A member that has a finalizer leaves it after having been finalized. */
export class WeakGcSet<in out G, T extends Collect> extends WeakCollection<G> {
  private readonly members = new Set<T>();

  get size(): number {
    return this.members.size;
  }

  has(member: Gc<G, T>): boolean {
    return this.members.has(member);
  }

  /** @throws TypeError when the member is not a traced object */
  add(mc: Mutation<G>, member: Gc<G, T>): void {
    checkTraced("WeakGcSet.add: the member", member);
    if (this.members.has(member)) return;
    this.chargeEntry(mc);
    mc.heap.storeBarrier(this, member);
    this.members.add(member);
  }

  delete(member: Gc<G, T>): boolean {
    return this.members.delete(member);
  }

  /** The members, in the order in which they were added. */
  *[Symbol.iterator](): IterableIterator<Gc<G, T>> {
    yield* this.members as Set<Gc<G, T>>;
  }

  clearDeadValues(): void {}

  clearDeadKeys(tracer: Tracer): void {
    for (const member of this.members) if (tracer.isDead(member)) this.members.delete(member);
  }

  protected traceEntries(tracer: Tracer): void {
    tracer.visitEphemeron(this);
  }
}

/** A map that keeps its keys alive but not its values; an entry goes when its value dies, before the value is finalized. */
export class WeakValueMap<in out G, K, V extends Collect> extends WeakCollection<G> {
  private readonly values = new Map<K, V>();

  get size(): number {
    return this.values.size;
  }

  get(key: K): Gc<G, V> | undefined {
    return this.values.get(key) as Gc<G, V> | undefined;
  }

  has(key: K): boolean {
    return this.values.has(key);
  }

  /**
   * Adds or replaces an entry.
   * @throws TypeError when the value is not a traced object, or the key is an object that is not traced
   */
  set(mc: Mutation<G>, key: K, value: Gc<G, V>): void {
    checkTraced("WeakValueMap.set: the value", value);
    if (isUntracedObject(key)) throw new TypeError(`WeakValueMap.set: the key must be traced or primitive, not ${describeValue(key)}`);
    if (!this.values.has(key)) this.chargeEntry(mc);
    mc.heap.storeBarrier(this, key);
    mc.heap.storeBarrier(this, value);
    this.values.set(key, value);
  }

  delete(key: K): boolean {
    return this.values.delete(key);
  }

  /** The entries, in the order in which their keys were added. */
  *[Symbol.iterator](): IterableIterator<[K, Gc<G, V>]> {
    yield* this.values as Map<K, Gc<G, V>>;
  }

  clearDeadValues(tracer: Tracer): void {
    for (const [key, value] of this.values) if (tracer.isDead(value)) this.values.delete(key);
  }

  clearDeadKeys(): void {}

  protected traceEntries(tracer: Tracer): void {
    tracer.visitWeakValues(this);
    traceItems(tracer, this.size, this.values.keys(), traceKey);
  }
}

function traceEntry(tracer: Tracer, key: Collect, value: unknown): void {
  if (isCollect(value)) tracer.markEphemeron(key, value);
}

function traceKey(tracer: Tracer, key: unknown): void {
  if (isCollect(key)) tracer.mark(key);
}

function isUntracedObject(value: unknown): boolean {
  return (typeof value === "function" || (typeof value === "object" && value !== null)) && !isCollect(value);
}

function checkTraced(what: string, value: unknown): void {
  if (!isCollect(value)) throw new TypeError(`${what} must be a traced object, not ${describeValue(value)}`);
}
