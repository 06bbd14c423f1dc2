// string.gsub. Replacement strings are read once into pieces; functions and tables are asked match by match, and may suspend:
// the substitution is an object that can be left after any match and gone on with.

import {
  Continuation,
  isFunction,
  isNumber,
  isTruthy,
  markValue,
  nativeN,
  PENDING,
  Table,
  trace,
  typeName,
  type Action,
  type Args,
  type Context,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkString, optCount, textOf } from "../args.js";
import type { Matcher } from "./matcher.js";
import { MatchStatus } from "./matcher.js";
import { TextBuilder } from "./text-builder.js";
import { advance, captureValue, captureValues, compiled, releaseMatcher, takeMatcher } from "./search.js";

const PERCENT = 0x25;

/** A piece of a replacement string: text, or the number of a capture (0: the whole match). */
type Piece = string | number;

/** Reads a replacement string. A wrong use of `%` is the piece -1, found when a match gets there. */
function replacementPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", from)) {
    if (at > from) pieces.push(text.slice(from, at));
    const byte = text.charCodeAt(at + 1);
    if (byte === PERCENT) pieces.push("%");
    else pieces.push(byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : -1);
    from = at + 2;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

/**
 * One substitution in progress. A refused allocation has a step taken again, so each step allocates first and changes fields after.
 */
class Substitution<in out G> extends Continuation<G> {
  private readonly result = new TextBuilder();
  private hasChanged = false;
  private count = 0;
  /** 0-based end of what was copied to the result. */
  private copied = 0;
  /** The function or table was called for it. */
  private isAsking = false;

  constructor(
    private readonly subject: string,
    private readonly matcher: Matcher,
    private readonly limit: number,
    /** A replacement string that has no `%`. */
    private readonly literal: string | undefined,
    private readonly pieces: readonly Piece[],
    /** The function or table that is asked, for other replacements. */
    private readonly source: Value<G>,
    /** The matcher stands at a match that is not replaced yet. */
    private hasMatch: boolean,
  ) {
    super();
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.source);
    markValue(tracer, this.subject);
    markValue(tracer, this.result.toString());
  }

  /** Goes on: with the answer to the last match, or, when the slice ended, with the search. */
  resume(cx: Context<G>, results: Args<G>): Action<G> {
    if (this.isAsking) this.takeAnswer(cx, results.get(0));
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    while (this.hasMatch || this.count < this.limit) {
      if (cx.isOutOfFuel()) return cx.pause(this);
      if (!this.hasMatch) {
        const status = advance(cx, this.matcher);
        if (status === MatchStatus.PAUSED) return cx.pause(this);
        if (status === MatchStatus.NO_MATCH) break;
        this.hasMatch = true;
      }
      if (this.literal !== undefined) this.replace(cx, this.literal, true);
      else if (this.source === undefined) this.replace(cx, this.filledPieces(cx), true);
      else if (this.ask(cx)) return cx.then(this);
    }
    return this.finish(cx);
  }

  /** Asks the function or table for the replacement; true when the answer has to be waited for. */
  private ask(cx: Context<G>): boolean {
    const { matcher, source } = this;
    if (source instanceof Table) {
      const answer = cx.index(source, captureValue(cx, matcher, 0));
      if (answer !== PENDING) {
        this.takeAnswer(cx, answer as Value<G>);
        return false;
      }
    } else if (matcher.captureCount <= 1) cx.call1(source, captureValue(cx, matcher, 0));
    else cx.call(source, captureValues(cx, matcher));
    this.isAsking = true;
    return true;
  }

  private takeAnswer(cx: Context<G>, answer: Value<G>): void {
    if (!isTruthy(answer)) return this.replace(cx, this.subject.slice(this.matcher.matchStart, this.matcher.matchEnd), false);
    const text = textOf(answer);
    if (text === undefined) throw cx.error(`invalid replacement value (a ${typeName(answer)})`);
    this.replace(cx, text, true);
  }

  /** Replaces the current match, and goes behind it. */
  private replace(cx: Context<G>, text: string, isChange: boolean): void {
    const { matcher, subject } = this;
    this.result.reserve(cx, matcher.matchStart - this.copied + text.length);
    this.result.add(matcher.matchStart > this.copied ? subject.slice(this.copied, matcher.matchStart) + text : text);
    this.hasChanged ||= isChange;
    this.copied = matcher.matchEnd;
    this.count++;
    this.hasMatch = false;
    this.isAsking = false;
    matcher.continueFrom(matcher.pattern.isAnchored ? subject.length + 1 : matcher.matchEnd, matcher.matchEnd);
  }

  private filledPieces(cx: Context<G>): string {
    let text = "";
    for (const piece of this.pieces) text += typeof piece === "string" ? piece : this.capture(cx, piece);
    return text;
  }

  private capture(cx: Context<G>, number: number): string {
    if (number < 0) throw cx.error("invalid use of '%' in replacement string");
    const { matcher, subject } = this;
    if (number === 0) return subject.slice(matcher.matchStart, matcher.matchEnd);
    // Text becomes part of the result, which is charged as a whole.
    const end = number <= matcher.captureCount ? matcher.captureEnds[number - 1]! : -1;
    return end >= 0 ? subject.slice(matcher.captureStarts[number - 1], end) : String(captureValue(cx, matcher, number - 1));
  }

  private finish(cx: Context<G>): Action<G> {
    let text = this.subject;
    if (this.hasChanged) {
      this.result.reserve(cx, this.subject.length - this.copied);
      text = cx.chargeString(this.result.toString() + this.subject.slice(this.copied));
      cx.consumeFuel(text.length >> 4);
    }
    releaseMatcher(this.matcher);
    return cx.return2(text, this.count);
  }
}

function gsub<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const subject = checkString(cx, args.get(0), 0);
  const source = checkString(cx, args.get(1), 1);
  const replacement = args.get(2);
  const limit = optCount(cx, args.get(3), 3, subject.length + 1);
  const isText = typeof replacement === "string" || isNumber(replacement);
  if (!isText && !(replacement instanceof Table) && !isFunction(replacement)) {
    throw cx.typeError(2, "string/function/table", replacement);
  }
  const pattern = compiled(cx, source);
  const text = isText ? textOf(replacement)! : "";
  const matcher = takeMatcher(pattern, subject, 0);
  // Often there is no match, and nothing to keep.
  const status = limit > 0 && !cx.isOutOfFuel() ? advance(cx, matcher) : MatchStatus.PAUSED;
  if (status === MatchStatus.NO_MATCH) {
    releaseMatcher(matcher);
    return cx.return2(subject, 0);
  }
  const hasPieces = isText && text.includes("%");
  const substitution = new Substitution<G>(
    subject,
    matcher,
    limit,
    isText && !hasPieces ? text : undefined,
    hasPieces ? replacementPieces(text) : [],
    isText ? undefined : replacement,
    status === MatchStatus.MATCH,
  );
  return substitution.run(cx);
}

export const gsubFunctions = [nativeN("gsub", gsub)];
