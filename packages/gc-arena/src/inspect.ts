// The inspect entry: looks at an arena's heap without changing it. What is reachable, how large, and why it is alive.
// It may be called at any time, also inside `mutate`; pointers that only a running callback holds are not roots to it.

import { type Arena, type ArenaInternals, internals } from "./arena.js";
import { type Rootable } from "./gc.js";
import { HeapGraph } from "./inspect/heap-graph.js";
import { heapSnapshotChunks } from "./inspect/heap-snapshot.js";

export { describeEdges, type Inspectable } from "./inspect/edge-labels.js";
export { type ClassSize, type GraphNode, HeapGraph, type PathStep } from "./inspect/heap-graph.js";
export { heapSnapshotChunks } from "./inspect/heap-snapshot.js";

/**
 * Walks the heap from its roots. Costs time and memory in proportion to it.
 * @throws ArenaTraceError when a `trace` method throws
 */
export function inspectHeap<Spec extends Rootable>(arena: Arena<Spec>): HeapGraph {
  const parts = arena[internals]() as ArenaInternals;
  const { driver, rootSet, root } = parts;
  const { finalizers, takeaways } = driver.heap.deaths;
  const rootNames = new Map<object, string>([
    [rootSet, "(stashed pointers)"],
    ...finalizers.map((object) => [object, "(finalizer queue)"] as const),
    ...takeaways.map((object) => [object, "(queue of the host)"] as const),
  ]);
  return new HeapGraph({
    root,
    rootNames,
    classNames: new Map([[rootSet, "(stashed pointers)"]]),
    reportRoots: (tracer) => {
      parts.reportRoots(tracer);
      for (const object of [...finalizers, ...takeaways]) tracer.mark(object);
    },
  });
}

/** The heap as text in the `.heapsnapshot` format, which Chrome's DevTools open. For a large heap use `heapSnapshotChunks`. */
export function heapSnapshot<Spec extends Rootable>(arena: Arena<Spec>): string {
  return [...heapSnapshotChunks(inspectHeap(arena))].join("");
}
