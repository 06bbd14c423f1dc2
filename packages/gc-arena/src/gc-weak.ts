// Weak pointers: they do not keep their target alive, and are cleared at a known moment, the atomic step that finds the target
// unreachable, before its finalizer runs. A weak pointer is a traced object itself; one that is unreachable is never looked at.

import { type Collect, type Tracer, type WeakReference, trace } from "./collect.js";
import { type Branded, type Gc } from "./gc.js";
import { type Finalization, type Mutation } from "./mutation.js";

/** Size of a weak pointer in the arena's accounts, in bytes. */
const GC_WEAK_BYTES = 32;

/** A pointer that does not keep its target alive. Immutable; `G` as in `Gc`. */
export class GcWeak<in out G, T extends Collect> implements Collect, WeakReference {
  declare readonly brand: Branded<G>;
  gcColor = 0;
  private target: T | undefined;

  /**
   * Points weakly to `target`.
   * @throws ArenaMemoryError when the hard limit would be crossed
   */
  constructor(mc: Mutation<G>, target: Gc<G, T>) {
    mc.alloc(this, GC_WEAK_BYTES);
    this.target = target;
  }

  /** The target, or `undefined` when it has died. */
  upgrade(mc: Mutation<G>): Gc<G, T> | undefined {
    mc.check("GcWeak.upgrade");
    return this.target as Gc<G, T> | undefined;
  }

  /** Whether the target has died: `upgrade` would give `undefined`. */
  get isDropped(): boolean {
    return this.target === undefined;
  }

  /** Whether the target has died, or will when sweeping begins unless it is resurrected. */
  isDead(fc: Finalization<G>): boolean {
    return this.target === undefined || fc.isDead(this.target);
  }

  hasDeadTarget(tracer: Tracer): boolean {
    return this.target !== undefined && tracer.isDead(this.target);
  }

  clear(): void {
    this.target = undefined;
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(GC_WEAK_BYTES);
    if (this.hasDeadTarget(tracer)) tracer.visitWeakReference(this);
  }
}
