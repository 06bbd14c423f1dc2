// The end of everything by the script's own wish (lua_close, as `os.exit(code, true)` does it): the pending variables of the main thread are closed, then every
// object that has a finalizer is finalized. What runs meanwhile may await or be preempted as usual.

import { trace } from "@luster/gc-arena";
import type { Tracer } from "@luster/gc-arena";
import type { Context } from "../host/context.js";
import { Continuation } from "../value/callback.js";
import type { Action } from "../value/callback.js";
import { markValue } from "../value/mark.js";
import type { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";
import { pendFinalizer, warnOfFinalizer } from "./finalizers.js";
import { popVariableToClose } from "./to-be-closed.js";

/**
 * Closes the variables of the main thread, last first, and runs all finalizers; then the running callback goes on with `finish`. An error in `__close` goes to
 * the variables that are closed after it, and is lost, as in PUC-Rio's Lua. Objects that get a finalizer later are never finalized.
 * @param finish must hold no heap pointers
 */
export function closeState<G>(cx: Context<G>, finish: (cx: Context<G>) => Action<G>): Action<G> {
  return new StateCloser<G>(finish).next(cx);
}

class StateCloser<in out G> extends Continuation<G> {
  private error: Value<G> = undefined;
  private isFinalizing = false;

  constructor(private readonly finish: (cx: Context<G>) => Action<G>) {
    super();
  }

  next(cx: Context<G>): Action<G> {
    const variable = popVariableToClose(cx, mainThread(cx.thread), 0);
    if (variable !== undefined) return cx.call2(variable.handler, variable.value, this.error, this);
    if (!this.isFinalizing) {
      this.isFinalizing = true;
      cx.heap.beginClose();
    }
    // They run whenever a slice begins, except within a finalizer: then they are called from here.
    if (cx.isFinalizing) return pendFinalizer(cx, this) ?? this.finish(cx);
    return cx.heap.finalizableCount > 0 ? cx.pause(this) : this.finish(cx);
  }

  override resume(cx: Context<G>): Action<G> {
    return this.next(cx);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    if (this.isFinalizing) warnOfFinalizer(cx, error);
    else this.error = error;
    return this.next(cx);
  }

  override [trace](tracer: Tracer): void {
    markValue(tracer, this.error);
  }
}

function mainThread<G>(thread: Thread<G>): Thread<G> {
  let main = thread;
  while (main.resumer !== undefined) main = main.resumer;
  return main;
}
