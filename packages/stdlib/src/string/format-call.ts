// string.format: takes arguments by a parsed format and assembles the result. `%s` may call `__tostring`, so that the call can
// suspend there.

import {
  Continuation,
  floatOf,
  isInteger,
  isNumber,
  lowWord,
  markValue,
  MAX_STRING_LENGTH,
  nativeN,
  PENDING,
  trace,
  type Action,
  type Args,
  type Context,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkDouble, checkInteger, checkString, textOf } from "../args.js";
import {
  formatChar,
  formatFloat,
  formatInteger,
  formatString,
  padded,
  parseFormat,
  quotedFloat,
  quotedInteger,
  quotedPart,
  quotedString,
  TOO_LONG,
  type Conversion,
  type ParsedFormat,
  type Piece,
} from "./format.js";
import { FEW_VALUES, formatFew, LONG_TEXT } from "./format-shortly.js";
import { TextBuilder } from "./text-builder.js";

// Parsed formats, in two generations as patterns are (pattern.ts).
const MAX_CACHED_LENGTH = 256;
const CACHE_GENERATION_SIZE = 256;
let young = new Map<string, ParsedFormat>();
let old = new Map<string, ParsedFormat>();

let lastFormat = "";
let last: ParsedFormat = parseFormat("");

function parsed(format: string): ParsedFormat {
  if (format === lastFormat) return last;
  const cached = young.get(format);
  if (cached !== undefined) {
    lastFormat = format;
    last = cached;
    return cached;
  }
  const result = old.get(format) ?? parseFormat(format);
  if (format.length > MAX_CACHED_LENGTH) return result;
  if (young.size >= CACHE_GENERATION_SIZE) {
    old = young;
    young = new Map();
  }
  young.set(format, result);
  return result;
}

/** Bytes of a string that are quoted in one go. */
const QUOTED_PIECE = 1 << 12;

/** One call in progress. The common call never leaves `run`, and this object is short-lived. */
class Formatting<in out G> extends Continuation<G> {
  private readonly result = new TextBuilder();
  private piece = 0;
  /** Index of the argument that was taken last; the format is number 0. */
  private argument = 0;

  private pieces: readonly Piece[];
  /** Where the pieces end in the format. */
  private end: number;
  /** How much of a long string is quoted; -1: none is. */
  private quotedTo = -1;

  constructor(
    private readonly format: string,
    private readonly values: readonly Value<G>[],
  ) {
    super();
    const { pieces, end } = parsed(format);
    this.pieces = pieces;
    this.end = end;
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.result.toString());
    for (const value of this.values) markValue(tracer, value);
  }

  /** Goes on with what `__tostring` returned. */
  resume(cx: Context<G>, results: Args<G>): Action<G> {
    if (this.isAsking) {
      this.isAsking = false;
      const text = textOf(results.get(0));
      if (text === undefined) throw cx.error("'__tostring' must return a string");
      this.append(cx, this.textConversion(cx, this.pieces[this.piece] as Conversion, text));
      this.piece++;
    }
    return this.run(cx);
  }

  /** A `__tostring` was called; its result is still to be taken. */
  private isAsking = false;

  run(cx: Context<G>): Action<G> {
    for (;;) {
      for (; this.piece < this.pieces.length; this.piece++) {
        const piece = this.pieces[this.piece]!;
        // Nothing has changed since the last piece, so that a refusal can have this one done again.
        this.result.reserve(cx, 0);
        if (typeof piece === "string") {
          this.append(cx, piece);
          continue;
        }
        if (this.quotedTo < 0 && ++this.argument >= this.values.length) throw cx.argError(this.argument, "no value");
        const value = this.values[this.argument];
        if (piece.letter === "q" && typeof value === "string" && value.length > QUOTED_PIECE) {
          if (!this.quote(cx, piece, value)) return cx.pause(this);
          continue;
        }
        const text = this.convert(cx, piece, value);
        if (text === PENDING) {
          this.isAsking = true;
          return cx.then(this);
        }
        this.append(cx, text as string);
      }
      if (this.end >= this.format.length) break;
      cx.consumeFuel(this.pieces.length);
      if (cx.isOutOfFuel()) return cx.pause(this);
      const { pieces, end } = parseFormat(this.format, this.end);
      this.pieces = pieces;
      this.end = end;
      this.piece = 0;
    }
    cx.consumeFuel(this.result.length >> 4);
    return cx.chargeString(this.result.toString());
  }

  private append(cx: Context<G>, text: string): void {
    if (this.result.length + text.length > MAX_STRING_LENGTH) throw cx.errorValue("not enough memory");
    this.result.add(text);
  }

  /** Quotes a long string piece by piece; false when the slice is over. */
  private quote(cx: Context<G>, conversion: Conversion, text: string): boolean {
    if (conversion.text !== "%q") throw cx.error("specifier '%q' cannot have modifiers");
    if (this.quotedTo < 0) {
      this.quotedTo = 0;
      this.append(cx, '"');
    }
    while (this.quotedTo < text.length) {
      if (cx.isOutOfFuel()) return false;
      this.result.reserve(cx, 0);
      const to = Math.min(this.quotedTo + QUOTED_PIECE, text.length);
      this.append(cx, quotedPart(text, this.quotedTo, to));
      cx.consumeFuel(QUOTED_PIECE >> 4);
      this.quotedTo = to;
    }
    this.append(cx, '"');
    this.quotedTo = -1;
    return true;
  }

  private convert(cx: Context<G>, conversion: Conversion, value: Value<G>): string | typeof PENDING {
    const { argument } = this;
    switch (conversion.letter) {
      case "d":
      case "i":
      case "u":
      case "o":
      case "x":
      case "X": {
        const integer = checkInteger(cx, value, argument);
        checkValid(cx, conversion);
        return formatInteger(conversion, integer);
      }
      case "e":
      case "E":
      case "f":
      case "g":
      case "G": {
        const float = checkDouble(cx, value, argument);
        checkValid(cx, conversion);
        return formatFloat(conversion, float);
      }
      case "a":
      case "A":
        checkValid(cx, conversion);
        return formatFloat(conversion, checkDouble(cx, value, argument));
      case "c":
        checkValid(cx, conversion);
        return formatChar(conversion, lowWord(checkInteger(cx, value, argument)));
      case "p":
        return this.pointer(cx, conversion, value);
      case "q":
        if (conversion.text !== "%q") throw cx.error("specifier '%q' cannot have modifiers");
        return this.quoted(cx, value);
      case "s": {
        const text = cx.toStringMeta(value);
        return typeof text === "string" ? this.textConversion(cx, conversion, text) : text;
      }
      case TOO_LONG:
        throw cx.error(TOO_LONG);
      default:
        throw cx.error(`invalid conversion '${conversion.text}' to 'format'`);
    }
  }

  private textConversion(cx: Context<G>, conversion: Conversion, text: string): string {
    if (conversion.text === "%s") return text;
    if (text.includes("\0")) throw cx.argError(this.argument, "string contains zeros");
    checkValid(cx, conversion);
    return conversion.precision === undefined && text.length >= LONG_TEXT ? text : formatString(conversion, text);
  }

  private pointer(cx: Context<G>, conversion: Conversion, value: Value<G>): string {
    checkValid(cx, conversion);
    const hasAddress = typeof value === "object" && !isNumber(value);
    if (hasAddress) return padded(conversion, cx.addressOf(value));
    return padded(conversion, typeof value === "string" ? stringAddress(value) : "(null)");
  }

  private quoted(cx: Context<G>, value: Value<G>): string {
    if (typeof value === "string") return quotedString(value);
    if (isNumber(value)) return isInteger(value) ? quotedInteger(value) : quotedFloat(floatOf(value));
    if (value === undefined) return "nil";
    if (typeof value === "boolean") return String(value);
    throw cx.argError(this.argument, "value has no literal form");
  }
}

/** Strings have no identity here: equal strings show the same address, made from their bytes. */
function stringAddress(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `0x5500${(hash >>> 0).toString(16).padStart(8, "0")}0`;
}

function checkValid<G>(cx: Context<G>, conversion: Conversion): void {
  if (!conversion.isValid) throw cx.error(`invalid conversion specification: '${conversion.text}'`);
}

/** `format` of few values that are such as its conversions usually get. */
function formatShortly<G>(cx: Context<G>, format: Value<G>, a: Value<G>, b: Value<G>, c: Value<G>, d: Value<G>): Action<G> {
  if (typeof format !== "string") return PENDING;
  const text = formatFew(parsed(format), format.length, a, b, c, d);
  if (text === undefined || !cx.canAllocate(text.length + 24)) return PENDING;
  cx.consumeFuel(text.length >> 4);
  return cx.chargeString(text);
}

function format<G>(cx: Context<G>, args: Args<G>): Action<G> {
  if (args.count <= FEW_VALUES + 1) {
    const result = formatShortly(cx, args.get(0), args.get(1), args.get(2), args.get(3), args.get(4));
    if (result !== PENDING) return result;
  }
  return new Formatting<G>(checkString(cx, args.get(0), 0), args.toArray()).run(cx);
}

export const formatFunctions = [nativeN("format", format, { shortCut: { least: 1, most: FEW_VALUES + 1, fn: formatShortly } })];
