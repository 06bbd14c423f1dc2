// Switches of threads within compiled code. A compiled function that resumes a thread which can go on in compiled form calls that form, as
// JavaScript, and gets what it yields or returns; its own frames are not made for that. The thread that waits is marked by `NATIVE_WAIT`.
// If what was resumed has to be left, so has what has resumed it: `Then.SWITCHED` tells the machine to go on with the other thread, once
// the frames of the one that waits stand.

import type { Context } from "../host/context.js";
import { Entry, PENDING } from "../value/callback.js";
import type { Callback } from "../value/callback.js";
import type { Closure } from "../value/closure.js";
import { SUSPEND, SWITCHED } from "../value/compiled-code.js";
import type { CompiledLoop, CompiledResult, Suspend } from "../value/compiled-code.js";
import { Wanted } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { NATIVE_WAIT, NOT_DIRECT, Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";
import type { Wrapped } from "./coroutines.js";
import { switchDirectly } from "./coroutines.js";
import { Then } from "./departure.js";
import { leaveCalled } from "./leave-compiled.js";
import { finishCompiled } from "./machine.js";
import { Next } from "./next.js";
import { ENTERED } from "./outcome.js";
import type { Outcome } from "./outcome.js";
import { canPassOn, leaveDirectly, runAgain, yieldBuffer } from "./pass-on.js";
import { MAX_C_LEVELS, MAX_STACK_SLOTS } from "./stack.js";
import { NATIVE_BUDGET } from "./tier.js";

/** Slots of a stack from which on the machine does the switch. */
const MAX_NATIVE_SLOT = MAX_STACK_SLOTS - 2 * NATIVE_BUDGET;

/** What a switch takes of the native budget, besides the registers of what it goes on with. */
const SWITCH_COST = 60;

/** Compiled code is not entered for less. */
const SMALLEST_BUDGET = 1000;

type Run<G> = (closure: Closure<G>, budget: number, stack: Value<G>[], base: number, extra: readonly Value<G>[]) => CompiledResult;

const NO_VALUES: readonly never[] = [];

/** The compiled form with which a thread's Lua frame goes on; it is made when it has been asked for often. */
function compiledAt<G>(cx: Context<G>, thread: Thread<G>, frame: Frame<G>): CompiledLoop | undefined {
  const { closure, pc } = frame;
  if (closure === undefined) return undefined;
  const { proto } = closure;
  const known = proto.loops.get(pc);
  if (known !== undefined || proto.loops.has(pc)) return known;
  cx.departure.isWarmingUp = true;
  if (cx.tier === undefined || --proto.resumeHeat >= 0) return undefined;
  proto.resumeHeat = cx.tier.threshold;
  const made = cx.tier.compileLoop(cx, closure, pc, thread.stack, frame.base);
  proto.loops.set(pc, made);
  return made;
}

/**
 * Calls `coroutine.resume` or a function made by `coroutine.wrap` from compiled code. `SUSPEND`, without a capture, if the interpreter is to
 * do it.
 */
export function resumeNatively<G>(
  cx: Context<G>,
  budget: number,
  callback: Callback<G>,
  argCount: number,
  a: Value<G>,
  b: Value<G>,
  c: Value<G>,
): CompiledResult {
  const isWrapped = callback.entry === Entry.WRAPPED;
  const target = isWrapped ? (callback.data as Wrapped<G>).thread : a;
  if (!(target instanceof Thread) || target.mode !== "suspended" || target.hookMask !== 0) return SUSPEND;
  const outer = cx.thread;
  if (target.directWanted < 0) {
    // It waits in a callback, or has not begun: then others of its kind may follow.
    if (target.top === target.bottom) cx.departure.isWarmingUp = true;
    return SUSPEND;
  }
  const frame = target.top;
  if (outer.top.level + cx.departure.metamethodLevels + 1 >= MAX_C_LEVELS || frame.base > MAX_NATIVE_SLOT) return SUSPEND;
  passArguments(target, isWrapped ? argCount : argCount - 1, isWrapped ? a : b, isWrapped ? b : c, isWrapped ? c : undefined);
  const run = compiledAt(cx, target, frame);
  if (run === undefined || budget < SMALLEST_BUDGET + SWITCH_COST) return SUSPEND;
  outer.mode = "normal";
  leaveDirectly(outer, callback, 0, NATIVE_WAIT);
  target.resumer = outer;
  runAgain(cx, target);
  const { departure } = cx;
  const { iteratorLevels } = cx;
  const { metamethodLevels } = departure;
  departure.metamethodLevels = 0;
  const result = runThread(cx, outer, target, frame, run, budget);
  departure.metamethodLevels = metamethodLevels;
  cx.iteratorLevels = iteratorLevels;
  return result;
}

/** Puts the arguments of a resume where the yield that it ends wants its results. Nothing of the thread is in those slots. */
function passArguments<G>(target: Thread<G>, count: number, a: Value<G>, b: Value<G>, c: Value<G>): void {
  const { stack, directDest, directWanted } = target;
  let n = (target.direct as Callback<G>).entry === Entry.RESUME ? 1 : 0;
  if (n === 1 && directWanted > 0) stack[directDest] = true;
  for (let i = 0; n < directWanted; n++, i++) stack[directDest + n] = i >= count ? undefined : i === 0 ? a : i === 1 ? b : c;
}

/** Runs the frame on top of `target` in compiled form, and those below it, until the thread yields, ends, or has to be left. */
function runThread<G>(
  cx: Context<G>,
  outer: Thread<G>,
  target: Thread<G>,
  first: Frame<G>,
  compiled: CompiledLoop,
  budget: number,
): CompiledResult {
  let frame = first;
  let run: CompiledLoop | undefined = compiled;
  try {
    for (;;) {
      const { base, varargCount } = frame;
      const { proto } = frame.closure as Closure<G>;
      const extra = proto.isVararg ? target.stack.slice(base - 1 - varargCount, base - 1) : NO_VALUES;
      const cost = SWITCH_COST + proto.maxStackSize * 2;
      cx.iteratorLevels = MAX_C_LEVELS - 1 - frame.level;
      const result = (run as unknown as Run<G>)(frame.closure as Closure<G>, budget - cost, target.stack, base, extra);
      if (result === SWITCHED) return passedOn(cx);
      if (result !== SUSPEND && frame.wanted === Wanted.THREAD) return end(cx, outer, target, result);
      let outcome = finishCompiled(cx, frame, result);
      // What a callback has called natively hands over its captures before others come.
      while (outcome === PENDING && cx.pendingKind === Next.LEFT) outcome = leaveCalled(cx);
      if (outcome === ENTERED && cx.thread === outer) return passedOn(cx);
      if (outcome !== ENTERED || cx.thread !== target || result === SUSPEND) return leaveBoth(cx, outer, outcome, undefined);
      frame = target.top;
      run = frame.base > MAX_NATIVE_SLOT ? undefined : compiledAt(cx, target, frame);
      if (run === undefined) return leaveBoth(cx, outer, outcome, undefined);
    }
  } catch (exception) {
    cx.departure.captures.length = 0;
    return leaveBoth(cx, outer, ENTERED, { exception });
  }
}

/** What a thread has yielded into the context's buffer, as a call gives it. */
const passedOn = <G>(cx: Context<G>): CompiledResult => (cx.bufferCount === 1 ? (cx.buffer[0] as CompiledResult) : PENDING);

/** The thread's function has returned: its results are those of the resume. */
function end<G>(cx: Context<G>, outer: Thread<G>, target: Thread<G>, result: CompiledResult): CompiledResult {
  target.mode = "dead";
  target.top = target.bottom;
  target.resumer = undefined;
  const withTrue = (outer.direct as Callback<G>).entry === Entry.RESUME;
  runAgain(cx, outer);
  if (!withTrue) return result;
  const { buffer } = cx;
  if (result === PENDING) for (let i = cx.bufferCount; i > 0; i--) buffer[i] = buffer[i - 1];
  else buffer[1] = result as Value<G>;
  cx.bufferCount = (result === PENDING ? cx.bufferCount : 1) + 1;
  buffer[0] = true;
  return PENDING;
}

/** What was resumed goes on in the machine, as soon as the frames of what has resumed it stand. */
function leaveBoth<G>(
  cx: Context<G>,
  outer: Thread<G>,
  outcome: Outcome<G>,
  failure: { readonly exception: unknown } | undefined,
): Suspend {
  const { departure } = cx;
  departure.then = Then.SWITCHED;
  departure.switchedTo = cx.thread;
  departure.outcome = outcome;
  departure.failure = failure;
  departure.switchedKind = cx.pendingKind;
  outer.directWanted = NOT_DIRECT;
  cx.thread = outer;
  return SUSPEND;
}

/** The Lua frame on top, whose registers are on the stack, yields `argCount` values, which follow slot `func`; it goes on at `pc`. */
export function yieldDirectly<G>(
  cx: Context<G>,
  callback: Callback<G>,
  func: number,
  argCount: number,
  wanted: number,
  pc: number,
): CompiledResult {
  const thread = cx.thread;
  const resumer = thread.resumer as Thread<G>;
  thread.top.pc = pc;
  thread.top.openTop = 0;
  if (resumer.directWanted !== NATIVE_WAIT) {
    switchDirectly(cx, callback, func, argCount, wanted);
    return SWITCHED;
  }
  const { stack } = thread;
  for (let i = 0; i < argCount; i++) cx.buffer[i] = stack[func + 1 + i];
  cx.bufferCount = argCount;
  yieldBuffer(cx, callback, func, wanted);
  return SWITCHED;
}

/** Calls `coroutine.yield` from compiled code that has no frame: it is left, and the thread that waits goes on once the frames stand. */
export function yieldNatively<G>(cx: Context<G>, callback: Callback<G>, argCount: number, a: Value<G>, b: Value<G>, c: Value<G>): Suspend {
  const { departure, buffer, thread } = cx;
  if (!canPassOn(thread)) {
    // What begins a thread has a frame; what goes on with it may wait in compiled code.
    departure.isWarmingUp = thread.isFresh;
    thread.isFresh = false;
    return SUSPEND;
  }
  departure.then = Then.YIELD;
  departure.callback = callback;
  buffer[0] = a;
  buffer[1] = b;
  buffer[2] = c;
  cx.bufferCount = argCount;
  return SUSPEND;
}
