// What this package uses of an `AbortSignal`. A type of its own, so that its declarations need no host's types; every host's `AbortSignal` fits it.

/** Tells that something is not wanted any more. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
