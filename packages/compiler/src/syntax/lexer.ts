// Bytes to tokens (manual 3.1). The lexer holds the current token and at most one token of look-ahead; literals are made into
// values only here. Lines are counted as PUC-Rio counts them, because error positions depend on it: `line` is the line up to which
// the source was read, `lastLine` the line at which the token before the current one ended.
// It does not know the grammar; every error it throws is about a malformed token.

import { syntaxError } from "../syntax-error.js";
import type { SyntaxErrorKind } from "../syntax-error.js";
import { AtomTable } from "./atom.js";
import type { Atom } from "./atom.js";
import { CLASS_OF, DIGIT, LETTER, LITERAL, SPACE, WORD, isDigit, isHexDigit, isLineBreak } from "./character.js";
import { readEscape } from "./escape.js";
import { Numeral, parseNumeral } from "./numeral.js";
import { Token, describeToken } from "./token.js";

const enum Char {
  Tab = 9,
  LineFeed = 10,
  CarriageReturn = 13,
  Space = 32,
  DoubleQuote = 34,
  SingleQuote = 39,
  Plus = 43,
  Minus = 45,
  Dot = 46,
  Slash = 47,
  Zero = 48,
  Colon = 58,
  Less = 60,
  Equal = 61,
  Greater = 62,
  OpenBracket = 91,
  Backslash = 92,
  CloseBracket = 93,
  Tilde = 126,
}

/** Integers of up to 15 decimal digits are exact as they are read. */
const MAX_FAST_DIGITS = 15;
const ZERO = new Numeral(false, 0);

/** The tokens of a byte twice, and of a byte and `=`; 0 where that is no token of two bytes. */
const DOUBLED = new Uint16Array(256);
DOUBLED[Char.Equal] = Token.Equal;
DOUBLED[Char.Slash] = Token.FloorDivide;
DOUBLED[Char.Colon] = Token.DoubleColon;
DOUBLED[Char.Less] = Token.ShiftLeft;
DOUBLED[Char.Greater] = Token.ShiftRight;
const WITH_EQUAL = new Uint16Array(256);
WITH_EQUAL[Char.Tilde] = Token.NotEqual;
WITH_EQUAL[Char.Less] = Token.LessEqual;
WITH_EQUAL[Char.Greater] = Token.GreaterEqual;

export class Lexer {
  readonly source: string;
  readonly chunkName: string;
  readonly atoms = new AtomTable();

  /** The current token: a byte, or a `Token`. */
  token = Token.EndOfSource as number;
  /** Offset of its first byte. */
  tokenStart = 0;
  /** Its value if it is a `Name` or a `String`. */
  atom: Atom;
  /** Its value if it is a `Number`. */
  numeral: Numeral = ZERO;
  line = 1;
  lastLine = 1;

  private position = 0;
  private readonly marksOffsets: boolean;
  private hasAhead = false;
  private aheadToken = 0;
  private aheadStart = 0;
  private aheadAtom: Atom;
  private aheadNumeral: Numeral = ZERO;

  /** With `marksOffsets`, `lastLine` is the offset of the current token instead of a line; see `compile.ts`. */
  constructor(source: string, chunkName: string, marksOffsets = false) {
    this.source = source;
    this.chunkName = chunkName;
    this.marksOffsets = marksOffsets;
    this.atom = this.atoms.of("");
    this.aheadAtom = this.atom;
  }

  /** Goes on to the next token. */
  next(): void {
    this.lastLine = this.line;
    if (this.hasAhead) this.takeAhead();
    else this.token = this.scan();
    if (this.marksOffsets) this.lastLine = this.tokenStart;
  }

  /** The token after the current one; only when that has not been asked for yet. */
  peek(): number {
    const { token, tokenStart, atom, numeral } = this;
    this.aheadToken = this.scan();
    this.aheadStart = this.tokenStart;
    this.aheadAtom = this.atom;
    this.aheadNumeral = this.numeral;
    this.hasAhead = true;
    this.token = token;
    this.tokenStart = tokenStart;
    this.atom = atom;
    this.numeral = numeral;
    return this.aheadToken;
  }

  private takeAhead(): void {
    this.hasAhead = false;
    this.token = this.aheadToken;
    this.tokenStart = this.aheadStart;
    this.atom = this.aheadAtom;
    this.numeral = this.aheadNumeral;
  }

  // ---------------------------------------------------------------- errors

  /** Throws an error that names the current token. */
  failNearToken(kind: SyntaxErrorKind, what: string): never {
    return this.fail(kind, what, this.quoteToken());
  }

  /** Throws an error at the current line; `near` is quoted already, undefined to name no token. */
  fail(kind: SyntaxErrorKind, what: string, near: string | undefined): never {
    const { tokenStart, chunkName, line } = this;
    const column = tokenStart - lineStart(this.source, tokenStart) + 1;
    throw syntaxError(what, { kind, line, column, chunkName, near });
  }

  private quoteToken(): string | undefined {
    switch (this.token) {
      case 0:
        // PUC-Rio takes a zero byte for "no token".
        return undefined;
      case Token.Name:
      case Token.Number:
        return quote(this.source.slice(this.tokenStart, this.tokenEnd()));
      case Token.String:
        return quote(this.stringAsRead());
      default:
        return describeToken(this.token);
    }
  }

  private tokenEnd(): number {
    let end = this.tokenStart;
    if (this.token === Token.Name) while (this.hasClassAt(end, WORD)) end++;
    else end = this.numeralEnd(end);
    return end;
  }

  /** The current string as PUC-Rio's buffer has it: the value between the delimiters of the source. */
  private stringAsRead(): string {
    const { source, tokenStart } = this;
    const first = source.charAt(tokenStart);
    if (first !== "[") return first + this.atom.text + first;
    const open = source.slice(tokenStart, source.indexOf("[", tokenStart + 1) + 1);
    return open + this.atom.text + open.replaceAll("[", "]");
  }

  // ---------------------------------------------------------------- scanning

  /** The byte at a position, or -1 at the end of the source. */
  byteAt(position: number): number {
    return position < this.source.length ? this.source.charCodeAt(position) : -1;
  }

  private hasClassAt(position: number, classes: number): boolean {
    return position < this.source.length && (CLASS_OF[this.source.charCodeAt(position)]! & classes) !== 0;
  }

  /**
   * Reads one token: sets `position`, `tokenStart` and the token's value, and returns its kind.
   *
   * This is one function instead of five because V8 compiles a function of up to 460 bytes of bytecode anew within each of its hot
   * callers, here most of the parser: that took more time than parsing did.
   */
  private scan(): number {
    const { source, atoms } = this;
    const { length } = source;
    let position = this.position;
    while (position < length) {
      const byte = source.charCodeAt(position);
      const classes = CLASS_OF[byte]!;
      if ((classes & LETTER) !== 0) {
        this.tokenStart = position;
        let hash = atoms.nextHash(atoms.seed, byte);
        let end = position + 1;
        for (; end < length; end++) {
          const next = source.charCodeAt(end);
          if ((CLASS_OF[next]! & WORD) === 0) break;
          hash = atoms.nextHash(hash, next);
        }
        this.position = end;
        const atom = atoms.find(hash, source, position, end);
        this.atom = atom;
        return atom.token;
      }
      if ((classes & SPACE) !== 0) {
        position = isLineBreak(byte) ? this.skipLineBreak(position) : position + 1;
        continue;
      }
      const second = position + 1 < length ? source.charCodeAt(position + 1) : -1;
      if (byte === Char.Minus && second === Char.Minus) {
        position = this.skipComment(position);
        continue;
      }
      this.tokenStart = position;
      if ((classes & (DIGIT | LITERAL)) !== 0) return this.scanLiteral(position, byte, second);
      const pair = second === byte ? DOUBLED[byte]! : second === Char.Equal ? WITH_EQUAL[byte]! : 0;
      this.position = position + (pair === 0 ? 1 : 2);
      return pair === 0 ? byte : pair;
    }
    this.position = this.tokenStart = length;
    return Token.EndOfSource;
  }

  /** Reads a token that starts with a byte of class `LITERAL` or a digit. */
  private scanLiteral(start: number, byte: number, second: number): number {
    switch (byte) {
      case Char.DoubleQuote:
      case Char.SingleQuote:
        return this.scanString(start, byte);
      case Char.OpenBracket:
        if (second === Char.OpenBracket || second === Char.Equal) return this.scanLongString(start);
        return this.symbol(start + 1, byte);
      case Char.Dot:
        if (isDigit(second)) return this.scanNumeral(start);
        if (second !== Char.Dot) return this.symbol(start + 1, byte);
        return this.byteAt(start + 2) === Char.Dot ? this.symbol(start + 3, Token.Dots) : this.symbol(start + 2, Token.Concat);
      default:
        return this.scanNumeral(start);
    }
  }

  /** A token that ends before `end`. */
  private symbol(end: number, token: number): number {
    this.position = end;
    return token;
  }

  /** Skips a line break of one or two bytes (`\n`, `\r`, `\r\n`, `\n\r`), counts it, and returns the position after it. */
  skipLineBreak(start: number): number {
    const first = this.source.charCodeAt(start);
    const second = this.byteAt(start + 1);
    this.line++;
    return start + (isLineBreak(second) && second !== first ? 2 : 1);
  }

  /** Skips the comment at `start`, and returns the position after it. */
  private skipComment(start: number): number {
    let position = start + 2;
    if (this.byteAt(position) === Char.OpenBracket) {
      const level = this.longBracketLevel(position);
      if (level >= 0) {
        this.scanLongBracket(position, level, "comment");
        return this.position;
      }
    }
    const { source } = this;
    const { length } = source;
    while (position < length && !isLineBreak(source.charCodeAt(position))) position++;
    return position;
  }

  // ---------------------------------------------------------------- numerals

  private scanNumeral(start: number): number {
    const { source } = this;
    let value = 0;
    let end = start;
    let byte = this.byteAt(end);
    while (isDigit(byte)) {
      value = value * 10 + (byte - Char.Zero);
      byte = this.byteAt(++end);
    }
    const isPlain = end > start && end - start <= MAX_FAST_DIGITS && byte !== Char.Dot && !(byte >= 0 && (CLASS_OF[byte]! & WORD) !== 0);
    if (isPlain) {
      this.position = end;
      this.numeral = new Numeral(false, value);
      return Token.Number;
    }
    end = this.numeralEnd(start);
    const text = source.slice(start, end);
    const numeral = parseNumeral(text);
    if (numeral === undefined) this.fail("malformed-number", "malformed number", quote(text));
    this.position = end;
    this.numeral = numeral;
    return Token.Number;
  }

  /**
   * End of what looks like a numeral: hexadecimal digits, dots, and exponents with their sign. Too generous on purpose: a
   * letter that touches a numeral belongs to it and makes it malformed.
   */
  private numeralEnd(start: number): number {
    const first = this.byteAt(start) === Char.Dot ? start + 1 : start;
    let end = first + 1;
    const isHexadecimal = this.byteAt(first) === Char.Zero && (this.byteAt(end) | 32) === 120;
    if (isHexadecimal) end++;
    const exponent = isHexadecimal ? 112 : 101;
    for (;;) {
      const byte = this.byteAt(end);
      if ((byte | 32) === exponent && byte >= 0) {
        end++;
        const sign = this.byteAt(end);
        if (sign === Char.Plus || sign === Char.Minus) end++;
      } else if (isHexDigit(byte) || byte === Char.Dot) {
        end++;
      } else {
        return this.hasClassAt(end, LETTER) ? end + 1 : end;
      }
    }
  }

  // ---------------------------------------------------------------- strings

  private scanString(start: number, quoteByte: number): number {
    const { source } = this;
    const { length } = source;
    const contentStart = start + 1;
    let position = contentStart;
    while (position < length) {
      const byte = source.charCodeAt(position);
      if (byte === quoteByte) {
        this.atom = this.atoms.slice(source, contentStart, position);
        this.position = position + 1;
        return Token.String;
      }
      if (byte === Char.Backslash || isLineBreak(byte)) break;
      position++;
    }
    return this.scanStringWithEscapes(start, quoteByte, position);
  }

  /** Goes on from `position`, the first byte that is not plain content. */
  private scanStringWithEscapes(start: number, quoteByte: number, position: number): number {
    const { source } = this;
    let value = source.slice(start + 1, position);
    let plainStart = position;
    for (;;) {
      const byte = this.byteAt(position);
      if (byte !== quoteByte && byte !== Char.Backslash && byte >= 0 && !isLineBreak(byte)) {
        position++;
        continue;
      }
      if (position > plainStart) value += source.slice(plainStart, position);
      if (byte === quoteByte) break;
      if (byte < 0) this.fail("unfinished-string", "unfinished string", describeToken(Token.EndOfSource));
      if (byte !== Char.Backslash) this.fail("unfinished-string", "unfinished string", quote(source.charAt(start) + value));
      const escape = readEscape(this, position);
      if (escape.problem !== undefined) {
        const raw = source.slice(position, escape.end + 1);
        this.fail("invalid-escape", escape.problem, quote(source.charAt(start) + value + raw));
      }
      value += escape.value;
      position = escape.end;
      plainStart = position;
    }
    this.atom = this.atoms.of(value);
    this.position = position + 1;
    return Token.String;
  }

  /** Number of `=` in a long bracket that opens (or closes) at `start`; -1 for a single bracket, -2 for an unfinished `[==`. */
  private longBracketLevel(start: number): number {
    const bracket = this.source.charCodeAt(start);
    let end = start + 1;
    while (this.byteAt(end) === Char.Equal) end++;
    if (this.byteAt(end) === bracket) return end - start - 1;
    return end === start + 1 ? -1 : -2;
  }

  /** Reads a string that starts with `[[` or `[=`. */
  private scanLongString(start: number): number {
    const level = this.longBracketLevel(start);
    if (level >= 0) {
      this.scanLongBracket(start, level, "string");
      return Token.String;
    }
    let end = start + 1;
    while (this.byteAt(end) === Char.Equal) end++;
    return this.fail("invalid-long-string-delimiter", "invalid long string delimiter", quote(this.source.slice(start, end)));
  }

  /** Reads a long bracket that opens at `start`; the content of a string becomes the token's value. */
  private scanLongBracket(start: number, level: number, what: "string" | "comment"): void {
    const { source } = this;
    const { length } = source;
    const startLine = this.line;
    const isString = what === "string";
    let position = start + level + 2;
    if (position < length && isLineBreak(source.charCodeAt(position))) position = this.skipLineBreak(position);
    let value = "";
    let plainStart = position;
    for (; position < length;) {
      const byte = source.charCodeAt(position);
      if (byte === Char.CloseBracket) {
        if (this.longBracketLevel(position) === level) {
          if (isString) this.atom = this.longString(value, plainStart, position);
          this.position = position + level + 2;
          return;
        }
        position++;
      } else if (byte === Char.LineFeed && !isLineBreak(this.byteAt(position + 1))) {
        this.line++;
        position++;
      } else if (isLineBreak(byte)) {
        // Any other line break reads as "\n".
        if (isString) value += source.slice(plainStart, position) + "\n";
        position = this.skipLineBreak(position);
        plainStart = position;
      } else {
        position++;
      }
    }
    this.tokenStart = length;
    const kind = isString ? "unfinished-long-string" : "unfinished-comment";
    this.fail(kind, `unfinished long ${what} (starting at line ${startLine})`, describeToken(Token.EndOfSource));
  }

  private longString(value: string, plainStart: number, end: number): Atom {
    return value === "" ? this.atoms.slice(this.source, plainStart, end) : this.atoms.of(value + this.source.slice(plainStart, end));
  }
}

/** As C prints it: up to the first zero byte. */
function quote(text: string): string {
  const zero = text.indexOf("\0");
  return `'${zero < 0 ? text : text.slice(0, zero)}'`;
}

function lineStart(source: string, offset: number): number {
  return Math.max(source.lastIndexOf("\n", offset - 1), source.lastIndexOf("\r", offset - 1)) + 1;
}
