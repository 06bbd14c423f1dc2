// Reading by formats (manual 6.8, file:read): a state machine that takes bytes out of a file's buffer and asks for more.
// Suspends when the host answers with a promise, and at the end of a slice.

import {
  Continuation,
  isNumber,
  MAX_STRING_LENGTH,
  parseNumber,
  substring,
  trace,
  markValue,
  type Action,
  type Context,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkCount } from "../args.js";
import { HostError, type Eventually } from "../host.js";
import { isPromise, type LuaFile } from "./file.js";

/** Longest numeral that is read (L_MAXLENNUM). */
const MAX_NUMERAL = 200;

/** A count beyond this, or below zero (which C takes for a huge one), asks for more memory than there can be. */
const MAX_ADDRESSABLE = 2 ** 47;

/** A format has not got enough bytes yet; the memory for its value was refused. */
const MORE = Symbol("more");
const REFUSED = Symbol("refused");
type Scan<T> = T | typeof MORE | typeof REFUSED;

/** What becomes of the values read. */
export type ReadEnd<G> = (cx: Context<G>, task: ReadTask<G>, values: Value<G>[], error: HostError | undefined) => Action<G>;

/** The end of `read`: the values, or `nil, message, errno`. */
export function returnValues<G>(cx: Context<G>, _task: ReadTask<G>, values: Value<G>[], error: HostError | undefined): Action<G> {
  if (error !== undefined) return cx.return3(undefined, error.message, error.errno);
  return values.length === 1 ? values[0] : cx.returnList(values);
}

export class ReadTask<in out G> extends Continuation<G> {
  private readonly values: Value<G>[] = [];
  private index = 0;
  /** Parts of the value being read that were taken out of the buffer already. */
  private parts = "";
  private isAtEnd = false;
  private error: unknown = undefined;
  /** Why a format "a" got no more. */
  private failure: HostError | undefined = undefined;

  constructor(
    readonly file: LuaFile,
    private readonly formats: readonly Value<G>[],
    /** 0-based position of the first format among the arguments. */
    private readonly firstArgument: number,
    private readonly end: ReadEnd<G>,
    /** The file as a Lua value, which keeps it from being closed. */
    readonly owner: Value<G>,
  ) {
    super();
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.owner);
    for (const value of this.values) markValue(tracer, value);
    for (const format of this.formats) markValue(tracer, format);
  }

  resume(cx: Context<G>): Action<G> {
    const { error } = this;
    this.error = undefined;
    return error === undefined ? this.run(cx) : this.failWith(cx, error);
  }

  run(cx: Context<G>): Action<G> {
    const count = this.formats.length || 1;
    while (this.index < count) {
      const value = this.scan(cx);
      if (value === REFUSED) return this.refused(cx);
      if (value === MORE) {
        if (!this.fill(cx)) return this.filling;
        continue;
      }
      this.index++;
      this.isAtEnd = false;
      this.values.push(value);
      if (value === undefined) break;
    }
    return this.end(cx, this, this.values, this.failure);
  }

  /** What was read cannot be read again: a refused allocation is tried again from here, once, after a full collection. */
  private hasCollected = false;

  private refused(cx: Context<G>): Action<G> {
    if (this.hasCollected) return this.outOfMemory(cx);
    this.hasCollected = true;
    return cx.collect({ kind: "full" }, this);
  }

  protected outOfMemory(cx: Context<G>): Action<G> {
    throw cx.errorValue("not enough memory");
  }

  /** What to do when bytes have to be waited for. */
  private filling: Action<G> = undefined;

  /** Gets more bytes; false when that has to be waited for (`filling`). */
  private fill(cx: Context<G>): boolean {
    let filled: Eventually<boolean>;
    try {
      filled = this.file.fill();
    } catch (error) {
      this.filling = this.failWith(cx, error);
      return false;
    }
    if (isPromise(filled)) {
      this.filling = cx.await(this.settled(filled), this);
      return false;
    }
    this.isAtEnd = !filled;
    cx.consumeFuel(this.file.unread.length >> 4);
    if (!cx.isOutOfFuel()) return true;
    this.filling = cx.pause(this);
    return false;
  }

  private settled(filled: PromiseLike<boolean>): PromiseLike<undefined> {
    return filled.then(
      (hasMore) => {
        this.isAtEnd = !hasMore;
        return undefined;
      },
      (error: unknown) => {
        this.error = error;
        return undefined;
      },
    );
  }

  private failWith(cx: Context<G>, error: unknown): Action<G> {
    if (!(error instanceof HostError)) throw error;
    // "a" takes what there is: the failure is told when all formats were looked at.
    if (this.failure === undefined && isWholeFormat(this.formats[this.index])) {
      this.failure = error;
      this.isAtEnd = true;
      return this.run(cx);
    }
    return this.end(cx, this, this.values, error);
  }

  // --- One format.

  private scan(cx: Context<G>): Scan<Value<G>> {
    const format = this.formats[this.index];
    const argument = this.firstArgument + this.index;
    if (this.formats.length === 0) return this.scanLine(cx, false);
    if (isNumber(format)) return this.scanBytes(cx, checkCount(cx, format, argument));
    // An iterator is called without its formats, and a bad one was given for all that.
    if (typeof format !== "string") throw cx.typeError(argument, "string", format, false);
    const text = format;
    switch (text[text.startsWith("*") ? 1 : 0]) {
      case "l":
        return this.scanLine(cx, false);
      case "L":
        return this.scanLine(cx, true);
      case "a":
        return this.scanAll(cx);
      case "n":
        return this.scanNumber();
      default:
        throw cx.argError(argument, "invalid format");
    }
  }

  private scanLine(cx: Context<G>, keepsNewline: boolean): Scan<Value<G>> {
    const { file } = this;
    const newline = file.unread.indexOf("\n", file.at);
    if (newline < 0) return this.takeRest(cx);
    return this.complete(cx, keepsNewline ? newline + 1 : newline, newline + 1);
  }

  private scanBytes(cx: Context<G>, count: number): Scan<Value<G>> {
    const { file } = this;
    const available = file.unread.length - file.at;
    if (count === 0) return available > 0 ? "" : this.isAtEnd ? undefined : MORE;
    if (count < 0 || count > MAX_ADDRESSABLE) throw cx.errorValue("not enough memory");
    const wanted = count - this.parts.length;
    if (available < wanted) return this.takeRest(cx);
    return this.complete(cx, file.at + wanted, file.at + wanted);
  }

  private scanAll(cx: Context<G>): Scan<Value<G>> {
    const rest = this.takeRest(cx);
    return rest === undefined ? "" : rest;
  }

  /** Takes all that is in the buffer; at the end of the file that is the value, or nil when there is nothing. */
  private takeRest(cx: Context<G>): Scan<string | undefined> {
    const { file } = this;
    const length = this.parts.length + file.unread.length - file.at;
    if (length > MAX_STRING_LENGTH || !cx.heap.canAllocate(length)) return REFUSED;
    if (file.at < file.unread.length) this.parts += file.at === 0 ? file.unread : file.unread.slice(file.at);
    file.at = file.unread.length;
    if (!this.isAtEnd) return MORE;
    const text = this.parts;
    this.parts = "";
    return text === "" ? undefined : cx.chargeString(text);
  }

  /** The value ends before `end` in the buffer; reading goes on at `next`. */
  private complete(cx: Context<G>, end: number, next: number): Scan<string> {
    const { file } = this;
    const last = substring(file.unread, file.at, end);
    const text = this.parts === "" ? last : this.parts + last;
    if (text.length > MAX_STRING_LENGTH || !cx.heap.canAllocate(text.length + 64)) return REFUSED;
    this.parts = "";
    file.at = next;
    return cx.chargeString(text);
  }

  /** The longest prefix of the input that can begin a numeral is taken, whether it is one or not. */
  private scanNumber(): Scan<Value<G>> {
    const { file } = this;
    while (file.at < file.unread.length && isSpace(file.unread.charCodeAt(file.at))) file.at++;
    const length = numeralPrefix(file.unread, file.at);
    // What follows might belong to it.
    if (file.at + length >= file.unread.length && length <= MAX_NUMERAL && !this.isAtEnd) return MORE;
    const text = file.unread.slice(file.at, file.at + Math.min(length, MAX_NUMERAL));
    file.at += text.length;
    return length > MAX_NUMERAL ? undefined : parseNumber(text);
  }
}

function isWholeFormat(format: unknown): boolean {
  return typeof format === "string" && format[format.startsWith("*") ? 1 : 0] === "a";
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 9 && byte <= 13);
}

const NUMERAL_PREFIX =
  /[-+]?(?:0[xX](?:[0-9a-fA-F]+(?:\.[0-9a-fA-F]*)?(?:[pP][-+]?[0-9]*)?|\.(?:[0-9a-fA-F]+(?:[pP][-+]?[0-9]*)?)?)?|[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]*)?|\.(?:[0-9]+(?:[eE][-+]?[0-9]*)?)?)?/y;

/** Length of what looks like the beginning of a numeral at `at`; at most one more than MAX_NUMERAL. */
function numeralPrefix(text: string, at: number): number {
  NUMERAL_PREFIX.lastIndex = 0;
  return NUMERAL_PREFIX.exec(text.slice(at, at + MAX_NUMERAL + 1))?.[0].length ?? 0;
}
