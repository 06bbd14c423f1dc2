// Binary chunk to Proto; the format is described in chunk-format.ts. Reading checks that the bytes *are* a chunk, complete and of
// this format: the result is a well-formed Proto. Whether its code may run is for verify.ts to say.

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
  MAX_FUNCTION_DEPTH,
  SIGNATURE,
  TAG,
  VARIABLE_KINDS,
  VERSION,
} from "./chunk-format.js";
import type { Constant } from "./constant.js";
import type { LocalVar, Proto, UpvalueDesc, VariableKind } from "./proto.js";

/** What is wrong with the bytes of a chunk. */
export type ChunkFormatErrorKind = "truncated" | "not-binary" | "version" | "format" | "corrupted";

/** Bytes that are not a chunk. `message` is what PUC-Rio's `load` returns. */
export class ChunkFormatError extends Error {
  readonly kind: ChunkFormatErrorKind;
  /** Chunk name as given to `undump`. */
  readonly chunkName: string;

  constructor(kind: ChunkFormatErrorKind, what: string, chunkName: string) {
    super(`${displayName(chunkName)}: bad binary format (${what})`);
    this.name = "ChunkFormatError";
    this.kind = kind;
    this.chunkName = chunkName;
  }
}

function displayName(chunkName: string): string {
  if (chunkName.startsWith("@") || chunkName.startsWith("=")) return chunkName.slice(1);
  return chunkName.startsWith("\x1b") ? "binary string" : chunkName;
}

/**
 * Reads a binary chunk.
 *
 * @param bytes a byte string, as `dump` returns it; bytes behind the end of the chunk are ignored
 * @param chunkName for messages only: the chunk has its own name in it
 * @throws {ChunkFormatError} if `bytes` is not a complete chunk of this format
 */
export function undump(bytes: string, chunkName: string): Proto {
  const reader = new ByteReader(bytes, chunkName);
  readHeader(reader);
  return readFunction(reader, undefined, 0);
}

function readHeader(reader: ByteReader): void {
  reader.expectBytes(SIGNATURE, "not-binary", "not a binary chunk");
  reader.expectByte(VERSION, "version", "version mismatch");
  reader.expectByte(FORMAT, "format", "format mismatch");
  reader.expectBytes(CONVERSION_CHECK, "corrupted", "corrupted chunk");
  reader.expectByte(INSTRUCTION_BYTES, "format", "Instruction size mismatch");
  reader.expectByte(INTEGER_BYTES, "format", "lua_Integer size mismatch");
  reader.expectByte(FLOAT_BYTES, "format", "lua_Number size mismatch");
  if (reader.integer() !== CHECK_INTEGER) reader.fail("format", "integer format mismatch");
  if (reader.float() !== CHECK_FLOAT) reader.fail("format", "float format mismatch");
  reader.expectBytes(TAG, "format", "format mismatch");
  reader.expectByte(FORMAT_VERSION, "version", "version mismatch");
}

function readFunction(reader: ByteReader, parentName: string | undefined, depth: number): Proto {
  if (depth > MAX_FUNCTION_DEPTH) reader.fail("corrupted", "corrupted chunk");
  const chunkName = reader.optionalString() ?? parentName;
  const lineDefined = reader.size();
  const lastLineDefined = reader.size();
  const paramCount = reader.byte();
  const isVararg = reader.flags(1) === 1;
  const maxStackSize = reader.byte();
  const code = reader.words();
  const constants = reader.list(1, () => readConstant(reader));
  const descriptors = reader.list(2, () => readUpvalue(reader));
  const protos = reader.list(1, () => readFunction(reader, chunkName, depth + 1));
  const lines = readLines(reader, lineDefined);
  const localVars = reader.list(5, () => readLocalVar(reader));
  const names = reader.list(1, () => reader.optionalString());
  const upvalues = descriptors.map((upvalue, index): UpvalueDesc => ({ name: names[index], ...upvalue }));
  return {
    chunkName,
    lineDefined,
    lastLineDefined,
    paramCount,
    isVararg,
    maxStackSize,
    code,
    constants,
    protos,
    upvalues,
    lines,
    localVars,
  };
}

function readConstant(reader: ByteReader): Constant {
  switch (reader.byte()) {
    case ConstantTag.nil:
      return { kind: "nil" };
    case ConstantTag.false:
      return { kind: "boolean", value: false };
    case ConstantTag.true:
      return { kind: "boolean", value: true };
    case ConstantTag.integer:
      return { kind: "integer", value: reader.integer() };
    case ConstantTag.float:
      return { kind: "float", value: reader.float() };
    case ConstantTag.string:
      return { kind: "string", value: reader.string() };
    default:
      return reader.fail("corrupted", "invalid constant");
  }
}

function readUpvalue(reader: ByteReader): Omit<UpvalueDesc, "name"> {
  const flags = reader.flags(7);
  const kind: VariableKind = VARIABLE_KINDS[flags >> 1] ?? reader.fail("corrupted", "corrupted chunk");
  return { isFromParentRegister: (flags & 1) === 1, index: reader.byte(), kind };
}

function readLines(reader: ByteReader, lineDefined: number): Int32Array {
  let line = lineDefined;
  return Int32Array.from(reader.list(1, () => (line += reader.difference())));
}

function readLocalVar(reader: ByteReader): LocalVar {
  const name = reader.string();
  const register = reader.byte();
  const isCaptured = reader.flags(1) === 1;
  return { name, register, startPc: reader.size(), endPc: reader.size(), isCaptured };
}

/** A position in a byte string. Reading past its end is an error that names the chunk. */
class ByteReader {
  private readonly source: string;
  private readonly chunkName: string;
  private position = 0;
  private readonly scratch = new DataView(new ArrayBuffer(8));

  constructor(source: string, chunkName: string) {
    this.source = source;
    this.chunkName = chunkName;
  }

  fail(kind: ChunkFormatErrorKind, what: string): never {
    throw new ChunkFormatError(kind, what, this.chunkName);
  }

  /** Takes `count` bytes, and returns the position of the first. */
  private take(count: number): number {
    const start = this.position;
    if (count > this.source.length - start) this.fail("truncated", "truncated chunk");
    this.position = start + count;
    return start;
  }

  byte(): number {
    const byte = this.source.charCodeAt(this.take(1));
    return byte > 0xff ? this.fail("corrupted", "corrupted chunk") : byte;
  }

  /** A byte that has no bits but those of `mask`. */
  flags(mask: number): number {
    const byte = this.byte();
    return (byte & ~mask) === 0 ? byte : this.fail("corrupted", "corrupted chunk");
  }

  expectByte(expected: number, kind: ChunkFormatErrorKind, what: string): void {
    if (this.byte() !== expected) this.fail(kind, what);
  }

  expectBytes(expected: string, kind: ChunkFormatErrorKind, what: string): void {
    const start = this.take(expected.length);
    if (!this.source.startsWith(expected, start)) this.fail(kind, what);
  }

  private fill(count: number): DataView {
    for (let i = 0; i < count; i++) this.scratch.setUint8(i, this.byte());
    return this.scratch;
  }

  integer(): bigint {
    return this.fill(8).getBigInt64(0, true);
  }

  float(): number {
    return this.fill(8).getFloat64(0, true);
  }

  /** At most 2^31-1: nothing in a chunk is larger. */
  size(): number {
    const value = this.number();
    return value <= 0x7fffffff ? value : this.fail("corrupted", "integer overflow");
  }

  difference(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  private number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      if (scale > 2 ** 35) this.fail("corrupted", "integer overflow");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  string(): string {
    return this.text(this.size());
  }

  optionalString(): string | undefined {
    const size = this.size();
    return size === 0 ? undefined : this.text(size - 1);
  }

  private text(length: number): string {
    const start = this.take(length);
    return this.source.slice(start, start + length);
  }

  words(): Int32Array {
    const length = this.size();
    const start = this.take(length * 4);
    const words = new Int32Array(length);
    for (let i = 0, at = start; i < length; i++, at += 4) {
      words[i] =
        this.source.charCodeAt(at) |
        (this.source.charCodeAt(at + 1) << 8) |
        (this.source.charCodeAt(at + 2) << 16) |
        (this.source.charCodeAt(at + 3) << 24);
    }
    return words;
  }

  /** A counted list whose entries take at least `minBytes` each: a count that cannot be right allocates nothing. */
  list<T>(minBytes: number, read: () => T): T[] {
    const count = this.size();
    if (count * minBytes > this.source.length - this.position) this.fail("truncated", "truncated chunk");
    const entries: T[] = [];
    for (let i = 0; i < count; i++) entries.push(read());
    return entries;
  }
}
