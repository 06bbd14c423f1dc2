// Which callback runs: the machine gives a frame to some and not to others.

import type { CallbackData, Context } from "@luster/vm";

/** The data of the callback that runs. */
export function runningData<G>(cx: Context<G>): CallbackData<G> | undefined {
  return (cx.callee ?? cx.thread.top.callback)?.data;
}
