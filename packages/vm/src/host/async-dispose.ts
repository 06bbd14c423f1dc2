// `Symbol.asyncDispose`, or its stand-in on hosts that lack it: there, `await using` does not exist either.

/** `Symbol.asyncDispose`, or its stand-in. */
export const asyncDisposeSymbol: typeof Symbol.asyncDispose =
  (Symbol as { asyncDispose?: typeof Symbol.asyncDispose }).asyncDispose ?? (Symbol.for("@luster/vm/asyncDispose") as never);
