// Concatenation (manual 3.4.6). Results are ropes of the host's strings; their bytes are charged before they are made.

import type { Context } from "../host/context.js";
import { concatError, runtimeError } from "../error/runtime-errors.js";
import type { Action } from "../value/callback.js";
import { MAX_STRING_LENGTH } from "../value/lua-string.js";
import type { Value } from "../value/value.js";
import { concatText } from "./concat-text.js";
import { Event, metamethodOf } from "./metamethod.js";

/** `a .. b` of two strings, charged. */
export function concatStrings<G>(cx: Context<G>, a: string, b: string): string {
  const length = a.length + b.length;
  if (length > MAX_STRING_LENGTH) throw runtimeError(cx, "string length overflow");
  cx.chargeConcat(length, a.length < b.length ? a.length : b.length);
  return a + b;
}

/**
 * Concatenates the strings and numbers at the end of slots `first` .. `last`, as many as there are, into the slot of the first of them,
 * which is returned. They are charged as one string, since nobody sees those in between.
 */
export function joinTexts<G>(cx: Context<G>, stack: Value<G>[], first: number, last: number): number {
  const texts = cx.buffer;
  let start = last + 1;
  let length = 0;
  let longest = 0;
  for (; start > first; start--) {
    const text = concatText(stack[start - 1]);
    if (text === undefined) break;
    texts[start - 1 - first] = text;
    length += text.length;
    if (text.length > longest) longest = text.length;
  }
  if (start >= last) return last;
  if (length > MAX_STRING_LENGTH) throw runtimeError(cx, "string length overflow");
  cx.chargeConcat(length, length - longest);
  let joined = texts[last - first] as string;
  for (let i = last - 1; i >= start; i--) joined = (texts[i - first] as string) + joined;
  stack[start] = joined;
  return start;
}

/** `a .. b`: the result, or PENDING with a metamethod's call described. */
export function concat<G>(cx: Context<G>, a: Value<G>, b: Value<G>): Action<G> {
  const left = concatText(a);
  const right = concatText(b);
  if (left !== undefined && right !== undefined) return concatStrings(cx, left, right);
  let handler = metamethodOf(cx, a, Event.CONCAT);
  if (handler === undefined) handler = metamethodOf(cx, b, Event.CONCAT);
  if (handler === undefined) throw concatError(cx, a, b);
  return cx.call2(handler, a, b);
}
