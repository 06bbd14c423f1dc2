// The machine's own error messages, in PUC-Rio's words (ldebug.c), with position and variable names.

import { argA } from "@luster/bytecode";
import type { Context } from "../host/context.js";
import { concatText } from "../meta/concat-text.js";
import { metatableOf } from "../meta/metamethod.js";
import { typeName } from "../value/kind.js";
import { isNumber, toInteger } from "../value/number.js";
import { Table } from "../value/table.js";
import { Userdata } from "../value/userdata.js";
import type { Value } from "../value/value.js";
import { cString } from "./c-string.js";
import { currentPc, currentPosition } from "./position.js";
import { LuaRaise } from "./raise.js";
import { instructionAt } from "./register-name.js";
import { describeCallee, describeOperand } from "./variable-name.js";

/** An error raised by the machine: `chunk:line: message`, with the position of the running Lua function, if one runs. */
export function runtimeError<G>(cx: Context<G>, message: string): LuaRaise<G> {
  return new LuaRaise<G>(currentPosition(cx) + message);
}

/** The type of a value for messages: for a table or full userdata the `__name` of its metatable, if that is a string. */
export function typeNameMeta<G>(cx: Context<G>, value: Value<G>): string {
  const hasOwnMetatable = value instanceof Table || value instanceof Userdata;
  const name = hasOwnMetatable ? metatableOf(cx, value)?.getString("__name") : undefined;
  return typeof name === "string" ? cString(name) : typeName(value);
}

/** "attempt to <operation> a <type> value (<variable>)". */
export function operandTypeError<G>(cx: Context<G>, operation: string, operand: Value<G>): LuaRaise<G> {
  return runtimeError(cx, `attempt to ${operation} a ${typeNameMeta(cx, operand)} value${describeOperand(cx, operand)}`);
}

/** Indexing what cannot be indexed. (The key is not named: PUC 5.4 names what is indexed, or nothing.) */
export function indexTypeError<G>(cx: Context<G>, object: Value<G>): LuaRaise<G> {
  return operandTypeError(cx, "index", object);
}

/** Arithmetic on what is no number; the second operand is blamed if the first is a number. */
export function arithError<G>(cx: Context<G>, isBitwise: boolean, a: Value<G>, b: Value<G>): LuaRaise<G> {
  if (isBitwise && isNumber(a) && isNumber(b)) {
    const culprit = toInteger(a) === undefined ? a : b;
    return runtimeError(cx, `number${describeOperand(cx, culprit)} has no integer representation`);
  }
  const culprit = isNumber(a) ? b : a;
  return operandTypeError(cx, isBitwise ? "perform bitwise operation on" : "perform arithmetic on", culprit);
}

/** Concatenation of what is neither string nor number. */
export function concatError<G>(cx: Context<G>, a: Value<G>, b: Value<G>): LuaRaise<G> {
  return operandTypeError(cx, "concatenate", concatText(a) === undefined ? a : b);
}

/** Order comparison of values that have none. */
export function compareError<G>(cx: Context<G>, a: Value<G>, b: Value<G>): LuaRaise<G> {
  const left = typeNameMeta(cx, a);
  const right = typeNameMeta(cx, b);
  return runtimeError(cx, left === right ? `attempt to compare two ${left} values` : `attempt to compare ${left} with ${right}`);
}

/** The operands of a numeric `for`, by their place among its registers. ORDER FORPREP */
const FOR_OPERANDS = ["initial", "limit", "step"] as const;

/** A bad operand of the numeric `for` that the running Lua frame is about to enter. */
export function forLoopError<G>(cx: Context<G>, what: (typeof FOR_OPERANDS)[number]): LuaRaise<G> {
  const frame = cx.thread.top;
  const proto = frame.closure?.proto.proto;
  if (proto === undefined) throw new Error("internal: a numeric for outside of Lua code");
  const register = argA(instructionAt(proto, currentPc(frame))) + FOR_OPERANDS.indexOf(what);
  const type = typeNameMeta(cx, cx.thread.stack[frame.base + register]);
  return runtimeError(cx, `bad 'for' ${what === "initial" ? "initial value" : what} (number expected, got ${type})`);
}

/** Calling what cannot be called. */
export function callError<G>(cx: Context<G>, callee: Value<G>): LuaRaise<G> {
  return runtimeError(cx, `attempt to call a ${typeNameMeta(cx, callee)} value${describeCallee(cx)}`);
}
