// What happens before the instructions of a Lua function: at charge points (value/charge-points.ts), and while a hook is set.
//
// A hook is called at the events of manual 4.7, in PUC-Rio's order (luaG_traceexec, luaD_hookcall, rethook). Between two of them, and
// after the last, the interpreter is at the same instruction again; `Thread.hookStage` says how far it has come.

import type { Context } from "../host/context.js";
import { Event, MAX_META_CHAIN, metamethodOf } from "../meta/metamethod.js";
import { Callback } from "../value/callback.js";
import { CHARGE_DISTANCE, isChargePoint, jumpsToItself, takesOpenList } from "../value/charge-points.js";
import type { Closure } from "../value/closure.js";
import { FrameFlag, Wanted } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { HookMask, HookStage } from "../value/hook.js";
import type { Hook, Transfer } from "../value/hook.js";
import { isFunction } from "../value/kind.js";
import type { LoadedProto } from "../value/loaded-proto.js";
import type { Thread } from "../value/thread.js";
import { opcodeOf } from "../value/trapped-code.js";
import type { Value } from "../value/value.js";
import { After, beginHook } from "./hooks.js";
import type { HookEvent } from "./hooks.js";
import { begin, perform } from "./machine.js";
import { Stop } from "./next.js";
import { O } from "./opcode.js";

/** What the interpreter does after a trap. */
export const enum Trapped {
  /** Execute the instruction: it traps no more. */
  EXECUTE,
  /** Go on with the Lua frame that is on top now. */
  ENTERED,
  /** Return: the executor has to act. */
  STOPPED,
}

const NO_TRANSFER: Transfer = { first: 0, count: 0 };

const K_BIT = 0x8000;
const argA = (word: number): number => (word >>> 7) & 0xff;
const argB = (word: number): number => (word >>> 16) & 0xff;
const argC = (word: number): number => word >>> 24;

const outcomeOf = (isEntered: boolean): Trapped => (isEntered ? Trapped.ENTERED : Trapped.STOPPED);

/**
 * The frame on top has come to a charge point, the instruction before `pc`. It executes that with code in which all others trap.
 * False: the slice ends there.
 */
export function charge<G>(cx: Context<G>, thread: Thread<G>, frame: Frame<G>, pc: number): boolean {
  frame.pc = pc - 1;
  if (!spend(cx)) return false;
  // One that jumps to itself is stopped there, since its slot is open.
  if (jumpsToItself((frame.closure as Closure<G>).proto.proto.code, pc - 1)) cx.interrupt();
  thread.hookMask |= HookMask.PASS;
  return true;
}

/** Charges for the way to the next charge point, unless the fuel is spent: only what goes on is charged, so it is charged once. */
function spend<G>(cx: Context<G>): boolean {
  if (cx.fuel < 0) {
    cx.stop = Stop.FUEL;
    return false;
  }
  cx.fuel -= CHARGE_DISTANCE;
  return true;
}

/** The code of a frame at `pc` while `hookMask` is not 0. */
export function steppedCode<G>(thread: Thread<G>, proto: LoadedProto, pc: number): Int32Array {
  const { trappedCode } = proto;
  if ((thread.hookMask & HookMask.PASS) === 0) return trappedCode.closed();
  thread.hookMask &= ~HookMask.PASS;
  trappedCode.open(pc);
  return trappedCode.words;
}

/** The frame on top is about to execute the instruction before `pc`; `top` ends its open list of values, if it takes one. */
export function trap<G>(cx: Context<G>, thread: Thread<G>, frame: Frame<G>, pc: number, top: number): Trapped {
  const proto = (frame.closure as Closure<G>).proto;
  const word = proto.proto.code[pc - 1] as number;
  const op = opcodeOf(word);
  if (takesOpenList(word)) frame.openTop = top;
  if (thread.hookMask === 0) {
    // The instruction at a charge point is done.
    frame.pc = pc - 1;
    return Trapped.ENTERED;
  }
  frame.pc = pc;
  if (op !== O.VARARGPREP) {
    const event = nextEvent(thread, frame, proto, pc - 1) ?? returnEvent(thread, frame, op, word);
    if (event !== undefined) {
      const line = event.name === "line" ? lineAt(proto, pc - 1) : undefined;
      return outcomeOf(perform(cx, beginHook(cx, event.name, line, After.INSTRUCTION, event.transfer)));
    }
    if (isChargePoint(proto.code, pc - 1) && !spend(cx)) {
      frame.pc = pc - 1;
      thread.hookStage = HookStage.RETURN;
      return Trapped.STOPPED;
    }
    thread.hookStage = HookStage.NONE;
    if ((thread.hookMask & (HookMask.CALL | HookMask.RETURN)) !== 0 && isCall(op)) {
      const called = callHooked(cx, thread, frame, op, word);
      if (called !== undefined) return called;
    }
    frame.flags &= ~FrameFlag.HOOKS_DONE;
    if (closesVariables(thread, frame, op, word)) frame.flags |= FrameFlag.HOOKS_DONE;
    // One that jumps to itself is stopped there, since its slot is open.
    if (jumpsToItself(proto.proto.code, pc - 1)) cx.interrupt();
  }
  proto.trappedCode.open(pc - 1);
  return Trapped.EXECUTE;
}

interface DueEvent {
  readonly name: HookEvent;
  readonly transfer: Transfer;
}

/** The next event that is due before the instruction at `pc`. */
function nextEvent<G>(thread: Thread<G>, frame: Frame<G>, proto: LoadedProto, pc: number): DueEvent | undefined {
  if ((frame.flags & FrameFlag.HOOKS_DONE) !== 0 || thread.hookStage >= HookStage.LINE) return undefined;
  if (thread.hookStage < HookStage.CALL && (frame.flags & FrameFlag.CALL_HOOKED) === 0) {
    frame.flags |= FrameFlag.CALL_HOOKED;
    frame.hookPc = pc;
    if ((thread.hookMask & HookMask.CALL) !== 0) {
      thread.hookStage = HookStage.CALL;
      const isTailCall = (frame.flags & FrameFlag.TAIL_CALL) !== 0;
      return { name: isTailCall ? "tail call" : "call", transfer: { first: 1, count: proto.paramCount } };
    }
  }
  if (thread.hookStage < HookStage.COUNT && (thread.hookMask & HookMask.COUNT) !== 0 && --thread.hookCount <= 0) {
    thread.hookCount = (thread.hook as Hook<G>).count;
    thread.hookStage = HookStage.COUNT;
    return { name: "count", transfer: NO_TRANSFER };
  }
  if ((thread.hookMask & HookMask.LINE) === 0) return undefined;
  const before = frame.hookPc;
  frame.hookPc = pc;
  if (pc > before && lineAt(proto, pc) === lineAt(proto, before)) return undefined;
  thread.hookStage = HookStage.LINE;
  return { name: "line", transfer: NO_TRANSFER };
}

/** Undefined in stripped code. */
function lineAt(proto: LoadedProto, pc: number): number | undefined {
  return proto.proto.lines[pc];
}

/** A function returns, once its variables are closed. */
function returnEvent<G>(thread: Thread<G>, frame: Frame<G>, op: number, word: number): DueEvent | undefined {
  if (op < O.RETURN || op > O.RETURN1 || (thread.hookMask & HookMask.RETURN) === 0) return undefined;
  if (thread.hookStage >= HookStage.RETURN || closesVariables(thread, frame, op, word)) return undefined;
  thread.hookStage = HookStage.RETURN;
  return { name: "return", transfer: { first: argA(word) + 1, count: returnCount(frame, op, word) } };
}

function returnCount<G>(frame: Frame<G>, op: number, word: number): number {
  if (op !== O.RETURN) return op - O.RETURN0;
  const count = argB(word) !== 0 ? argB(word) - 1 : frame.openTop - frame.base - argA(word);
  // What a debug function finds beyond the registers has to belong to the frame.
  frame.openTop = frame.base + argA(word) + count;
  return count;
}

/** Whether the instruction calls `__close` methods and is then executed again. */
function closesVariables<G>(thread: Thread<G>, frame: Frame<G>, op: number, word: number): boolean {
  const last = thread.toClose[thread.toClose.length - 1];
  if (last === undefined) return false;
  if (op === O.CLOSE) return last >= frame.base + argA(word);
  return op === O.RETURN && (word & K_BIT) !== 0 && last >= frame.base;
}

const isCall = (op: number): boolean => op === O.CALL || op === O.TAILCALL || op === O.TFORCALL;

/** Executes the call of a callback, which has events too; a call of anything else is left to the interpreter. */
function callHooked<G>(cx: Context<G>, thread: Thread<G>, frame: Frame<G>, op: number, word: number): Trapped | undefined {
  const stack = thread.stack;
  const first = frame.base + argA(word);
  if (op === O.TFORCALL) {
    if (!(stack[first] instanceof Callback)) return undefined;
    for (let i = 0; i < 3; i++) stack[first + 4 + i] = stack[first + i];
    return outcomeOf(perform(cx, begin(cx, first + 4, 2, first + 4, argC(word))));
  }
  if (!isCallback(cx, stack[first])) return undefined;
  const argCount = argB(word) !== 0 ? argB(word) - 1 : frame.openTop - first - 1;
  return outcomeOf(perform(cx, begin(cx, first, argCount, first, wantedOf(op, word))));
}

/** Whether calling a value calls a callback, also by way of `__call`. */
function isCallback<G>(cx: Context<G>, value: Value<G>): boolean {
  let callee = value;
  for (let i = 0; i < MAX_META_CHAIN && callee !== undefined && !isFunction(callee); i++) callee = metamethodOf(cx, callee, Event.CALL);
  return callee instanceof Callback;
}

/** The RETURN after a TAILCALL passes on all results. */
const wantedOf = (op: number, word: number): number => (op === O.TAILCALL ? Wanted.ALL : argC(word) - 1);
