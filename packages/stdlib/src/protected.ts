// The two outcomes of a protected call (pcall, xpcall, coroutine.resume): `true` and the results, or `false` and the error.

import { Continuation, trace, type Action, type Args, type Context, type Tracer, type Value } from "@luster/vm";

/** Puts `true` in front of the results of a protected call, or `false` in front of its error. */
export class Protected<in out G> extends Continuation<G> {
  resume(cx: Context<G>, results: Args<G>): Action<G> {
    switch (results.count) {
      case 0:
        return true;
      case 1:
        return cx.return2(true, results.get(0));
      case 2:
        return cx.return3(true, results.get(0), results.get(1));
      default:
        return cx.returnList([true, ...results.toArray()]);
    }
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    return cx.return2(false, error);
  }

  [trace](_tracer: Tracer): void {}
}

const shared = new Protected<unknown>();

/** The continuation of a protected call: it has no state, so there is one for all. */
export function protectedCall<G>(): Protected<G> {
  return shared as unknown as Protected<G>;
}
