// What a step of a sequence says about it (`Poll`), how a sequence ends (`Outcome`), and the promise it may wait for (`Wait`).
// Invariant: a Wait is settled once and for good; whoever parks on it is woken once, after that.
// Nothing here touches an arena. What a promise gives is a host value, and stays outside of it until a step takes it in.

import { UnknownPollError } from "./errors.js";

/** How a promise ended. */
export type Settlement = { readonly isFulfilled: true; readonly value: unknown } | { readonly isFulfilled: false; readonly error: unknown };

/** The sequence has finished with a value. */
export interface Done<T> {
  readonly kind: "done";
  readonly value: T;
}

/** The sequence has finished with an error, which can be any value. */
export interface Failed {
  readonly kind: "failed";
  readonly error: unknown;
}

/** How a sequence ended. */
export type Outcome<T> = Done<T> | Failed;

/** The sequence has more to do, and can be stepped at once. */
export interface Pending {
  readonly kind: "pending";
}

/** The sequence has more to do as soon as one of the promises has settled. Stepping it earlier is harmless and gives this again. */
export interface Waiting {
  readonly kind: "waiting";
  /** Never empty. */
  readonly waits: readonly Wait[];
}

/** What one step says. */
export type Poll<T> = Pending | Waiting | Outcome<T>;

const PENDING: Pending = { kind: "pending" };

/** Makes the four kinds of `Poll`. */
export const Poll = {
  /** More to do. */
  pending: PENDING,
  /** More to do when one of `waits` has settled. */
  waiting: (...waits: [Wait, ...Wait[]]): Waiting => ({ kind: "waiting", waits }),
  /** Finished with a value. */
  done: <T>(value: T): Done<T> => ({ kind: "done", value }),
  /** Finished with an error. */
  failed: (error: unknown): Failed => ({ kind: "failed", error }),
} as const;

/** Whether the poll says that the sequence has finished. */
export function isOutcome<T>(poll: Poll<T>): poll is Outcome<T> {
  return poll.kind === "done" || poll.kind === "failed";
}

/** @internal The value itself, if it is one of the four kinds. @throws UnknownPollError otherwise */
export function checkPoll<T>(value: Poll<T>): Poll<T> {
  switch ((value as Partial<Poll<T>> | null | undefined)?.kind) {
    case "pending":
    case "waiting":
    case "done":
    case "failed":
      return value;
    default:
      throw new UnknownPollError(value);
  }
}

/** A promise that a sequence waits for: it says synchronously whether, and how, the promise has settled. */
export class Wait {
  /** How the promise ended; `undefined` while it has not. */
  settlement: Settlement | undefined = undefined;
  private readonly wakers = new Set<() => void>();

  /**
   * @param promise any thenable; a value that is none counts as fulfilled. It is looked at asynchronously, so it never settles in this call.
   * @param what names what is waited for, for the error of a driver that cannot wait. Default "a promise".
   */
  constructor(
    promise: unknown,
    readonly what: string = "a promise",
  ) {
    Promise.resolve(promise).then(
      (value) => this.settle({ isFulfilled: true, value }),
      (error: unknown) => this.settle({ isFulfilled: false, error }),
    );
  }

  get isSettled(): boolean {
    return this.settlement !== undefined;
  }

  /**
   * Has `waker` called once when the promise has settled, from the host's event loop. Registering it again does nothing; at once when it is
   * settled already. The waker must not throw.
   */
  wake(waker: () => void): void {
    if (this.isSettled) waker();
    else this.wakers.add(waker);
  }

  /** Takes a waker back. */
  forget(waker: () => void): void {
    this.wakers.delete(waker);
  }

  private settle(settlement: Settlement): void {
    this.settlement = settlement;
    const wakers = [...this.wakers];
    this.wakers.clear();
    for (const waker of wakers) waker();
  }
}
