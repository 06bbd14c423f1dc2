// Checks of arguments, with PUC's conversions and messages (luaL_check*, luaL_opt*).
// All take the context, the value and its 0-based position. Numbers pass as strings and numeric strings as numbers, as everywhere in
// Lua. Positions and counts come as doubles: an integer beyond 2^53 is rounded there, which no string or table length can tell.

import {
  floatOf,
  formatNumber,
  integerToDouble,
  isFunction,
  isNumber,
  parseNumber,
  Table,
  Thread,
  cString,
  lowWord,
  toInteger,
  type Context,
  type LuaFunction,
  type LuaInteger,
  type LuaNumber,
  type Value,
} from "@luster/vm";

/** A string, or a number as text. */
export function checkString<G>(cx: Context<G>, value: Value<G>, argument: number): string {
  if (typeof value === "string") return value;
  if (isNumber(value)) return cx.chargeString(formatNumber(value));
  throw cx.typeError(argument, "string", value);
}

export function optString<G>(cx: Context<G>, value: Value<G>, argument: number, defaultValue: string): string {
  return value === undefined ? defaultValue : checkString(cx, value, argument);
}

/** A string as C takes it: up to its first zero byte. */
export function checkCString<G>(cx: Context<G>, value: Value<G>, argument: number): string {
  return cString(checkString(cx, value, argument));
}

export function optCString<G>(cx: Context<G>, value: Value<G>, argument: number, defaultValue: string): string {
  return value === undefined ? defaultValue : checkCString(cx, value, argument);
}

/** A number, or what a numeric string spells. */
export function checkNumber<G>(cx: Context<G>, value: Value<G>, argument: number): LuaNumber {
  if (isNumber(value)) return value;
  const number = typeof value === "string" ? parseNumber(value) : undefined;
  if (number === undefined) throw cx.typeError(argument, "number", value);
  return number;
}

/** A number as a double. */
export function checkDouble<G>(cx: Context<G>, value: Value<G>, argument: number): number {
  return typeof value === "number" ? value : floatOf(checkNumber(cx, value, argument));
}

/** An integer, or a float or numeric string with an integral value. */
export function checkInteger<G>(cx: Context<G>, value: Value<G>, argument: number): LuaInteger {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  const integer = toInteger(checkNumber(cx, value, argument));
  if (integer === undefined) throw cx.argError(argument, "number has no integer representation");
  return integer;
}

export function optInteger<G>(cx: Context<G>, value: Value<G>, argument: number, defaultValue: LuaInteger): LuaInteger {
  return value === undefined ? defaultValue : checkInteger(cx, value, argument);
}

/** An integer as a double: exact up to 2^53. */
export function checkCount<G>(cx: Context<G>, value: Value<G>, argument: number): number {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : integerToDouble(checkInteger(cx, value, argument));
}

export function optCount<G>(cx: Context<G>, value: Value<G>, argument: number, defaultValue: number): number {
  return value === undefined ? defaultValue : checkCount(cx, value, argument);
}

/** An integer that PUC keeps in a C `int`: its low 32 bits. */
export function checkInt<G>(cx: Context<G>, value: Value<G>, argument: number): number {
  return lowWord(checkInteger(cx, value, argument)) | 0;
}

export function optInt<G>(cx: Context<G>, value: Value<G>, argument: number, defaultValue: number): number {
  return value === undefined ? defaultValue : checkInt(cx, value, argument);
}

export function checkTable<G>(cx: Context<G>, value: Value<G>, argument: number): Table<G> {
  if (value instanceof Table) return value as Table<G>;
  throw cx.typeError(argument, "table", value);
}

export function checkFunction<G>(cx: Context<G>, value: Value<G>, argument: number): LuaFunction<G> {
  if (isFunction(value)) return value;
  throw cx.typeError(argument, "function", value);
}

export function checkThread<G>(cx: Context<G>, value: Value<G>, argument: number): Thread<G> {
  if (value instanceof Thread) return value as Thread<G>;
  throw cx.typeError(argument, "thread", value);
}

/** That the argument was given at all; nil counts. */
export function checkAny<G>(cx: Context<G>, argument: number): void {
  if (argument >= cx.argCount) throw cx.argError(argument, "value expected");
}

/** One of a list of names (luaL_checkoption). */
export function checkOption<G, T extends string>(
  cx: Context<G>,
  value: Value<G>,
  argument: number,
  options: readonly T[],
  defaultValue?: T,
): T {
  if (value === undefined && defaultValue !== undefined) return defaultValue;
  const name = checkCString(cx, value, argument);
  if ((options as readonly string[]).includes(name)) return name as T;
  throw cx.argError(argument, cx.concat2("invalid option '", cx.concat2(name, "'")));
}

/** The text of a string or a number; undefined for all else (lua_tostring, lua_isstring). */
export function textOf<G>(value: Value<G>): string | undefined {
  if (typeof value === "string") return value;
  return isNumber(value) ? formatNumber(value) : undefined;
}

/** A start position in a string of `length` bytes: 1-based, negative from the end, clipped to at least 1. */
export function startPosition(position: number, length: number): number {
  if (position > 0) return position;
  if (position === 0 || position < -length) return 1;
  return length + position + 1;
}

/** An end position in a string of `length` bytes: 1-based, negative from the end, clipped to [0, length]. */
export function endPosition(position: number, length: number): number {
  if (position > length) return length;
  if (position >= 0) return position;
  return position < -length ? 0 : length + position + 1;
}
