// An open file of the io library: buffering over a host's file, in both directions. Knows nothing of Lua values.
// Invariant: at most one of the two buffers holds something. `unread` bytes were taken from the host but not by the script, so the
// script's position is that many bytes before the host's; `unwritten` bytes are not yet with the host, and are flushed before anything
// that could tell the difference, and at the latest when the JavaScript turn ends (a microtask).
// Operations answer at once, or with a promise when the host does; failures are `HostError`s.

import { HostError, type Eventually, type HostFile, type ProcessEnd, type Whence } from "../host.js";

/** How output is held back: not at all, until a newline, or until the buffer is full. */
export type BufferMode = "no" | "line" | "full";

/** What a file stands for, which decides what closing it means. */
export type FileKind = "regular" | "standard" | "process";

/** What a file may be used for. */
export interface FileAccess {
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

/** Access to a file that may be used for both. */
export const FULL_ACCESS: FileAccess = { canRead: true, canWrite: true };

/** Bytes read from the host at a time, and bytes of output held back at most. */
const CHUNK_BYTES = 1 << 16;

const BAD_DESCRIPTOR = 9;
const ILLEGAL_SEEK = 29;

/** Whether a host answered "later". */
export function isPromise<T>(value: Eventually<T>): value is PromiseLike<T> {
  return typeof value === "object" && value !== null && typeof (value as Partial<PromiseLike<T>>).then === "function";
}

/** Goes on with a host's answer: now if it is there, or when it comes. */
export function andThen<T, R>(value: Eventually<T>, next: (value: T) => Eventually<R>): Eventually<R> {
  return isPromise(value) ? value.then(next) : next(value);
}

export class LuaFile {
  isOpen = true;
  mode: BufferMode;
  /** Bytes read from the host; those before `at` are used up. */
  unread = "";
  at = 0;
  private unwritten = "";
  private isFlushScheduled = false;
  private deferredError: HostError | undefined = undefined;
  /** Outputs to be flushed before input is waited for, or unbuffered output overtakes them. */
  private tied: readonly LuaFile[] = [];

  constructor(
    private readonly host: HostFile,
    readonly kind: FileKind,
    private readonly access: FileAccess = FULL_ACCESS,
  ) {
    this.mode = host.isInteractive === true ? "line" : "full";
  }

  /** Has outputs flushed before this file waits for input, or writes without a buffer. */
  tie(outputs: readonly LuaFile[]): void {
    this.tied = outputs;
  }

  // --- Reading. The reader takes bytes out of `unread` itself, and asks for more when there are too few.

  /** Reads another chunk behind what is unread; false at the end of the file. @throws HostError */
  fill(): Eventually<boolean> {
    const { host } = this;
    if (host.read === undefined || !this.access.canRead) throw new HostError("Bad file descriptor", BAD_DESCRIPTOR);
    this.flushTied();
    if (this.unwritten !== "") return andThen(this.flush(), () => this.fill());
    const chunk = host.read(CHUNK_BYTES);
    return isPromise(chunk) ? chunk.then((text) => this.take(text)) : this.take(chunk);
  }

  private take(chunk: string): boolean {
    if (chunk === "") return false;
    this.unread = this.at < this.unread.length ? this.unread.slice(this.at) + chunk : chunk;
    this.at = 0;
    return true;
  }

  private flushTied(): void {
    for (const output of this.tied) output.flushQuietly();
  }

  // --- Writing.

  /** Writes bytes, possibly only to the buffer. @throws HostError */
  write(text: string): Eventually<void> {
    if (this.host.write === undefined || !this.access.canWrite) throw new HostError("Bad file descriptor", BAD_DESCRIPTOR);
    if (this.unread !== "") return andThen(this.dropUnread(), () => this.write(text));
    this.throwDeferred();
    if (this.mode === "no") this.flushTied();
    // A long text is not joined with what is held back: together they might be too long for a string.
    if (text.length >= CHUNK_BYTES && this.unwritten !== "") return andThen(this.flush(), () => this.write(text));
    this.unwritten += text;
    if (this.unwritten.length >= CHUNK_BYTES || this.mode === "no" || (this.mode === "line" && text.includes("\n"))) return this.flush();
    if (!this.isFlushScheduled) this.scheduleFlush();
  }

  private scheduleFlush(): void {
    this.isFlushScheduled = true;
    queueMicrotask(() => {
      this.isFlushScheduled = false;
      if (this.unwritten !== "") this.flushQuietly();
    });
  }

  /** Flushes; a failure is kept for the next operation. */
  flushQuietly(): void {
    try {
      const done = this.flush();
      if (isPromise(done)) done.then(undefined, (error: unknown) => this.defer(error));
    } catch (error) {
      this.defer(error);
    }
  }

  private defer(error: unknown): void {
    if (!(error instanceof HostError)) throw error;
    this.deferredError = error;
  }

  private throwDeferred(): void {
    const error = this.deferredError;
    this.deferredError = undefined;
    if (error !== undefined) throw error;
  }

  /** Whether `flush` would do anything. */
  get hasToFlush(): boolean {
    return this.unwritten !== "" || this.deferredError !== undefined;
  }

  /** Gives all output to the host. @throws HostError */
  flush(): Eventually<void> {
    this.throwDeferred();
    const text = this.unwritten;
    if (text === "") return;
    this.unwritten = "";
    return this.host.write!(text);
  }

  // --- Position and end.

  /** Moves the host to the script's position. */
  private dropUnread(): Eventually<void> {
    const left = this.unread.length - this.at;
    this.unread = "";
    this.at = 0;
    if (left > 0 && this.host.seek !== undefined) return andThen(this.host.seek(-left, "cur"), () => undefined);
  }

  /** Moves the position; returns it from the start. @throws HostError */
  seek(offset: number, whence: Whence): Eventually<number> {
    const { host } = this;
    if (host.seek === undefined) throw new HostError("Illegal seek", ILLEGAL_SEEK);
    const ready = this.unwritten !== "" ? this.flush() : this.dropUnread();
    return andThen(ready, () => host.seek!(offset, whence));
  }

  /** Flushes and closes. What a process answers is how it ended. @throws HostError */
  close(): Eventually<ProcessEnd | void> {
    this.isOpen = false;
    this.unread = "";
    return andThen(this.host.write === undefined ? undefined : this.flush(), () => this.host.close?.());
  }
}
