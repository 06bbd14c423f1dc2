// Escape sequences in string literals (manual 3.1), and the messages for malformed ones. An escape is read from the source at its
// backslash; the lexer puts value and message into context.

import { hexValue, isDigit, isHexDigit, isLineBreak, isSpace } from "./character.js";

/** Where escapes are read from; `skipLineBreak` counts the line. */
export interface EscapeSource {
  readonly source: string;
  byteAt(position: number): number;
  skipLineBreak(start: number): number;
}

/** What an escape stands for, and the position after it; or a problem, and the position of the byte that shows it. */
export interface Escape {
  readonly value: string;
  readonly end: number;
  readonly problem: string | undefined;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

const valid = (value: string, end: number): Escape => ({ value, end, problem: undefined });
const invalid = (problem: string, end: number): Escape => ({ value: "", end, problem });

/** Reads the escape whose backslash is at `start`. */
export function readEscape(from: EscapeSource, start: number): Escape {
  const second = start + 1;
  const byte = from.byteAt(second);
  if (byte < 0) return valid("", second);
  if (isLineBreak(byte)) return valid("\n", from.skipLineBreak(second));
  if (isDigit(byte)) return decimalEscape(from, second);
  const letter = String.fromCharCode(byte);
  if (letter === "x") return hexEscape(from, second);
  if (letter === "u") return unicodeEscape(from, second);
  if (letter === "z") return valid("", skipSpace(from, second + 1));
  const value = Object.hasOwn(SIMPLE, letter) ? SIMPLE[letter] : undefined;
  return value === undefined ? invalid("invalid escape sequence", second) : valid(value, second + 1);
}

function decimalEscape(from: EscapeSource, start: number): Escape {
  let value = 0;
  let end = start;
  while (end < start + 3 && isDigit(from.byteAt(end))) value = value * 10 + from.byteAt(end++) - 48;
  return value > 255 ? invalid("decimal escape too large", end) : valid(String.fromCharCode(value), end);
}

function hexEscape(from: EscapeSource, start: number): Escape {
  let value = 0;
  for (let i = start + 1; i <= start + 2; i++) {
    if (!isHexDigit(from.byteAt(i))) return invalid("hexadecimal digit expected", i);
    value = value * 16 + hexValue(from.byteAt(i));
  }
  return valid(String.fromCharCode(value), start + 3);
}

function unicodeEscape(from: EscapeSource, start: number): Escape {
  const open = start + 1;
  if (from.byteAt(open) !== 123) return invalid("missing '{'", open);
  let i = open + 1;
  if (!isHexDigit(from.byteAt(i))) return invalid("hexadecimal digit expected", i);
  let value = 0;
  for (; isHexDigit(from.byteAt(i)); i++) {
    if (value > 0x7ffffff) return invalid("UTF-8 value too large", i);
    value = value * 16 + hexValue(from.byteAt(i));
  }
  if (from.byteAt(i) !== 125) return invalid("missing '}'", i);
  return valid(encodeUtf8(value), i + 1);
}

function skipSpace(from: EscapeSource, start: number): number {
  let i = start;
  while (isSpace(from.byteAt(i))) i = isLineBreak(from.byteAt(i)) ? from.skipLineBreak(i) : i + 1;
  return i;
}

/** The bytes of a code point up to 2^31-1, in the original UTF-8 of up to six bytes. */
function encodeUtf8(codePoint: number): string {
  if (codePoint < 0x80) return String.fromCharCode(codePoint);
  let rest = codePoint;
  let bytes = "";
  // What fits beside the length marker shrinks by one bit with each continuation byte.
  let room = 0x3f;
  do {
    bytes = String.fromCharCode(0x80 | (rest & 0x3f)) + bytes;
    rest = Math.floor(rest / 64);
    room >>= 1;
  } while (rest > room);
  return String.fromCharCode(((~room << 1) & 0xff) | rest) + bytes;
}
