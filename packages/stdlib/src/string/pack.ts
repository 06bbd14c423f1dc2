// string.pack, string.unpack and string.packsize (manual 6.4.2).
// A format is read option by option while values are written or read, as alignment depends on the position and errors on the order.
// Sizes are those of 64-bit C: short 2, int 4, long, size_t, integer and double 8; native byte order is little.

import {
  Continuation,
  fromWords,
  highWord,
  lowWord,
  makeFloat,
  markValue,
  MAX_STRING_LENGTH,
  native1,
  nativeN,
  substring,
  trace,
  type Action,
  type Args,
  type Context,
  type LuaInteger,
  type Tracer,
  type Value,
} from "@luster/vm";
import { checkDouble, checkInteger, checkString, optCount, startPosition } from "../args.js";
import { MAX_RESULTS } from "../library.js";
import { TextBuilder } from "./text-builder.js";

/** Largest integer that a format can ask for, in bytes (MAXINTSIZE). */
const MAX_INTEGER_SIZE = 16;
/** Size of a Lua integer, in bytes. */
const INTEGER_SIZE = 8;
/** Alignment of `!` without a number. */
const NATIVE_ALIGNMENT = 8;
/** Largest size of a result (MAXSIZE). */
const MAX_SIZE = 0x7fffffff;
/** Numerals stop growing here, so that they stay below MAX_SIZE. */
const MAX_NUMERAL_PREFIX = Math.floor((MAX_SIZE - 9) / 10);

type OptionKind = "int" | "uint" | "float" | "double" | "char" | "string" | "zstring" | "padding" | "align" | "none";

const FIXED_OPTIONS: Readonly<Record<string, readonly [kind: OptionKind, size: number]>> = {
  b: ["int", 1],
  B: ["uint", 1],
  h: ["int", 2],
  H: ["uint", 2],
  l: ["int", 8],
  L: ["uint", 8],
  j: ["int", 8],
  J: ["uint", 8],
  T: ["uint", 8],
  f: ["float", 4],
  n: ["double", 8],
  d: ["double", 8],
  z: ["zstring", 0],
  x: ["padding", 1],
  X: ["align", 0],
  " ": ["none", 0],
};

/** Reads a format string, one option at a time; the last option is in the fields. */
class FormatReader<in out G> {
  kind: OptionKind = "none";
  size = 0;
  /** Bytes of padding before the option. */
  padding = 0;
  isLittle = true;
  private maxAlignment = 1;
  private position = 0;
  private readonly end: number;

  constructor(
    /** Who asks, in this slice. */
    public cx: Context<G>,
    private readonly format: string,
  ) {
    // PUC takes the format as a C string.
    const zero = format.indexOf("\0");
    this.end = zero < 0 ? format.length : zero;
  }

  /** Reads the next option, to stand at byte `offset` of the data; false at the end of the format. */
  next(offset: number): boolean {
    if (this.position >= this.end) return false;
    this.cx.consumeFuel(1);
    this.option();
    const { kind, size } = this;
    const alignment = kind === "align" ? this.followingAlignment() : size;
    this.kind = kind;
    this.size = size;
    this.padding = alignment <= 1 || kind === "char" ? 0 : this.paddingFor(Math.min(alignment, this.maxAlignment), offset);
    return true;
  }

  private paddingFor(alignment: number, offset: number): number {
    if ((alignment & (alignment - 1)) !== 0) throw this.cx.argError(0, "format asks for alignment not power of 2");
    return (alignment - (offset & (alignment - 1))) & (alignment - 1);
  }

  private followingAlignment(): number {
    if (this.position < this.end) {
      this.option();
      if (this.kind !== "char" && this.size !== 0) return this.size;
    }
    throw this.cx.argError(0, "invalid next option for option 'X'");
  }

  private option(): void {
    const letter = this.format[this.position++]!;
    const fixed = Object.hasOwn(FIXED_OPTIONS, letter) ? FIXED_OPTIONS[letter] : undefined;
    if (fixed !== undefined) {
      this.kind = fixed[0];
      this.size = fixed[1];
      return;
    }
    this.kind = "none";
    this.size = 0;
    switch (letter) {
      case "i":
        return this.set("int", this.limitedNumeral(4));
      case "I":
        return this.set("uint", this.limitedNumeral(4));
      case "s":
        return this.set("string", this.limitedNumeral(8));
      case "c":
        this.set("char", this.numeral(-1));
        if (this.size === -1) throw this.cx.error("missing size for format option 'c'");
        return;
      case "<":
      case "=":
        this.isLittle = true;
        return;
      case ">":
        this.isLittle = false;
        return;
      case "!":
        this.maxAlignment = this.limitedNumeral(NATIVE_ALIGNMENT);
        return;
      default:
        throw this.cx.error(`invalid format option '${letter}'`);
    }
  }

  private set(kind: OptionKind, size: number): void {
    this.kind = kind;
    this.size = size;
  }

  private digit(): number {
    const code = this.position < this.end ? this.format.charCodeAt(this.position) - 0x30 : -1;
    return code >= 0 && code <= 9 ? code : -1;
  }

  private numeral(defaultValue: number): number {
    if (this.digit() < 0) return defaultValue;
    let value = 0;
    do {
      value = value * 10 + this.digit();
      this.position++;
    } while (this.digit() >= 0 && value <= MAX_NUMERAL_PREFIX);
    return value;
  }

  private limitedNumeral(defaultValue: number): number {
    const size = this.numeral(defaultValue);
    if (size > MAX_INTEGER_SIZE || size <= 0) {
      throw this.cx.error(`integral size (${size}) out of limits [1,${MAX_INTEGER_SIZE}]`);
    }
    return size;
  }
}

// ----------------------------------------------------------------------------------------------------------------- packing

// Scratch for the bytes of one number.
const scratch = new DataView(new ArrayBuffer(MAX_INTEGER_SIZE));

function scratchText(size: number): string {
  let text = "";
  for (let i = 0; i < size; i++) text += String.fromCharCode(scratch.getUint8(i));
  return text;
}

/** The bytes of an integer; `fill` is what the bytes beyond the eighth are. */
function integerText(value: LuaInteger, size: number, isLittle: boolean, fill: number): string {
  const hi = highWord(value);
  const lo = lowWord(value);
  for (let i = 0; i < size; i++) {
    const byte = i < 4 ? lo >>> (8 * i) : i < 8 ? hi >>> (8 * (i - 4)) : fill;
    scratch.setUint8(isLittle ? i : size - 1 - i, byte & 0xff);
  }
  return scratchText(size);
}

function doubleText(value: number, size: number, isLittle: boolean): string {
  if (size === 4) scratch.setFloat32(0, value, isLittle);
  else scratch.setFloat64(0, value, isLittle);
  return scratchText(size);
}

/** Bits of the upper word that an integer of `size` bytes (fewer than 8) does not have. */
function unusedUpperBits(size: number): number {
  return 64 - size * 8;
}

function packSigned<G>(cx: Context<G>, value: LuaInteger, size: number, isLittle: boolean, argument: number): string {
  if (size < INTEGER_SIZE && !isSame(signExtended(highWord(value), lowWord(value), size), value)) {
    throw cx.argError(argument, "integer overflow");
  }
  return integerText(value, size, isLittle, highWord(value) < 0 ? 0xff : 0);
}

function packUnsigned<G>(cx: Context<G>, value: LuaInteger, size: number, isLittle: boolean, argument: number): string {
  if (size < INTEGER_SIZE) {
    const hi = highWord(value);
    const fits = size <= 4 ? hi === 0 && (size === 4 || lowWord(value) >>> (size * 8) === 0) : hi >>> (32 - unusedUpperBits(size)) === 0;
    if (!fits) throw cx.argError(argument, "unsigned overflow");
  }
  return integerText(value, size, isLittle, 0);
}

function isSame(a: LuaInteger, b: LuaInteger): boolean {
  return lowWord(a) === lowWord(b) && highWord(a) === highWord(b);
}

function packChars<G>(cx: Context<G>, text: string, size: number, argument: number): string {
  if (text.length > size) throw cx.argError(argument, "string longer than given size");
  reserve(cx, size);
  return text + "\0".repeat(size - text.length);
}

function packCounted<G>(cx: Context<G>, text: string, size: number, isLittle: boolean, argument: number): string {
  if (size < INTEGER_SIZE && text.length >= 2 ** (size * 8)) throw cx.argError(argument, "string length does not fit in given size");
  return integerText(text.length, size, isLittle, 0) + text;
}

function packTerminated<G>(cx: Context<G>, text: string, argument: number): string {
  if (text.includes("\0")) throw cx.argError(argument, "string contains zeros");
  return text + "\0";
}

function reserve<G>(cx: Context<G>, length: number): void {
  if (length > MAX_STRING_LENGTH) throw cx.errorValue("not enough memory");
  cx.reserveBytes(length);
}

function packValue<G>(cx: Context<G>, format: FormatReader<G>, value: Value<G>, argument: number): string {
  const { size, isLittle } = format;
  switch (format.kind) {
    case "int":
      return packSigned(cx, checkInteger(cx, value, argument), size, isLittle, argument);
    case "uint":
      return packUnsigned(cx, checkInteger(cx, value, argument), size, isLittle, argument);
    case "float":
    case "double":
      return doubleText(checkDouble(cx, value, argument), size, isLittle);
    case "char":
      return packChars(cx, checkString(cx, value, argument), size, argument);
    case "string":
      return packCounted(cx, checkString(cx, value, argument), size, isLittle, argument);
    default:
      return packTerminated(cx, checkString(cx, value, argument), argument);
  }
}

/** What options that take no string expect. */
const EXPECTED: Readonly<Partial<Record<OptionKind, string>>> = { int: "number", uint: "number", float: "number", double: "number" };

/** Longest format that is done in one go. */
const SHORT_FORMAT = 256;

/** Options that are read between two looks at the fuel. */
const OPTIONS_IN_A_ROW = 1 << 10;

/** Reads options one by one, in as many slices as that takes. An option stays current until it is done: a refused allocation has it done again. */
abstract class OptionTask<in out G> extends Continuation<G> {
  private hasOption = false;
  private untilCheck = OPTIONS_IN_A_ROW;

  constructor(protected readonly format: FormatReader<G>) {
    super();
  }

  resume(cx: Context<G>): Action<G> {
    return this.run(cx);
  }

  run(cx: Context<G>): Action<G> {
    this.format.cx = cx;
    for (;;) {
      if (!this.hasOption) {
        if (--this.untilCheck < 0) {
          this.untilCheck = OPTIONS_IN_A_ROW;
          if (cx.isOutOfFuel()) return cx.pause(this);
        }
        if (!this.format.next(this.offset)) return this.finish(cx);
        this.hasOption = true;
        this.begin(cx);
      }
      this.handle(cx);
      this.hasOption = false;
    }
  }

  /** Where the option stands in the data. */
  protected abstract get offset(): number;
  /** What happens once for each option, before anything is allocated. */
  protected abstract begin(cx: Context<G>): void;
  protected abstract handle(cx: Context<G>): void;
  protected abstract finish(cx: Context<G>): Action<G>;
}

class Packing<in out G> extends OptionTask<G> {
  private readonly text = new TextBuilder();
  private argument = 0;

  constructor(
    format: FormatReader<G>,
    private readonly values: readonly Value<G>[],
  ) {
    super(format);
  }

  protected get offset(): number {
    return this.text.length;
  }

  protected begin(cx: Context<G>): void {
    const { kind } = this.format;
    if (kind === "padding" || kind === "align" || kind === "none") return;
    this.argument++;
    if (this.argument >= this.values.length) throw missingValue(cx, kind, this.argument);
  }

  protected handle(cx: Context<G>): void {
    const { format, text } = this;
    text.reserve(cx, 0);
    const bytes = this.bytes(cx);
    text.reserve(cx, format.padding + bytes.length);
    if (format.padding > 0) text.add("\0".repeat(format.padding));
    text.add(bytes);
  }

  private bytes(cx: Context<G>): string {
    const { kind } = this.format;
    if (kind === "padding") return "\0";
    if (kind === "align" || kind === "none") return "";
    return packValue(cx, this.format, this.values[this.argument], this.argument);
  }

  protected finish(cx: Context<G>): Action<G> {
    cx.consumeFuel(this.text.length >> 4);
    return cx.chargeString(this.text.toString());
  }

  [trace](tracer: Tracer): void {
    markValue(tracer, this.text.toString());
    for (const value of this.values) markValue(tracer, value);
  }
}

/** A format that is short needs no task: it is done in one go, and done again from the start when memory was refused. */
function packShort<G>(cx: Context<G>, format: FormatReader<G>, args: Args<G>): Action<G> {
  let argument = 0;
  let text = "";
  while (format.next(text.length)) {
    if (format.padding > 0) text += "\0".repeat(format.padding);
    const { kind } = format;
    if (kind === "padding") text += "\0";
    else if (kind !== "align" && kind !== "none") {
      argument++;
      if (argument >= args.count) throw missingValue(cx, kind, argument);
      text += packValue(cx, format, args.get(argument), argument);
    }
    if (text.length > MAX_STRING_LENGTH / 2) reserve(cx, text.length * 2);
  }
  cx.consumeFuel(text.length >> 4);
  return cx.chargeString(text);
}

/** PUC has put a nil of its own behind the arguments. */
function missingValue<G>(cx: Context<G>, kind: OptionKind, argument: number): unknown {
  return cx.argError(argument, `${EXPECTED[kind] ?? "string"} expected, got nil`);
}

function pack<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const source = checkString(cx, args.get(0), 0);
  const format = new FormatReader(cx, source);
  return source.length <= SHORT_FORMAT ? packShort(cx, format, args) : new Packing<G>(format, args.toArray()).run(cx);
}

class PackSize<in out G> extends OptionTask<G> {
  private total = 0;

  protected get offset(): number {
    return this.total;
  }

  protected begin(): void {}

  protected handle(cx: Context<G>): void {
    const { kind, size, padding } = this.format;
    if (kind === "string" || kind === "zstring") throw cx.argError(0, "variable-length format");
    if (this.total > MAX_SIZE - (size + padding)) throw cx.argError(0, "format result too large");
    this.total += size + padding;
  }

  protected finish(): Action<G> {
    return this.total;
  }

  [trace](): void {}
}

function packsize<G>(cx: Context<G>, formatValue: Value<G>): Action<G> {
  return new PackSize<G>(new FormatReader(cx, checkString(cx, formatValue, 0))).run(cx);
}

// --------------------------------------------------------------------------------------------------------------- unpacking

function unpackInteger<G>(cx: Context<G>, data: string, at: number, size: number, isLittle: boolean, isSigned: boolean): LuaInteger {
  let lo = 0;
  let hi = 0;
  const byteAt = (i: number): number => data.charCodeAt(isLittle ? at + i : at + size - 1 - i);
  for (let i = Math.min(size, INTEGER_SIZE) - 1; i >= 0; i--) {
    hi = (hi << 8) | (lo >>> 24);
    lo = (lo << 8) | byteAt(i);
  }
  if (size < INTEGER_SIZE && isSigned) return signExtended(hi, lo, size);
  const fill = isSigned && hi < 0 ? 0xff : 0;
  for (let i = INTEGER_SIZE; i < size; i++) {
    if (byteAt(i) !== fill) throw cx.error(`${size}-byte integer does not fit into Lua Integer`);
  }
  return fromWords(hi, lo);
}

function signExtended(hi: number, lo: number, size: number): LuaInteger {
  if (size <= 4) {
    const shift = 32 - size * 8;
    return (lo << shift) >> shift;
  }
  const shift = unusedUpperBits(size);
  return fromWords((hi << shift) >> shift, lo);
}

function unpackDouble(data: string, at: number, size: number, isLittle: boolean): number {
  for (let i = 0; i < size; i++) scratch.setUint8(i, data.charCodeAt(at + i));
  return size === 4 ? scratch.getFloat32(0, isLittle) : scratch.getFloat64(0, isLittle);
}

/** Reads values out of data; the position moves with each. */
class Unpacker<in out G> {
  readonly values: Value<G>[] = [];

  constructor(
    private readonly data: string,
    /** 0-based. */
    public position: number,
  ) {}

  /** Goes over the padding of an option, once it is clear that there are as many bytes as it takes. */
  begin(cx: Context<G>, format: FormatReader<G>): void {
    const { padding, size } = format;
    if (this.values.length >= MAX_RESULTS) throw cx.error("stack overflow (too many results)");
    if (padding + size > this.data.length - this.position) throw this.tooShort(cx);
    this.position += padding;
  }

  /** Reads the option's value, if it has one. */
  read(cx: Context<G>, format: FormatReader<G>): void {
    const { size } = format;
    this.value(cx, format);
    this.position += size;
  }

  finish(cx: Context<G>): Action<G> {
    this.values.push(this.position + 1);
    return cx.returnList(this.values);
  }

  private tooShort(cx: Context<G>): unknown {
    return cx.argError(1, "data string too short");
  }

  private value(cx: Context<G>, format: FormatReader<G>): void {
    const { data, position, values } = this;
    const { kind, size, isLittle } = format;
    switch (kind) {
      case "int":
      case "uint":
        values.push(unpackInteger(cx, data, position, size, isLittle, kind === "int"));
        return;
      case "float":
      case "double":
        values.push(makeFloat(unpackDouble(data, position, size, isLittle)));
        return;
      case "char":
        this.text(cx, position, position + size);
        return;
      case "string":
        return this.counted(cx, size, isLittle);
      case "zstring":
        return this.terminated(cx);
      default:
    }
  }

  private text(cx: Context<G>, from: number, to: number): void {
    this.values.push(cx.chargeString(substring(this.data, from, to)));
    cx.consumeFuel((to - from) >> 4);
  }

  private counted(cx: Context<G>, size: number, isLittle: boolean): void {
    const { data, position } = this;
    const length = unpackInteger(cx, data, position, size, isLittle, false);
    const room = data.length - position - size;
    if (typeof length !== "number" || length < 0 || length > room) throw this.tooShort(cx);
    this.text(cx, position + size, position + size + length);
    this.position += length;
  }

  private terminated(cx: Context<G>): void {
    const zero = this.data.indexOf("\0", this.position);
    if (zero < 0) throw cx.argError(1, "unfinished string for format 'z'");
    this.text(cx, this.position, zero);
    this.position = zero + 1;
  }
}

/** Unpacking by a long format. */
class Unpacking<in out G> extends OptionTask<G> {
  constructor(
    format: FormatReader<G>,
    private readonly unpacker: Unpacker<G>,
  ) {
    super(format);
  }

  protected get offset(): number {
    return this.unpacker.position;
  }

  protected begin(cx: Context<G>): void {
    this.unpacker.begin(cx, this.format);
  }

  protected handle(cx: Context<G>): void {
    this.unpacker.read(cx, this.format);
  }

  protected finish(cx: Context<G>): Action<G> {
    return this.unpacker.finish(cx);
  }

  [trace](tracer: Tracer): void {
    for (const value of this.unpacker.values) markValue(tracer, value);
  }
}

function unpack<G>(cx: Context<G>, args: Args<G>): Action<G> {
  const format = checkString(cx, args.get(0), 0);
  const data = checkString(cx, args.get(1), 1);
  const position = startPosition(optCount(cx, args.get(2), 2, 1), data.length) - 1;
  if (position > data.length) throw cx.argError(2, "initial position out of string");
  const reader = new FormatReader(cx, format);
  const unpacker = new Unpacker<G>(data, position);
  if (format.length > SHORT_FORMAT) return new Unpacking<G>(reader, unpacker).run(cx);
  while (reader.next(unpacker.position)) {
    unpacker.begin(cx, reader);
    unpacker.read(cx, reader);
  }
  return unpacker.finish(cx);
}

export const packFunctions = [nativeN("pack", pack), native1("packsize", packsize), nativeN("unpack", unpack)];
