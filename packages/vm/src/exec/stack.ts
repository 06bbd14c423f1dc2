// Pushing activations and growing a thread's value stack.
// The stack array stays packed (every slot initialised) and keeps its identity within a slice, so that the interpreter may hold on to it.

import type { Context } from "../host/context.js";
import { FatalRaise } from "../error/raise.js";
import { runtimeError } from "../error/runtime-errors.js";
import type { Callback } from "../value/callback.js";
import type { Closure } from "../value/closure.js";
import { FRAME_BYTES, Frame } from "../value/frame.js";
import { SLOT_BYTES } from "../value/thread.js";
import type { Thread } from "../value/thread.js";

/** Most slots of a stack (PUC: LUAI_MAXSTACK). */
export const MAX_STACK_SLOTS = 1_000_000;

/** Slots beyond the limit while an overflow is handled (PUC: EXTRA_STACK and the message handler's share). */
export const EXTRA_STACK_SLOTS = 200;

/** Nested levels that in PUC take C stack: metamethods, callbacks that call, resumes (PUC: LUAI_MAXCCALLS). */
export const MAX_C_LEVELS = 200;

/** Slots above every frame that need not be asked for: room for the frame that a failing callback gets. */
export const SPARE_SLOTS = 4;

/**
 * Makes sure that slots up to `size` (exclusive) exist.
 * @throws LuaRaise "stack overflow" past the limit; FatalRaise "not enough memory" at once, without a collection first: the machine may be
 * between two steps here, where nothing can be done again
 */
export function ensureStack<G>(cx: Context<G>, thread: Thread<G>, size: number): void {
  const stack = thread.stack;
  if (size <= stack.length) return;
  if (size > MAX_STACK_SLOTS) checkOverflow(cx, thread, size);
  const target = Math.max(size, Math.min(MAX_STACK_SLOTS, stack.length + (stack.length >> 1)));
  const bytes = (target - stack.length) * SLOT_BYTES;
  if (!cx.heap.canAllocate(bytes)) throw new FatalRaise<G>("not enough memory");
  cx.heap.grow(bytes);
  while (stack.length < target) stack.push(undefined);
}

function checkOverflow<G>(cx: Context<G>, thread: Thread<G>, size: number): void {
  if (size <= MAX_STACK_SLOTS + EXTRA_STACK_SLOTS && thread.isHandlingOverflow) return;
  if (thread.isHandlingOverflow) throw new FatalRaise<G>("error in error handling");
  thread.isHandlingOverflow = true;
  throw runtimeError(cx, "stack overflow");
}

/** Links the frame above the top one, a spare if there is one. Its fields still hold what they held. */
function nextFrame<G>(cx: Context<G>, thread: Thread<G>): Frame<G> {
  const top = thread.top;
  const spare = top.next;
  if (spare !== undefined) return spare;
  // Not refused by the memory limit: an error needs frames. Stacks, which are, bound their number.
  cx.heap.allocatedBytes += FRAME_BYTES;
  const frame = new Frame<G>();
  frame.previous = top;
  top.next = frame;
  return frame;
}

/**
 * Enters a Lua function whose `argCount` arguments follow its slot `func`: the frame is on top and at pc 0.
 * Missing parameters are nil; extra arguments are still in place, for VARARGPREP.
 */
export function pushClosure<G>(
  cx: Context<G>,
  thread: Thread<G>,
  closure: Closure<G>,
  func: number,
  argCount: number,
  dest: number,
  wanted: number,
): Frame<G> {
  const proto = closure.proto;
  const base = func + 1;
  const stack = thread.stack;
  const size = base + (argCount > proto.paramCount ? argCount : proto.paramCount) + proto.maxStackSize + SPARE_SLOTS;
  if (size > stack.length) ensureStack(cx, thread, size);
  for (let i = argCount; i < proto.paramCount; i++) stack[base + i] = undefined;
  const top = thread.top;
  const frame = top.next ?? nextFrame(cx, thread);
  // `callback` and `continuation` mean something only in frames without a closure.
  if (frame.closure !== closure) frame.closure = closure;
  frame.pc = 0;
  frame.func = func;
  frame.base = base;
  // Extra arguments that VARARGPREP has not moved yet may reach beyond the registers.
  frame.openTop = argCount > proto.maxStackSize ? base + argCount : 0;
  frame.dest = dest;
  frame.wanted = wanted;
  frame.varargCount = argCount;
  frame.level = top.level;
  frame.flags = 0;
  thread.top = frame;
  return frame;
}

/** Enters a callback (or, without one, a step of the machine itself) whose arguments follow its slot `func`. */
export function pushCallback<G>(
  cx: Context<G>,
  thread: Thread<G>,
  callback: Callback<G> | undefined,
  func: number,
  argCount: number,
  dest: number,
  wanted: number,
): Frame<G> {
  const base = func + 1;
  ensureStack(cx, thread, base + argCount + SPARE_SLOTS);
  const top = thread.top;
  const frame = top.next ?? nextFrame(cx, thread);
  frame.closure = undefined;
  frame.callback = callback;
  frame.continuation = undefined;
  frame.pc = 0;
  frame.func = func;
  frame.base = base;
  frame.openTop = base + argCount;
  frame.dest = dest;
  frame.wanted = wanted;
  frame.varargCount = 0;
  frame.level = top.level;
  frame.flags = 0;
  thread.top = frame;
  return frame;
}
