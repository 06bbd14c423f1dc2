// The accounts of one arena and its write barriers: the interface that interpreters and compiled code read inline.
// Invariant: allocatedBytes = live bytes at the last mark + bytes allocated since (external and string bytes included).
// It starts no collection: it says when one is due (`wakeBytes`), and the arena runs it between two `mutate` calls.

import { type Collect, type Retraceable, type WeakReference } from "./collect.js";
import { DeathKind, Deaths } from "./deaths.js";
import { ArenaMemoryError } from "./errors.js";
import { Marker } from "./marker.js";
import { checkNumber } from "./pacing.js";
import { checkTraced } from "./trace-value.js";

/** Value of `Heap.barrierColor` outside of marking; no object has this colour. */
const NO_BARRIER = -1;
/**
 * First value of a field that may pass 2^31. V8 gives a field that has only ever held small integers a representation of its own, and throws
 * away all code that reads it when it first holds a larger number: better to begin with a fraction.
 */
const START_AS_DOUBLE = 0.5;

export class Heap {
  /**
   * Colour of black objects while marking, -1 otherwise. After a store into `parent`:
   * `if (parent.gcColor === heap.barrierColor) heap.backwardBarrier(parent)`.
   */
  barrierColor = NO_BARRIER;

  /**
   * Bytes in use: live at the last mark, plus allocated since. For new objects it may be raised directly
   * (`heap.allocatedBytes += n`); growth of an existing object goes through `grow`, strings through `chargeString`.
   */
  allocatedBytes = START_AS_DOUBLE;

  /** When `allocatedBytes` has reached this, the running `mutate` should return soon, so that the arena can collect. */
  wakeBytes = Infinity;

  /** Memory limit, soft edge, in bytes: crossing it causes a full collection at the end of the `mutate`. `Infinity`: no limit. */
  softLimitBytes = Infinity;

  /** Memory limit, hard edge, in bytes: no allocation may cross it. `Infinity`: no limit. */
  hardLimitBytes = Infinity;

  /** Bytes held outside of the arena on its behalf; see `adjustExternalBytes`. Part of `allocatedBytes`. */
  externalBytes = START_AS_DOUBLE;

  /** Upper bound of the live string bytes. Part of `allocatedBytes`. */
  stringBytes = START_AS_DOUBLE;

  constructor() {
    this.allocatedBytes = this.externalBytes = this.stringBytes = 0;
    this.grownBytes = this.unpacedBytes = this.freedTotalBytes = 0;
  }

  /** @internal */ readonly marker = new Marker();
  /** @internal */ readonly deaths = new Deaths();
  /** @internal Growth of existing objects in the running cycle, in bytes. */
  grownBytes = START_AS_DOUBLE;
  /** @internal Bytes charged to the limit that pacing does not count, since the last mark. */
  unpacedBytes = START_AS_DOUBLE;
  /** @internal `allocatedBytes - unpacedBytes` at which pacing wants the arena to work. */
  paceBytes = Infinity;
  /** @internal `allocatedBytes` at which the memory limit wants a full collection. */
  softEdgeBytes = Infinity;
  /** @internal Sum of all bytes ever allocated up to the last mark, for the metrics; see Metrics.allocatedTotalBytes. */
  freedTotalBytes = START_AS_DOUBLE;

  /**
   * Charges a new object of `bytes` bytes.
   * @throws ArenaMemoryError when the hard limit would be crossed, RangeError when `bytes` is negative or NaN; nothing was charged then.
   */
  allocate(bytes: number): void {
    const total = this.allocatedBytes + bytes;
    // Written so that NaN is refused too.
    if (!(bytes >= 0 && total <= this.hardLimitBytes)) throw this.#refusal(bytes);
    this.allocatedBytes = total;
  }

  /** Takes a new object in: `allocate` for a known object, which is what the debug entry listens to. */
  admit(_object: Collect, bytes: number): void {
    const total = this.allocatedBytes + bytes;
    if (!(bytes >= 0 && total <= this.hardLimitBytes)) throw this.#refusal(bytes);
    this.allocatedBytes = total;
  }

  /**
   * Charges `bytes` bytes by which an existing object grew. Before the growth, so that a refusal leaves the object unchanged.
   * Negative gives them back, which is never refused.
   * @throws ArenaMemoryError, RangeError as `allocate`
   */
  grow(bytes: number): void {
    this.#charge(bytes);
    this.grownBytes += bytes;
  }

  /** Whether `bytes` more would stay within the hard limit. Changes nothing. */
  canAllocate(bytes: number): boolean {
    return this.allocatedBytes + bytes <= this.hardLimitBytes;
  }

  /**
   * Charges a new string: `limitBytes` against the memory limit (its whole length + 24), `debtBytes` against pacing
   * (for a concatenation only the shorter operand; at most `limitBytes`).
   * @throws ArenaMemoryError as `allocate`, RangeError when a number is out of its range
   */
  chargeString(limitBytes: number, debtBytes: number): void {
    const unpacedBytes = limitBytes - debtBytes;
    checkNumber("limitBytes - debtBytes", unpacedBytes, 0);
    this.allocate(limitBytes);
    this.stringBytes += limitBytes;
    if (unpacedBytes === 0) return;
    this.unpacedBytes += unpacedBytes;
    this.updateWake();
  }

  /**
   * Adds to the bytes that are held outside of the arena on its behalf (buffers, handles); negative gives them back, which is
   * never refused.
   * @throws ArenaMemoryError as `allocate`; RangeError when the sum would be negative or the number is not finite
   */
  adjustExternalBytes(deltaBytes: number): void {
    checkNumber("deltaBytes", deltaBytes, -this.externalBytes);
    if (deltaBytes === Infinity) throw new RangeError("deltaBytes must be finite, not Infinity");
    this.#charge(deltaBytes);
    this.externalBytes += deltaBytes;
    if (deltaBytes < 0) this.armSoftEdge(this.softEdgeBytes);
  }

  /**
   * Backward barrier, for a parent that is written often: makes a black parent grey again, so that it is traced once more
   * before marking ends. Called when the inline test says so; harmless at any other time.
   */
  backwardBarrier(parent: Collect): void {
    if (parent.gcColor === this.barrierColor) this.marker.regrey(parent);
  }

  /** Forward barrier, for a parent that is large or written once: marks the child at once. */
  forwardBarrier(parent: Collect, child: Collect): void {
    if (parent.gcColor === this.barrierColor) this.marker.mark(child);
  }

  /**
   * The barrier of a store that is not hot: `child` was stored into `parent`. Tests the colour itself.
   */
  storeBarrier(parent: Collect, _child: unknown): void {
    if (parent.gcColor === this.barrierColor) this.marker.regrey(parent);
  }

  /** Forward barrier of a weak reference that was given another target: has it looked at before marking ends. */
  forwardBarrierWeak(parent: Collect & WeakReference): void {
    const { marker } = this;
    if (parent.gcColor === this.barrierColor && parent.hasDeadTarget(marker)) marker.visitWeakReference(parent);
  }

  /** Forward barrier of an ephemeron table: the entry was stored into `parent`. Without it, a backward barrier has the whole table traced. */
  forwardBarrierEphemeron(parent: Collect, key: Collect, value: Collect): void {
    if (parent.gcColor === this.barrierColor) this.marker.markEphemeron(key, value);
  }

  /**
   * Says that `object` is about to be written without barriers in this `mutate`. It is traced again, as far as it changed,
   * before marking ends. Costs one compare when nothing is being marked or the object was touched already.
   */
  touch(object: Retraceable): void {
    if (object.gcTouched === this.barrierColor || this.barrierColor === NO_BARRIER) return;
    object.gcTouched = this.barrierColor;
    this.marker.touched.push(object);
  }

  /**
   * Registers an object that the host wants to be handed when it has died, once; see `popFinalizable`. The host sees to it
   * that an object is not registered twice. Ignored while the arena is closing.
   * @throws TypeError when the value is not a traced object
   */
  registerFinalizer(object: Collect): void {
    checkTraced("registerFinalizer", object);
    if (!this.deaths.isClosing) this.deaths.register(object, DeathKind.Takeaway);
  }

  /**
   * Takes the next registered object that has died; `undefined` when there is none. In the reverse order of their registration,
   * cycle by cycle. The object and all that it reaches are alive again, and it is no longer registered.
   */
  popFinalizable(): Collect | undefined {
    return this.deaths.takeaways.pop();
  }

  /** Number of objects that `popFinalizable` would give. */
  get finalizableCount(): number {
    return this.deaths.takeaways.length;
  }

  /**
   * Treats every object registered by `registerFinalizer` as dead: `popFinalizable` hands them all out, newest first, after those
   * that were waiting already. From now on registrations are ignored. For a host that closes down.
   */
  beginClose(): void {
    this.deaths.isClosing = true;
    this.deaths.takeAll();
    if (this.barrierColor !== NO_BARRIER) for (const object of this.deaths.takeaways) this.marker.mark(object);
  }

  /**
   * @internal Sets the soft edge, to `mostBytes` at most. Past the limit's own, what is in use after a collection may use up half of
   * what is left to the hard edge: the limit never disarms, and a heap that stays near it is not collected at every turn.
   */
  armSoftEdge(mostBytes: number): void {
    this.softEdgeBytes = Math.min(mostBytes, Math.max(this.softLimitBytes, (this.allocatedBytes + this.hardLimitBytes) / 2));
    this.updateWake();
  }

  /** @internal Recomputes `wakeBytes` from pacing and memory limit. */
  updateWake(): void {
    this.wakeBytes = Math.min(this.paceBytes + this.unpacedBytes, this.softEdgeBytes);
  }

  /** @internal Takes over the sums of a marking phase that has ended. */
  settle(): void {
    const { marker } = this;
    this.stringBytes = Math.min(this.stringBytes, marker.stringBytes);
    const live = marker.liveBytes + this.grownBytes + this.stringBytes + this.externalBytes;
    this.freedTotalBytes += this.allocatedBytes - live;
    this.allocatedBytes = live;
    this.grownBytes = 0;
    this.unpacedBytes = 0;
  }

  #charge(bytes: number): void {
    if (bytes < 0) this.allocatedBytes += bytes;
    else this.allocate(bytes);
  }

  #refusal(bytes: number): ArenaMemoryError {
    checkNumber("bytes", bytes, 0);
    return new ArenaMemoryError(bytes, this.allocatedBytes, this.hardLimitBytes);
  }
}
