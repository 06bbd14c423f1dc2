// Shapes: the hidden classes of a table's fields. A shape maps string keys to slots; adding a key leads to another shape by a
// transition, so tables that got the same fields in the same order share one shape, and an inline cache can remember
// (shape, slot) instead of looking the key up.
// Invariant: a shape's keys never change, and no two transitions out of a shape have the same key. The tree is bounded in keys
// per shape, transitions per shape, and shapes in all; past any bound `add` answers undefined and the table becomes a dictionary.
// Which values the slots hold, and when a table leaves its shape, is the table's business.

import type { Collect, Heap, Tracer } from "@luster/gc-arena";
import { trace } from "@luster/gc-arena";

/** Most keys of a shape: what a record has, not what a dictionary has. */
export const MAX_SHAPE_KEYS = 64;
/** Most transitions out of a shape other than the root: more means that the keys are data. */
export const MAX_TRANSITIONS = 32;
/** Most transitions out of the root: the first fields of all sorts of tables in a program. */
export const MAX_ROOT_TRANSITIONS = 512;
/** Most shapes of one VM; bounds what the tree can take of its memory. */
export const MAX_SHAPES = 8192;

// Up to this many keys a scan is faster than a Map (3.7 to 11.5 ns against 10.5 to 11.7 ns).
const SCANNED_KEYS = 4;

// What V8 uses for a shape and its transition, for each key, and for the Map of a shape with more than SCANNED_KEYS keys.
const SHAPE_BYTES = 260;
const KEY_BYTES = 8;
const MAP_KEY_BYTES = 56;

/** Full collections that a transition may go unused before it is dropped. */
const MAX_IDLE_COLLECTIONS = 2;

export class Shape {
  readonly tree: ShapeTree;
  /** The keys in slot order. */
  readonly keys: readonly string[];
  /**
   * Set when a table came to this shape, or was found with it by the collector, since unused transitions were last dropped.
   */
  isUsed: boolean;
  private idleCollections: number;
  private index: Map<string, number> | undefined;
  private transitions: Map<string, Shape> | undefined;
  // The transition taken last, which is the next one taken in most cases.
  private recentKey: string | undefined;
  private recentShape: Shape | undefined;

  /** @internal Shapes are made by `ShapeTree` and `add`. */
  constructor(tree: ShapeTree, keys: readonly string[]) {
    this.tree = tree;
    this.keys = keys;
    this.isUsed = true;
    this.idleCollections = 0;
    this.index = undefined;
    this.transitions = undefined;
    this.recentKey = undefined;
    this.recentShape = undefined;
  }

  /** The slot of a key, or -1. */
  lookup(key: string): number {
    const keys = this.keys;
    if (keys.length > SCANNED_KEYS) return this.lookupInMap(key);
    for (let slot = 0; slot < keys.length; slot++) if (keys[slot] === key) return slot;
    return -1;
  }

  private lookupInMap(key: string): number {
    const slot = (this.index ?? this.buildIndex()).get(key);
    return slot === undefined ? -1 : slot;
  }

  // Only shapes that are asked need the Map; those passed through while a table is filled do not.
  private buildIndex(): Map<string, number> {
    const index = new Map<string, number>();
    for (let slot = 0; slot < this.keys.length; slot++) index.set(this.keys[slot] as string, slot);
    this.index = index;
    return index;
  }

  /** Whether this key, which is not in the shape, was added to it last. */
  isNextKey(key: string): boolean {
    return this.recentKey === key;
  }

  /** The shape that `add` gives for a key if one was asked for before; such a key is not in this shape. */
  transition(key: string): Shape | undefined {
    if (this.recentKey === key) return this.recentShape;
    return this.transitions?.get(key);
  }

  /**
   * The shape with one more key, which must not be in this one; its slot is `this.keys.length`.
   * Undefined when a bound is reached.
   * @throws ArenaMemoryError when a new shape does not fit into the memory limit; nothing has changed then
   */
  add(key: string): Shape | undefined {
    if (this.recentKey === key) return this.recentShape;
    const next = this.transitions?.get(key) ?? this.addTransition(key);
    if (next === undefined) return undefined;
    next.isUsed = true;
    this.recentKey = key;
    this.recentShape = next;
    return next;
  }

  private addTransition(key: string): Shape | undefined {
    const { tree, keys } = this;
    if (keys.length >= MAX_SHAPE_KEYS || !this.hasRoomForTransition() || !tree.reserve(keys.length + 1)) return undefined;
    const next = new Shape(tree, keys.concat(key));
    this.transitions ??= new Map();
    this.transitions.set(key, next);
    return next;
  }

  private hasRoomForTransition(): boolean {
    if (this === this.tree.dictionaryShape) return false;
    const count = this.transitions === undefined ? 0 : this.transitions.size;
    return count < (this === this.tree.root ? MAX_ROOT_TRANSITIONS : MAX_TRANSITIONS);
  }

  /** @internal Drops what went unused below this shape; whether this shape itself is to be kept. */
  prune(): boolean {
    this.idleCollections = this.isUsed ? 0 : this.idleCollections + 1;
    this.isUsed = false;
    // The next table that takes the transition is to say so.
    this.recentKey = undefined;
    this.recentShape = undefined;
    let hasKept = false;
    for (const [key, next] of this.transitions ?? []) {
      if (next.prune()) hasKept = true;
      else this.dropTransition(key, next);
    }
    return hasKept || this.idleCollections < MAX_IDLE_COLLECTIONS;
  }

  // A shape is kept if one below it is, so a dropped shape has none below.
  private dropTransition(key: string, next: Shape): void {
    this.transitions?.delete(key);
    this.tree.release(next.keys.length);
  }

  /** @internal Counts the string bytes of all keys below, each once. */
  traceKeys(tracer: Tracer): void {
    for (const [key, next] of this.transitions ?? []) {
      tracer.addStringBytes(key.length + 24);
      next.traceKeys(tracer);
    }
  }
}

/** The shapes of one VM. Charges what they take to the VM's heap. */
export class ShapeTree implements Collect {
  gcColor: number;
  /** The shape of an empty table. */
  readonly root: Shape;
  /** The shape of every table in dictionary mode: it has no keys and no transitions, and no inline cache holds it. */
  readonly dictionaryShape: Shape;
  private readonly heap: Heap;
  private shapes: number;
  private bytes: number;

  constructor(heap: Heap) {
    this.gcColor = 0;
    this.heap = heap;
    this.shapes = 0;
    this.bytes = 0;
    this.root = new Shape(this, []);
    this.dictionaryShape = new Shape(this, []);
  }

  /** Number of shapes besides the root. */
  get shapeCount(): number {
    return this.shapes;
  }

  /** @internal Charges one more shape; false when there are too many. */
  reserve(keyCount: number): boolean {
    if (this.shapes >= MAX_SHAPES) return false;
    const bytes = shapeBytes(keyCount);
    this.heap.grow(bytes);
    this.bytes += bytes;
    this.shapes++;
    return true;
  }

  /** @internal */
  release(keyCount: number): void {
    const bytes = shapeBytes(keyCount);
    this.heap.grow(-bytes);
    this.bytes -= bytes;
    this.shapes--;
  }

  /**
   * Drops the transitions that no table has taken or stood behind in the last full collections. To be called after a full
   * collection. Tables keep their shapes; only the way there is forgotten.
   */
  dropUnusedTransitions(): void {
    this.root.prune();
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(this.bytes);
    this.root.traceKeys(tracer);
  }
}

function shapeBytes(keyCount: number): number {
  return SHAPE_BYTES + keyCount * (keyCount > SCANNED_KEYS ? KEY_BYTES + MAP_KEY_BYTES : KEY_BYTES);
}
