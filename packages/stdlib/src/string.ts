// The string library (manual 6.4): its simple functions, its table, and the metatable of strings.
// Patterns, formats, packing and string arithmetic are in string/. Strings are bytes; positions are 1-based, negative from the end.

import {
  Closure,
  dumpFunction,
  isTruthy,
  MAX_STRING_LENGTH,
  native1,
  native2,
  native3,
  nativeN,
  PENDING,
  substring,
  type Action,
  type Args,
  type Context,
  type Native3,
  type NativeOptions,
  type Table,
  type Value,
} from "@luster/vm";
import { checkCount, checkFunction, checkInteger, checkString, endPosition, optCount, optString, startPosition } from "./args.js";
import { addFunctions, MAX_RESULTS, newLibrary } from "./library.js";
import { arithmeticMetamethods } from "./string/arithmetic.js";
import { formatFunctions } from "./string/format-call.js";
import { gsubFunctions } from "./string/gsub.js";
import { packFunctions } from "./string/pack.js";
import { searchFunctions } from "./string/search.js";
import { transformFunctions } from "./string/transform.js";

/** Sizes beyond this are refused by PUC before it asks for memory (MAXSIZE). */
const MAX_SIZE = 0x7fffffff;

function len<G>(cx: Context<G>, s: Value<G>): Action<G> {
  return checkString(cx, s, 0).length;
}

function sub<G>(cx: Context<G>, s: Value<G>, i: Value<G>, j: Value<G>): Action<G> {
  const text = checkString(cx, s, 0);
  const from = startPosition(checkCount(cx, i, 1), text.length);
  const to = endPosition(optCount(cx, j, 2, -1), text.length);
  if (from > to) return "";
  cx.consumeFuel((to - from) >> 4);
  return cx.chargeString(substring(text, from - 1, to));
}

const isPosition = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value);

/** `sub` of a string, by integers. */
function subShortly<G>(cx: Context<G>, s: Value<G>, i: Value<G>, j: Value<G>): Action<G> {
  if (typeof s !== "string" || !isPosition(i) || (j !== undefined && !isPosition(j))) return PENDING;
  const { length } = s;
  const from = startPosition(i, length);
  const to = j === undefined ? length : endPosition(j, length);
  if (from > to) return "";
  const count = to - from;
  if (!cx.canAllocate(count + 25)) return PENDING;
  cx.consumeFuel(count >> 4);
  return cx.chargeString(substring(s, from - 1, to));
}

function rep<G>(cx: Context<G>, s: Value<G>, n: Value<G>, sep: Value<G>): Action<G> {
  const text = checkString(cx, s, 0);
  const count = checkCount(cx, n, 1);
  const separator = optString(cx, sep, 2, "");
  if (count <= 0) return "";
  if (text.length + separator.length > Math.floor(MAX_SIZE / count)) throw cx.error("resulting string too large");
  const length = count * text.length + (count - 1) * separator.length;
  if (length > MAX_STRING_LENGTH) throw cx.errorValue("not enough memory");
  if (length === 0) return "";
  cx.reserveBytes(length);
  cx.consumeFuel(length >> 4);
  return cx.chargeString(separator === "" ? text.repeat(count) : (text + separator).repeat(count - 1) + text);
}

/** Longest result of `rep` by a short cut. */
const SHORT_REPETITION = 1 << 12;

/** `rep` of a string, by an integer, without a separator. */
function repShortly<G>(cx: Context<G>, s: Value<G>, n: Value<G>): Action<G> {
  if (typeof s !== "string" || !isPosition(n)) return PENDING;
  if (n <= 0 || s === "") return "";
  const length = s.length * n;
  if (length > SHORT_REPETITION || !cx.canAllocate(length + 24)) return PENDING;
  cx.consumeFuel(length >> 4);
  return cx.chargeString(s.repeat(n));
}

function byte<G>(cx: Context<G>, s: Value<G>, i: Value<G>, j: Value<G>): Action<G> {
  const text = checkString(cx, s, 0);
  const position = optCount(cx, i, 1, 1);
  const from = startPosition(position, text.length);
  const to = endPosition(optCount(cx, j, 2, position), text.length);
  if (from === to) return text.charCodeAt(from - 1);
  return from > to ? cx.returnNone() : bytes(cx, text, from, to);
}

/** `byte` of a string, for one byte that is there. */
function byteShortly<G>(_cx: Context<G>, s: Value<G>, i: Value<G>): Action<G> {
  if (typeof s !== "string") return PENDING;
  if (i === undefined) return s.length > 0 ? s.charCodeAt(0) : PENDING;
  if (!isPosition(i)) return PENDING;
  const at = i > 0 ? i - 1 : s.length + i;
  return i !== 0 && at >= 0 && at < s.length ? s.charCodeAt(at) : PENDING;
}

function bytes<G>(cx: Context<G>, text: string, from: number, to: number): Action<G> {
  const count = to - from + 1;
  if (count > MAX_RESULTS) throw cx.error("stack overflow (string slice too long)");
  cx.consumeFuel(count);
  const values: number[] = [];
  for (let at = from - 1; at < to; at++) values.push(text.charCodeAt(at));
  return cx.returnList(values);
}

function char<G>(cx: Context<G>, args: Args<G>): Action<G> {
  let text = "";
  for (let i = 0; i < args.count; i++) {
    const code = checkInteger(cx, args.get(i), i);
    if (typeof code !== "number" || code < 0 || code > 255) throw cx.argError(i, "value out of range");
    text += String.fromCharCode(code);
  }
  cx.consumeFuel(args.count >> 2);
  return cx.chargeString(text);
}

/** `char` of one byte. */
function charShortly<G>(cx: Context<G>, code: Value<G>): Action<G> {
  if (typeof code !== "number" || (code & 0xff) !== code || !cx.canAllocate(25)) return PENDING;
  return cx.chargeString(String.fromCharCode(code));
}

const shortly = (least: number, most: number, fn: Native3): NativeOptions => ({ shortCut: { least, most, fn } });

function dump<G>(cx: Context<G>, f: Value<G>, strip: Value<G>): Action<G> {
  const callee = checkFunction(cx, f, 0);
  if (!(callee instanceof Closure)) throw cx.error("unable to dump given function");
  return dumpFunction(cx, callee, isTruthy(strip));
}

const stringFunctions = [
  ...searchFunctions,
  ...gsubFunctions,
  ...formatFunctions,
  ...packFunctions,
  ...transformFunctions,
  native3("byte", byte, { shortCut: { least: 1, most: 2, fn: byteShortly, result: "integer" } }),
  nativeN("char", char, shortly(1, 1, charShortly)),
  native2("dump", dump),
  native1("len", len, { shortCut: { least: 1, most: 1, fn: (_cx, s) => (typeof s === "string" ? s.length : PENDING), result: "integer" } }),
  native3("rep", rep, shortly(2, 2, repShortly)),
  native3("sub", sub, shortly(2, 3, subShortly)),
];

/** Opens the string library: the global `string`, and the metatable through which strings have methods and arithmetic. */
export function openString<G>(cx: Context<G>): Table<G> {
  const library = newLibrary(cx, "string", stringFunctions);
  const metatable = cx.newTable(0, arithmeticMetamethods.length + 1);
  addFunctions(cx, metatable, arithmeticMetamethods);
  metatable.setString(cx.heap, "__index", library);
  cx.stringMetatable = metatable;
  return library;
}
