// The debug entry: modes that find mistakes in the classes that use an arena. They replace methods of the one arena they are
// switched on for, so that all others, and programs that do not import this entry, pay nothing.

import { type Arena, type ArenaInternals, internals } from "./arena.js";
import { type Collect } from "./collect.js";
import { type ArenaObserver } from "./collector.js";
import { checkOwners } from "./debug/owners.js";
import { poison } from "./debug/poison.js";
import { Verifier } from "./debug/verify.js";
import { type Driver } from "./driver.js";
import { type Rootable } from "./gc.js";
import { type Marker } from "./marker.js";

export { PoisonedError } from "./debug/poison.js";
export { ArenaVerifyError } from "./debug/verify.js";

/** Which debug modes to switch on. All are off by default. */
export interface DebugOptions {
  /**
   * Collect at every chance: after each `mutate`, a whole cycle (`"full"`), or one small step of a cycle that never rests (`"step"`),
   * which is what finds missing write barriers.
   */
  readonly stress?: "full" | "step";
  /** Check at the end of each marking phase that everything reachable is marked. Throws `ArenaVerifyError`. */
  readonly verify?: boolean;
  /** With `verify`: also check that each object's own fields (not `#private` ones) hold no pointer that its `trace` forgets. */
  readonly checkFields?: boolean;
  /** An object that was disposed because it died throws `PoisonedError` when it is used. */
  readonly poison?: boolean;
  /** Check at each store through cells, locks, weak collections and barriers, and when marking, that a pointer belongs to this arena. Throws `ForeignPointerError`. */
  readonly checkOwners?: boolean;
}

/** Work of one step of `stress: "step"`, in bytes: one object. */
const STRESS_STEP_BYTES = 1;
/** Steps that a cycle may take beyond two for each object, after which it is finished: each `mutate` may mark more than a step traces. */
const STRESS_MAX_EXTRA_STEPS = 64;

/**
 * Switches debug modes on for one arena, for the rest of its life. Call it once, right after the arena was made.
 * Everything becomes much slower.
 */
export function enableDebug<Spec extends Rootable>(arena: Arena<Spec>, options: DebugOptions): void {
  const parts = arena[internals]() as ArenaInternals;
  const { driver } = parts;
  const { marker } = driver.heap;
  const observer: ArenaObserver = {};
  if (options.checkOwners === true) checkOwners(driver.heap, marker);
  if (options.verify === true || options.checkFields === true) watchMarking(parts, observer, marker, options.checkFields === true);
  if (options.poison === true) observer.onDisposed = poison;
  if (options.stress !== undefined) observer.afterMutate = stressor(driver, options.stress);
  driver.collector.observer = observer;
}

function watchMarking(parts: ArenaInternals, observer: ArenaObserver, marker: Marker, checksFields: boolean): void {
  const { mark, beginCycle } = marker;
  const marked = new Set<Collect>();
  marker.beginCycle = function () {
    marked.clear();
    beginCycle.call(marker);
  };
  marker.mark = function (object) {
    marked.add(object);
    mark.call(marker, object);
  };
  observer.onMarked = () => {
    new Verifier(parts, checksFields).run(marked);
    marked.clear();
  };
}

function stressor(driver: Driver, mode: "full" | "step"): () => void {
  // One object at a time, so that every order of marking and changing comes up.
  driver.heap.marker.batchObjects = 1;
  if (mode === "full") return () => driver.quietSlice("stress", () => driver.runFullCycle());
  let stepCount = 0;
  return () =>
    driver.quietSlice("stress", () => {
      if (++stepCount > 2 * driver.metrics().liveObjectCount + STRESS_MAX_EXTRA_STEPS) driver.runCycle();
      else if (!driver.step(STRESS_STEP_BYTES)) return;
      stepCount = 0;
    });
}
