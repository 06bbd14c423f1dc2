// The error classes of this package: one per cause, with machine-readable fields, texts built here.
// A host's mistakes about types and ranges are plain TypeErrors and RangeErrors.

/** Base class of the errors below. */
export abstract class SequenceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Why a sequence cannot be used as asked. */
export type SequenceStateProblem =
  /** it has finished already */
  | "finished"
  /** it is in the middle of a step */
  | "stepping"
  /** it was handed to a combinator, a sequencer or another sequence, which steps it from now on */
  | "taken"
  /** its task has not finished yet */
  | "unfinished"
  /** its sequencer was disposed */
  | "disposed";

const PROBLEM_TEXT: Readonly<Record<SequenceStateProblem, string>> = {
  finished: "the sequence has finished",
  stepping: "the sequence is in the middle of a step",
  taken: "the sequence belongs to another one already",
  unfinished: "the sequence has not finished",
  disposed: "the sequencer is disposed",
};

/** A sequence or its task was used at a time when it is not allowed. Nothing was changed. */
export class SequenceStateError extends SequenceError {
  constructor(
    /** Name of the operation that was refused. */
    readonly operation: string,
    readonly problem: SequenceStateProblem,
  ) {
    super(`${operation}: ${PROBLEM_TEXT[problem]}`);
  }
}

/** A step, or a generator's body, gave something that says nothing. */
export class UnknownPollError extends SequenceError {
  constructor(
    /** What was given. */
    readonly value: unknown,
  ) {
    super(`a step must give a Poll, not ${describe(value)}`);
  }
}

/** The default reason of an abort. */
export class SequenceAbortedError extends SequenceError {
  constructor(message = "the sequence was aborted") {
    super(message);
  }
}

/** A driver that cannot wait met a promise that has not settled. The sequence was unwound. */
export class UnsettledWaitError extends SequenceError {
  constructor(
    /** What it waits for, as named by whoever made the wait. */
    readonly what: string,
  ) {
    super(`a synchronous run cannot wait for ${what}`);
  }
}

/** Something was to be waited for while the sequence was being unwound. */
export class WaitWhileUnwindingError extends SequenceError {
  constructor(readonly what: string) {
    super(`cannot wait for ${what} while the sequence is being aborted`);
  }
}

/** A sequence has used up all the fuel it was given. It was unwound. */
export class FuelLimitError extends SequenceError {
  constructor(
    /** The limit, in fuel units. */
    readonly limit: number,
  ) {
    super(`fuel limit of ${limit} units exceeded`);
  }
}

/** `all` and `race` are nested too deeply in each other. */
export class SequenceDepthError extends SequenceError {
  constructor(
    /** The limit, in levels. */
    readonly limit: number,
  ) {
    super(`sequences that step others are nested more than ${limit} levels deep`);
  }
}

/** @internal A value, for a message. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (typeof value !== "object" || value === null) return String(value);
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name;
  return name === undefined || name === "Object" ? "a plain object" : `an object of class ${name}`;
}
