// What a running function is called: found at the instruction that called it, since functions have no names of their own.

import { Op, argA, argK, opOf } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import { FrameFlag } from "../value/frame.js";
import type { Frame } from "../value/frame.js";
import { currentPc, isMachineFrame } from "./position.js";
import { instructionAt, registerName } from "./register-name.js";
import type { NameKind } from "./register-name.js";

/** The name of a function, and how its caller came to it (`namewhat` in the debug library). */
export interface FunctionName {
  readonly kind: NameKind | "for iterator" | "metamethod" | "hook";
  readonly name: string;
}

/** Events of the instructions that call a metamethod. (SHRI is apart: it may have been written as a left shift.) */
const OPERATION_EVENTS: ReadonlyMap<Op, string> = new Map<Op, string>([
  [Op.GETTABUP, "index"],
  [Op.GETTABLE, "index"],
  [Op.GETI, "index"],
  [Op.GETFIELD, "index"],
  [Op.SELF, "index"],
  [Op.SETTABUP, "newindex"],
  [Op.SETTABLE, "newindex"],
  [Op.SETI, "newindex"],
  [Op.SETFIELD, "newindex"],
  [Op.ADDI, "add"],
  [Op.ADDK, "add"],
  [Op.ADD, "add"],
  [Op.SUBI, "sub"],
  [Op.SUBK, "sub"],
  [Op.SUB, "sub"],
  [Op.MULK, "mul"],
  [Op.MUL, "mul"],
  [Op.MODK, "mod"],
  [Op.MOD, "mod"],
  [Op.POWK, "pow"],
  [Op.POW, "pow"],
  [Op.DIVK, "div"],
  [Op.DIV, "div"],
  [Op.IDIVK, "idiv"],
  [Op.IDIV, "idiv"],
  [Op.BANDK, "band"],
  [Op.BAND, "band"],
  [Op.BORK, "bor"],
  [Op.BOR, "bor"],
  [Op.BXORK, "bxor"],
  [Op.BXOR, "bxor"],
  [Op.SHLI, "shl"],
  [Op.SHL, "shl"],
  [Op.SHR, "shr"],
  [Op.UNM, "unm"],
  [Op.BNOT, "bnot"],
  [Op.LEN, "len"],
  [Op.CONCAT, "concat"],
  [Op.EQ, "eq"],
  [Op.LT, "lt"],
  [Op.LTI, "lt"],
  [Op.GTI, "lt"],
  [Op.LE, "le"],
  [Op.LEI, "le"],
  [Op.GEI, "le"],
  [Op.CLOSE, "close"],
  [Op.RETURN, "close"],
]);

/** What the instruction at `pc` calls; undefined when that has no name. */
export function nameOfCall(proto: Proto, pc: number): FunctionName | undefined {
  const word = instructionAt(proto, pc);
  const op = opOf(word);
  switch (op) {
    case Op.CALL:
    case Op.TAILCALL:
      return registerName(proto, pc, argA(word));
    case Op.TFORCALL:
      return { kind: "for iterator", name: "for iterator" };
    case Op.SHRI:
      return { kind: "metamethod", name: argK(word) ? "shl" : "shr" };
    default: {
      const event = OPERATION_EVENTS.get(op);
      return event === undefined ? undefined : { kind: "metamethod", name: event };
    }
  }
}

/** What a frame calls at the moment. */
export function nameFromCaller<G>(caller: Frame<G>): FunctionName | undefined {
  let frame = caller;
  if (isMachineFrame(frame)) {
    // A message handler counts as called by the function that failed.
    while (isMachineFrame(frame) && (frame.flags & FrameFlag.HANDLER) !== 0) {
      if ((frame.flags & FrameFlag.NAMELESS) !== 0) return undefined;
      frame = frame.previous as Frame<G>;
    }
    if (isMachineFrame(frame)) return nameFromMachine(frame.flags);
  }
  return frame.closure === undefined ? undefined : nameOfCall(frame.closure.proto.proto, currentPc(frame));
}

function nameFromMachine(flags: number): FunctionName | undefined {
  if ((flags & FrameFlag.HOOK) !== 0) return { kind: "hook", name: "?" };
  if ((flags & FrameFlag.FINALIZER) !== 0) return { kind: "metamethod", name: "__gc" };
  return undefined;
}

/** The name of the function that a frame runs; undefined after a tail call, and when it was not called by Lua code. */
export function functionName<G>(frame: Frame<G>): FunctionName | undefined {
  if ((frame.flags & FrameFlag.TAIL_CALL) !== 0 || frame.previous === undefined) return undefined;
  return nameFromCaller(frame.previous);
}
