// A file descriptor as a host file: synchronous, binary, with a position of its own, as Node cannot move the descriptor's.
// Pipes and terminals have no position: they are read and written as they come.

import { closeSync, fstatSync, readSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { HostError, type HostFile, type ProcessEnd, type Whence } from "../host.js";
import { isSystemError, withHostErrors } from "./errors.js";

const ILLEGAL_SEEK = 29;
const INVALID_ARGUMENT = 22;

/** Most bytes of a string that are turned into a buffer at once. */
const WRITE_BYTES = 1 << 20;

/** Pause before a descriptor that is not ready is tried again, in milliseconds. */
const RETRY_MS = 5;

const pauseCell = new Int32Array(new SharedArrayBuffer(4));

function pause(): void {
  Atomics.wait(pauseCell, 0, 0, RETRY_MS);
}

/** Repeats an operation while the descriptor is not ready (another process made it non-blocking). */
function whenReady(operation: () => number): number {
  for (;;) {
    try {
      return operation();
    } catch (error) {
      if (isSystemError(error, "EOF")) return 0;
      if (!isSystemError(error, "EAGAIN")) throw error;
      pause();
    }
  }
}

/** Settings of a file. */
export interface NodeFileOptions {
  /** All output goes to the end of the file. */
  readonly appends?: boolean;
  /** The descriptor is shared with other processes, which go on where this one stops: its own position is used until the first seek. */
  readonly isShared?: boolean;
  /** What closing does after the descriptor is closed. */
  readonly onClose?: () => ProcessEnd | void;
}

export class NodeFile implements HostFile {
  readonly isInteractive: boolean;
  /** Undefined: a pipe or a terminal. */
  private position: number | undefined;
  private usesOwnPosition: boolean;
  private readonly appends: boolean;
  private readonly onClose: (() => ProcessEnd | void) | undefined;
  private buffer: Buffer | undefined = undefined;

  constructor(
    private readonly descriptor: number,
    options: NodeFileOptions = {},
  ) {
    const hasPosition = withHostErrors(() => fstatSync(descriptor).isFile());
    this.position = hasPosition ? 0 : undefined;
    this.usesOwnPosition = options.isShared !== true;
    this.appends = options.appends === true;
    this.onClose = options.onClose;
    this.isInteractive = isatty(descriptor);
  }

  /** Where Node is to read or write: null is the descriptor's position. */
  private get place(): number | null {
    return this.usesOwnPosition && this.position !== undefined ? this.position : null;
  }

  private advance(length: number): void {
    if (this.position !== undefined) this.position += length;
  }

  read(count: number): string {
    if (this.buffer === undefined || this.buffer.length < count) this.buffer = Buffer.allocUnsafe(count);
    const { buffer, place } = this;
    const length = withHostErrors(() => whenReady(() => readSync(this.descriptor, buffer, 0, count, place)));
    this.advance(length);
    return buffer.toString("latin1", 0, length);
  }

  write(bytes: string): void {
    withHostErrors(() => {
      for (let at = 0; at < bytes.length; at += WRITE_BYTES) {
        const data = Buffer.from(at === 0 && bytes.length <= WRITE_BYTES ? bytes : bytes.slice(at, at + WRITE_BYTES), "latin1");
        for (let from = 0; from < data.length;) from += this.writeSome(data, from);
      }
    });
    if (this.appends && this.position !== undefined) this.position = withHostErrors(() => fstatSync(this.descriptor).size);
  }

  private writeSome(data: Buffer, from: number): number {
    const place = this.appends ? null : this.place;
    const length = whenReady(() => writeSync(this.descriptor, data, from, data.length - from, place));
    this.advance(length);
    return length;
  }

  seek(offset: number, whence: Whence): number {
    if (this.position === undefined) throw new HostError("Illegal seek", ILLEGAL_SEEK);
    const base = whence === "set" ? 0 : whence === "cur" ? this.position : withHostErrors(() => fstatSync(this.descriptor).size);
    if (base + offset < 0) throw new HostError("Invalid argument", INVALID_ARGUMENT);
    this.usesOwnPosition = true;
    return (this.position = base + offset);
  }

  close(): ProcessEnd | void {
    withHostErrors(() => closeSync(this.descriptor));
    return this.onClose?.();
  }
}
