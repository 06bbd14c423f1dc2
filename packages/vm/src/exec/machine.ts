// The trampoline below the interpreter: calls any value, carries out what callbacks want next, hands results to whoever waits
// for them, switches threads. Everything is a loop over frames; nothing here calls itself for as long as a script pleases.
//
// `perform` is entered with the action of the callback whose frame is on top, and returns when a Lua frame is on top (true:
// the interpreter goes on with it) or when the executor has to act (false: `cx.stop` says why).

import type { Context } from "../host/context.js";
import { FatalRaise } from "../error/raise.js";
import { callError, runtimeError } from "../error/runtime-errors.js";
import { concat, joinTexts } from "../meta/concat.js";
import { JOINED } from "../meta/concat-text.js";
import { Event, MAX_META_CHAIN, metamethodOf } from "../meta/metamethod.js";
import { trace } from "@luster/gc-arena";
import { Callback, Continuation, PENDING } from "../value/callback.js";
import type { Action, Args } from "../value/callback.js";
import { Closure } from "../value/closure.js";
import { SUSPEND, SWITCHED } from "../value/compiled-code.js";
import type { CompiledFunction, CompiledLoop, CompiledResult } from "../value/compiled-code.js";
import { FrameFlag, Wanted, setContinuation } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { checkReturned, isFunction, isTruthy } from "../value/kind.js";
import { HookMask, transferOf } from "../value/hook.js";
import type { Transfer } from "../value/hook.js";
import { NEVER_HOT } from "../value/loaded-proto.js";
import type { LoadedProto } from "../value/loaded-proto.js";
import { frameTop } from "../value/thread.js";
import type { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";
import { Then } from "./departure.js";
import { hookCall, hookReturn } from "./hooks.js";
import { leave, leaveCalled } from "./leave-compiled.js";
import { Next, Stop, Turn } from "./next.js";
import { ENTERED, STOPPED } from "./outcome.js";
import type { Outcome } from "./outcome.js";
import { SPARE_SLOTS, MAX_C_LEVELS, MAX_STACK_SLOTS, ensureStack, pushCallback, pushClosure } from "./stack.js";
import { NATIVE_BUDGET } from "./tier.js";
import { closeAllVariables, continueHandled, deliverError, giveError, unwind } from "./unwind.js";

/** Level from which a nested overflow is no longer given to handlers (PUC: LUAI_MAXCCALLS / 10 * 11). */
const FATAL_C_LEVELS = (MAX_C_LEVELS / 10) * 11;

/** Runs the machine from an outcome on, until a Lua frame is on top (true) or the executor has to act (false). */
export function perform<G>(cx: Context<G>, first: Outcome<G>): boolean {
  let outcome = first;
  for (;;) {
    if (outcome === ENTERED) return true;
    if (outcome === STOPPED) return false;
    if (outcome === PENDING) {
      outcome = carryOut(cx);
    } else {
      cx.buffer[0] = checkReturned(outcome) as Value<G>;
      cx.bufferCount = 1;
      outcome = returnFromCallback(cx);
    }
  }
}

/** Does what the callback on top left pending. */
function carryOut<G>(cx: Context<G>): Outcome<G> {
  switch (cx.pendingKind) {
    case Next.RETURN:
      return returnFromCallback(cx);
    case Next.CALL:
      return callFromCallback(cx);
    case Next.LEFT:
      return leaveCalled(cx);
    case Next.YIELD:
      return yieldThread(cx);
    case Next.RESUME:
      return resumeThread(cx);
    case Next.YIELD_TO:
      return yieldToThread(cx);
    case Next.CLOSE_THREAD:
      return closeThread(cx);
    case Next.AWAIT:
      return leaveAt(cx, Stop.AWAIT);
    case Next.PAUSE:
      return leaveAt(cx, Stop.PAUSED);
    case Next.COLLECT:
      return leaveAt(cx, Stop.COLLECT);
    case Next.RAISE:
      return unwind(cx, cx.buffer[0]);
    case Next.DELIVER_ERROR:
      return deliverError(cx, cx.buffer[0]);
    case Next.HANDLED:
      return continueHandled(cx, cx.buffer[0]);
    case Next.END_THREAD:
      return endThread(cx, cx.thread);
    case Next.START_HOOKED:
      return startHooked(cx);
    case Next.RETURN_HOOKED:
      return returnHooked(cx);
    case Next.EXIT:
      return STOPPED;
    case Next.NOTHING:
      throw new TypeError("a callback returned PENDING without saying what to do");
  }
}

/** The executor has to act. If the slice is over, a Lua frame is on top, and goes on in the next one. */
function leaveFor<G>(cx: Context<G>, stop: Stop): Outcome<G> {
  cx.stop = stop;
  return STOPPED;
}

function leaveAt<G>(cx: Context<G>, stop: Stop): Outcome<G> {
  const frame = cx.thread.top;
  // Without a continuation, what the wait brings is what the callback returns.
  setContinuation(frame, cx.pendingContinuation ?? (returnResults as unknown as Continuation<G>));
  // The continuation gets what the wait brings, not what the callback was entered with.
  frame.openTop = frame.base;
  frame.flags |= FrameFlag.PAUSED;
  return leaveFor(cx, stop);
}

/** Returns what it is given. */
class ReturnResults<in out G> extends Continuation<G> {
  override resume(cx: Context<G>, results: Args<G>): Action<G> {
    return cx.returnArgs(results, 0);
  }

  override [trace](): void {
    // Holds nothing, so one serves all.
  }
}

const returnResults = new ReturnResults<unknown>();

// --- Calls.

/** Runs the callback of the frame on top with its arguments. */
function invoke<G>(cx: Context<G>, frame: Frame<G>): Outcome<G> {
  const callback = frame.callback as Callback<G>;
  const stack = cx.thread.stack;
  const base = frame.base;
  const count = frame.openTop - base;
  cx.argCount = count;
  cx.pendingKind = Next.NOTHING;
  switch (callback.arity) {
    case 0:
      return callback.fn(cx);
    case 1:
      return callback.fn(cx, count > 0 ? stack[base] : undefined);
    case 2:
      return callback.fn(cx, count > 0 ? stack[base] : undefined, count > 1 ? stack[base + 1] : undefined);
    case 3:
      return callback.fn(
        cx,
        count > 0 ? stack[base] : undefined,
        count > 1 ? stack[base + 1] : undefined,
        count > 2 ? stack[base + 2] : undefined,
      );
    default:
      return callback.fn(cx, setWindow(cx, base, count));
  }
}

/** Points the shared window at slots of the running thread. */
function setWindow<G>(cx: Context<G>, base: number, count: number): Context<G>["args"] {
  const args = cx.args;
  args.stack = cx.thread.stack;
  args.base = base;
  args.count = count;
  return args;
}

/** Calls the value at slot `func` with the `argCount` values that follow it; `nests`: in PUC's machine that takes C stack. */
export function begin<G>(
  cx: Context<G>,
  func: number,
  argCount: number,
  dest: number,
  wanted: number,
  nests = wanted < Wanted.ALL,
): Outcome<G> {
  const thread = cx.thread;
  let count = argCount;
  for (let i = 0; i < MAX_META_CHAIN; i++) {
    const callee = thread.stack[func];
    if (callee instanceof Closure) {
      const frame = pushClosure(cx, thread, callee, func, count, dest, wanted);
      if (nests) nestLevel(cx, frame);
      if ((cx.fuel -= callee.proto.entryFuel) < 0) return leaveFor(cx, Stop.FUEL);
      return --callee.proto.entryHeat < 0 ? enterCompiled(cx, frame) : ENTERED;
    }
    if (callee instanceof Callback) {
      const frame = pushCallback(cx, thread, callee, func, count, dest, wanted);
      if (nests) nestLevel(cx, frame);
      return (thread.hookMask & HookMask.CALL) === 0 ? invoke(cx, frame) : hookCall(cx, frame);
    }
    insertCallMetamethod(cx, thread, func, count, callee);
    count++;
  }
  throw runtimeError(cx, "'__call' chain too long");
}

/** Calls the value at slot `func` and runs until a Lua frame is on top (true) or the executor has to act. */
export function callValue<G>(cx: Context<G>, func: number, argCount: number, wanted: number, nests = false): boolean {
  return perform(cx, begin(cx, func, argCount, func, wanted, nests));
}

/** Calls a callback on a frame of its own; its arguments follow slot `func`. */
export function callCallback<G>(
  cx: Context<G>,
  callback: Callback<G>,
  func: number,
  argCount: number,
  dest: number,
  wanted: number,
): boolean {
  return perform(cx, invoke(cx, pushCallback(cx, cx.thread, callback, func, argCount, dest, wanted)));
}

/** Puts the `__call` metamethod of a value before it, as the function to call. */
export function insertCallMetamethod<G>(cx: Context<G>, thread: Thread<G>, func: number, argCount: number, callee: Value<G>): void {
  const handler = metamethodOf(cx, callee, Event.CALL);
  if (handler === undefined) throw callError(cx, callee);
  if (!isFunction(handler)) checkCallChain(cx, handler);
  ensureStack(cx, thread, func + argCount + 2);
  const stack = thread.stack;
  for (let i = func + argCount; i >= func; i--) stack[i + 1] = stack[i];
  stack[func] = handler;
}

/** Callers go from a value to its `__call` until there is a function: that has to end. */
function checkCallChain<G>(cx: Context<G>, first: Value<G>): void {
  let value: Value<G> = first;
  for (let i = 0; i < MAX_META_CHAIN; i++) {
    value = metamethodOf(cx, value, Event.CALL);
    if (value === undefined || isFunction(value)) return;
  }
  throw runtimeError(cx, "'__call' chain too long");
}

/** One more level of what takes C stack in PUC's machine. */
export function nestLevel<G>(cx: Context<G>, frame: Frame<G>): void {
  frame.level++;
  if (frame.level < MAX_C_LEVELS) return;
  if (frame.level >= FATAL_C_LEVELS) throw new FatalRaise<G>("error in error handling");
  if (frame.level === MAX_C_LEVELS) {
    // The error is the caller's. That keeps the level, so that a handler called on top of it is already beyond the limit.
    const caller = frame.previous as Frame<G>;
    caller.level = MAX_C_LEVELS;
    cx.thread.top = caller;
    throw runtimeError(cx, "C stack overflow");
  }
}

/** The callback on top calls a function, or ends with a tail call. */
function callFromCallback<G>(cx: Context<G>): Outcome<G> {
  const thread = cx.thread;
  const frame = thread.top;
  const continuation = cx.pendingContinuation;
  setContinuation(frame, continuation);
  // What is no function is called from the callback's own frame, so that the error is not its caller's. A hooked one stays until
  // its return hook is called.
  if (continuation === undefined && isFunction(cx.pendingFunction) && thread.hookMask === 0) {
    thread.top = frame.previous as Frame<G>;
    placeCall(cx, thread, frame.func);
    return begin(cx, frame.func, cx.bufferCount, frame.dest, frame.wanted);
  }
  const func = frame.openTop;
  placeCall(cx, thread, func);
  return begin(cx, func, cx.bufferCount, func, Wanted.CONTINUATION);
}

/** Puts the pending function and its arguments at `func` and above. */
function placeCall<G>(cx: Context<G>, thread: Thread<G>, func: number): void {
  const count = cx.bufferCount;
  ensureStack(cx, thread, func + count + SPARE_SLOTS);
  const stack = thread.stack;
  const buffer = cx.buffer;
  if (stack[func] !== cx.pendingFunction) stack[func] = cx.pendingFunction;
  for (let i = 0; i < count; i++) stack[func + 1 + i] = buffer[i];
}

/** The instruction of the Lua frame on top needs the pending metamethod call; its result is used as `wanted` says. */
export function callMetamethod<G>(cx: Context<G>, dest: number, wanted: number): boolean {
  return perform(cx, beginMetamethod(cx, dest, wanted));
}

function beginMetamethod<G>(cx: Context<G>, dest: number, wanted: number): Outcome<G> {
  const thread = cx.thread;
  const func = frameTop(thread.top);
  placeCall(cx, thread, func);
  return begin(cx, func, cx.bufferCount, dest, wanted === 1 ? Wanted.ONE_FOR_OPERATION : wanted === 0 ? Wanted.NONE : wanted);
}

/** The interpreter called a callback without a frame, and it left something pending: give it a frame and go on. */
export function frameAndPerform<G>(
  cx: Context<G>,
  callback: Callback<G>,
  func: number,
  argCount: number,
  dest: number,
  wanted: number,
): boolean {
  pushCallback(cx, cx.thread, callback, func, argCount, dest, wanted);
  return perform(cx, PENDING);
}

// --- Results.

/** The frame on top has returned the values in the buffer. */
export function returnFromCallback<G>(cx: Context<G>): Outcome<G> {
  const thread = cx.thread;
  const frame = thread.top;
  if ((thread.hookMask & HookMask.RETURN) !== 0 && frame.closure === undefined && frame.callback !== undefined) {
    return hookReturn(cx, frame);
  }
  thread.top = frame.previous as Frame<G>;
  return deliver(cx, frame.dest, frame.wanted);
}

/** The call hook of the callback below the frame on top has returned. */
function startHooked<G>(cx: Context<G>): Outcome<G> {
  const thread = cx.thread;
  thread.top = thread.top.previous as Frame<G>;
  return invoke(cx, thread.top);
}

/** The return hook of the callback below the frame on top has returned. */
function returnHooked<G>(cx: Context<G>): Outcome<G> {
  const thread = cx.thread;
  const { count } = transferOf(thread.top) as Transfer;
  const frame = thread.top.previous as Frame<G>;
  const first = frame.openTop - count;
  for (let i = 0; i < count; i++) cx.buffer[i] = thread.stack[first + i];
  cx.bufferCount = count;
  thread.top = frame.previous as Frame<G>;
  return deliver(cx, frame.dest, frame.wanted);
}

/** A Lua frame that was not called by a CALL has returned `count` values from slot `first` on. */
export function returnToMachine<G>(cx: Context<G>, first: number, count: number): boolean {
  const thread = cx.thread;
  const stack = thread.stack;
  const buffer = cx.buffer;
  for (let i = 0; i < count; i++) buffer[i] = stack[first + i];
  cx.bufferCount = count;
  return perform(cx, returnFromCallback(cx));
}

/** Hands the values in the buffer to the frame that is on top now. */
export function deliver<G>(cx: Context<G>, dest: number, wanted: number): Outcome<G> {
  const thread = cx.thread;
  switch (wanted) {
    case Wanted.CONTINUATION:
      return continueCallback(cx);
    case Wanted.ONE_FOR_OPERATION:
      thread.stack[dest] = cx.bufferCount > 0 ? cx.buffer[0] : undefined;
      return ENTERED;
    case Wanted.COMPARISON:
      finishComparison(thread.top, cx.bufferCount > 0 && isTruthy(cx.buffer[0]));
      return ENTERED;
    case Wanted.CONCAT:
      thread.stack[dest] = cx.bufferCount > 0 ? cx.buffer[0] : undefined;
      return finishConcat(cx, thread, dest);
    case Wanted.NONE:
      return thread.top.closure !== undefined ? ENTERED : reenter(cx);
    case Wanted.CLOSE:
      thread.top.pc--;
      return ENTERED;
    case Wanted.THREAD:
      return endThread(cx, thread);
    case Wanted.ENTRY:
      return leaveFor(cx, Stop.FINISHED);
    default:
      storeResults(cx, thread, dest, wanted);
      return ENTERED;
  }
}

function storeResults<G>(cx: Context<G>, thread: Thread<G>, dest: number, wanted: number): void {
  const buffer = cx.buffer;
  const count = cx.bufferCount;
  const stack = thread.stack;
  if (wanted === Wanted.ALL) {
    ensureStack(cx, thread, dest + count + 1);
    for (let i = 0; i < count; i++) stack[dest + i] = buffer[i];
    thread.top.openTop = dest + count;
    return;
  }
  for (let i = 0; i < wanted; i++) stack[dest + i] = i < count ? buffer[i] : undefined;
}

/** The comparison before `frame.pc` is decided: its JMP is taken or skipped. */
function finishComparison<G>(frame: Frame<G>, result: boolean): void {
  const code = (frame.closure as Closure<G>).proto.proto.code;
  const isWanted = ((code[frame.pc - 1] as number) & 0x8000) !== 0;
  if (result === isWanted) frame.pc += ((code[frame.pc] as number) >>> 7) - 0xffffff;
  frame.pc++;
}

/** The operands of the CONCAT before `frame.pc` up to `last` remain. */
function finishConcat<G>(cx: Context<G>, thread: Thread<G>, last: number): Outcome<G> {
  const frame = thread.top;
  const word = (frame.closure as Closure<G>).proto.proto.code[frame.pc - 1] as number;
  // The operands to the right are part of the result now: no error is to blame one of them.
  const end = frame.base + ((word >>> 7) & 0xff) + ((word >>> 16) & 0xff);
  for (let slot = last + 1; slot < end; slot++) thread.stack[slot] = JOINED;
  const pending = concatRange(cx, frame.base + ((word >>> 7) & 0xff), last);
  return pending === -1 ? ENTERED : beginMetamethod(cx, pending, Wanted.CONCAT);
}

/**
 * Concatenates the operands in slots `first` .. `last` into slot `first`, from the right.
 * Returns -1 when done; otherwise a metamethod's call is pending, whose result belongs to the slot returned.
 */
export function concatRange<G>(cx: Context<G>, first: number, last: number): number {
  const stack = cx.thread.stack;
  for (let top = last; ;) {
    top = joinTexts(cx, stack, first, top);
    if (top === first) return -1;
    // One of the two that are left is no text.
    if (concat(cx, stack[top - 1], stack[top]) === PENDING) return top - 1;
  }
}

/** The callback on top goes on with the values in the buffer. */
export function continueCallback<G>(cx: Context<G>): Outcome<G> {
  const thread = cx.thread;
  const frame = thread.top;
  const continuation = frame.continuation;
  if (continuation === undefined) return returnFromCallback(cx);
  const count = cx.bufferCount;
  const base = frame.base;
  ensureStack(cx, thread, base + count + SPARE_SLOTS);
  const stack = thread.stack;
  const buffer = cx.buffer;
  for (let i = 0; i < count; i++) stack[base + i] = buffer[i];
  frame.openTop = base + count;
  frame.flags = (frame.flags & ~FrameFlag.PAUSED) | FrameFlag.CONTINUING;
  cx.pendingKind = Next.NOTHING;
  return continuation.resume(cx, setWindow(cx, base, count));
}

/** A callback that was left by a pause, or under a finalizer, goes on. */
export function reenter<G>(cx: Context<G>): Outcome<G> {
  const frame = cx.thread.top;
  if ((frame.flags & FrameFlag.FAILING) !== 0) return giveError(cx, frame, cx.thread.stack[frame.base]);
  frame.flags = (frame.flags & ~FrameFlag.PAUSED) | FrameFlag.CONTINUING;
  if (frame.continuation === undefined && frame.callback !== undefined) return invoke(cx, frame);
  cx.pendingKind = Next.NOTHING;
  return (frame.continuation as NonNullable<typeof frame.continuation>).resume(cx, setWindow(cx, frame.base, frame.openTop - frame.base));
}

// --- Threads.

/** The thread's function has returned the values in the buffer. */
function endThread<G>(cx: Context<G>, thread: Thread<G>): Outcome<G> {
  thread.mode = "dead";
  thread.top = thread.bottom;
  enterThread(cx, thread.resumer as Thread<G>);
  thread.resumer = undefined;
  return continueCallback(cx);
}

/** Makes a thread the running one, its frames complete. */
function enterThread<G>(cx: Context<G>, thread: Thread<G>): void {
  thread.completeFrames();
  switchTo(cx, thread);
}

/** Makes a thread the running one. */
function switchTo<G>(cx: Context<G>, thread: Thread<G>): void {
  thread.mode = "running";
  cx.thread = thread;
  cx.heap.touch(thread);
}

function yieldThread<G>(cx: Context<G>): Outcome<G> {
  const thread = cx.thread;
  checkYieldable(cx, thread);
  setContinuation(thread.top, cx.pendingContinuation);
  thread.mode = "suspended";
  enterThread(cx, thread.resumer as Thread<G>);
  thread.resumer = undefined;
  return continueCallback(cx);
}

function checkYieldable<G>(cx: Context<G>, thread: Thread<G>): void {
  if (thread.isMain) throw cx.error("attempt to yield from outside a coroutine", 0);
  if (thread.unyieldableCount > 0) throw cx.error("attempt to yield across a C-call boundary", 0);
}

function checkResumable<G>(cx: Context<G>, thread: Thread<G>): void {
  if (thread.mode !== "suspended") throw cx.error(`cannot resume ${thread.mode === "dead" ? "dead" : "non-suspended"} coroutine`, 0);
}

/** The running thread is suspended, and another takes its place: whoever resumed the one waits for the other. */
function yieldToThread<G>(cx: Context<G>): Outcome<G> {
  const thread = cx.thread;
  const target = cx.pendingThread as Thread<G>;
  checkYieldable(cx, thread);
  checkResumable(cx, target);
  setContinuation(thread.top, cx.pendingContinuation);
  thread.mode = "suspended";
  return replaceThread(cx, thread, target);
}

function replaceThread<G>(cx: Context<G>, thread: Thread<G>, target: Thread<G>): Outcome<G> {
  const resumer = thread.resumer as Thread<G>;
  thread.resumer = undefined;
  target.resumer = resumer;
  enterThread(cx, target);
  return goOnWith(cx, target, thread.bottom.level + 1);
}

function resumeThread<G>(cx: Context<G>): Outcome<G> {
  const resumer = cx.thread;
  const frame = resumer.top;
  const thread = cx.pendingThread as Thread<G>;
  setContinuation(frame, cx.pendingContinuation);
  checkResumable(cx, thread);
  if (cx.pendingContinuation === undefined && isLastAct(resumer)) return endInFavourOf(cx, resumer, thread);
  if (frame.level + 1 >= MAX_C_LEVELS) throw cx.error("C stack overflow", 0);
  resumer.mode = "normal";
  thread.resumer = resumer;
  enterThread(cx, thread);
  return goOnWith(cx, thread, frame.level + 1);
}

/** Whether the callback on top is all that is left of a coroutine: what it resumes may take the coroutine's place. */
function isLastAct<G>(thread: Thread<G>): boolean {
  return thread.top.previous === thread.bottom && !thread.isMain && thread.unyieldableCount === 0 && thread.toClose.length === 0;
}

/** A resume in tail position: the thread ends, and its resumer gets what the other one yields or returns. */
function endInFavourOf<G>(cx: Context<G>, thread: Thread<G>, target: Thread<G>): Outcome<G> {
  thread.mode = "dead";
  thread.top = thread.bottom;
  return replaceThread(cx, thread, target);
}

/** The thread that has just been switched to goes on, or begins at `level`, with the values in the buffer. */
export function goOnWith<G>(cx: Context<G>, thread: Thread<G>, level: number): Outcome<G> {
  if (thread.top !== thread.bottom) return continueCallback(cx);
  // The call of the body counts the level.
  thread.bottom.level = level - 1;
  const count = cx.bufferCount;
  ensureStack(cx, thread, 1 + count + SPARE_SLOTS);
  for (let i = 0; i < count; i++) thread.stack[1 + i] = cx.buffer[i];
  return begin(cx, 0, count, 0, Wanted.THREAD);
}

/** `coroutine.close`: the thread runs once more, to close its variables; the closer gets nothing, or the error. */
function closeThread<G>(cx: Context<G>): Outcome<G> {
  const closer = cx.thread;
  const thread = cx.pendingThread as Thread<G>;
  setContinuation(closer.top, cx.pendingContinuation);
  closer.mode = "normal";
  thread.resumer = closer;
  thread.bottom.level = closer.top.level;
  thread.unyieldableCount++;
  enterThread(cx, thread);
  return closeAllVariables(cx, thread, false);
}

// --- Compiled code.

/** Runs the compiled form of the Lua frame on top, which is at pc 0; without one, the interpreter goes on with it. */
export function enterCompiled<G>(cx: Context<G>, frame: Frame<G>): Outcome<G> {
  const { stack, hookMask } = cx.thread;
  // Hooks are the interpreter's business.
  if (hookMask !== 0) return ENTERED;
  const closure = frame.closure as Closure<G>;
  const { proto } = closure;
  const { base } = frame;
  const argCount = proto.isVararg ? Math.max(frame.varargCount, proto.paramCount) : proto.paramCount;
  const entry = proto.entry ?? compileEntry(cx, closure, stack.slice(base, base + argCount));
  const budget = nativeBudget(frame, argCount);
  if (entry === undefined || budget <= 0) return ENTERED;
  // The function charges its entry itself.
  cx.fuel += proto.entryFuel;
  const fuel = cx.fuel;
  cx.iteratorLevels = MAX_C_LEVELS - 1 - frame.level;
  const result = callEntry(entry as AnyEntry<G>, closure, budget, stack, base, argCount);
  if (isWasted(cx, proto, result, fuel)) {
    proto.entry = undefined;
    proto.entryHeat = NEVER_HOT;
  }
  return finishCompiled(cx, frame, result);
}

/**
 * Whether a function that was just left at an instruction for the interpreter is not worth entering in compiled form: it is left
 * there, soon after, nearly every time.
 */
function isWasted<G>(cx: Context<G>, proto: LoadedProto, result: CompiledResult, fuel: number): boolean {
  const { departure } = cx;
  const { isWarmingUp } = departure;
  departure.isWarmingUp = false;
  if (result === SUSPEND && (isWarmingUp || departure.then === Then.YIELD)) return false;
  const isShort = result === SUSPEND && departure.then !== Then.END_SLICE && fuel - cx.fuel < SHORT_RUN_FUEL;
  if (!isShort) {
    if (proto.shortRuns > 0) proto.shortRuns--;
    return false;
  }
  if ((proto.shortRuns += SHORT_RUN_WEIGHT) < MAX_SHORT_RUNS) return false;
  proto.shortRuns = 0;
  return true;
}

/** Compiled code that is left after less than this has not paid for the entering. */
const SHORT_RUN_FUEL = 200;
/** Others that make up for one short run: a function that is left in one call of four or more is not worth compiling. */
const SHORT_RUN_WEIGHT = 4;
/** Short runs, with that weight, beyond those that were not, after which compiled code is given up. */
const MAX_SHORT_RUNS = 400;

type AnyEntry<G> = (closure: Closure<G>, budget: number, ...args: Value<G>[]) => CompiledResult;

function callEntry<G>(
  entry: AnyEntry<G>,
  closure: Closure<G>,
  budget: number,
  stack: Value<G>[],
  base: number,
  count: number,
): CompiledResult {
  switch (count) {
    case 0:
      return entry(closure, budget);
    case 1:
      return entry(closure, budget, stack[base]);
    case 2:
      return entry(closure, budget, stack[base], stack[base + 1]);
    case 3:
      return entry(closure, budget, stack[base], stack[base + 1], stack[base + 2]);
    default:
      return entry(closure, budget, ...stack.slice(base, base + count));
  }
}

/** The Lua frame on top jumps back to `pc`; the fuel is spent, or the loop is hot. */
export function turnLoop<G>(cx: Context<G>, frame: Frame<G>, pc: number): Turn {
  frame.pc = pc;
  if (cx.fuel < 0) {
    cx.stop = Stop.FUEL;
    return Turn.STOPPED;
  }
  const outcome = enterLoop(cx, frame);
  if (outcome === undefined) return Turn.INTERPRET;
  return perform(cx, outcome) ? Turn.ENTERED : Turn.STOPPED;
}

/** Runs the compiled form of the loop that the Lua frame on top is about to turn; undefined: the interpreter goes on. */
function enterLoop<G>(cx: Context<G>, frame: Frame<G>): Outcome<G> | undefined {
  const { stack, hookMask } = cx.thread;
  if (hookMask !== 0) return undefined;
  const closure = frame.closure as Closure<G>;
  const { proto } = closure;
  const { base, pc } = frame;
  const loop = proto.loops.has(pc) ? proto.loops.get(pc) : compileLoop(cx, closure, pc, stack, base);
  const budget = nativeBudget(frame, 0);
  if (loop === undefined || budget <= 0) {
    // Other loops of the function may be compiled: they are found a little later.
    proto.loopHeat = COLD_LOOP_TURNS;
    return undefined;
  }
  const extra = proto.isVararg ? stack.slice(base - 1 - frame.varargCount, base - 1) : NO_VALUES;
  const run = loop as unknown as (
    closure: Closure<G>,
    budget: number,
    stack: Value<G>[],
    base: number,
    extra: Value<G>[],
  ) => CompiledResult;
  const { fuel } = cx;
  cx.iteratorLevels = MAX_C_LEVELS - 1 - frame.level;
  const result = run(closure, budget, stack, base, extra as Value<G>[]);
  if (isWasted(cx, proto, result, fuel)) proto.loops.set(pc, undefined);
  return finishCompiled(cx, frame, result);
}

const NO_VALUES: never[] = [];

/** Turns of a loop that is not compiled between two looks for its compiled form. */
const COLD_LOOP_TURNS = 100;

/** The Lua frame on top has been left at the end of a slice: goes on with it, in compiled form if that can begin there. */
export function resumeFrame<G>(cx: Context<G>, frame: Frame<G>): Outcome<G> {
  const { proto } = frame.closure as Closure<G>;
  if (frame.pc === 0) return proto.entry === undefined ? ENTERED : enterCompiled(cx, frame);
  return proto.loops.get(frame.pc) === undefined ? ENTERED : (enterLoop(cx, frame) ?? ENTERED);
}

function compileEntry<G>(cx: Context<G>, closure: Closure<G>, args: readonly Value<G>[]): CompiledFunction | undefined {
  const { proto } = closure;
  const entry = cx.tier?.compileFunction(cx, closure, args);
  if (entry === undefined) proto.entryHeat = NEVER_HOT;
  else proto.entry = entry;
  return entry;
}

function compileLoop<G>(
  cx: Context<G>,
  closure: Closure<G>,
  pc: number,
  stack: readonly Value<G>[],
  base: number,
): CompiledLoop | undefined {
  const loop = cx.tier?.compileLoop(cx, closure, pc, stack, base);
  closure.proto.loops.set(pc, loop);
  return loop;
}

/** What a compiled function may nest: less towards the end of the Lua stack, where the interpreter has to notice the overflow. */
function nativeBudget<G>(frame: Frame<G>, argCount: number): number {
  const left = MAX_STACK_SLOTS - frame.base - argCount - (frame.closure as Closure<G>).proto.maxStackSize - SPARE_SLOTS;
  return left < NATIVE_BUDGET ? left - SMALLEST_BUDGET : NATIVE_BUDGET;
}

/** Compiled code is not entered for less. */
const SMALLEST_BUDGET = 1000;

/** Compiled code entered for the frame on top has ended: with its results, or by being left. */
export function finishCompiled<G>(cx: Context<G>, frame: Frame<G>, result: CompiledResult): Outcome<G> {
  if (result === SUSPEND) return leave(cx, frame);
  if (result === SWITCHED) return ENTERED;
  const { thread } = cx;
  const { dest, wanted } = frame;
  thread.top = frame.previous as Frame<G>;
  if (result !== PENDING) {
    if (wanted === 1) {
      thread.stack[dest] = result as Value<G>;
      return ENTERED;
    }
    cx.buffer[0] = result as Value<G>;
    cx.bufferCount = 1;
  }
  return deliver(cx, dest, wanted);
}
