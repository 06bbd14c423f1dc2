// The results of a call as the results of the library function that made it. Unlike a tail call, the function stays on the stack meanwhile, so that tracebacks
// show it, as in PUC-Rio's Lua.

import { Continuation, trace, type Action, type Args, type Context } from "@luster/vm";

class PassedOn<in out G> extends Continuation<G> {
  resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnArgs(results, 0);
  }

  [trace](): void {}
}

const shared = new PassedOn<unknown>();

/** The continuation of such a call: it has no state, so there is one for all. */
export function passedOn<G>(): Continuation<G> {
  return shared as unknown as Continuation<G>;
}
