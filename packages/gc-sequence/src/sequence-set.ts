// The sequences that a sequencer runs, as an object of the arena: they are alive because the root leads here.
// Invariant: slots[i] is undefined exactly for the indexes in `free`.

import { type Branded, type LargeCollect, type Mutation, type Tracer, trace, traceMore } from "@luster/gc-arena";
import { SEQUENCE_BYTES, type Sequence } from "./sequence.js";

const PIECE_SLOTS = 1024;
const SET_BYTES = 64;
const SLOT_BYTES = 8;

/** Holds running sequences. Make one for the arena's root, and give it to a `Sequencer`. */
export class SequenceSet<in out G> implements LargeCollect {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  private readonly slots: (Sequence<G, unknown> | undefined)[] = [];
  private readonly free: number[] = [];

  /** @throws ArenaMemoryError when the arena's hard memory limit would be crossed */
  constructor(mc: Mutation<G>) {
    mc.alloc(this, SET_BYTES);
  }

  /** Number of sequences held. */
  get size(): number {
    return this.slots.length - this.free.length;
  }

  /**
   * @internal Takes a sequence in; gives the slot it is in.
   * @throws ArenaMemoryError when the arena's hard memory limit would be crossed
   */
  add(mc: Mutation<G>, sequence: Sequence<G, unknown>): number {
    mc.alloc(sequence, SEQUENCE_BYTES + SLOT_BYTES);
    mc.forwardBarrier(this, sequence);
    const slot = this.free.pop() ?? this.slots.length;
    this.slots[slot] = sequence;
    return slot;
  }

  /** @internal */
  get(slot: number): Sequence<G, unknown> {
    return this.slots[slot] as Sequence<G, unknown>;
  }

  /** @internal Lets go of the sequence in `slot`. */
  remove(slot: number): void {
    this.slots[slot] = undefined;
    this.free.push(slot);
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(SET_BYTES + this.size * SLOT_BYTES);
    tracer.traceLater(this, 0);
  }

  [traceMore](tracer: Tracer, from: number): number {
    const end = Math.min(from + PIECE_SLOTS, this.slots.length);
    for (let i = from; i < end; i++) {
      const sequence = this.slots[i];
      if (sequence !== undefined) tracer.mark(sequence);
    }
    return end === this.slots.length ? -1 : end;
  }
}
