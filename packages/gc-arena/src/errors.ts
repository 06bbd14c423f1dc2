// The arena's error classes: one per cause, each with machine-readable fields and its text built here.
// Host misuse that is about an argument's type or range stays a plain TypeError or RangeError.
// Nothing in this package matches on messages.

import { describeValue } from "./describe.js";

/** Base class of the errors below, so that a host can catch them together. */
export abstract class ArenaError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An allocation would have crossed the arena's hard memory limit. Nothing was allocated. */
export class ArenaMemoryError extends ArenaError {
  /** Bytes that were asked for. */
  readonly requestedBytes: number;
  /** Bytes in use at that moment. */
  readonly allocatedBytes: number;
  /** The limit, in bytes. */
  readonly limitBytes: number;

  constructor(requestedBytes: number, allocatedBytes: number, limitBytes: number) {
    super(`arena memory limit: ${requestedBytes} bytes requested, ${allocatedBytes} of ${limitBytes} in use`);
    this.requestedBytes = requestedBytes;
    this.allocatedBytes = allocatedBytes;
    this.limitBytes = limitBytes;
  }
}

/** Why an operation was refused in the arena's present state. */
export type ArenaStateProblem =
  /** the arena was disposed */
  | "disposed"
  /** called inside `mutate`, a finalizer, a disposer or a `trace` method of the same arena */
  | "reentrant"
  /** a `Mutation` or `Finalization` was used after its callback had returned */
  | "expired-mutation"
  /** a `MarkedArena` was used after the arena had moved on */
  | "stale-marked-arena"
  /** the arena was superseded by `mapRoot` */
  | "superseded";

const STATE_TEXT: Readonly<Record<ArenaStateProblem, string>> = {
  disposed: "the arena is disposed",
  reentrant: "the arena is already inside mutate, a finalizer, a disposer or a trace method",
  "expired-mutation": "the mutation handle is used after its callback returned",
  "stale-marked-arena": "the marked arena is used after the arena moved on",
  superseded: "the arena was superseded by mapRoot",
};

/** An operation was called at a time when it is not allowed. The arena is unchanged. */
export class ArenaStateError extends ArenaError {
  readonly problem: ArenaStateProblem;
  /** Name of the operation that was refused. */
  readonly operation: string;

  constructor(operation: string, problem: ArenaStateProblem) {
    super(`${operation}: ${STATE_TEXT[problem]}`);
    this.operation = operation;
    this.problem = problem;
  }
}

/** A `trace` method threw, or met something that is not traceable. The cycle was given up; nothing was cleared or finalized. */
export class ArenaTraceError extends ArenaError {
  /** The object that was being traced, or the untraceable value. */
  readonly value: unknown;

  constructor(value: unknown, cause?: unknown) {
    const what = describeValue(value);
    super(
      cause === undefined ? `cannot trace ${what}` : `tracing ${what} failed: ${messageOf(cause)}`,
      cause === undefined ? undefined : { cause },
    );
    this.value = value;
  }
}

/** One finalizer or disposer that threw. */
export interface FinalizerFailure {
  readonly object: object;
  readonly error: unknown;
}

/** Finalizers or disposers threw. All others ran; each of these counts as finalized. */
export class ArenaFinalizerError extends ArenaError {
  /** In the order in which they happened; never empty. */
  readonly failures: readonly FinalizerFailure[];

  constructor(failures: readonly FinalizerFailure[]) {
    const first = failures[0];
    const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
    super(`finalizing ${describeValue(first?.object)} failed: ${messageOf(first?.error)}${more}`, { cause: first?.error });
    this.failures = failures;
  }
}

/** A pointer of one arena was used in another. */
export class ForeignPointerError extends ArenaError {
  readonly value: unknown;

  constructor(operation: string, value: unknown) {
    super(`${operation}: ${describeValue(value)} belongs to another arena`);
    this.value = value;
  }
}

/** A stashed handle was fetched after it had been disposed. */
export class StaleHandleError extends ArenaError {
  readonly handle: unknown;

  constructor(operation: string, handle: unknown) {
    super(`${operation}: the handle was disposed`);
    this.handle = handle;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? String(error.message) : describeValue(error);
}
