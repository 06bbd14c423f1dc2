// Errors that libraries raise: about their arguments (luaL_argerror), and of their own making (luaL_error).

import type { Context } from "../host/context.js";
import { metatableOf } from "../meta/metamethod.js";
import { typeName } from "../value/kind.js";
import { MAX_STRING_LENGTH } from "../value/lua-string.js";
import { LightUserdata } from "../value/userdata.js";
import type { Value } from "../value/value.js";
import { cString } from "./c-string.js";
import { calleeName } from "./callee-name.js";
import { frameAtLevel, positionOf } from "./position.js";
import { LuaRaise } from "./raise.js";

/** An error with the position of the function at `level` (1: what called the running callback; 0: no position). */
export function libraryError<G>(cx: Context<G>, message: string, level: number): LuaRaise<G> {
  const position = level > 0 ? positionOf(frameAtLevel(cx, level)) : "";
  return new LuaRaise<G>(position.length + message.length > MAX_STRING_LENGTH ? "not enough memory" : position + message);
}

/** "bad argument #n to 'f' (problem)"; `index` is 0-based. */
export function argumentError<G>(cx: Context<G>, index: number, problem: string): LuaRaise<G> {
  const { name, isMethod } = calleeName(cx);
  let position = index + 1;
  if (isMethod) {
    position--;
    if (position === 0) return libraryError(cx, `calling '${name}' on bad self (${problem})`, 1);
  }
  return libraryError(cx, `bad argument #${position} to '${name}' (${problem})`, 1);
}

/** "bad argument #n to 'f' (expected expected, got actual)". */
export function argumentTypeError<G>(cx: Context<G>, index: number, expected: string, actual: Value<G>, isMissing: boolean): LuaRaise<G> {
  const got = isMissing ? "no value" : argumentTypeName(cx, actual);
  return argumentError(cx, index, `${expected} expected, got ${got}`);
}

/** The type of an argument: the `__name` of its metatable, of whatever type it is, or else "light userdata" or the type's name. */
function argumentTypeName<G>(cx: Context<G>, value: Value<G>): string {
  const name = metatableOf(cx, value)?.getString("__name");
  if (typeof name === "string") return cString(name);
  return value instanceof LightUserdata ? "light userdata" : typeName(value);
}
