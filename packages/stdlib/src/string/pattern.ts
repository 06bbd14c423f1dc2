// Lua patterns (manual 6.4.1), compiled once to a straight line of instructions and cached.
// Invariant: a pattern has no alternation, so control only moves forward; capture numbers, open captures and malformed items are
// known at compile time. An error that PUC finds only when matching reaches it is an instruction (`ERROR`), not a failed compilation.
// Matching is in matcher.ts; this file knows nothing of subjects.

import {
  addByte,
  addRange,
  complement,
  emptySet,
  escapedSet,
  fullSet,
  hasByte,
  intersection,
  isEmpty,
  isFull,
  setOf,
  union,
  type ByteSet,
} from "./char-class.js";
import { SHORT_NEEDLE } from "./plain-search.js";

/** Most captures in one pattern (LUA_MAXCAPTURES). */
export const MAX_CAPTURES = 32;

/** Deepest nesting of repetitions and captures in one match (MAXCCALLS): "pattern too complex" beyond. */
export const MAX_MATCH_DEPTH = 200;

/** Longest pattern that the cache keeps, in bytes, and number of patterns in each of its two generations. */
const MAX_CACHED_LENGTH = 256;
const CACHE_GENERATION_SIZE = 256;

/**
 * Instruction layout: `[op, a, b, c, d]`, five words each.
 *
 * A set operand is a pair (base, mask): byte `x` is in the set when `sets[base + x] & mask` is not zero.
 * Repetitions also carry the *first set* of what follows them (c, d): the bytes with which the rest of the pattern can go on.
 */
export const INSTRUCTION_WORDS = 5;

export const PatternOp = {
  /** The match is complete. */
  MATCH: 0,
  /** a = byte: this byte. */
  CHAR: 1,
  /** Any byte. */
  ANY: 2,
  /** (a, b) = set: one byte of the set. */
  SET: 3,
  /** (a, b) = set, (c, d) = first set: as many as there are, giving back one at a time. */
  GREEDY: 4,
  /** The same for the set of all bytes. */
  GREEDY_ANY: 5,
  /** (a, b) = set: as many as there are, and none given back: the rest could not match there. */
  POSSESSIVE: 6,
  /** (a, b) = set, (c, d) = first set: as few as possible, taking one more at a time. */
  LAZY: 7,
  /** (a, b) = set: one or none. */
  OPTIONAL: 8,
  /** a = capture: starts here. */
  OPEN: 9,
  /** a = capture: is the position here. */
  POSITION: 10,
  /** a = capture: ends here. */
  CLOSE: 11,
  /** a = capture: the text that it captured. */
  BACK_REFERENCE: 12,
  /** a = opening byte, b = closing byte. */
  BALANCE: 13,
  /** (a, b) = set: the byte before is not in the set, the byte here is; both ends of the subject count as byte 0. */
  FRONTIER: 14,
  /** End of the subject. */
  END: 15,
  /** a = index into `errors`: reaching this is a Lua error. */
  ERROR: 16,
} as const;

const SPECIALS = /[\^$*+?.([%-]/;

/** What became of a capture by the end of the pattern. */
export type CaptureKind = "text" | "position" | "unfinished";

/** A compiled pattern. Immutable. */
export class Pattern {
  constructor(
    readonly source: string,
    readonly code: Int32Array,
    /** Eight sets share 256 bytes, one bit each. */
    readonly sets: Uint8Array,
    readonly errors: readonly string[],
    readonly captures: readonly CaptureKind[],
    /** Whether it began with `^`, read as an anchor. */
    readonly isAnchored: boolean,
    /** Bytes that every match begins with; `code` starts after them when there is no capture within. */
    readonly prefix: string,
    /** Whether the whole pattern is `prefix`. */
    readonly isLiteral: boolean,
    /** Whether `find` takes it as plain text: it has none of the characters that PUC looks for (a lone `)` is not among them). */
    readonly isPlainText: boolean,
    /** Index into `sets` and mask of the bytes with which a match can begin; mask 0 when that excludes none. */
    readonly firstBase: number,
    readonly firstMask: number,
    /** Most backtracking entries alive at once: each repetition has at most one. */
    readonly backtrackCount: number,
    /** Whether a match could nest deeper than `MAX_MATCH_DEPTH`. */
    readonly isDeep: boolean,
  ) {}
}

// ---------------------------------------------------------------------------------------------------------------------- parsing

type Repetition = "once" | "star" | "plus" | "lazy" | "optional";

type Item =
  | { readonly kind: "single"; readonly set: ByteSet; readonly byte: number; readonly repetition: Repetition }
  | { readonly kind: "open" | "position" | "close" | "backReference"; readonly capture: number }
  | { readonly kind: "balance"; readonly open: number; readonly close: number }
  | { readonly kind: "frontier"; readonly set: ByteSet }
  | { readonly kind: "end" }
  | { readonly kind: "error"; readonly message: string };

const PERCENT = 0x25;
const CARET = 0x5e;
const DOLLAR = 0x24;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
const PAREN_OPEN = 0x28;
const PAREN_CLOSE = 0x29;
const DOT = 0x2e;
const MINUS = 0x2d;

const REPETITIONS: Readonly<Record<string, Repetition>> = { "*": "star", "+": "plus", "-": "lazy", "?": "optional" };

/** Reads a pattern into items. An item of kind "error" is always the last one. */
class PatternParser {
  readonly items: Item[] = [];
  readonly captures: CaptureKind[] = [];
  private position: number;

  constructor(
    private readonly source: string,
    start: number,
  ) {
    this.position = start;
  }

  parse(): void {
    while (this.position < this.source.length) {
      const item = this.item();
      this.items.push(item);
      if (item.kind === "error") return;
    }
  }

  private byteAt(offset: number): number {
    return offset < this.source.length ? this.source.charCodeAt(offset) : -1;
  }

  private item(): Item {
    const byte = this.byteAt(this.position);
    if (byte === PAREN_OPEN) return this.openCapture();
    if (byte === PAREN_CLOSE) return this.closeCapture();
    if (byte === DOLLAR && this.position + 1 === this.source.length) {
      this.position++;
      return { kind: "end" };
    }
    if (byte === PERCENT) {
      const letter = this.byteAt(this.position + 1);
      if (letter === 0x62) return this.balance();
      if (letter === 0x66) return this.frontier();
      if (letter >= 0x30 && letter <= 0x39) return this.backReference(letter - 0x31);
    }
    return this.single(byte);
  }

  private openCapture(): Item {
    const isPosition = this.byteAt(this.position + 1) === PAREN_CLOSE;
    this.position += isPosition ? 2 : 1;
    const capture = this.captures.length;
    if (capture >= MAX_CAPTURES) return { kind: "error", message: "too many captures" };
    this.captures.push(isPosition ? "position" : "unfinished");
    return { kind: isPosition ? "position" : "open", capture };
  }

  private closeCapture(): Item {
    const capture = this.captures.lastIndexOf("unfinished");
    if (capture < 0) return { kind: "error", message: "invalid pattern capture" };
    this.position++;
    this.captures[capture] = "text";
    return { kind: "close", capture };
  }

  private backReference(capture: number): Item {
    const kind = capture < 0 ? undefined : this.captures[capture];
    if (kind === undefined || kind === "unfinished") return { kind: "error", message: `invalid capture index %${capture + 1}` };
    this.position += 2;
    return { kind: "backReference", capture };
  }

  private balance(): Item {
    if (this.position + 3 >= this.source.length) return { kind: "error", message: "malformed pattern (missing arguments to '%b')" };
    const open = this.byteAt(this.position + 2);
    const close = this.byteAt(this.position + 3);
    this.position += 4;
    return { kind: "balance", open, close };
  }

  private frontier(): Item {
    this.position += 2;
    if (this.byteAt(this.position) !== BRACKET_OPEN) return { kind: "error", message: "missing '[' after '%f' in pattern" };
    const set = this.bracketSet();
    return set === undefined ? MISSING_BRACKET : { kind: "frontier", set };
  }

  private single(byte: number): Item {
    let set: ByteSet | undefined;
    let literal = -1;
    if (byte === PERCENT) {
      const letter = this.byteAt(this.position + 1);
      if (letter < 0) return { kind: "error", message: "malformed pattern (ends with '%')" };
      set = escapedSet(letter);
      if (hasOnly(set, letter)) literal = letter;
      this.position += 2;
    } else if (byte === BRACKET_OPEN) {
      set = this.bracketSet();
      if (set === undefined) return MISSING_BRACKET;
    } else {
      set = byte === DOT ? fullSet() : setOf(byte);
      if (byte !== DOT) literal = byte;
      this.position++;
    }
    return { kind: "single", set, byte: literal, repetition: this.repetition() };
  }

  private repetition(): Repetition {
    const repetition = REPETITIONS[this.source[this.position] ?? ""];
    if (repetition === undefined) return "once";
    this.position++;
    return repetition;
  }

  /** `[...]` with `position` at the bracket; undefined when there is no closing bracket. */
  private bracketSet(): ByteSet | undefined {
    const isComplement = this.byteAt(this.position + 1) === CARET;
    const from = this.position + (isComplement ? 2 : 1);
    const close = this.closingBracket(from);
    if (close < 0) return undefined;
    this.position = close + 1;
    const set = this.setWithin(from, close);
    return isComplement ? complement(set) : set;
  }

  /** The offset of the `]` that ends a set whose members begin at `from`. The first member may be a `]`. */
  private closingBracket(from: number): number {
    let offset = from;
    do {
      if (offset >= this.source.length) return -1;
      if (this.byteAt(offset++) === PERCENT && offset < this.source.length) offset++;
    } while (this.byteAt(offset) !== BRACKET_CLOSE);
    return offset;
  }

  private setWithin(from: number, close: number): ByteSet {
    let set = emptySet();
    for (let offset = from; offset < close; offset++) {
      const byte = this.byteAt(offset);
      if (byte === PERCENT) {
        set = union(set, escapedSet(this.byteAt(++offset)));
      } else if (this.byteAt(offset + 1) === MINUS && offset + 2 < close) {
        addRange(set, byte, this.byteAt(offset + 2));
        offset += 2;
      } else {
        addByte(set, byte);
      }
    }
    return set;
  }
}

const MISSING_BRACKET: Item = { kind: "error", message: "malformed pattern (missing ']')" };

function hasOnly(set: ByteSet, byte: number): boolean {
  return hasByte(set, byte) && isEmpty(intersection(set, complement(setOf(byte))));
}

// --------------------------------------------------------------------------------------------------------------------- encoding

/** Packs sets eight to a 256-byte plane, each set once. */
class SetPacker {
  private readonly indexes = new Map<string, number>();
  private readonly distinct: ByteSet[] = [];

  indexOf(set: ByteSet): number {
    const key = set.join();
    let index = this.indexes.get(key);
    if (index === undefined) {
      index = this.distinct.length;
      this.indexes.set(key, index);
      this.distinct.push(set);
    }
    return index;
  }

  pack(): Uint8Array {
    const planes = new Uint8Array(Math.ceil(this.distinct.length / 8) * 256);
    this.distinct.forEach((set, index) => {
      const base = baseOf(index);
      for (let byte = 0; byte < 256; byte++) if (hasByte(set, byte)) planes[base + byte]! |= maskOf(index);
    });
    return planes;
  }
}

function baseOf(setIndex: number): number {
  return (setIndex >> 3) << 8;
}

function maskOf(setIndex: number): number {
  return 1 << (setIndex & 7);
}

/** What the rest of a pattern, from some item on, can begin with. */
interface Rest {
  /** Bytes with which it can go on when it is not at the end of the subject. */
  readonly first: ByteSet;
  /** Whether it matches everywhere, possibly the empty string. */
  readonly alwaysMatches: boolean;
}

const FULL = fullSet();
const UNKNOWN_REST: Rest = { first: FULL, alwaysMatches: false };

function restBefore(item: Item, rest: Rest): Rest {
  switch (item.kind) {
    case "single":
      if (item.repetition === "once" || item.repetition === "plus") return { first: item.set, alwaysMatches: false };
      return { first: isFull(rest.first) ? FULL : union(item.set, rest.first), alwaysMatches: rest.alwaysMatches };
    case "open":
    case "position":
    case "close":
      return rest;
    case "balance":
      return { first: setOf(item.open), alwaysMatches: false };
    case "frontier":
      return { first: intersection(item.set, rest.first), alwaysMatches: false };
    case "end":
      return { first: emptySet(), alwaysMatches: false };
    case "backReference":
    case "error":
      return UNKNOWN_REST;
  }
}

/** `rests[i]` describes what follows item i. */
function restsOf(items: readonly Item[]): { readonly rests: readonly Rest[]; readonly whole: Rest } {
  const rests = new Array<Rest>(items.length);
  let rest: Rest = { first: FULL, alwaysMatches: true };
  for (let i = items.length - 1; i >= 0; i--) {
    rests[i] = rest;
    rest = restBefore(items[i]!, rest);
  }
  return { rests, whole: rest };
}

/** Whether nothing is won by giving back bytes of `set`: the rest cannot begin with one, or matches anyway. */
function isPossessive(set: ByteSet, rest: Rest): boolean {
  return rest.alwaysMatches || isEmpty(intersection(set, rest.first));
}

/** Writes the items of one pattern as instructions. */
class Encoder {
  readonly words: number[] = [];
  readonly sets = new SetPacker();
  readonly errors: string[] = [];
  backtrackCount = 0;

  constructor(private readonly isDeep: boolean) {}

  item(item: Item, rest: Rest): void {
    switch (item.kind) {
      case "single":
        return this.single(item, rest);
      case "open":
        return this.emit(PatternOp.OPEN, item.capture);
      case "position":
        return this.emit(PatternOp.POSITION, item.capture);
      case "close":
        return this.emit(PatternOp.CLOSE, item.capture);
      case "backReference":
        return this.emit(PatternOp.BACK_REFERENCE, item.capture);
      case "balance":
        return this.emit(PatternOp.BALANCE, item.open, item.close);
      case "frontier":
        return this.emitSet(PatternOp.FRONTIER, item.set);
      case "end":
        return this.emit(PatternOp.END);
      case "error":
        return this.emit(PatternOp.ERROR, this.errors.push(item.message) - 1);
    }
  }

  emit(op: number, a = 0, b = 0, c = 0, d = 0): void {
    this.words.push(op, a, b, c, d);
  }

  private emitSet(op: number, set: ByteSet, first?: ByteSet): void {
    const index = this.sets.indexOf(set);
    const firstIndex = first === undefined ? 0 : this.sets.indexOf(first);
    this.emit(op, baseOf(index), maskOf(index), baseOf(firstIndex), maskOf(firstIndex));
  }

  private single(item: Item & { kind: "single" }, rest: Rest): void {
    const { set, repetition } = item;
    if (repetition === "once") return this.once(item);
    if (repetition === "optional") {
      this.backtrackCount++;
      return this.emitSet(PatternOp.OPTIONAL, set);
    }
    if (repetition === "lazy") {
      this.backtrackCount++;
      return this.emitSet(PatternOp.LAZY, set, this.isDeep ? FULL : rest.first);
    }
    if (repetition === "plus") this.once(item);
    // A deep pattern counts every repetition as PUC nests it, so it keeps the general form.
    if (!this.isDeep && isPossessive(set, rest)) return this.emitSet(PatternOp.POSSESSIVE, set);
    this.backtrackCount++;
    this.emitSet(isFull(set) ? PatternOp.GREEDY_ANY : PatternOp.GREEDY, set, this.isDeep ? FULL : rest.first);
  }

  private once(item: Item & { kind: "single" }): void {
    if (item.byte >= 0) this.emit(PatternOp.CHAR, item.byte);
    else if (isFull(item.set)) this.emit(PatternOp.ANY);
    else this.emitSet(PatternOp.SET, item.set);
  }
}

/** The number of items that nest one level deeper when they match. */
function depthOf(items: readonly Item[]): number {
  let depth = 0;
  for (const item of items) {
    if (item.kind === "single" ? item.repetition !== "once" : item.kind === "open" || item.kind === "position" || item.kind === "close")
      depth++;
  }
  return depth;
}

function literalPrefix(items: readonly Item[]): string {
  let prefix = "";
  for (const item of items) {
    if (prefix.length === SHORT_NEEDLE) break;
    if (item.kind !== "single" || item.repetition !== "once" || item.byte < 0) break;
    prefix += String.fromCharCode(item.byte);
  }
  return prefix;
}

/**
 * Compiles a pattern; never fails.
 * @param anchors whether a leading `^` anchors the match (in `gmatch` it is an ordinary byte).
 */
export function compilePattern(source: string, anchors: boolean): Pattern {
  const isAnchored = anchors && source.charCodeAt(0) === CARET;
  const parser = new PatternParser(source, isAnchored ? 1 : 0);
  parser.parse();
  const { items, captures } = parser;
  const isDeep = depthOf(items) >= MAX_MATCH_DEPTH;
  const prefix = literalPrefix(items);
  const { rests, whole } = restsOf(items);
  const encoder = new Encoder(isDeep);
  for (let i = prefix.length; i < items.length; i++) encoder.item(items[i]!, rests[i]!);
  encoder.emit(PatternOp.MATCH);
  const firstIndex = isFull(whole.first) ? -1 : encoder.sets.indexOf(whole.first);
  return new Pattern(
    source,
    Int32Array.from(encoder.words),
    encoder.sets.pack(),
    encoder.errors,
    captures,
    isAnchored,
    prefix,
    prefix.length === items.length,
    !SPECIALS.test(source),
    firstIndex < 0 ? 0 : baseOf(firstIndex),
    firstIndex < 0 ? 0 : maskOf(firstIndex),
    encoder.backtrackCount,
    isDeep,
  );
}

// ------------------------------------------------------------------------------------------------------------------------ cache

// Two generations: when the young one is full it becomes the old one, so what was used lately survives and the size is bounded.
// Compiled patterns are pure data, so all VMs share the cache.
class PatternCache {
  private young = new Map<string, Pattern>();
  private old = new Map<string, Pattern>();
  private last: Pattern;

  constructor(private readonly anchors: boolean) {
    this.last = compilePattern("", anchors);
  }

  get(source: string): Pattern {
    if (source === this.last.source) return this.last;
    if (source.length > MAX_CACHED_LENGTH) return compilePattern(source, this.anchors);
    return (this.last = this.young.get(source) ?? this.promote(source));
  }

  private promote(source: string): Pattern {
    const pattern = this.old.get(source) ?? compilePattern(source, this.anchors);
    if (this.young.size >= CACHE_GENERATION_SIZE) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(source, pattern);
    return pattern;
  }
}

const anchoring = new PatternCache(true);
const iterating = new PatternCache(false);

/** The compiled form of a pattern for `find`, `match` and `gsub`. */
export function patternFor(source: string): Pattern {
  return anchoring.get(source);
}

/** The compiled form of a pattern for `gmatch`, where `^` is no anchor. */
export function iterationPatternFor(source: string): Pattern {
  return iterating.get(source);
}

/** Bytes that compiling a pattern of this length can take, at most (reserved before long ones are compiled). */
export function compiledBytes(sourceLength: number): number {
  return sourceLength * 400;
}
