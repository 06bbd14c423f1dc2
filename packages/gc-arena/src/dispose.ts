// The one place that knows whether this host has `Symbol.dispose`. Where it is missing, a registered symbol stands in for it,
// and is the same for every copy of this package.

/** `Symbol.dispose`, or its stand-in on hosts that lack it. */
export const disposeSymbol: typeof Symbol.dispose =
  (Symbol as { dispose?: typeof Symbol.dispose }).dispose ?? (Symbol.for("@luster/gc-arena/dispose") as never);
