// Proto to binary chunk; the format is described in chunk-format.ts.

import {
  CHECK_FLOAT,
  CHECK_INTEGER,
  CONVERSION_CHECK,
  ConstantTag,
  FLOAT_BYTES,
  FORMAT,
  FORMAT_VERSION,
  INSTRUCTION_BYTES,
  INTEGER_BYTES,
  SIGNATURE,
  TAG,
  VARIABLE_KINDS,
  VERSION,
} from "./chunk-format.js";
import type { Constant } from "./constant.js";
import type { Proto } from "./proto.js";

/** How a function is dumped. */
export interface DumpOptions {
  /** Leave out debug information: chunk name, lines, names of variables. Default false. */
  readonly isStripped?: boolean;
}

/**
 * Writes a function and all functions in it as a binary chunk.
 *
 * @returns a byte string (code units 0..255), which `undump` reads back
 */
export function dump(proto: Proto, { isStripped = false }: DumpOptions = {}): string {
  const writer = new ByteWriter();
  writeHeader(writer);
  writeFunction(writer, proto, undefined, isStripped);
  return writer.toByteString();
}

function writeHeader(writer: ByteWriter): void {
  writer.bytes(SIGNATURE);
  writer.byte(VERSION);
  writer.byte(FORMAT);
  writer.bytes(CONVERSION_CHECK);
  writer.byte(INSTRUCTION_BYTES);
  writer.byte(INTEGER_BYTES);
  writer.byte(FLOAT_BYTES);
  writer.integer(CHECK_INTEGER);
  writer.float(CHECK_FLOAT);
  writer.bytes(TAG);
  writer.byte(FORMAT_VERSION);
}

function writeFunction(writer: ByteWriter, proto: Proto, parentName: string | undefined, isStripped: boolean): void {
  // A function has the chunk name of the one around it, unless it says otherwise.
  writer.optionalString(isStripped || proto.chunkName === parentName ? undefined : proto.chunkName);
  writer.size(proto.lineDefined);
  writer.size(proto.lastLineDefined);
  writer.byte(proto.paramCount);
  writer.byte(proto.isVararg ? 1 : 0);
  writer.byte(proto.maxStackSize);
  writer.size(proto.code.length);
  for (const word of proto.code) writer.word(word);
  writer.list(proto.constants, (constant) => writeConstant(writer, constant));
  writer.list(proto.upvalues, ({ isFromParentRegister, index, kind }) => {
    writer.byte((isFromParentRegister ? 1 : 0) | (VARIABLE_KINDS.indexOf(kind) << 1));
    writer.byte(index);
  });
  writer.list(proto.protos, (nested) => writeFunction(writer, nested, proto.chunkName, isStripped));
  writeDebug(writer, proto, isStripped);
}

function writeConstant(writer: ByteWriter, constant: Constant): void {
  if (constant.kind === "boolean") {
    writer.byte(constant.value ? ConstantTag.true : ConstantTag.false);
    return;
  }
  writer.byte(ConstantTag[constant.kind]);
  if (constant.kind === "integer") writer.integer(constant.value);
  else if (constant.kind === "float") writer.float(constant.value);
  else if (constant.kind === "string") writer.string(constant.value);
}

function writeDebug(writer: ByteWriter, proto: Proto, isStripped: boolean): void {
  const lines = isStripped ? new Int32Array(0) : proto.lines;
  writer.size(lines.length);
  let previous = proto.lineDefined;
  for (const line of lines) {
    writer.difference(line - previous);
    previous = line;
  }
  writer.list(isStripped ? [] : proto.localVars, ({ name, register, startPc, endPc, isCaptured }) => {
    writer.string(name);
    writer.byte(register);
    writer.byte(isCaptured ? 1 : 0);
    writer.size(startPc);
    writer.size(endPc);
  });
  writer.list(isStripped ? [] : proto.upvalues, ({ name }) => writer.optionalString(name));
}

/** A growing array of bytes. */
class ByteWriter {
  private buffer = new Uint8Array(1024);
  private length = 0;
  private readonly scratch = new DataView(new ArrayBuffer(8));

  byte(value: number): void {
    if (this.length === this.buffer.length) this.grow(1);
    this.buffer[this.length++] = value;
  }

  bytes(text: string): void {
    if (this.length + text.length > this.buffer.length) this.grow(text.length);
    for (let i = 0; i < text.length; i++) this.buffer[this.length++] = text.charCodeAt(i);
  }

  word(value: number): void {
    this.scratch.setInt32(0, value, true);
    this.scratchBytes(4);
  }

  integer(value: bigint): void {
    this.scratch.setBigInt64(0, value, true);
    this.scratchBytes(8);
  }

  float(value: number): void {
    this.scratch.setFloat64(0, value, true);
    this.scratchBytes(8);
  }

  /** An integer of 0 .. 2^53. */
  size(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) | 0x80);
    this.byte(rest);
  }

  /** A small integer of either sign: zigzag, so that -1 is as short as 1. */
  difference(value: number): void {
    this.size(value < 0 ? -2 * value - 1 : 2 * value);
  }

  string(text: string): void {
    this.size(text.length);
    this.bytes(text);
  }

  optionalString(text: string | undefined): void {
    if (text === undefined) {
      this.size(0);
    } else {
      this.size(text.length + 1);
      this.bytes(text);
    }
  }

  list<T>(entries: readonly T[], write: (entry: T) => void): void {
    this.size(entries.length);
    for (const entry of entries) write(entry);
  }

  toByteString(): string {
    const pieces: string[] = [];
    for (let i = 0; i < this.length; i += 8192) {
      pieces.push(String.fromCharCode(...this.buffer.subarray(i, Math.min(i + 8192, this.length))));
    }
    return pieces.join("");
  }

  private scratchBytes(count: number): void {
    for (let i = 0; i < count; i++) this.byte(this.scratch.getUint8(i));
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + needed));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}
