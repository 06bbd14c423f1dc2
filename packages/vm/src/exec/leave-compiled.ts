// From captures to frames: compiled code is being left, and the thread gets the frames that the interpreter would have made.
//
// The machine entered compiled code for the frame on top; its capture is the last one, and updates that frame. The others are new
// frames above it, each where the call instruction of the one below says.

import { OP_INFO, Op, argA, argC, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";
import type { Context } from "../host/context.js";
import { PENDING } from "../value/callback.js";
import type { Callback, Continuation } from "../value/callback.js";
import { CHARGE_DISTANCE } from "../value/charge-points.js";
import type { Closure } from "../value/closure.js";
import { SUSPEND } from "../value/compiled-code.js";
import type { Suspend } from "../value/compiled-code.js";
import { FrameFlag, Wanted, setContinuation } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { makeFloat } from "../value/number.js";
import { frameTop } from "../value/thread.js";
import type { Thread } from "../value/thread.js";
import type { Value } from "../value/value.js";
import { ExitKind, Then } from "./departure.js";
import type { Capture, ExitSite } from "./departure.js";
import { Stop } from "./next.js";
import { ENTERED, STOPPED } from "./outcome.js";
import type { Outcome } from "./outcome.js";
import { prepareVarargs } from "./instruction-work.js";
import { yieldBuffer } from "./pass-on.js";
import { SPARE_SLOTS, ensureStack, pushCallback, pushClosure } from "./stack.js";

/** Appends the capture of a compiled function that is being left at `site`. `values`: the registers, from the first on. */
export function capture<G>(
  cx: Context<G>,
  closure: Closure<G>,
  site: ExitSite,
  extra: readonly Value<G>[] | undefined,
  list: readonly Value<G>[] | undefined,
  ...values: Value<G>[]
): Suspend {
  const { departure } = cx;
  const { captures } = departure;
  if (captures.length > 0) {
    const called = captures[captures.length - 1] as Capture<G>;
    // The callback that is tail-called returns to its caller, as any.
    if (site.kind === ExitKind.TAIL_CALL && called.calledBy === undefined) {
      called.isTailCall = true;
      return SUSPEND;
    }
    captures.push(newCapture(closure, site, site.pc + 1, values, extra, undefined));
    return SUSPEND;
  }
  const isInCall = departure.then !== Then.INTERPRET;
  if (!isInCall) departure.then = thenOf(site.kind);
  const ownList = site.listRegister < 0 ? undefined : list;
  captures.push(newCapture(closure, site, isInCall ? site.pc + 1 : site.pc, values, extra, ownList));
  return SUSPEND;
}

/**
 * Takes back the only capture: of a compiled function that was called without a budget, and so was left before it did anything. That
 * teaches the host how it is left, before it optimises it.
 */
export function forgetCapture<G>(cx: Context<G>): void {
  cx.departure.captures.pop();
  cx.departure.then = Then.INTERPRET;
}

function newCapture<G>(
  closure: Closure<G>,
  site: ExitSite,
  pc: number,
  values: readonly Value<G>[],
  extra: readonly Value<G>[] | undefined,
  list: readonly Value<G>[] | undefined,
): Capture<G> {
  return { closure, site, pc, values, extra, list, isTailCall: false, calledBy: undefined, calledArguments: 0 };
}

function thenOf(kind: ExitKind): Then {
  switch (kind) {
    case ExitKind.FUEL:
    case ExitKind.ENTRY_FUEL:
    case ExitKind.PAUSE:
      return Then.END_SLICE;
    case ExitKind.DEPTH:
      return Then.ENTER;
    default:
      return Then.INTERPRET;
  }
}

/** Makes frames of the captures, the outermost of which belongs to `entered`, the frame on top; then does what is to be done. */
export function leave<G>(cx: Context<G>, entered: Frame<G>): Outcome<G> {
  const { captures } = cx.departure;
  return layOutRest(cx, layOutEntered(cx, entered, captures[captures.length - 1] as Capture<G>));
}

/** The same for a function that the callback on top has called natively: its frame is put where the machine would have put it. */
export function leaveCalled<G>(cx: Context<G>): Outcome<G> {
  const { departure, thread } = cx;
  const { captures } = departure;
  cx.pendingKind = departure.pendingKind;
  const captured = captures[captures.length - 1] as Capture<G>;
  const func = thread.top.openTop;
  const frame = push(cx, captured, func, func, Wanted.CONTINUATION);
  frame.level++;
  if (captured.isTailCall) frame.flags |= FrameFlag.TAIL_CALL;
  return layOutRest(cx, frame);
}

/** Lays out all captures but the outermost, whose frame is `outermost`; then does what is to be done. */
function layOutRest<G>(cx: Context<G>, outermost: Frame<G>): Outcome<G> {
  const { departure } = cx;
  const { captures, then } = departure;
  const innermost = captures[0] as Capture<G>;
  let frame = outermost;
  for (let i = captures.length - 2; i >= 0; i--) frame = layOutCalled(cx, frame, captures[i] as Capture<G>);
  captures.length = 0;
  departure.then = Then.INTERPRET;
  if (innermost.site.isCharged && then === Then.INTERPRET) giveBack(cx);
  cx.tier?.left?.(innermost.closure, innermost.site);
  const { kind } = innermost.site;
  if (kind === ExitKind.GUARD || (kind === ExitKind.RETRY && then === Then.INTERPRET)) noteFailure(cx, innermost);
  switch (then) {
    case Then.INTERPRET:
      return ENTERED;
    case Then.END_SLICE:
      cx.stop = Stop.FUEL;
      return STOPPED;
    case Then.ENTER:
      if ((cx.fuel -= innermost.closure.proto.entryFuel) >= 0) return ENTERED;
      cx.stop = Stop.FUEL;
      return STOPPED;
    case Then.YIELD: {
      const word = (frame.closure as Closure<G>).proto.proto.code[frame.pc - 1] as Instruction;
      yieldBuffer(cx, departure.callback as Callback<G>, calledSlot(frame, word), wantedBy(word));
      departure.callback = undefined;
      return ENTERED;
    }
    case Then.SWITCHED:
      return goOnElsewhere(cx, frame);
    default:
      return leaveCall(cx, frame, then);
  }
}

function giveBack<G>(cx: Context<G>): void {
  // An interrupt that was requested since then stays one.
  if (cx.fuelAside === 0) cx.fuel += CHARGE_DISTANCE;
  else cx.fuelAside += CHARGE_DISTANCE;
}

/** The instruction before the innermost frame's pc has called a callback. */
function leaveCall<G>(cx: Context<G>, frame: Frame<G>, then: Then.RAISE | Then.PERFORM): Outcome<G> {
  const { departure } = cx;
  const { exception, argCount } = departure;
  const callback = departure.callback as Callback<G>;
  departure.exception = undefined;
  departure.callback = undefined;
  const word = (frame.closure as Closure<G>).proto.proto.code[frame.pc - 1] as Instruction;
  const func = frame.base + argA(word) + (opOf(word) === Op.TFORCALL ? 4 : 0);
  if (opOf(word) === Op.TFORCALL) copyIteratorCall(cx, func);
  if (then === Then.RAISE && opOf(word) === Op.CALL) throw exception;
  pushCallback(cx, cx.thread, callback, func, argCount, func, wantedBy(word));
  if (then === Then.PERFORM) return PENDING;
  cx.callee = undefined;
  throw exception;
}

/** The instruction before the innermost frame's pc has resumed another thread, which runs. */
function goOnElsewhere<G>(cx: Context<G>, frame: Frame<G>): Outcome<G> {
  const { departure, thread } = cx;
  const { failure, outcome, switchedTo } = departure;
  departure.switchedTo = undefined;
  departure.failure = undefined;
  departure.outcome = ENTERED;
  const word = (frame.closure as Closure<G>).proto.proto.code[frame.pc - 1] as Instruction;
  thread.directDest = calledSlot(frame, word);
  thread.directWanted = wantedBy(word);
  cx.thread = switchedTo as Thread<G>;
  cx.pendingKind = departure.switchedKind;
  if (failure !== undefined) throw failure.exception;
  return outcome;
}

/** TFORCALL calls a copy of iterator, state and control. */
function copyIteratorCall<G>(cx: Context<G>, func: number): void {
  const { stack } = cx.thread;
  for (let i = 0; i < 3; i++) stack[func + i] = stack[func - 4 + i];
}

/** The slot of the function that a call instruction of a frame calls. */
const calledSlot = <G>(frame: Frame<G>, word: Instruction): number => frame.base + argA(word) + (opOf(word) === Op.TFORCALL ? 4 : 0);

/** How many results a call instruction wants. */
function wantedBy(word: Instruction): number {
  switch (opOf(word)) {
    case Op.TFORCALL:
      return argC(word);
    case Op.TAILCALL:
      return Wanted.ALL;
    default:
      return argC(word) - 1;
  }
}

function noteFailure<G>(cx: Context<G>, { closure, site }: Capture<G>): void {
  site.failures++;
  if (cx.tier?.guardFailed(closure, site) !== true) return;
  const { proto } = closure;
  proto.entry = undefined;
  proto.loops.clear();
}

/** The frame for which compiled code was entered gets its new state. */
function layOutEntered<G>(cx: Context<G>, entered: Frame<G>, captured: Capture<G>): Frame<G> {
  const { thread } = cx;
  if (captured.isTailCall) {
    const { func, dest, wanted, level } = entered;
    const flags = entered.flags & (FrameFlag.FINALIZER | FrameFlag.HANDLER | FrameFlag.CLOSING);
    thread.top = entered.previous as Frame<G>;
    const frame = push(cx, captured, func, dest, wanted);
    frame.flags = flags | FrameFlag.TAIL_CALL;
    frame.level = level;
    return frame;
  }
  if (captured.pc === 0 && captured.closure.proto.isVararg) {
    // It has not begun: its arguments are where they were. (Other functions may have a loop at pc 0.)
    entered.pc = 0;
    entered.openTop = entered.base + entered.varargCount;
    return entered;
  }
  if (entered.pc === 0 && captured.closure.proto.isVararg) prepareVarargs(cx, entered, captured.closure.proto.paramCount);
  restore(cx, entered, captured);
  return entered;
}

/** A function that was called natively gets its frame, where the call instruction of its caller, the frame on top, puts it. */
function layOutCalled<G>(cx: Context<G>, caller: Frame<G>, captured: Capture<G>): Frame<G> {
  const word = (caller.closure as Closure<G>).proto.proto.code[caller.pc - 1] as Instruction;
  if (!isCall(word)) return layOutMetamethod(cx, caller, captured, word);
  if (captured.calledBy !== undefined) return layOutProtected(cx, caller, captured, word);
  const func = caller.base + argA(word) + (opOf(word) === Op.TFORCALL ? 4 : 0);
  const frame = push(cx, captured, func, func, wantedBy(word));
  if (captured.isTailCall) frame.flags |= FrameFlag.TAIL_CALL;
  if (opOf(word) === Op.TFORCALL) frame.level++;
  return frame;
}

function wantedOfMetamethod(op: Op): number {
  if (op >= Op.SETTABUP && op <= Op.SETFIELD) return Wanted.NONE;
  return OP_INFO[op]?.isTest === true ? Wanted.COMPARISON : Wanted.ONE_FOR_OPERATION;
}

/** The same for a function that a protected call has called: first comes the frame of that. */
function layOutProtected<G>(cx: Context<G>, caller: Frame<G>, captured: Capture<G>, word: Instruction): Frame<G> {
  const { thread } = cx;
  const callback = captured.calledBy as Callback<G>;
  const slot = calledSlot(caller, word);
  pushCallback(cx, thread, callback, slot, captured.calledArguments, slot, wantedBy(word));
  thread.stack[slot] = callback;
  setContinuation(thread.top, callback.spec.protectedBy as Continuation<G>);
  const func = thread.top.openTop;
  const frame = push(cx, captured, func, func, Wanted.CONTINUATION);
  frame.level++;
  if (captured.isTailCall) frame.flags |= FrameFlag.TAIL_CALL;
  return frame;
}

function isCall(word: Instruction): boolean {
  const op = opOf(word);
  return op === Op.CALL || op === Op.TFORCALL || op === Op.TAILCALL;
}

/** The same for a metamethod that the operator at which the caller is has called. */
function layOutMetamethod<G>(cx: Context<G>, caller: Frame<G>, captured: Capture<G>, word: Instruction): Frame<G> {
  const frame = push(cx, captured, frameTop(caller), caller.base + argA(word), wantedOfMetamethod(opOf(word)));
  frame.level++;
  if (captured.isTailCall) frame.flags |= FrameFlag.TAIL_CALL;
  return frame;
}

function push<G>(cx: Context<G>, captured: Capture<G>, func: number, dest: number, wanted: number): Frame<G> {
  const { thread } = cx;
  const { closure, extra } = captured;
  const { paramCount } = closure.proto;
  const argCount = paramCount + (extra === undefined ? 0 : extra.length);
  const frame = pushClosure(cx, thread, closure, func, argCount, dest, wanted);
  thread.stack[func] = closure;
  if (extra === undefined) {
    restore(cx, frame, captured);
    return frame;
  }
  if (captured.pc === 0) restore(cx, frame, captured);
  for (let i = 0; i < extra.length; i++) thread.stack[frame.base + paramCount + i] = extra[i];
  if (captured.pc === 0) frame.openTop = frame.base + argCount;
  if (captured.pc > 0) {
    prepareVarargs(cx, frame, paramCount);
    restore(cx, frame, captured);
  }
  return frame;
}

/** Writes the registers of a frame; those not handed over are cleared, except above an open to-be-closed variable. */
function restore<G>(cx: Context<G>, frame: Frame<G>, { closure, site, pc, values, list }: Capture<G>): void {
  const { thread } = cx;
  const { stack, toClose } = thread;
  const { base } = frame;
  if (toClose.length === 0 || (toClose[toClose.length - 1] as number) < base) {
    for (let slot = base + closure.proto.maxStackSize - 1; slot >= base; slot--) stack[slot] = undefined;
  }
  const { registers, floats } = site;
  for (let i = 0; i < registers.length; i++) {
    const register = registers[i] as number;
    const value = values[register];
    stack[base + register] = floats[i] === true ? makeFloat(value as number) : value;
  }
  frame.pc = pc;
  frame.openTop = 0;
  if (list === undefined) return;
  const first = base + site.listRegister;
  ensureStack(cx, thread, first + list.length + SPARE_SLOTS);
  for (let i = 0; i < list.length; i++) stack[first + i] = list[i];
  frame.openTop = first + list.length;
}
