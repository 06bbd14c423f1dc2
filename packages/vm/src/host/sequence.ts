// Sequences (@luster/gc-sequence) as callbacks: operations in steps that may visit the heap, call Lua functions, wait for promises, and
// are collected, preempted and awaited between steps like everything else.
//
// The callback's frame holds a continuation that steps the sequence. A step that wants a Lua function called leaves a request with it
// (`callLua`); the machine calls the function above the callback's frame, and the next step finds the outcome. So a sequence may be
// left by a yield of what it calls, too.

import { ArenaMemoryError, trace } from "@luster/gc-arena";
import type { Mutation, Tracer } from "@luster/gc-arena";
import { Fuel, Poll, Sequence, StepContext, isOutcome, traceHeld } from "@luster/gc-sequence";
import type { Outcome, Wait } from "@luster/gc-sequence";
import { errorText, plainValue } from "../error/external.js";
import { LuaError } from "../error/lua-error.js";
import { Continuation } from "../value/callback.js";
import type { Action, Args } from "../value/callback.js";
import { FrameFlag } from "../value/frame.js";
import { markValue } from "../value/mark.js";
import type { Value } from "../value/value.js";
import type { Context } from "./context.js";
import type { StashedValue } from "./stash.js";

/** Most steps in which a sequence whose frame is dropped may clean up. */
const MAX_CLEANUP_STEPS = 1000;

/** The Lua values behind errors that were given to sequences, so that they can be raised again. */
const valuesOfErrors = new WeakMap<object, StashedValue>();

/** What a step of a sequence that a VM runs works with. */
class LuaStepContext<in out G> extends StepContext<G> {
  readonly lua: Context<G>;
  readonly run: SequenceRun<G>;

  constructor(lua: Context<G>, run: SequenceRun<G>, fuel: Fuel) {
    super(lua.mutation as Mutation<G>, fuel);
    this.lua = lua;
    this.run = run;
  }
}

function luaStep<G>(cx: StepContext<G>): LuaStepContext<G> {
  if (cx instanceof LuaStepContext) return cx as LuaStepContext<G>;
  throw new TypeError("this sequence is not run by a Lua machine: only those given to Context.runSequence are");
}

/**
 * The Lua context of a sequence's step. It makes values and operates on them; what it says about what to do next (`call`, `yield`...)
 * is for callbacks, not for sequences: these use `callLua` and their own waits.
 * @throws TypeError for a sequence that no VM runs
 */
export const contextOf = <G>(cx: StepContext<G>): Context<G> => luaStep(cx).lua;

/**
 * A sequence that calls a Lua value (also by `__call`) and finishes with the list of its results. It begins the call in its first step. An
 * error fails it with a `LuaError`; when that ends the whole sequence, the Lua error goes on unchanged. Several at a time (`all`, `race`)
 * are called one after the other.
 */
export function callLua<G>(callee: Value<G>, args: readonly Value<G>[]): Sequence<G, Value<G>[]> {
  return new LuaCall<G>(callee, args);
}

class LuaCall<in out G> extends Sequence<G, Value<G>[]> {
  readonly callee: Value<G>;
  readonly args: readonly Value<G>[];
  outcome: Outcome<Value<G>[]> | undefined = undefined;
  private isRequested = false;

  constructor(callee: Value<G>, args: readonly Value<G>[]) {
    super();
    this.callee = callee;
    this.args = args;
  }

  protected advance(cx: StepContext<G>): Poll<Value<G>[]> {
    if (this.outcome !== undefined) return this.outcome;
    const { run } = luaStep(cx);
    if (!this.isRequested) this.isRequested = run.request(this);
    return Poll.pending;
  }

  protected traceFields(tracer: Tracer): void {
    markValue(tracer, this.callee);
    for (const value of this.args) markValue(tracer, value);
    if (this.outcome?.kind === "done") for (const value of this.outcome.value) markValue(tracer, value);
  }
}

/** @internal Steps a sequence to its end; see `Context.runSequence`. */
export class SequenceRun<in out G> extends Continuation<G> {
  /** A kill aborts the sequence, which cleans up and lets the kill go on. */
  override readonly catchesKill = true;
  private readonly sequence: Sequence<G, unknown>;
  private readonly toResult: (cx: Context<G>, value: never) => Action<G>;
  /** The call that a step asked for, then the one that is running. */
  private requested: LuaCall<G> | undefined = undefined;
  private calling: LuaCall<G> | undefined = undefined;
  /** How the sequence ended. */
  private outcome: Outcome<unknown> | undefined = undefined;
  private isLastTry = false;

  constructor(sequence: Sequence<G, unknown>, toResult: (cx: Context<G>, value: never) => Action<G>) {
    super();
    this.sequence = sequence;
    this.toResult = toResult;
  }

  /** Takes a request for a call, unless there is one already. */
  request(call: LuaCall<G>): boolean {
    if (this.requested !== undefined) return false;
    this.requested = call;
    return true;
  }

  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    this.endCall(() => Poll.done(results.toArray()));
    return this.run(cx);
  }

  override fail(cx: Context<G>, error: Value<G>): Action<G> {
    const isOwn = this.endCall(() => Poll.failed(errorForHost(cx, error)));
    if ((cx.thread.top.flags & FrameFlag.KILLED) !== 0) this.sequence.abort(errorForHost(cx, error));
    else if (!isOwn) return cx.raise(error);
    return this.run(cx);
  }

  /** The frame was dropped (`coroutine.close`, the end of a killed run): what is left to clean up is done now, without Lua. */
  override abandon(cx: Context<G>): void {
    if (this.sequence.isFinished) return;
    this.sequence.abort();
    for (let i = 0; i < MAX_CLEANUP_STEPS && !this.sequence.isFinished; i++) {
      this.step(cx);
      this.requested?.abort(new Error("a sequence that is dropped cannot call Lua functions"));
      this.requested = undefined;
    }
  }

  run(cx: Context<G>): Action<G> {
    while (this.outcome === undefined) {
      const poll = this.step(cx);
      if (isOutcome(poll)) this.outcome = poll;
      else if (poll.kind === "waiting") return cx.await(anySettled(poll.waits), this);
      else if (this.requested !== undefined) return this.call(cx);
      else if (cx.isOutOfFuel() || cx.heap.allocatedBytes >= cx.heap.wakeBytes) return cx.pause(this);
    }
    return this.outcome.kind === "done" ? this.giveResult(cx, this.outcome.value) : raiseAgain(cx, this.outcome.error);
  }

  override [trace](tracer: Tracer): void {
    tracer.mark(this.sequence);
    if (this.outcome !== undefined) traceHeld(tracer, this.outcome);
  }

  /** The sequence is over: where there is no memory for its result, only that is tried again after a full collection. */
  private giveResult(cx: Context<G>, value: unknown): Action<G> {
    try {
      return this.toResult(cx, value as never);
    } catch (error) {
      if (!(error instanceof ArenaMemoryError) || this.isLastTry)
        throw error instanceof ArenaMemoryError ? cx.error("not enough memory", 0) : error;
      this.isLastTry = true;
      return cx.collect({ kind: "full" }, this);
    }
  }

  private step(cx: Context<G>): Poll<unknown> {
    const fuel = new Fuel(Math.max(cx.fuel, 1));
    try {
      return this.sequence.step(new LuaStepContext<G>(cx, this, fuel));
    } finally {
      cx.consumeFuel(fuel.consumed);
    }
  }

  private call(cx: Context<G>): Action<G> {
    const call = this.requested as LuaCall<G>;
    this.requested = undefined;
    this.calling = call;
    return cx.call(call.callee, call.args, this);
  }

  private endCall(outcome: () => Outcome<Value<G>[]>): boolean {
    const call = this.calling;
    if (call === undefined) return false;
    this.calling = undefined;
    call.outcome = outcome();
    return true;
  }
}

/** A Lua error as a sequence sees it. */
function errorForHost<G>(cx: Context<G>, value: Value<G>): LuaError {
  const cause = cx.executor?.causeOf(value);
  const error = new LuaError({ message: errorText(value), value: plainValue(value), traceback: "", cause });
  valuesOfErrors.set(error, cx.stash(value));
  return error;
}

/** The error with which a sequence has ended: the Lua error that it was, or an exception of the host. */
function raiseAgain<G>(cx: Context<G>, error: unknown): Action<G> {
  if (error instanceof ArenaMemoryError) return cx.raise("not enough memory");
  const stashed = typeof error === "object" && error !== null ? valuesOfErrors.get(error) : undefined;
  if (stashed === undefined) throw error;
  return cx.raise(cx.fetch(stashed));
}

/** Fulfilled with nothing as soon as one of the promises has settled, in whatever way. */
const anySettled = (waits: readonly Wait[]): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      for (const wait of waits) wait.forget(wake);
      resolve();
    };
    for (const wait of waits) wait.wake(wake);
  });
