// What an arena reports about itself: a snapshot of plain numbers.

/** Counters of one arena at one moment. */
export interface Metrics {
  /** Bytes in use: live at the last mark plus allocated since, external and string bytes included. */
  readonly allocatedBytes: number;
  /** Bytes that were live at the end of the last mark; 0 before the first. */
  readonly liveBytes: number;
  /** Bytes allocated since the arena was made. */
  readonly allocatedTotalBytes: number;
  /** Bytes held outside of the arena; see `heap.adjustExternalBytes`. */
  readonly externalBytes: number;
  /** Upper bound of the live string bytes; see `heap.chargeString`. */
  readonly stringBytes: number;
  /** Bytes of mark work that the next slice owes; 0 while no work is due. */
  readonly debtBytes: number;
  /** Cycles completed. */
  readonly cycleCount: number;
  /** Objects that the last complete mark found alive. */
  readonly liveObjectCount: number;
  /** Objects with a finalizer or disposer that wait for their death. */
  readonly registeredCount: number;
  /** Finalizers run by the arena so far. */
  readonly finalizedCount: number;
  /** Disposers run by the arena so far. */
  readonly disposedCount: number;
  /** Stashed pointers. */
  readonly stashedCount: number;
  /** Calls in which the collector worked. */
  readonly sliceCount: number;
  /** Time of the longest of them, in milliseconds. */
  readonly maxPauseMs: number;
  /** Time of the last of them, in milliseconds. */
  readonly lastPauseMs: number;
  /** Time of all of them, in milliseconds. */
  readonly totalPauseMs: number;
}
