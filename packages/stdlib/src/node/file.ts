// A file descriptor as a host file: synchronous, binary, with a position of its own, as Node cannot move the descriptor's.
// Pipes and terminals have no position: they are read and written as they come.

import { closeSync, fstatSync, readSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { HostError, type HostFile, type ProcessEnd, type Whence } from "../host.js";
import { isSystemError, withHostErrors } from "./errors.js";

const ILLEGAL_SEEK = 29;
const INVALID_ARGUMENT = 22;

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

export class NodeFile implements HostFile {
  readonly isInteractive: boolean;
  /** Undefined: a pipe or a terminal. */
  private position: number | undefined;
  private buffer: Buffer | undefined = undefined;

  /**
   * @param appends whether all output goes to the end of the file
   * @param onClose what closing does after the descriptor is closed
   */
  constructor(
    private readonly descriptor: number,
    private readonly appends = false,
    private readonly onClose: () => ProcessEnd | void = () => undefined,
  ) {
    const hasPosition = withHostErrors(() => fstatSync(descriptor).isFile());
    this.position = hasPosition ? 0 : undefined;
    this.isInteractive = isatty(descriptor);
  }

  read(count: number): string {
    if (this.buffer === undefined || this.buffer.length < count) this.buffer = Buffer.allocUnsafe(count);
    const { buffer, position } = this;
    const length = withHostErrors(() => whenReady(() => readSync(this.descriptor, buffer, 0, count, position ?? null)));
    if (position !== undefined) this.position = position + length;
    return buffer.latin1Slice(0, length);
  }

  write(bytes: string): void {
    const data = Buffer.from(bytes, "latin1");
    withHostErrors(() => {
      for (let from = 0; from < data.length; ) from += this.writeSome(data, from);
    });
    if (this.appends && this.position !== undefined) this.position = withHostErrors(() => fstatSync(this.descriptor).size);
  }

  private writeSome(data: Buffer, from: number): number {
    const position = this.appends ? undefined : this.position;
    const length = whenReady(() => writeSync(this.descriptor, data, from, data.length - from, position ?? null));
    if (position !== undefined) this.position = position + length;
    return length;
  }

  seek(offset: number, whence: Whence): number {
    if (this.position === undefined) throw new HostError("Illegal seek", ILLEGAL_SEEK);
    const base = whence === "set" ? 0 : whence === "cur" ? this.position : withHostErrors(() => fstatSync(this.descriptor).size);
    if (base + offset < 0) throw new HostError("Invalid argument", INVALID_ARGUMENT);
    return (this.position = base + offset);
  }

  close(): ProcessEnd | void {
    withHostErrors(() => closeSync(this.descriptor));
    return this.onClose();
  }
}
