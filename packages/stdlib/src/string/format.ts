// string.format's conversions (manual 6.4): a format read once into pieces, and each conversion of one value to text as C's printf
// does it in the C locale. Pure; arguments, metamethods and the assembly of the result are in format-call.ts.

import { formatA, formatE, formatF, formatG, formatNumber, toBigInt, type LuaInteger } from "@luster/vm";

/** One conversion specification. */
export interface Conversion {
  /** Its letter, or "" when the format ends before one. */
  readonly letter: string;
  /** The whole specification, `%` included, for messages. */
  readonly text: string;
  readonly hasMinus: boolean;
  readonly hasPlus: boolean;
  readonly hasSpace: boolean;
  readonly hasAlternate: boolean;
  readonly hasZero: boolean;
  /** Least width, in bytes. */
  readonly width: number;
  /** Undefined: none given. */
  readonly precision: number | undefined;
  /** Whether flags, width and precision are such as the letter allows. */
  readonly isValid: boolean;
}

/** Text that stands for itself, or a conversion. */
export type Piece = string | Conversion;

/** Longest specification: `%`, flags, width, precision and letter (MAX_FORMAT less a length modifier). */
const MAX_SPECIFICATION = 22;

const FLAGS: Readonly<Record<string, string>> = {
  c: "-",
  p: "-",
  s: "-",
  d: "-+0 ",
  i: "-+0 ",
  u: "-0",
  o: "-#0",
  x: "-#0",
  X: "-#0",
  a: "-+#0 ",
  A: "-+#0 ",
  e: "-+#0 ",
  E: "-+#0 ",
  f: "-+#0 ",
  g: "-+#0 ",
  G: "-+#0 ",
};

const WITHOUT_PRECISION = "cp";

/** A specification that is too long: an error when the format gets there. */
export const TOO_LONG = "invalid format (too long)";

function isValid(body: string, letter: string): boolean {
  const flags = FLAGS[letter];
  if (flags === undefined) return true;
  let at = 0;
  while (at < body.length && flags.includes(body[at]!)) at++;
  const rest = body.slice(at);
  return (WITHOUT_PRECISION.includes(letter) ? /^(?:[1-9][0-9]?)?$/ : /^(?:[1-9][0-9]?)?(?:\.[0-9]{0,2})?$/).test(rest);
}

/** The conversion at `%` before `at`; undefined when it is too long. */
function parseConversion(format: string, at: number): Conversion | undefined {
  let end = at;
  while (end < format.length && "-+#0 123456789.".includes(format[end]!)) end++;
  const letter = format[end] ?? "";
  if (end - at + 1 >= MAX_SPECIFICATION) return undefined;
  const body = format.slice(at, end);
  const numbers = /^([-+#0 ]*)([0-9]*)(\.[0-9]*)?/.exec(body)!;
  const flags = numbers[1]!;
  return {
    letter,
    text: `%${body}${letter}`,
    hasMinus: flags.includes("-"),
    hasPlus: flags.includes("+"),
    hasSpace: flags.includes(" "),
    hasAlternate: flags.includes("#"),
    hasZero: flags.includes("0"),
    width: Number(numbers[2]),
    precision: numbers[3] === undefined ? undefined : Number(numbers[3].slice(1)),
    isValid: isValid(body, letter),
  };
}

const TOO_LONG_CONVERSION: Conversion = {
  letter: TOO_LONG,
  text: "",
  hasMinus: false,
  hasPlus: false,
  hasSpace: false,
  hasAlternate: false,
  hasZero: false,
  width: 0,
  precision: undefined,
  isValid: false,
};

/** Pieces, or bytes of text, after which a part of a long format ends. */
const MAX_PIECES = 1 << 10;

/** A format, or a part of one. */
export interface ParsedFormat {
  readonly pieces: readonly Piece[];
  /** Where the part ends. */
  readonly end: number;
}

/** Reads a format into pieces. Never fails: wrong conversions are found when they are reached. */
export function parseFormat(format: string, start = 0): ParsedFormat {
  const pieces: Piece[] = [];
  let text = "";
  let from = start;
  for (let at = format.indexOf("%", from); at >= 0; at = format.indexOf("%", from)) {
    if (pieces.length >= MAX_PIECES || text.length >= MAX_PIECES) return { pieces: text === "" ? pieces : [...pieces, text], end: from };
    text += format.slice(from, at);
    if (format[at + 1] === "%") {
      text += "%";
      from = at + 2;
      continue;
    }
    const conversion = parseConversion(format, at + 1);
    if (text !== "") pieces.push(text);
    text = "";
    pieces.push(conversion ?? TOO_LONG_CONVERSION);
    if (conversion === undefined) return { pieces, end: format.length };
    from = at + conversion.text.length;
  }
  text += format.slice(from);
  if (text !== "") pieces.push(text);
  return { pieces, end: format.length };
}

// ------------------------------------------------------------------------------------------------------------------ padding

/** Pads text to the width: right, or left with blanks. */
export function padded(conversion: Conversion, text: string): string {
  if (text.length >= conversion.width) return text;
  return conversion.hasMinus ? text.padEnd(conversion.width) : text.padStart(conversion.width);
}

/** Pads a number whose sign and prefix come before padding zeros. */
function paddedNumber(conversion: Conversion, prefix: string, digits: string, padsZeros: boolean): string {
  if (padsZeros && !conversion.hasMinus) return prefix + digits.padStart(conversion.width - prefix.length, "0");
  return padded(conversion, prefix + digits);
}

function signOf(conversion: Conversion, isNegative: boolean): string {
  return isNegative ? "-" : conversion.hasPlus ? "+" : conversion.hasSpace ? " " : "";
}

// ---------------------------------------------------------------------------------------------------------------- integers

const UNSIGNED_BASES: Readonly<Record<string, number>> = { u: 10, o: 8, x: 16, X: 16 };

/** `%d %i %u %o %x %X`. */
export function formatInteger(conversion: Conversion, value: LuaInteger): string {
  const base = UNSIGNED_BASES[conversion.letter];
  return base === undefined ? signedText(conversion, value) : unsignedText(conversion, value, base);
}

function signedText(conversion: Conversion, value: LuaInteger): string {
  const text = formatNumber(value);
  const isNegative = text.startsWith("-");
  return integerText(conversion, signOf(conversion, isNegative), isNegative ? text.slice(1) : text);
}

function unsignedText(conversion: Conversion, value: LuaInteger, base: number): string {
  const isPlain = typeof value === "number" && value >= 0;
  let digits = isPlain ? value.toString(base) : BigInt.asUintN(64, toBigInt(value)).toString(base);
  let prefix = "";
  if (conversion.hasAlternate && base === 16 && value !== 0) prefix = "0x";
  if (conversion.hasAlternate && base === 8) digits = octalWithZero(digits, conversion.precision);
  if (conversion.letter === "X") return integerText(conversion, prefix.toUpperCase(), digits.toUpperCase());
  return integerText(conversion, prefix, digits);
}

/** The `#` of `%o`: the first digit is a zero, of the precision's or one more. */
function octalWithZero(digits: string, precision: number | undefined): string {
  return digits.startsWith("0") || (precision !== undefined && precision > digits.length) ? digits : `0${digits}`;
}

function integerText(conversion: Conversion, prefix: string, digits: string): string {
  const { precision } = conversion;
  if (precision === undefined) return paddedNumber(conversion, prefix, digits, conversion.hasZero);
  // Precision 0 writes zero as nothing, except that `%#.0o` keeps its digit.
  const isNothing = precision === 0 && digits === "0" && !(conversion.hasAlternate && conversion.letter === "o");
  return padded(conversion, prefix + (isNothing ? "" : digits.padStart(precision, "0")));
}

// ------------------------------------------------------------------------------------------------------------------- floats

/** `%a %A %e %E %f %g %G`. */
export function formatFloat(conversion: Conversion, value: number): string {
  const { letter } = conversion;
  let text = floatText(letter.toLowerCase(), conversion, value);
  if (letter !== letter.toLowerCase()) text = text.toUpperCase();
  const isNegative = text.startsWith("-");
  let prefix = signOf(conversion, isNegative);
  if (isNegative) text = text.slice(1);
  if (Number.isFinite(value) && (letter === "a" || letter === "A")) {
    prefix += text.slice(0, 2);
    text = text.slice(2);
  }
  return paddedNumber(conversion, prefix, text, conversion.hasZero && Number.isFinite(value));
}

function floatText(letter: string, conversion: Conversion, value: number): string {
  const { precision, hasAlternate } = conversion;
  switch (letter) {
    case "a":
      return withPoint(formatA(value, precision), hasAlternate);
    case "e":
      return formatE(value, precision ?? 6, hasAlternate);
    case "f":
      return formatF(value, precision ?? 6, hasAlternate);
    default:
      return formatG(value, precision ?? 6, hasAlternate);
  }
}

/** The `#` of `%a`: there is a point even without digits behind it. */
function withPoint(text: string, hasAlternate: boolean): string {
  return hasAlternate && !text.includes(".") ? text.replace("p", ".p") : text;
}

// ---------------------------------------------------------------------------------------------------------- other conversions

/** `%s` with flags. Precision cuts. */
export function formatString(conversion: Conversion, text: string): string {
  const { precision } = conversion;
  return padded(conversion, precision === undefined ? text : text.slice(0, precision));
}

/** `%c`. */
export function formatChar(conversion: Conversion, code: number): string {
  return padded(conversion, String.fromCharCode(code & 0xff));
}

/** `%q` of a string: a literal that Lua reads back as the same bytes. */
export function quotedString(text: string): string {
  return `"${quotedPart(text, 0, text.length)}"`;
}

/** What stands between the quotes for the bytes from `from` up to `to`. */
export function quotedPart(text: string, from: number, to: number): string {
  return text.slice(from, to).replace(/["\\\n\x00-\x1f\x7f]/g, (byte, at: number) => quotedByte(byte, text, from + at));
}

function quotedByte(byte: string, text: string, at: number): string {
  if (byte === '"' || byte === "\\" || byte === "\n") return `\\${byte}`;
  const code = byte.charCodeAt(0);
  const next = text.charCodeAt(at + 1);
  return `\\${next >= 0x30 && next <= 0x39 ? String(code).padStart(3, "0") : code}`;
}

/** `%q` of an integer. The least one has no decimal numeral. */
export function quotedInteger(value: LuaInteger): string {
  const text = formatNumber(value);
  return text === "-9223372036854775808" ? "0x8000000000000000" : text;
}

/** `%q` of a float: hexadecimal, so that nothing is lost. */
export function quotedFloat(value: number): string {
  if (value !== value) return "(0/0)";
  if (!Number.isFinite(value)) return value > 0 ? "1e9999" : "-1e9999";
  return formatA(value);
}
