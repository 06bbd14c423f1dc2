// The utf8 library (manual 6.5). Decoding accepts the original UTF-8 with values up to 2^31 in the lax mode.
// Strings are bytes here as everywhere; long walks over a string are left at the end of a slice and gone on with.

import {
  Continuation,
  isTruthy,
  native2,
  native3,
  nativeN,
  parseNumber,
  toInteger,
  isNumber,
  trace,
  type Action,
  type Args,
  type Context,
  type Table,
  type Value,
} from "@luster/vm";
import { checkCount, checkInteger, checkString, optCount } from "./args.js";
import { MAX_RESULTS, newLibrary } from "./library.js";

/** Largest value that a sequence of six bytes can hold. */
const MAX_CODE = 0x7fffffff;
const MAX_UNICODE = 0x10ffff;

/** Pattern of one character, whose text is valid UTF-8 (`utf8.charpattern`). */
const CHAR_PATTERN = "[\0-\x7F\xC2-\xFD][\x80-\xBF]*";

const INVALID = "invalid UTF-8 code";

/** Characters looked at between two looks at the fuel. */
const STRETCH = 1 << 14;

/** Least value of a sequence with this many continuation bytes; the first entry refuses a lone continuation byte. */
const LEAST_VALUES: readonly number[] = [Infinity, 0x80, 0x800, 0x10000, 0x200000, 0x4000000];

function isContinuation(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xc0) === 0x80;
}

/** A position in a string of `length` bytes; 0 when it is before the string. */
function relativePosition(position: number, length: number): number {
  if (position >= 0) return position;
  return -position > length ? 0 : length + position + 1;
}

/** A decoded character: `code * 8 + its length in bytes`, or -1 when the bytes are no character. */
function decode(text: string, at: number, isStrict: boolean): number {
  let first = text.charCodeAt(at);
  if (first < 0x80) return first * 8 + 1;
  let value = 0;
  let count = 0;
  for (; (first & 0x40) !== 0; first <<= 1) {
    const byte = text.charCodeAt(at + ++count);
    if ((byte & 0xc0) !== 0x80) return -1;
    value = value * 64 + (byte & 0x3f);
  }
  if (count > 5) return -1;
  value += (first & 0x7f) * 2 ** (count * 5);
  if (value > MAX_CODE || value < LEAST_VALUES[count]!) return -1;
  if (isStrict && (value > MAX_UNICODE || (value >= 0xd800 && value <= 0xdfff))) return -1;
  return value * 8 + count + 1;
}

function codeOf(decoded: number): number {
  return Math.floor(decoded / 8);
}

/** The bytes of a code up to 2^31, in the original scheme of up to six bytes. */
export function encodeCode(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  let rest = code;
  let tail = "";
  let firstLimit = 0x3f;
  do {
    tail = String.fromCharCode(0x80 | (rest & 0x3f)) + tail;
    rest = Math.floor(rest / 64);
    firstLimit >>= 1;
  } while (rest > firstLimit);
  return String.fromCharCode(((~firstLimit << 1) & 0xff) | rest) + tail;
}

// ---------------------------------------------------------------------------------------------------------------- counting

/** Counts the characters that start in a range. */
class Count<in out G> extends Continuation<G> {
  private count = 0;

  constructor(
    private readonly text: string,
    /** 0-based; `last` is the last start that counts. */
    private at: number,
    private readonly last: number,
    private readonly isStrict: boolean,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    while (this.at <= this.last) {
      if (!this.runStretch()) return cx.return2(undefined, this.at + 1);
      cx.consumeFuel(STRETCH >> 2);
      if (cx.isOutOfFuel()) return cx.pause(this);
    }
    return this.count;
  }

  private runStretch(): boolean {
    const { text, last, isStrict } = this;
    let at = this.at;
    let left = STRETCH;
    let isValid = true;
    for (; at <= last && left > 0; left--) {
      const decoded = decode(text, at, isStrict);
      if (decoded < 0) {
        isValid = false;
        break;
      }
      at += decoded & 7;
      this.count++;
    }
    this.at = at;
    return isValid;
  }

  [trace](): void {}
}

function len<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const text = checkString(cx, args.get(0), 0);
  const from = relativePosition(optCount(cx, args.get(1), 1, 1), text.length);
  const to = relativePosition(optCount(cx, args.get(2), 2, -1), text.length);
  if (from < 1 || from - 1 > text.length) throw cx.argError(1, "initial position out of bounds");
  if (to > text.length) throw cx.argError(2, "final position out of bounds");
  return new Count<G>(text, from - 1, to - 1, !isTruthy(args.get(3))).resume(cx);
}

// ------------------------------------------------------------------------------------------------------ codes and characters

function codepoint<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const text = checkString(cx, args.get(0), 0);
  const from = relativePosition(optCount(cx, args.get(1), 1, 1), text.length);
  const to = relativePosition(optCount(cx, args.get(2), 2, from), text.length);
  const isStrict = !isTruthy(args.get(3));
  if (from < 1) throw cx.argError(1, "out of bounds");
  if (to > text.length) throw cx.argError(2, "out of bounds");
  if (from > to) return cx.returnNone();
  if (to - from >= MAX_RESULTS) throw cx.error("stack overflow (string slice too long)");
  cx.consumeFuel(to - from);
  const codes: number[] = [];
  for (let at = from - 1; at < to;) {
    const decoded = decode(text, at, isStrict);
    if (decoded < 0) throw cx.error(INVALID);
    codes.push(codeOf(decoded));
    at += decoded & 7;
  }
  return codes.length === 1 ? codes[0] : cx.returnList(codes);
}

function char<G>(cx: Context<G>, args: Args<G>): Action<G> {
  let text = "";
  for (let i = 0; i < args.count; i++) {
    const code = checkInteger(cx, args.get(i), i);
    if (typeof code !== "number" || code < 0 || code > MAX_CODE) throw cx.argError(i, "value out of range");
    text += encodeCode(code);
  }
  cx.consumeFuel(args.count);
  return cx.chargeString(text);
}

// ----------------------------------------------------------------------------------------------------------------- offsets

/** Walks over characters, forward or backward. */
class Walk<in out G> extends Continuation<G> {
  constructor(
    private readonly text: string,
    /** 0-based. */
    private at: number,
    /** Characters still to go: negative is backward. */
    private left: number,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    for (;;) {
      const isDone = this.left < 0 ? this.backward() : this.forward();
      cx.consumeFuel(STRETCH >> 2);
      if (isDone) return this.left === 0 ? this.at + 1 : undefined;
      if (cx.isOutOfFuel()) return cx.pause(this);
    }
  }

  private backward(): boolean {
    for (let steps = STRETCH; this.left < 0 && this.at > 0; steps--) {
      if (steps === 0) return false;
      do this.at--;
      while (this.at > 0 && isContinuation(this.text, this.at));
      this.left++;
    }
    return true;
  }

  private forward(): boolean {
    const { text } = this;
    for (let steps = STRETCH; this.left > 0 && this.at < text.length; steps--) {
      if (steps === 0) return false;
      do this.at++;
      while (isContinuation(text, this.at));
      this.left--;
    }
    return true;
  }

  [trace](): void {}
}

function offset<G>(cx: Context<G>, s: Value<G>, nth: Value<G>, i: Value<G>): Action<G> {
  const text = checkString(cx, s, 0);
  const n = checkCount(cx, nth, 1);
  const position = relativePosition(optCount(cx, i, 2, n >= 0 ? 1 : text.length + 1), text.length);
  if (position < 1 || position - 1 > text.length) throw cx.argError(2, "position out of bounds");
  let at = position - 1;
  if (n === 0) {
    while (at > 0 && isContinuation(text, at)) at--;
    return at + 1;
  }
  if (isContinuation(text, at)) throw cx.error("initial position is a continuation byte");
  return new Walk<G>(text, at, n > 0 ? n - 1 : n).resume(cx);
}

// --------------------------------------------------------------------------------------------------------------- iteration

function step<G>(cx: Context<G>, s: Value<G>, control: Value<G>, isStrict: boolean): Action<G> {
  const text = checkString(cx, s, 0);
  // As C's lua_tointeger: what is no integer, or text of one, counts as 0; a negative one is out of reach.
  const number = typeof control === "string" ? parseNumber(control) : isNumber(control) ? control : undefined;
  const position = (number === undefined ? undefined : toInteger(number)) ?? 0;
  let at = typeof position === "number" ? position : -1;
  if (at < 0) return cx.returnNone();
  while (isContinuation(text, at)) at++;
  if (at >= text.length) return cx.returnNone();
  const decoded = decode(text, at, isStrict);
  if (decoded < 0 || isContinuation(text, at + (decoded & 7))) throw cx.error(INVALID);
  return cx.return2(at + 1, codeOf(decoded));
}

const strictIterator = native2("for iterator", (cx, s, control) => step(cx, s, control, true));
const laxIterator = native2("for iterator", (cx, s, control) => step(cx, s, control, false));

function codes<G>(cx: Context<G>, s: Value<G>, lax: Value<G>): Action<G> {
  const text = checkString(cx, s, 0);
  if (isContinuation(text, 0)) throw cx.argError(0, INVALID);
  return cx.return3(cx.newCallback(isTruthy(lax) ? laxIterator : strictIterator), text, 0);
}

const utf8Functions = [
  native3("offset", offset),
  nativeN("codepoint", codepoint),
  nativeN("char", char),
  nativeN("len", len),
  native2("codes", codes),
];

/** Opens the utf8 library. */
export function openUtf8<G>(cx: Context<G>): Table<G> {
  const library = newLibrary(cx, "utf8", utf8Functions);
  library.setString(cx.heap, "charpattern", CHAR_PATTERN);
  return library;
}
