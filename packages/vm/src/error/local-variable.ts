// Local variables of an activation by number, as the debug library reads and writes them (manual 4.7, `lua_getlocal`).
// Cells are looked into. What the machine itself keeps in registers (the state of a numeric loop, a table under construction)
// cannot be written, so that no script can break what instructions rely on.

import { Op, argA, argBx, opOf } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import type { Context } from "../host/context.js";
import { Callback } from "../value/callback.js";
import { Cell } from "../value/cell.js";
import { Closure } from "../value/closure.js";
import { FrameFlag } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { Float, Int64 } from "../value/number.js";
import { Table } from "../value/table.js";
import { Thread, frameTop } from "../value/thread.js";
import { LightUserdata, Userdata } from "../value/userdata.js";
import type { Value } from "../value/value.js";
import { currentPc } from "./position.js";
import { instructionAt, localInRegister } from "./register-name.js";
import { TEMPORARY_NAME } from "./variable-name.js";

/** A stack slot of an activation that has a number. */
export interface LocalSlot {
  /** The variable's name, or "(temporary)", "(C temporary)" or "(vararg)". */
  readonly name: string;
  /** Index in the thread's stack. */
  readonly index: number;
  /** True for a variable that is in scope, false for what only has a number. */
  readonly isVariable: boolean;
}

/** Name of parameter `n` (1-based) of a function; undefined if it has none. */
export function parameterName(proto: Proto, n: number): string | undefined {
  return n > 0 && n <= proto.paramCount ? localInRegister(proto, 0, n - 1) : undefined;
}

/**
 * The slot of local variable `n` of a frame: 1.. in order of declaration, then unnamed values; -1.. the extra arguments of a
 * vararg function. Undefined when there is none.
 */
export function findLocal<G>(thread: Thread<G>, frame: Frame<G>, n: number): LocalSlot | undefined {
  const proto = frame.closure?.proto.proto;
  if (proto !== undefined && n < 0) return findVararg(frame, proto, -n);
  const index = frame.base + n - 1;
  const name = proto === undefined ? undefined : localInRegister(proto, currentPc(frame), n - 1);
  if (name !== undefined) return { name, index, isVariable: true };
  if (n <= 0 || index >= endOfValues(thread, frame)) return undefined;
  return { name: proto === undefined ? "(C temporary)" : TEMPORARY_NAME, index, isVariable: false };
}

/** Extra argument `n` (1-based). The extra arguments are right below the function that VARARGPREP has moved up. */
function findVararg<G>(frame: Frame<G>, proto: Proto, n: number): LocalSlot | undefined {
  const isPrepared = proto.isVararg && frame.pc > 0;
  if (!isPrepared || n > frame.varargCount) return undefined;
  return { name: "(vararg)", index: frame.base - 1 - frame.varargCount + n - 1, isVariable: false };
}

/** One past the last slot of a frame that holds a value: where the function that it calls begins. */
function endOfValues<G>(thread: Thread<G>, frame: Frame<G>): number {
  if (frame === thread.top) return frameTop(frame);
  let above = thread.top;
  while (above.previous !== frame) above = above.previous as Frame<G>;
  return above.func;
}

/** The value in a slot. What is no Lua value (the state of a numeric loop) reads as nil. */
export function readLocal<G>(thread: Thread<G>, { index }: LocalSlot): Value<G> {
  const slot: unknown = thread.stack[index];
  return asValue<G>(slot instanceof Cell ? slot.v : slot);
}

function asValue<G>(slot: unknown): Value<G> {
  return typeof slot !== "object" || VALUE_CLASSES.some((valueClass) => slot instanceof valueClass) ? (slot as Value<G>) : undefined;
}

const VALUE_CLASSES = [Table, Closure, Callback, Float, Int64, Thread, Userdata, LightUserdata] as const;

/** Stores a value in a slot of a frame; without effect if the machine keeps something of its own there. */
export function writeLocal<G>(cx: Context<G>, thread: Thread<G>, frame: Frame<G>, slot: LocalSlot, value: Value<G>): void {
  const proto = frame.closure?.proto.proto;
  if (proto !== undefined && isReserved(proto, currentPc(frame), slot.index - frame.base)) return;
  const content: unknown = thread.stack[slot.index];
  // Without debug information any cell may be a variable's; with it, one outside of a variable is left over from another scope.
  if (content instanceof Cell && (slot.isVariable || proto?.localVars.length === 0)) {
    content.v = value;
    if (content.gcColor === cx.heap.barrierColor) cx.heap.backwardBarrier(content);
    return;
  }
  thread.stack[slot.index] = value;
  retraceFrom(cx, thread, frame);
}

/** Has the collector trace a thread again from a frame up, as if it had run. */
function retraceFrom<G>(cx: Context<G>, thread: Thread<G>, lowest: Frame<G>): void {
  for (let frame = thread.top; frame !== lowest; frame = frame.previous as Frame<G>) frame.flags &= ~FrameFlag.TRACED;
  lowest.flags &= ~FrameFlag.TRACED;
  cx.heap.touch(thread);
}

/** Whether instructions rely on what is in a register: inside of a numeric loop, and until a list is stored in its table. */
function isReserved(proto: Proto, pc: number, register: number): boolean {
  return isLoopState(proto, pc, register) || isListTarget(proto, pc, register);
}

function isLoopState(proto: Proto, pc: number, register: number): boolean {
  for (let at = 0; at < pc; at++) {
    const word = instructionAt(proto, at);
    if (opOf(word) !== Op.FORPREP || register < argA(word) || register > argA(word) + 2) continue;
    if (pc <= at + 1 + argBx(word)) return true;
  }
  return false;
}

function isListTarget(proto: Proto, pc: number, register: number): boolean {
  for (let at = pc; at < proto.code.length; at++) {
    const word = instructionAt(proto, at);
    if (argA(word) !== register) continue;
    if (opOf(word) === Op.SETLIST) return true;
    if (opOf(word) === Op.NEWTABLE) return false;
  }
  return false;
}
