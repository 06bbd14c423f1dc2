// string.find, string.match and string.gmatch: from arguments to a matcher, and from its match to results.
// A search that uses up its slice is put aside in a continuation with its matcher and goes on in the next slice.

import {
  CallbackData,
  Continuation,
  native0,
  native3,
  nativeN,
  PENDING,
  substring,
  trace,
  type Action,
  type Args,
  type Context,
  type Pending,
  type Value,
} from "@luster/vm";
import { checkString, optCount, startPosition } from "../args.js";
import { runningCallback } from "../library.js";
import { Matcher, MatchStatus, POSITION_CAPTURE } from "./matcher.js";
import { compiledBytes, iterationPatternFor, patternFor, type Pattern } from "./pattern.js";
import { indexOfShort, PlainSearch, SHORT_NEEDLE, STRETCH, STRETCH_FUEL } from "./plain-search.js";

/** Work done between two looks at the fuel. */
const BUDGET = 1 << 14;

/** Patterns shorter than this are compiled without asking for memory first. */
const SHORT_PATTERN = 256;

// ------------------------------------------------------------------------------------------------------- running a matcher

// One matcher is kept for reuse. Between two callbacks nobody holds it: a paused search takes it along, and leaves none.
let idleMatcher: Matcher | undefined;

/** A matcher for one search; give it back with `releaseMatcher` unless it is kept. */
export function takeMatcher(pattern: Pattern, subject: string, start: number): Matcher {
  const matcher = idleMatcher ?? new Matcher(pattern);
  idleMatcher = undefined;
  matcher.begin(pattern, subject, start);
  return matcher;
}

export function releaseMatcher(matcher: Matcher): void {
  matcher.subject = "";
  idleMatcher = matcher;
}

/** Runs a matcher as far as fuel allows. @throws for a malformed pattern */
export function advance<G>(cx: Context<G>, matcher: Matcher): MatchStatus {
  for (;;) {
    matcher.budget = BUDGET;
    const status = matcher.search();
    cx.consumeFuel(BUDGET - matcher.budget);
    if (status === MatchStatus.ERROR) throw cx.error(matcher.errorMessage);
    if (status !== MatchStatus.PAUSED || cx.isOutOfFuel()) return status;
  }
}

/** The compiled pattern; memory for compiling a long one is reserved before. */
export function compiled<G>(cx: Context<G>, source: string): Pattern {
  if (source.length >= SHORT_PATTERN) cx.reserveBytes(compiledBytes(source.length));
  return patternFor(source);
}

// ---------------------------------------------------------------------------------------------------------------- captures

/** The value of capture `index` of the last match; of a pattern without captures, number 0 is the whole match. */
export function captureValue<G>(cx: Context<G>, matcher: Matcher, index: number): string | number {
  const { captures } = matcher.pattern;
  if (index >= captures.length) {
    if (index !== 0) throw cx.error(`invalid capture index %${index + 1}`);
    return cx.chargeString(substring(matcher.subject, matcher.matchStart, matcher.matchEnd));
  }
  const end = matcher.captureEnds[index]!;
  const start = matcher.captureStarts[index]!;
  if (end === POSITION_CAPTURE) return start + 1;
  if (end < 0) throw cx.error("unfinished capture");
  return cx.chargeString(substring(matcher.subject, start, end));
}

/** All captures, or the whole match when there are none. */
export function captureValues<G>(cx: Context<G>, matcher: Matcher): Value<G>[] {
  const count = matcher.captureCount || 1;
  const values: Value<G>[] = [];
  for (let i = 0; i < count; i++) values.push(captureValue(cx, matcher, i));
  return values;
}

function returnCaptures<G>(cx: Context<G>, matcher: Matcher): Action<G> {
  switch (matcher.captureCount) {
    case 0:
    case 1:
      return captureValue(cx, matcher, 0);
    case 2:
      return cx.return2(captureValue(cx, matcher, 0), captureValue(cx, matcher, 1));
    case 3:
      return cx.return3(captureValue(cx, matcher, 0), captureValue(cx, matcher, 1), captureValue(cx, matcher, 2));
    default:
      return cx.returnList(captureValues(cx, matcher));
  }
}

function returnFound<G>(cx: Context<G>, matcher: Matcher): Pending {
  const start = matcher.matchStart + 1;
  const end = matcher.matchEnd;
  switch (matcher.captureCount) {
    case 0:
      return cx.return2(start, end);
    case 1:
      return cx.return3(start, end, captureValue(cx, matcher, 0));
    default:
      return cx.returnList([start, end, ...captureValues(cx, matcher)]);
  }
}

// ----------------------------------------------------------------------------------------------------------- find and match

/** A pattern search of `find` or `match` that waits for its next slice. */
class SearchContinuation<in out G> extends Continuation<G> {
  constructor(
    private readonly matcher: Matcher,
    private readonly isFind: boolean,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return finishSearch(cx, this.matcher, this.isFind);
  }

  [trace](): void {}
}

function finishSearch<G>(cx: Context<G>, matcher: Matcher, isFind: boolean): Action<G> {
  const status = advance(cx, matcher);
  if (status === MatchStatus.PAUSED) return cx.pause(new SearchContinuation<G>(matcher, isFind));
  let result: Action<G> = undefined;
  if (status === MatchStatus.MATCH) result = isFind ? returnFound(cx, matcher) : returnCaptures(cx, matcher);
  releaseMatcher(matcher);
  return result;
}

/** A plain search that waits for its next slice. */
class PlainSearchContinuation<in out G> extends Continuation<G> {
  constructor(
    private readonly search: PlainSearch,
    private readonly needleLength: number,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return finishPlainSearch(cx, this.search, this.needleLength, this);
  }

  [trace](): void {}
}

function finishPlainSearch<G>(
  cx: Context<G>,
  search: PlainSearch,
  needleLength: number,
  continuation: PlainSearchContinuation<G> | undefined,
): Action<G> {
  while (!search.run()) {
    cx.consumeFuel(STRETCH_FUEL);
    if (cx.isOutOfFuel()) return cx.pause(continuation ?? new PlainSearchContinuation<G>(search, needleLength));
  }
  return returnPlain(cx, search.foundAt, needleLength);
}

function returnPlain<G>(cx: Context<G>, at: number, needleLength: number): Action<G> {
  return at < 0 ? undefined : cx.return2(at + 1, at + needleLength);
}

/** Longest part of a subject that is searched for a short needle in one go. */
const SHORT_SUBJECT = STRETCH;

function findPlain<G>(cx: Context<G>, subject: string, needle: string, start: number): Action<G> {
  if (subject.length - start <= SHORT_SUBJECT && needle.length <= SHORT_NEEDLE) {
    const at = indexOfShort(subject, needle, start);
    cx.consumeFuel(((at < 0 ? subject.length : at) - start) >> 4);
    return returnPlain(cx, at, needle.length);
  }
  cx.reserveBytes(PlainSearch.bytes(needle.length));
  return finishPlainSearch(cx, new PlainSearch(subject, needle, start), needle.length, undefined);
}

function find<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const subject = checkString(cx, args.get(0), 0);
  const source = checkString(cx, args.get(1), 1);
  const start = startPosition(optCount(cx, args.get(2), 2, 1), subject.length) - 1;
  if (start > subject.length) return undefined;
  const plain = args.get(3);
  if (plain !== undefined && plain !== false) return findPlain(cx, subject, source, start);
  const pattern = compiled(cx, source);
  if (pattern.isPlainText) return findPlain(cx, subject, source, start);
  return finishSearch(cx, takeMatcher(pattern, subject, start), true);
}

function match<G>(cx: Context<G>, subjectValue: Value<G>, patternValue: Value<G>, init: Value<G>): Action<G> {
  const subject = checkString(cx, subjectValue, 0);
  const source = checkString(cx, patternValue, 1);
  const start = startPosition(optCount(cx, init, 2, 1), subject.length) - 1;
  if (start > subject.length) return undefined;
  return finishSearch(cx, takeMatcher(compiled(cx, source), subject, start), false);
}

// -------------------------------------------------------------------------------------------------- the same, as short cuts

/** A start position of a search, 0-based; -1: not by a short cut. */
function startShortly(init: unknown, length: number): number {
  if (init === undefined) return 0;
  return typeof init === "number" && Number.isSafeInteger(init) ? startPosition(init, length) - 1 : -1;
}

/** Whether the values of a match can be had without an error: there is memory for them, and no capture is unfinished. */
function canGiveCaptures<G>(cx: Context<G>, matcher: Matcher): boolean {
  const { captures } = matcher.pattern;
  const longest = matcher.matchEnd - matcher.matchStart + 24;
  return cx.canAllocate((captures.length || 1) * longest) && !(captures.length > 0 && captures.includes("unfinished"));
}

function searchShortly<G>(cx: Context<G>, pattern: Pattern, subject: string, start: number, isFind: boolean): Action<G> {
  const matcher = takeMatcher(pattern, subject, start);
  matcher.budget = BUDGET;
  const status = matcher.search();
  let result: Action<G> = PENDING;
  if (status === MatchStatus.NO_MATCH) {
    cx.consumeFuel(BUDGET - matcher.budget);
    result = cx.give1(undefined);
  } else if (status === MatchStatus.MATCH && ((isFind && matcher.captureCount === 0) || canGiveCaptures(cx, matcher))) {
    cx.consumeFuel(BUDGET - matcher.budget);
    const found = isFind ? returnFound(cx, matcher) : returnCaptures(cx, matcher);
    result = found === PENDING ? cx.give(found) : cx.give1(found as Value<G>);
  }
  releaseMatcher(matcher);
  return result;
}

function findPlainShortly<G>(cx: Context<G>, subject: string, needle: string, start: number): Action<G> {
  if (subject.length - start > SHORT_SUBJECT || needle.length > SHORT_NEEDLE) return PENDING;
  const at = indexOfShort(subject, needle, start);
  cx.consumeFuel(((at < 0 ? subject.length : at) - start) >> 4);
  return at < 0 ? cx.give1(undefined) : cx.give(cx.return2(at + 1, at + needle.length));
}

/** `find` of strings, from an integer on. */
function findShortly<G>(cx: Context<G>, subject: Value<G>, source: Value<G>, init: Value<G>, plain: Value<G>): Action<G> {
  if (typeof subject !== "string" || typeof source !== "string") return PENDING;
  const start = startShortly(init, subject.length);
  if (start < 0) return PENDING;
  if (start > subject.length) return cx.give1(undefined);
  if (plain !== undefined && plain !== false) return findPlainShortly(cx, subject, source, start);
  if (source.length >= SHORT_PATTERN) return PENDING;
  const pattern = patternFor(source);
  return pattern.isPlainText ? findPlainShortly(cx, subject, source, start) : searchShortly(cx, pattern, subject, start, true);
}

/** The same for `match`. */
function matchShortly<G>(cx: Context<G>, subject: Value<G>, source: Value<G>, init: Value<G>): Action<G> {
  if (typeof subject !== "string" || typeof source !== "string" || source.length >= SHORT_PATTERN) return PENDING;
  const start = startShortly(init, subject.length);
  if (start < 0) return PENDING;
  return start > subject.length ? cx.give1(undefined) : searchShortly(cx, patternFor(source), subject, start, false);
}

// ------------------------------------------------------------------------------------------------------------------ gmatch

/** Where an iteration over matches stands. */
class GmatchState<in out G> extends CallbackData<G> {
  /** End of the last match, where the next one may not end too. */
  lastEnd = -1;

  constructor(
    readonly pattern: Pattern,
    readonly subject: string,
    /** 0-based start of what is still to be searched. */
    public position: number,
  ) {
    super();
  }

  /** As in PUC-Rio: the subject, the pattern, and a state that scripts cannot reach. */
  override get upvalues(): readonly Value<G>[] {
    return [this.subject, this.pattern.source, undefined];
  }

  [trace](): void {}
}

class GmatchContinuation<in out G> extends Continuation<G> {
  constructor(
    private readonly state: GmatchState<G>,
    private readonly matcher: Matcher,
  ) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return finishGmatch(cx, this.state, this.matcher);
  }

  [trace](): void {}
}

function finishGmatch<G>(cx: Context<G>, state: GmatchState<G>, matcher: Matcher): Action<G> {
  const status = advance(cx, matcher);
  if (status === MatchStatus.PAUSED) return cx.pause(new GmatchContinuation<G>(state, matcher));
  if (status !== MatchStatus.MATCH) {
    releaseMatcher(matcher);
    state.position = state.subject.length + 1;
    return cx.returnNone();
  }
  const result = returnCaptures(cx, matcher);
  state.position = state.lastEnd = matcher.matchEnd;
  releaseMatcher(matcher);
  return result;
}

function gmatchStep<G>(cx: Context<G>): Action<G> {
  const state = runningCallback(cx).data as GmatchState<G>;
  const matcher = takeMatcher(state.pattern, state.subject, state.position);
  matcher.continueFrom(state.position, state.lastEnd);
  return finishGmatch(cx, state, matcher);
}

const gmatchIterator = native0("for iterator", gmatchStep);

function gmatch<G>(cx: Context<G>, subjectValue: Value<G>, patternValue: Value<G>, init: Value<G>): Action<G> {
  const subject = checkString(cx, subjectValue, 0);
  const source = checkString(cx, patternValue, 1);
  const start = Math.min(startPosition(optCount(cx, init, 2, 1), subject.length) - 1, subject.length + 1);
  if (source.length >= SHORT_PATTERN) cx.reserveBytes(compiledBytes(source.length));
  return cx.newCallback(gmatchIterator, new GmatchState<G>(iterationPatternFor(source), subject, start));
}

export const searchFunctions = [
  nativeN("find", find, { shortCut: { least: 2, most: 4, fn: findShortly, givesAll: true } }),
  native3("match", match, { shortCut: { least: 2, most: 3, fn: matchShortly, givesAll: true } }),
  native3("gmatch", gmatch),
];
