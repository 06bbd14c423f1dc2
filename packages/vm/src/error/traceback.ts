// The text of a call chain (luaL_traceback): one line for each activation, innermost first; a long chain loses its middle.

import type { Context } from "../host/context.js";
import type { Frame } from "../value/frame.js";
import type { Thread } from "../value/thread.js";
import type { LuaFunction } from "../value/value.js";
import { cString } from "./c-string.js";
import { frameInfo, functionInfo } from "./frame-info.js";
import type { FrameInfo } from "./frame-info.js";
import { functionName, nameFromCaller } from "./function-name.js";
import { loadedName } from "./loaded-name.js";
import { functionFrame } from "./position.js";
import { UNKNOWN_NAME } from "./register-name.js";

/** Levels shown of a chain that has more than both together. */
const FIRST_LEVELS = 10;
const LAST_LEVELS = 11;

/**
 * The call chain of a thread from a level on (0: what is on top; in the running thread that may be a callback without a
 * frame), after a message, if there is one. Costs time linear in the depth of the chain.
 */
export function traceback<G>(cx: Context<G>, thread: Thread<G>, message: string | undefined, level: number): string {
  const lines = message === undefined ? [] : [cString(message)];
  lines.push("stack traceback:");
  const activations = activationsFrom(cx, thread, level);
  const isLong = activations.length > FIRST_LEVELS + LAST_LEVELS + 1;
  for (let i = 0; i < activations.length; i++) {
    if (isLong && i === FIRST_LEVELS) {
      i = activations.length - LAST_LEVELS;
      // PUC does not count the level in whose place this line stands.
      lines.push(`\t...\t(skipping ${i - FIRST_LEVELS - 1} levels)`);
    }
    const info = activationInfo(activations[i] as Activation<G>);
    lines.push(describeActivation(cx, info));
    if (info.isTailCall) lines.push("\t(...tail calls...)");
  }
  return lines.join("\n");
}

/** What messages of the host call the function that a callback's frame runs: its name in a traceback, else its own, else "?". */
export function nameOfActivation<G>(cx: Context<G>, frame: Frame<G>): string {
  const { callback } = frame;
  if (callback === undefined) return UNKNOWN_NAME;
  const known = loadedName(cx, callback) ?? UNKNOWN_NAME;
  return known === UNKNOWN_NAME ? (functionName(frame)?.name ?? callback.name) : known;
}

/** A frame, or the callback that runs above it without a frame of its own. */
interface Activation<G> {
  readonly frame: Frame<G>;
  readonly callee: LuaFunction<G> | undefined;
}

function activationsFrom<G>(cx: Context<G>, thread: Thread<G>, level: number): readonly Activation<G>[] {
  const activations: Activation<G>[] = [];
  if (level < 0) return activations;
  thread.completeFrames();
  if (cx.callee !== undefined && thread === cx.thread) activations.push({ frame: thread.top, callee: cx.callee });
  for (let frame = functionFrame(thread.top); frame !== undefined; frame = functionFrame(frame.previous)) {
    activations.push({ frame, callee: undefined });
  }
  return activations.slice(level);
}

function activationInfo<G>({ frame, callee }: Activation<G>): FrameInfo<G> {
  if (callee === undefined) return frameInfo(frame);
  return { function: callee, name: nameFromCaller(frame), currentLine: -1, isTailCall: false, transfer: undefined };
}

function describeActivation<G>(cx: Context<G>, info: FrameInfo<G>): string {
  const { shortSource } = functionInfo(info.function);
  const position = info.currentLine > 0 ? `${shortSource}:${info.currentLine}` : shortSource;
  return `\t${position}: in ${describeFunction(cx, info)}`;
}

function describeFunction<G>(cx: Context<G>, info: FrameInfo<G>): string {
  const name = loadedName(cx, info.function);
  if (name !== undefined) return `function '${name}'`;
  if (info.name !== undefined) return `${info.name.kind} '${info.name.name}'`;
  const { what, shortSource, lineDefined } = functionInfo(info.function);
  if (what === "main") return "main chunk";
  return what === "Lua" ? `function <${shortSource}:${lineDefined}>` : UNKNOWN_NAME;
}
