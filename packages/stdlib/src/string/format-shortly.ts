// string.format of few values by the usual conversions, with nothing to keep: what would call a metamethod, raise an error or take long is
// left to format-call.ts.

import { Float, formatNumber, type Value } from "@luster/vm";
import { formatFloat, formatInteger, formatString, type Conversion, type ParsedFormat, type Piece } from "./format.js";

/** Most values besides the format. */
export const FEW_VALUES = 4;

/** Without a precision, text of this length or more is not padded: it is longer than any width. */
export const LONG_TEXT = 100;

/** Texts beyond this ask for memory while they grow. */
const SHORT_RESULT = 1 << 14;

/** The formatted text; undefined: not by this way. Values that are not given are nil. */
export function formatFew<G>(
  { pieces, end }: ParsedFormat,
  formatLength: number,
  a: Value<G>,
  b: Value<G>,
  c: Value<G>,
  d: Value<G>,
): string | undefined {
  if (end !== formatLength) return undefined;
  let text = "";
  let argument = 0;
  for (let i = 0; i < pieces.length; i++) {
    let piece: Piece | undefined = pieces[i]!;
    if (typeof piece !== "string") {
      if (++argument > FEW_VALUES) return undefined;
      piece = convertedValue(piece, argument === 1 ? a : argument === 2 ? b : argument === 3 ? c : d);
      if (piece === undefined) return undefined;
    }
    if (text.length + piece.length > SHORT_RESULT) return undefined;
    text += piece;
  }
  return text;
}

/** A value as a conversion has it; undefined for what is not usual. */
function convertedValue<G>(conversion: Conversion, value: Value<G>): string | undefined {
  if (!conversion.isValid) return undefined;
  switch (conversion.letter) {
    case "d":
    case "x":
    case "X":
      if (typeof value !== "number" || !Number.isSafeInteger(value)) return undefined;
      return conversion.text === "%d" ? String(value) : formatInteger(conversion, value);
    case "f":
    case "g":
    case "e":
      if (typeof value === "number") return formatFloat(conversion, value);
      return value instanceof Float ? formatFloat(conversion, value.n) : undefined;
    case "s":
      return convertedText(conversion, typeof value === "string" ? value : simpleText(value));
    default:
      return undefined;
  }
}

function convertedText(conversion: Conversion, text: string | undefined): string | undefined {
  if (text === undefined || conversion.text === "%s") return text;
  if (text.includes("\0")) return undefined;
  return conversion.precision === undefined && text.length >= LONG_TEXT ? text : formatString(conversion, text);
}

function simpleText(value: unknown): string | undefined {
  if (typeof value === "number" || value instanceof Float) return formatNumber(value);
  return undefined;
}
