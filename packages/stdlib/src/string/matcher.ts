// Matching of one compiled pattern against one subject, as a state machine over an explicit backtracking stack.
// Invariant: everything a match in progress needs is in fields whenever `search` returns, so a match can stop when its budget is
// used up and go on later. Nothing recurses; the stack holds at most one entry per repetition of the pattern.
// It raises no errors: a malformed pattern is the status "failed with an error message".

import { MAX_CAPTURES, MAX_MATCH_DEPTH, INSTRUCTION_WORDS, PatternOp, type Pattern } from "./pattern.js";
import { indexOfWithin } from "./plain-search.js";

/** How a search ended. */
export const MatchStatus = {
  NO_MATCH: 0,
  MATCH: 1,
  /** The budget is used up: grant more and call `search` again. */
  PAUSED: 2,
  /** The pattern is wrong: see `errorMessage`. */
  ERROR: 3,
} as const;
export type MatchStatus = (typeof MatchStatus)[keyof typeof MatchStatus];

/** `captureEnds` of a position capture. */
export const POSITION_CAPTURE = -2;
/** `captureEnds` of a capture that was never closed. */
export const UNFINISHED_CAPTURE = -1;

/** Most bytes that one scan looks at before it asks the budget. */
const SCAN_LIMIT = 1 << 18;

// Backtracking entry: instruction, position to go on from, least position, depth.
const ENTRY_WORDS = 4;

/** Bytes scanned per unit of budget, as a shift: a scan costs less than a step. */
const SCAN_SHIFT = 4;

/** Where forward scanning for a first byte gives way to the engine's own search. */
const NEAR = 16;

export class Matcher {
  /** Work that may still be done, about one unit per step. Falls below zero when used up. */
  budget = 0;
  /** 0-based start and end of the match. */
  matchStart = 0;
  matchEnd = 0;
  errorMessage = "";
  /** Per capture: 0-based start, and end or `POSITION_CAPTURE` or `UNFINISHED_CAPTURE`. */
  readonly captureStarts = new Int32Array(MAX_CAPTURES);
  readonly captureEnds = new Int32Array(MAX_CAPTURES);

  subject = "";
  pattern: Pattern;

  // The search: next start to try, and a match end that is not accepted (gsub and gmatch never match at the end of the last match).
  private nextStart = 0;
  private refusedEnd = -1;

  // The attempt at `matchStart`, when `isRunning`.
  private isRunning = false;
  private isFailing = false;
  private pc = 0;
  private position = 0;
  /** Where a scan that takes several steps has got, or -1; and in a balanced text, how deep. */
  private scanStart = -1;
  private balanceLevel = 0;
  private depth = 1;
  private stack = new Int32Array(16 * ENTRY_WORDS);
  private stackTop = 0;

  constructor(pattern: Pattern) {
    this.pattern = pattern;
  }

  /** Prepares to search `subject` for `pattern` from `start` (0-based, at most the length) on. */
  begin(pattern: Pattern, subject: string, start: number): void {
    this.subject = subject;
    this.nextStart = start;
    this.refusedEnd = -1;
    this.isRunning = false;
    this.pattern = pattern;
    const words = pattern.backtrackCount * ENTRY_WORDS;
    if (words > this.stack.length) this.stack = new Int32Array(words);
  }

  /** Prepares to look for the next match, from `start` on, that does not end at `refusedEnd`. */
  continueFrom(start: number, refusedEnd: number): void {
    this.nextStart = start;
    this.refusedEnd = refusedEnd;
  }

  /** The number of captures of the match: 0 when the pattern has none (the whole match is the value then). */
  get captureCount(): number {
    return this.pattern.captures.length;
  }

  /** Runs until there is a match, none, an error, or no budget. */
  search(): MatchStatus {
    const { pattern } = this;
    for (;;) {
      let status: MatchStatus;
      if (this.isRunning) {
        status = this.run(ATTEMPT_IN_PROGRESS);
      } else {
        const start = this.findStart();
        if (start < 0) return start === OUT_OF_BUDGET ? MatchStatus.PAUSED : MatchStatus.NO_MATCH;
        this.nextStart = pattern.isAnchored ? this.subject.length + 1 : start + 1;
        this.matchStart = start;
        this.budget--;
        if (pattern.isLiteral) {
          this.matchEnd = start + pattern.prefix.length;
          status = MatchStatus.MATCH;
        } else {
          status = this.run(start);
        }
      }
      if (status !== MatchStatus.NO_MATCH && (status !== MatchStatus.MATCH || this.matchEnd !== this.refusedEnd)) return status;
    }
  }

  /** The next position where a match can begin, `NO_START` or `OUT_OF_BUDGET`. */
  private findStart(): number {
    const { pattern, subject } = this;
    const start = this.nextStart;
    if (start > subject.length) return NO_START;
    if (this.budget < 0) return OUT_OF_BUDGET;
    if (pattern.prefix !== "") return this.findPrefix(start);
    if (pattern.firstMask === 0 || pattern.isAnchored) return start;
    return this.findFirst(start);
  }

  private findPrefix(start: number): number {
    const { pattern, subject } = this;
    const { prefix } = pattern;
    if (pattern.isAnchored) return subject.startsWith(prefix, start) ? start : NO_START;
    for (let from = start; from <= subject.length; from += SCAN_LIMIT) {
      const at = nearIndexOf(subject, prefix, from, from + SCAN_LIMIT);
      this.budget -= ((at < 0 ? Math.min(subject.length, from + SCAN_LIMIT) : at) - from) >> SCAN_SHIFT;
      if (at >= 0) return at;
      this.nextStart = from + SCAN_LIMIT;
      if (this.budget < 0) return OUT_OF_BUDGET;
    }
    return NO_START;
  }

  private findFirst(start: number): number {
    const { subject } = this;
    const { sets, firstBase, firstMask } = this.pattern;
    const limit = Math.min(subject.length, start + SCAN_LIMIT);
    let at = start;
    while (at < limit && (sets[firstBase + subject.charCodeAt(at)]! & firstMask) === 0) at++;
    this.budget -= (at - start) >> SCAN_SHIFT;
    return at;
  }

  /** One attempt, at `start` or the one in progress. The only long function here: the dispatch loop. */
  private run(start: number): MatchStatus {
    const { subject, stack, captureStarts, captureEnds } = this;
    const { code, sets, isDeep } = this.pattern;
    const length = subject.length;
    let pc = 0;
    let position = start + this.pattern.prefix.length;
    let top = 0;
    let depth = 1;
    let budget = this.budget;
    let scanStart = -1;
    let isFailing = false;
    let status: MatchStatus = MatchStatus.PAUSED;
    if (start === ATTEMPT_IN_PROGRESS) {
      pc = this.pc;
      position = this.position;
      top = this.stackTop;
      depth = this.depth;
      scanStart = this.scanStart;
      isFailing = this.isFailing;
      this.isRunning = false;
    }
    // Where this straight run of instructions began: its length is charged when it fails.
    let runFrom = pc;

    run: for (;;) {
      if (!isFailing) {
        switch (code[pc]) {
          case PatternOp.CHAR:
            if (position < length && subject.charCodeAt(position) === code[pc + 1]) {
              position++;
              pc += INSTRUCTION_WORDS;
              continue;
            }
            break;
          case PatternOp.ANY:
            if (position < length) {
              position++;
              pc += INSTRUCTION_WORDS;
              continue;
            }
            break;
          case PatternOp.SET:
            if (position < length && (sets[code[pc + 1]! + subject.charCodeAt(position)]! & code[pc + 2]!) !== 0) {
              position++;
              pc += INSTRUCTION_WORDS;
              continue;
            }
            break;
          case PatternOp.POSSESSIVE: {
            const base = code[pc + 1]!;
            const mask = code[pc + 2]!;
            const from = position;
            const limit = Math.min(length, position + SCAN_LIMIT);
            while (position < limit && (sets[base + subject.charCodeAt(position)]! & mask) !== 0) position++;
            budget -= (position - from) >> SCAN_SHIFT;
            if (position < limit || position === length) {
              pc += INSTRUCTION_WORDS;
              continue;
            }
            if (budget >= 0) continue;
            break run;
          }
          case PatternOp.GREEDY: {
            const base = code[pc + 1]!;
            const mask = code[pc + 2]!;
            const from = position;
            const limit = Math.min(length, position + SCAN_LIMIT);
            while (position < limit && (sets[base + subject.charCodeAt(position)]! & mask) !== 0) position++;
            budget -= (position - from) >> SCAN_SHIFT;
            if (scanStart < 0) scanStart = from;
            if (position === limit && position < length) {
              if (budget >= 0) continue;
              break run;
            }
            const least = scanStart;
            scanStart = -1;
            if (position > least) {
              stack[top] = pc;
              stack[top + 1] = position;
              stack[top + 2] = least;
              stack[top + 3] = ++depth;
              top += ENTRY_WORDS;
            }
            pc += INSTRUCTION_WORDS;
            if (!isDeep || depth <= MAX_MATCH_DEPTH) continue;
            status = this.tooComplex();
            break run;
          }
          case PatternOp.GREEDY_ANY:
            if (position < length) {
              stack[top] = pc;
              stack[top + 1] = length;
              stack[top + 2] = position;
              stack[top + 3] = ++depth;
              top += ENTRY_WORDS;
              position = length;
            }
            pc += INSTRUCTION_WORDS;
            if (!isDeep || depth <= MAX_MATCH_DEPTH) continue;
            status = this.tooComplex();
            break run;
          case PatternOp.LAZY:
            // Only where one more could be taken does PUC nest; where none can, it goes on at the same level.
            if (position < length && (sets[code[pc + 1]! + subject.charCodeAt(position)]! & code[pc + 2]!) !== 0) {
              stack[top] = pc;
              stack[top + 1] = position;
              stack[top + 2] = position;
              stack[top + 3] = ++depth;
              top += ENTRY_WORDS;
              if (isDeep && depth > MAX_MATCH_DEPTH) {
                status = this.tooComplex();
                break run;
              }
              if ((sets[code[pc + 3]! + subject.charCodeAt(position)]! & code[pc + 4]!) === 0) {
                isFailing = true;
                continue;
              }
            }
            pc += INSTRUCTION_WORDS;
            continue;
          case PatternOp.OPTIONAL:
            if (position < length && (sets[code[pc + 1]! + subject.charCodeAt(position)]! & code[pc + 2]!) !== 0) {
              stack[top] = pc;
              stack[top + 1] = position;
              stack[top + 2] = position;
              stack[top + 3] = depth;
              top += ENTRY_WORDS;
              position++;
              depth++;
            }
            pc += INSTRUCTION_WORDS;
            if (!isDeep || depth <= MAX_MATCH_DEPTH) continue;
            status = this.tooComplex();
            break run;
          case PatternOp.OPEN:
            captureStarts[code[pc + 1]!] = position;
            captureEnds[code[pc + 1]!] = UNFINISHED_CAPTURE;
            pc += INSTRUCTION_WORDS;
            if (!isDeep || ++depth <= MAX_MATCH_DEPTH) continue;
            status = this.tooComplex();
            break run;
          case PatternOp.POSITION:
            captureStarts[code[pc + 1]!] = position;
            captureEnds[code[pc + 1]!] = POSITION_CAPTURE;
            pc += INSTRUCTION_WORDS;
            if (!isDeep || ++depth <= MAX_MATCH_DEPTH) continue;
            status = this.tooComplex();
            break run;
          case PatternOp.CLOSE:
            captureEnds[code[pc + 1]!] = position;
            pc += INSTRUCTION_WORDS;
            if (!isDeep || ++depth <= MAX_MATCH_DEPTH) continue;
            status = this.tooComplex();
            break run;
          case PatternOp.BACK_REFERENCE: {
            const start = captureStarts[code[pc + 1]!]!;
            const end = captureEnds[code[pc + 1]!]!;
            if (end < 0 || end - start > length - position) break;
            const from = scanStart < 0 ? start : scanStart;
            const limit = Math.min(end, from + SCAN_LIMIT);
            scanStart = -1;
            budget -= (limit - from) >> SCAN_SHIFT;
            if (!isSameText(subject, from, limit, position + (from - start))) break;
            if (limit < end) {
              scanStart = limit;
              if (budget >= 0) continue;
              break run;
            }
            position += end - start;
            pc += INSTRUCTION_WORDS;
            continue;
          }
          case PatternOp.BALANCE: {
            const open = code[pc + 1]!;
            const close = code[pc + 2]!;
            let at = scanStart;
            let level = this.balanceLevel;
            scanStart = -1;
            if (at < 0) {
              if (position >= length || subject.charCodeAt(position) !== open) break;
              at = position + 1;
              level = 1;
            }
            const from = at;
            const limit = Math.min(length, at + SCAN_LIMIT);
            while (at < limit) {
              const byte = subject.charCodeAt(at++);
              if (byte === close) {
                if (--level === 0) break;
              } else if (byte === open) level++;
            }
            budget -= (at - from) >> SCAN_SHIFT;
            if (level === 0) {
              position = at;
              pc += INSTRUCTION_WORDS;
              continue;
            }
            if (at === length) break;
            scanStart = at;
            this.balanceLevel = level;
            if (budget >= 0) continue;
            break run;
          }
          case PatternOp.FRONTIER: {
            const base = code[pc + 1]!;
            const mask = code[pc + 2]!;
            const before = position === 0 ? 0 : subject.charCodeAt(position - 1);
            const here = position < length ? subject.charCodeAt(position) : 0;
            if ((sets[base + before]! & mask) === 0 && (sets[base + here]! & mask) !== 0) {
              pc += INSTRUCTION_WORDS;
              continue;
            }
            break;
          }
          case PatternOp.END:
            if (position === length) {
              pc += INSTRUCTION_WORDS;
              continue;
            }
            break;
          case PatternOp.MATCH:
            this.matchEnd = position;
            status = MatchStatus.MATCH;
            break run;
          default:
            this.errorMessage = this.pattern.errors[code[pc + 1]!]!;
            status = MatchStatus.ERROR;
            break run;
        }
        isFailing = true;
        budget -= (pc - runFrom) >> SCAN_SHIFT;
      }

      // Backtrack: take the newest choice that has an alternative left.
      if (top === 0) {
        status = MatchStatus.NO_MATCH;
        break;
      }
      if (--budget < 0) break;
      const entry = top - ENTRY_WORDS;
      pc = stack[entry]!;
      depth = stack[entry + 3]!;
      switch (code[pc]) {
        case PatternOp.OPTIONAL:
          top = entry;
          position = stack[entry + 1]!;
          isFailing = false;
          break;
        case PatternOp.LAZY: {
          const base = code[pc + 1]!;
          const mask = code[pc + 2]!;
          const firstBase = code[pc + 3]!;
          const firstMask = code[pc + 4]!;
          const from = stack[entry + 1]!;
          const limit = Math.min(length, from + SCAN_LIMIT);
          position = from;
          isFailing = true;
          while (position < limit && (sets[base + subject.charCodeAt(position)]! & mask) !== 0) {
            position++;
            if (position === limit || (sets[firstBase + subject.charCodeAt(position)]! & firstMask) !== 0) {
              isFailing = false;
              break;
            }
          }
          budget -= (position - from) >> SCAN_SHIFT;
          if (isFailing) top = entry;
          else stack[entry + 1] = position;
          break;
        }
        default: {
          const firstBase = code[pc + 3]!;
          const firstMask = code[pc + 4]!;
          const from = stack[entry + 1]!;
          const least = stack[entry + 2]!;
          const limit = Math.max(least, from - SCAN_LIMIT);
          position = from - 1;
          while (position > limit && (sets[firstBase + subject.charCodeAt(position)]! & firstMask) === 0) position--;
          budget -= (from - position) >> SCAN_SHIFT;
          if (position === least) top = entry;
          else stack[entry + 1] = position;
          isFailing = false;
        }
      }
      if (!isFailing) runFrom = pc += INSTRUCTION_WORDS;
    }

    this.budget = budget;
    if (status !== MatchStatus.PAUSED) return status;
    this.isRunning = true;
    this.pc = pc;
    this.position = position;
    this.stackTop = top;
    this.depth = depth;
    this.scanStart = scanStart;
    this.isFailing = isFailing;
    return status;
  }

  private tooComplex(): MatchStatus {
    this.errorMessage = "pattern too complex";
    return MatchStatus.ERROR;
  }
}

const ATTEMPT_IN_PROGRESS = -1;
const NO_START = -1;
const OUT_OF_BUDGET = -2;

/** `indexOfWithin` that looks at the nearest bytes itself: a call into the engine costs as much as looking at a dozen. */
function nearIndexOf(subject: string, needle: string, from: number, limit: number): number {
  const first = needle.charCodeAt(0);
  const near = Math.min(from + NEAR, subject.length);
  let at = from;
  while (at < near && subject.charCodeAt(at) !== first) at++;
  return at < near && needle.length === 1 ? at : indexOfWithin(subject, needle, at, limit);
}

/** Whether the text [start, end) of `subject` also stands at `position`. */
function isSameText(subject: string, start: number, end: number, position: number): boolean {
  for (let i = start, j = position; i < end; i++, j++) if (subject.charCodeAt(i) !== subject.charCodeAt(j)) return false;
  return true;
}
