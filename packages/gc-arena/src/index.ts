// The public names of @luster/gc-arena: the arena, its pointers, and the protocol of traced classes.
// Kept small, because every user loads it: what is built on top of it has entries of its own (derive, containers, inspect, debug).

export { Arena, MarkedArena, type ArenaOptions, type BuildResult, type CreateResult, type RootSlot } from "./arena.js";
export {
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
export { disposeSymbol } from "./dispose.js";
export { type DynamicRootSet, Stash } from "./dynamic-roots.js";
export {
  ArenaError,
  ArenaFinalizerError,
  ArenaMemoryError,
  ArenaStateError,
  type ArenaStateProblem,
  ArenaTraceError,
  type FinalizerFailure,
  ForeignPointerError,
  StaleHandleError,
} from "./errors.js";
export { type Branded, type Gc, type Root, type Rootable } from "./gc.js";
export { GcWeak } from "./gc-weak.js";
export { type Heap } from "./heap.js";
export { type Metrics } from "./metrics.js";
export { DEFAULT_OBJECT_BYTES, type Finalizable, Finalization, Mutation, finalize } from "./mutation.js";
export { PACING, type Pacing, type PacingPreset } from "./pacing.js";
export { type Phase } from "./phase.js";
export { isCollect, traceValue } from "./trace-value.js";
