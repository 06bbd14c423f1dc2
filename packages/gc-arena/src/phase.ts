// The phases of a collection cycle, in their order. Only the collector moves from one to the next.

export type Phase =
  /** No cycle is running; write barriers are off. */
  | "sleeping"
  /** Reachable objects are being marked, a slice at a time; write barriers are on. */
  | "marking"
  /** Everything reachable is marked and nothing is cleared yet. Only until the next `mutate`, which leads back to marking. */
  | "marked"
  /** Weak references are cleared; what died is being finalized and disposed, a slice at a time. */
  | "sweeping";
