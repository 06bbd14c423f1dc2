// The variables that the machine's own errors name: " (local 'x')", " (field 'y')", " (global 'z')" and so on, or "".
// The operand at fault is found among those of the instruction that the running Lua frame is at, by its value: a value that
// came from elsewhere (out of a metatable, say) has no name.

import { Op, argA, argB, argC, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";
import type { Context } from "../host/context.js";
import { JOINED, concatText } from "../meta/concat-text.js";
import { Event, metamethodOf } from "../meta/metamethod.js";
import { Cell } from "../value/cell.js";
import type { Closure } from "../value/closure.js";
import type { Frame } from "../value/frame.js";
import type { Value } from "../value/value.js";
import { nameFromCaller } from "./function-name.js";
import type { FunctionName } from "./function-name.js";
import { currentPc } from "./position.js";
import { UNKNOWN_NAME, instructionAt, localInRegister, registerName, upvalueName } from "./register-name.js";

/** Name of a stack slot that no known variable is in. */
export const TEMPORARY_NAME = "(temporary)";

/** The variable, constant or field that a bad operand of the current instruction came from. */
export function describeOperand<G>(cx: Context<G>, operand: Value<G>): string {
  const frame = runningLuaFrame(cx);
  if (frame === undefined) return "";
  const closure = frame.closure as Closure<G>;
  const proto = closure.proto.proto;
  const pc = currentPc(frame);
  const word = instructionAt(proto, pc);
  const upvalue = upvalueOperand(word);
  if (upvalue !== -1) {
    return Object.is(closure.upvalues[upvalue]?.v, operand) ? describe({ kind: "upvalue", name: upvalueName(proto, upvalue) }) : "";
  }
  const register = operandRegisters(cx, frame, word).find((candidate) => Object.is(registerValue(cx, frame, candidate), operand));
  return register === undefined ? "" : describe(registerName(proto, pc, register));
}

/** The name under which the running frame calls what turned out not to be callable. */
export function describeCallee<G>(cx: Context<G>): string {
  return cx.callee !== undefined ? "" : describe(nameFromCaller(cx.thread.top));
}

/** Name of the local variable in a stack slot of the running Lua frame. */
export function localName<G>(cx: Context<G>, stackIndex: number): string {
  const frame = runningLuaFrame(cx);
  if (frame === undefined) return UNKNOWN_NAME;
  return localInRegister((frame.closure as Closure<G>).proto.proto, currentPc(frame), stackIndex - frame.base) ?? TEMPORARY_NAME;
}

const describe = (name: FunctionName | undefined): string => (name === undefined ? "" : ` (${name.kind} '${name.name}')`);

function runningLuaFrame<G>(cx: Context<G>): Frame<G> | undefined {
  const top = cx.thread.top;
  return cx.callee !== undefined || top.closure === undefined ? undefined : top;
}

function registerValue<G>(cx: Context<G>, frame: Frame<G>, register: number): Value<G> {
  const slot: unknown = cx.thread.stack[frame.base + register];
  return slot instanceof Cell ? (slot.v as Value<G>) : (slot as Value<G>);
}

/** The upvalue that an instruction indexes, or -1. */
function upvalueOperand(word: Instruction): number {
  switch (opOf(word)) {
    case Op.GETTABUP:
      return argB(word);
    case Op.SETTABUP:
      return argA(word);
    default:
      return -1;
  }
}

/** The registers whose values may be wrong for an instruction, in the order in which they are blamed. */
function operandRegisters<G>(cx: Context<G>, frame: Frame<G>, word: Instruction): readonly number[] {
  const op = opOf(word);
  switch (op) {
    case Op.SETTABLE:
    case Op.SETI:
    case Op.SETFIELD:
      return [argA(word)];
    case Op.GETTABLE:
    case Op.GETI:
    case Op.GETFIELD:
    case Op.SELF:
    case Op.UNM:
    case Op.BNOT:
    case Op.LEN:
      return [argB(word)];
    case Op.CONCAT:
      return concatOperands(cx, frame, word);
    default:
      if (op >= Op.ADD && op <= Op.SHR) return [argB(word), argC(word)];
      return op >= Op.ADDI && op <= Op.SHLI ? [argB(word)] : [];
  }
}

/**
 * The two operands at which a CONCAT, which joins from the right, has failed. What is right of them has become text, or the
 * result of a metamethod, which is in the register of its left operand.
 */
function concatOperands<G>(cx: Context<G>, frame: Frame<G>, word: Instruction): readonly number[] {
  const first = argA(word);
  let last = first + argB(word) - 1;
  while (registerValue(cx, frame, last) === JOINED) last--;
  let right = registerValue(cx, frame, last);
  for (let register = last - 1; register >= first; register--) {
    const left = registerValue(cx, frame, register);
    const isJoined = concatText(left) !== undefined && concatText(right) !== undefined;
    if (!isJoined && !hasConcat(cx, left) && !hasConcat(cx, right)) return [register, register + 1];
    // Text stays text; for the outcome it does not matter which.
    right = left;
  }
  return [];
}

const hasConcat = <G>(cx: Context<G>, value: Value<G>): boolean => metamethodOf(cx, value, Event.CONCAT) !== undefined;
