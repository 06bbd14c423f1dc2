// What there is to know about a function and about an activation of it: the facts behind `debug.getinfo` and tracebacks.

import type { Proto } from "@luster/bytecode";
import { Closure } from "../value/closure.js";
import { FrameFlag } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { transferOf } from "../value/hook.js";
import type { Transfer } from "../value/hook.js";
import type { LuaFunction } from "../value/value.js";
import { displayChunkName } from "./chunk-name.js";
import { functionName } from "./function-name.js";
import type { FunctionName } from "./function-name.js";
import { currentLine } from "./position.js";

/** Facts about a function (manual 4.7, `lua_Debug`; options "S" and "u" of `debug.getinfo`). */
export interface FunctionInfo {
  /** "main": the main function of a chunk. "C": a callback. */
  readonly what: "Lua" | "C" | "main";
  /** Chunk name as the compiler was given it; "=?" when stripped, "=[C]" for callbacks. */
  readonly source: string;
  /** The chunk name as messages show it. */
  readonly shortSource: string;
  /** First and last line; 0 for main functions, -1 for callbacks. */
  readonly lineDefined: number;
  readonly lastLineDefined: number;
  readonly upvalueCount: number;
  readonly paramCount: number;
  readonly isVararg: boolean;
}

/** Facts about an activation (options "n", "l" and "t" of `debug.getinfo`). */
export interface FrameInfo<G> {
  readonly function: LuaFunction<G>;
  /** The function's name, as its caller knows it; undefined if not known. */
  readonly name: FunctionName | undefined;
  /** 1-based; -1 for callbacks and stripped code. */
  readonly currentLine: number;
  readonly isTailCall: boolean;
  /** While a call or return hook runs for it: the values that go in or out. */
  readonly transfer: Transfer | undefined;
}

const CALLBACK_INFO: FunctionInfo = {
  what: "C",
  source: "=[C]",
  shortSource: "[C]",
  lineDefined: -1,
  lastLineDefined: -1,
  upvalueCount: 0,
  paramCount: 0,
  isVararg: true,
};

/** Describes a function. */
export function functionInfo<G>(callee: LuaFunction<G>): FunctionInfo {
  if (!(callee instanceof Closure))
    return callee.data === undefined ? CALLBACK_INFO : { ...CALLBACK_INFO, upvalueCount: callee.data.upvalues.length };
  const proto = callee.proto.proto;
  return {
    what: proto.lineDefined === 0 ? "main" : "Lua",
    source: proto.chunkName ?? "=?",
    shortSource: displayChunkName(proto.chunkName),
    lineDefined: proto.lineDefined,
    lastLineDefined: proto.lastLineDefined,
    upvalueCount: proto.upvalues.length,
    paramCount: proto.paramCount,
    isVararg: proto.isVararg,
  };
}

/** Lines that have code (option "L"): none when stripped; undefined for callbacks. Costs time linear in the code. */
export function activeLines<G>(callee: LuaFunction<G>): ReadonlySet<number> | undefined {
  if (!(callee instanceof Closure)) return undefined;
  const { lines, isVararg }: Proto = callee.proto.proto;
  // The instruction that prepares extra arguments belongs to no line.
  return new Set(isVararg ? lines.subarray(1) : lines);
}

/** Describes an activation of a function (not one of the machine's own frames). Costs time linear in the caller's code. */
export function frameInfo<G>(frame: Frame<G>): FrameInfo<G> {
  return {
    function: (frame.closure ?? frame.callback) as LuaFunction<G>,
    name: functionName(frame),
    currentLine: currentLine(frame),
    isTailCall: (frame.flags & FrameFlag.TAIL_CALL) !== 0,
    transfer: (frame.flags & FrameFlag.HOOKED) !== 0 ? transferOf(frame.next) : undefined,
  };
}
