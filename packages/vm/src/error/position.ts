// Where the running code is: chunk name and line of a frame, and frames by level.
// Levels count activations of functions; frames that the machine puts in for itself are passed over.

import { displayChunkName } from "./chunk-name.js";
import type { Context } from "../host/context.js";
import type { Frame } from "../value/frame.js";
import type { Thread } from "../value/thread.js";

/** Index of the instruction that a Lua frame is at. One that was entered but has not run yet is at its first. */
export const currentPc = <G>(frame: Frame<G>): number => (frame.pc > 0 ? frame.pc - 1 : 0);

/** True for a frame that runs no function: a step of the machine itself, or the bottom of a thread. */
export const isMachineFrame = <G>(frame: Frame<G>): boolean => frame.closure === undefined && frame.callback === undefined;

/** The nearest frame from `frame` down that runs a function. */
export function functionFrame<G>(frame: Frame<G> | undefined): Frame<G> | undefined {
  let found = frame;
  while (found !== undefined && isMachineFrame(found)) found = found.previous;
  return found;
}

/** Line of the instruction that a Lua frame is at; -1 for callbacks and stripped code. */
export function currentLine<G>(frame: Frame<G>): number {
  const proto = frame.closure?.proto.proto;
  if (proto === undefined || proto.lines.length === 0) return -1;
  return proto.lines[currentPc(frame)] as number;
}

/** "chunk:line: " of a frame, or "" if it is not Lua or has no line (luaL_where). */
export function positionOf<G>(frame: Frame<G> | undefined): string {
  return frame === undefined || currentLine(frame) === -1 ? "" : machinePosition(frame);
}

/** "chunk:line: " of a Lua frame as errors of the machine show it: "?:-1: " for stripped code; "" for other frames. */
function machinePosition<G>(frame: Frame<G>): string {
  const proto = frame.closure?.proto.proto;
  return proto === undefined ? "" : `${displayChunkName(proto.chunkName)}:${currentLine(frame)}: `;
}

/** Position of the running function, if that is a Lua function; errors of the machine begin with it. */
export function currentPosition<G>(cx: Context<G>): string {
  return cx.callee !== undefined ? "" : machinePosition(cx.thread.top);
}

/**
 * The frame at a level of the running thread: level 0 is the running function, level 1 what called it, and so on.
 * Undefined past the end, and for level 0 while a callback runs that has no frame.
 */
export function frameAtLevel<G>(cx: Context<G>, level: number): Frame<G> | undefined {
  return threadFrameAtLevel(cx.thread, cx.callee !== undefined ? level - 1 : level);
}

/** The frame at a level of a thread, not counting a callback that runs without a frame (lua_getstack). */
export function threadFrameAtLevel<G>(thread: Thread<G>, level: number): Frame<G> | undefined {
  if (level < 0) return undefined;
  thread.completeFrames();
  let frame = functionFrame(thread.top);
  for (let remaining = level; remaining > 0 && frame !== undefined; remaining--) frame = functionFrame(frame.previous);
  return frame;
}
