// The tracer of one arena: colours, grey objects, and the lists that one marking phase collects.
// Invariant while marking: a black object points to no white one, except through weak references, through objects in
// `touched` or `again`, and through slots that `partial` has yet to trace.
// It knows nothing of phases or pacing: the collector decides when it works and for how long.

import {
  type Collect,
  type LargeCollect,
  type Retraceable,
  type Tracer,
  type WeakContainer,
  type WeakReference,
  retrace,
  trace,
  traceMore,
} from "./collect.js";
import { WaitingEphemerons } from "./ephemeron.js";
import { ArenaTraceError } from "./errors.js";
import { SegmentedStack } from "./segmented-stack.js";

/** Mark work charged for each object, in bytes, on top of the size it reports. */
const WORK_PER_OBJECT = 16;
/** Mark work charged for one piece of a large object, in bytes. */
const WORK_PER_PIECE = 8192;

/** First value of a sum of bytes: a fraction, so that V8 does not take the field for one of small integers until it passes 2^31. */
const START_AS_DOUBLE = 0.5;

/** A large object and where its next piece begins. */
class PartialTrace {
  constructor(
    readonly object: LargeCollect,
    public from: number,
  ) {}
}

export class Marker implements Tracer {
  /** Colour of grey objects; all smaller colours are white. Even, and two more in each cycle. */
  epoch = 0;
  /** Bytes of the objects traced in this cycle, each counted once. */
  liveBytes = START_AS_DOUBLE;
  /** Bytes of the string references found in this cycle; a string found twice counts twice. */
  stringBytes = START_AS_DOUBLE;
  /** Objects traced in this cycle. */
  objectCount = 0;
  /** Work done in this cycle, in bytes; what budgets are paid in. */
  work = START_AS_DOUBLE;

  /** Objects traced between two looks at the budget. */
  batchObjects = 64;

  /** Containers that were found weak in this cycle. */
  readonly weakValues: WeakContainer[] = [];
  readonly ephemerons: WeakContainer[] = [];
  readonly allWeak: WeakContainer[] = [];

  /** Objects that were written without a barrier in this marking phase. */
  readonly touched = new SegmentedStack<Retraceable>();
  /** Black objects that a backward barrier turned grey again. */
  readonly again = new SegmentedStack<Collect>();

  /** Weak references whose target was white when they were traced, and those of them whose target still is after a look. */
  #weakReferences = new SegmentedStack<WeakReference>();
  #suspectReferences: WeakReference[] = [];

  readonly #grey = new SegmentedStack<Collect>();
  readonly #partial = new SegmentedStack<PartialTrace>();
  readonly #waiting = new WaitingEphemerons();
  #countsBytes = true;

  /** Begins a cycle: all objects are white from here on. */
  beginCycle(): void {
    this.epoch += 2;
    this.liveBytes = 0;
    this.stringBytes = 0;
    this.objectCount = 0;
    this.work = 0;
  }

  get black(): number {
    return this.epoch + 1;
  }

  mark(object: Collect): void {
    const color = object.gcColor;
    if (color < this.epoch) {
      if (color < 0) this.#waiting.reach(color);
      object.gcColor = this.epoch;
      this.#grey.push(object);
    }
  }

  addBytes(bytes: number): void {
    const sum = this.liveBytes + bytes;
    if (!(sum < Infinity)) throw new RangeError(`addBytes: ${bytes} is not a number of bytes`);
    if (this.#countsBytes) this.liveBytes = sum;
  }

  addStringBytes(bytes: number): void {
    const sum = this.stringBytes + bytes;
    if (!(sum < Infinity)) throw new RangeError(`addStringBytes: ${bytes} is not a number of bytes`);
    this.stringBytes = sum;
  }

  traceLater(object: LargeCollect, from: number): void {
    this.#partial.push(new PartialTrace(object, from));
  }

  markEphemeron(key: Collect, value: Collect): void {
    if (key.gcColor >= this.epoch) this.mark(value);
    else if (value.gcColor < this.epoch) this.#waiting.add(key, value);
  }

  visitWeakValues(container: WeakContainer): void {
    this.weakValues.push(container);
  }

  visitEphemeron(container: WeakContainer): void {
    this.ephemerons.push(container);
  }

  visitWeakReference(reference: WeakReference): void {
    this.#weakReferences.push(reference);
  }

  visitAllWeak(container: WeakContainer): void {
    this.allWeak.push(container);
  }

  isDead(object: Collect): boolean {
    return object.gcColor < this.epoch;
  }

  /** Turns a black object grey again. */
  regrey(object: Collect): void {
    object.gcColor = this.epoch;
    this.again.push(object);
  }

  /**
   * Traces until nothing is grey (true), or until `work` passed `workLimit` or the clock passed `deadlineMs` (false).
   * `touched` and `again` are left alone.
   */
  drain(workLimit: number, deadlineMs: number, now: () => number): boolean {
    for (;;) {
      if (this.#traceBatch() && !this.#tracePiece() && !this.#waiting.takeReached(this)) return true;
      if (this.work >= workLimit || (deadlineMs !== Infinity && now() >= deadlineMs)) return false;
    }
  }

  /** Traces one object of `touched` or `again`; false when both are empty. */
  traceChanged(): boolean {
    const touched = this.touched.pop();
    if (touched !== undefined) {
      touched.gcTouched = 0;
      // One that was not reached yet is not traced here: when it is reached, it is traced in full.
      if (touched.gcColor === this.black) this.#traceUncounted(touched, retrace);
      return true;
    }
    const object = this.again.pop();
    if (object === undefined) return false;
    object.gcColor = this.black;
    this.#traceUncounted(object, trace);
    return true;
  }

  /** Drops up to `limit` weak references from the list whose target is marked by now; true when all were looked at. */
  siftWeakReferences(limit: number): boolean {
    for (let done = 0; done < limit; done++) {
      const reference = this.#weakReferences.pop();
      if (reference === undefined) return true;
      if (reference.hasDeadTarget(this)) this.#suspectReferences.push(reference);
    }
    return false;
  }

  /** Clears the weak references whose target is dead. */
  clearWeakReferences(): void {
    while (!this.siftWeakReferences(Infinity));
    for (const reference of this.#suspectReferences) {
      if (reference.hasDeadTarget(this)) reference.clear();
    }
    this.#suspectReferences = [];
  }

  /** Forgets everything that belongs to the running cycle, except its colours and the waiting ephemerons. */
  dropLists(): void {
    this.#grey.clear();
    this.#partial.clear();
    this.touched.clear();
    this.again.clear();
    this.#weakReferences.clear();
    this.#suspectReferences = [];
    this.weakValues.length = 0;
    this.ephemerons.length = 0;
    this.allWeak.length = 0;
    this.#countsBytes = true;
    this.#waiting.endMarking();
  }

  /** Whitens up to `limit` keys of dead ephemerons; true when done. Must be done before the next cycle begins. */
  resetEphemerons(limit: number): boolean {
    return this.#waiting.reset(limit);
  }

  // Traces up to `batchObjects` grey objects; true when none is left.
  #traceBatch(): boolean {
    const black = this.epoch + 1;
    const batch = this.batchObjects;
    const bytesBefore = this.liveBytes + this.stringBytes;
    let count = 0;
    let object: Collect | undefined;
    try {
      while (count < batch && (object = this.#grey.pop()) !== undefined) {
        object.gcColor = black;
        object[trace](this);
        count++;
      }
    } catch (error) {
      throw new ArenaTraceError(object, error);
    }
    this.objectCount += count;
    this.work += this.liveBytes + this.stringBytes - bytesBefore + count * WORK_PER_OBJECT;
    return count < batch;
  }

  #tracePiece(): boolean {
    const piece = this.#partial.pop();
    if (piece === undefined) return false;
    const { object } = piece;
    try {
      piece.from = object[traceMore](this, piece.from);
    } catch (error) {
      throw new ArenaTraceError(object, error);
    }
    if (piece.from >= 0) this.#partial.push(piece);
    this.work += WORK_PER_PIECE;
    return true;
  }

  // Traces an object once more: its bytes are counted already.
  #traceUncounted(object: Collect, method: typeof trace | typeof retrace): void {
    this.#countsBytes = false;
    try {
      (object as Retraceable)[method](this);
    } catch (error) {
      throw new ArenaTraceError(object, error);
    }
    this.#countsBytes = true;
    this.work += WORK_PER_OBJECT;
  }
}
