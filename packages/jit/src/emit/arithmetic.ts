// Arithmetic and bitwise instructions. What the types leave open is decided inline for small integers and for floats that are no
// integers; other numbers go out of line; what is no number is left to the interpreter.

import { Op, argA, argC, opOf, argSC, OP_INFO, argB, argK } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";
import type { EventName } from "@luster/vm";
import { ExitKind, isChargePoint } from "@luster/vm/tier";
import { wordAt } from "../graph/effects.js";
import { maskedChain } from "../graph/masked-chain.js";
import { Type, constantType, isNumeric, isRaw, isSwapped, operandType, transfer } from "../graph/register-types.js";
import { emitDouble } from "./guards.js";
import { emitMetamethod } from "./metamethods.js";
import { numberText } from "./writer.js";
import type { Writer } from "./writer.js";

/** An operand: its text as it is kept, that of the Lua value, its type, and its value if that is a constant number. */
interface Operand {
  readonly text: string;
  readonly boxed: string;
  /** Text of whether it is a float, for a number of either kind. */
  readonly kind: string;
  readonly type: Type;
  readonly constant: number | undefined;
}

function operand(w: Writer, word: Instruction, which: 0 | 1): Operand {
  const type = operandType(w.proto, word, which, w.state);
  const op = opOf(word);
  if (op === Op.SHLI) return which === 0 ? immediate(argSC(word)) : register(w, argB(word), type);
  if (which === 0 || op === Op.UNM || op === Op.BNOT) return register(w, argB(word), type);
  switch ((OP_INFO[op] as (typeof OP_INFO)[number]).c) {
    case "K":
      return constantOperand(w, argC(word), type);
    case "I":
      return immediate(argSC(word));
    default:
      return register(w, argC(word), type);
  }
}

const register = (w: Writer, index: number, type: Type): Operand => ({
  text: w.register(index),
  boxed: w.value(index),
  kind: type === Type.NUMBER ? w.kind(index) : "false",
  type,
  constant: undefined,
});

const immediate = (n: number): Operand => ({
  text: numberText(n),
  boxed: numberText(n),
  kind: "false",
  type: Type.INT,
  constant: n,
});

function constantOperand(w: Writer, index: number, type: Type): Operand {
  const constant = w.proto.constants[index];
  if (type === Type.INT || type === Type.FLOAT) {
    const n = Number((constant as { value: bigint | number }).value);
    const text = numberText(n);
    return { text, boxed: type === Type.FLOAT ? `MF(${text})` : text, kind: "false", type, constant: n };
  }
  const text = w.constant(w.loaded.constants[index]);
  return { text, boxed: text, kind: "false", type: constantType(constant), constant: undefined };
}

/** The operand as a Lua value. */
const boxed = (operand: Operand): string => operand.boxed;

/** Text of a test that an operand is an int32; empty when its constant says so. */
const isSmall = ({ text, constant }: Operand): string =>
  constant !== undefined && (constant | 0) === constant ? "" : `(${text} | 0) === ${text}`;

/** Text of a test that an operand is a safe integer; empty when its type says so. */
const isSafeInteger = ({ text, type }: Operand): string => (type === Type.INT ? "" : `Number.isSafeInteger(${text})`);

const isJsNumber = ({ text, type }: Operand): string => (type === Type.INT ? "" : `typeof ${text} === "number"`);

const all = (...tests: string[]): string => tests.filter((test) => test !== "").join(" && ") || "true";

const FUNCTIONS: Partial<Record<Op, string>> = {
  [Op.ADDI]: "add",
  [Op.ADDK]: "add",
  [Op.ADD]: "add",
  [Op.SUBI]: "sub",
  [Op.SUBK]: "sub",
  [Op.SUB]: "sub",
  [Op.MULK]: "mul",
  [Op.MUL]: "mul",
  [Op.MODK]: "modulo",
  [Op.MOD]: "modulo",
  [Op.POWK]: "pow",
  [Op.POW]: "pow",
  [Op.DIVK]: "div",
  [Op.DIV]: "div",
  [Op.IDIVK]: "floorDivide",
  [Op.IDIV]: "floorDivide",
  [Op.BANDK]: "band",
  [Op.BAND]: "band",
  [Op.BORK]: "bor",
  [Op.BOR]: "bor",
  [Op.BXORK]: "bxor",
  [Op.BXOR]: "bxor",
  [Op.SHLI]: "shl",
  [Op.SHL]: "shl",
  [Op.SHR]: "shr",
};

const SIGNS: Readonly<Record<string, string>> = { add: "+", sub: "-", mul: "*", band: "&", bor: "|", bxor: "^", div: "/" };

/** Writes an arithmetic or bitwise instruction. */
export function emitArithmetic(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const after = [...w.state];
  transfer(w.proto, pc, after, w.guesses);
  const dest = w.register(argA(word));
  const result = after[argA(word)] as Type;
  const op = opOf(word);
  const a = operand(w, word, 0);
  const b = operand(w, word, 1);
  if (w.isInChain(pc)) {
    w.line(`${dest} = ${a.text} ${SIGNS[FUNCTIONS[op] as string]} ${b.text};`);
    return;
  }
  if (result === Type.INT && emitShiftOfChain(w, pc, word, dest, a, b)) return;
  if (op === Op.UNM) emitNegation(w, pc, dest, a, result);
  else if (op === Op.BNOT) emitComplement(w, pc, dest, a, result);
  else if (op === Op.SHRI) emitShift(w, pc, dest, a, argK(word) ? "shl" : "shr", argK(word) ? -argSC(word) : argSC(word), result);
  else {
    const name = FUNCTIONS[op] as string;
    const [x, y] = isSwapped(word) ? [b, a] : [a, b];
    if (result === Type.FLOAT) emitFloat(w, pc, dest, name, x, y);
    else if (result === Type.INT) emitInteger(w, pc, dest, name, x, y);
    else if (result === Type.NUMBER) emitNumber(w, pc, argA(word), name, x, y);
    else emitGeneric(w, pc, dest, name, x, y);
  }
}

/**
 * Writes a shift to the left of which only the low 32 bits are used: then it is one of 32 bits, and what goes on with it, too, up to the
 * mask (`maskedChain`). False if it is none.
 */
function emitShiftOfChain(w: Writer, pc: number, word: Instruction, dest: string, a: Operand, b: Operand): boolean {
  const op = opOf(word);
  const isLeft = op === Op.SHL || (op === Op.SHRI && argSC(word) < 0);
  if (!isLeft || a.type !== Type.INT || (op === Op.SHL && b.type !== Type.INT)) return false;
  const canPass = (at: number): boolean => !w.leaders.has(at) && !isChargePoint(w.loaded.code, at) && w.guesses.isTrusted(at);
  const chain = maskedChain(w.proto, pc, w.state, canPass, (at) => w.kept[at]);
  if (chain === undefined) return false;
  if (op === Op.SHL) {
    w.line(`if (${b.text} < 0) ${w.exit(ExitKind.GUARD, pc)}`);
    w.line(`${dest} = ${b.text} > 31 ? 0 : ${a.text} << ${b.text};`);
  } else {
    w.line(`${dest} = ${argSC(word) < -31 ? "0" : `${a.text} << ${-argSC(word)}`};`);
  }
  w.beginChain(chain);
  return true;
}

/** The operand as a double; leaves if it is no number. */
function double(w: Writer, pc: number, { text, type }: Operand, temporary: string): string {
  if (isNumeric(type)) return text;
  w.line(`if (typeof ${text} === "number") ${temporary} = +${text};`);
  w.line(`else if ((${temporary} = DN(${text})) === undefined) ${w.exit(ExitKind.GUARD, pc)}`);
  w.line(`else ${temporary} = +${temporary};`);
  return temporary;
}

/** Both operands as doubles, of which one at least is a float where the result depends on it. */
function doubles(w: Writer, pc: number, name: string, a: Operand, b: Operand): [string, string] {
  const isFloatAnyway = name === "div" || name === "pow" || a.type === Type.FLOAT || b.type === Type.FLOAT;
  const guarded = isFloatAnyway ? undefined : a.type === Type.LIKELY_FLOAT ? a : b;
  if (guarded !== undefined) emitDouble(w, guarded.text, guarded === a ? "f" : "g", w.exit(ExitKind.GUARD, pc));
  return [guarded === a ? "f" : double(w, pc, a, "f"), guarded === b ? "g" : double(w, pc, b, "g")];
}

function emitFloat(w: Writer, pc: number, dest: string, name: string, a: Operand, b: Operand): void {
  const [x, y] = doubles(w, pc, name, a, b);
  switch (name) {
    case "pow":
      w.line(`${dest} = ${b.constant === 2 ? `${x} * ${x}` : `power(${x}, ${y})`};`);
      return;
    case "modulo":
      w.line(`${dest} = FMOD(${x}, ${y});`);
      return;
    case "floorDivide":
      w.line(`${dest} = Math.floor(${x} / ${y});`);
      return;
    default:
      w.line(`${dest} = ${x} ${SIGNS[name]} ${y};`);
  }
}

/** `+`, `-` or `*` of two numbers, one of which at least may be of either kind. */
function emitNumber(w: Writer, pc: number, register: number, name: string, a: Operand, b: Operand): void {
  const dest = w.register(register);
  w.line(`t = ${a.text} ${SIGNS[name]} ${b.text};`);
  w.line(`q = ${[a.kind, b.kind].filter((kind) => kind !== "false").join(" || ")};`);
  w.line(`if (!q && (t > 9007199254740991 || t < -9007199254740991)) ${w.exit(ExitKind.GUARD, pc)}`);
  w.line(`${dest} = ${name === "mul" ? "q ? t : t + 0" : "t"};`);
  w.line(`${w.kind(register)} = q;`);
}

function emitInteger(w: Writer, pc: number, dest: string, name: string, a: Operand, b: Operand): void {
  switch (name) {
    case "add":
    case "sub":
      w.line(`t = ${a.text} ${SIGNS[name]} ${b.text};`);
      w.line(`if (t > 9007199254740991 || t < -9007199254740991) ${w.exit(ExitKind.GUARD, pc)}`);
      w.line(`${dest} = t;`);
      return;
    case "mul":
      w.line(`t = ${a.text} * ${b.text};`);
      w.line(`if (t > 9007199254740991 || t < -9007199254740991) ${w.exit(ExitKind.GUARD, pc)}`);
      w.line(`${dest} = t + 0;`);
      return;
    case "modulo":
      emitIntegerModulo(w, pc, dest, a, b);
      return;
    case "floorDivide":
      if (b.constant === undefined || b.constant === 0) w.line(`if (${b.text} === 0) ${w.exit(ExitKind.RETRY, pc)}`);
      w.line(`${dest} = Math.floor(${a.text} / ${b.text}) + 0;`);
      return;
    case "shl":
    case "shr":
      if (b.constant !== undefined) emitShift(w, pc, dest, a, name, b.constant, Type.INT);
      else emitVariableShift(w, pc, dest, a, name, b);
      return;
    default:
      if (name === "band" && ((a.type === Type.INT && isMask(b)) || (b.type === Type.INT && isMask(a))))
        w.line(`${dest} = (${a.text} & ${b.text}) >>> 0;`);
      else emitBits(w, pc, dest, name, a, b);
  }
}

/** True for a constant of up to 32 bits: of what it is and-ed with, only that many matter. */
const isMask = ({ constant }: Operand): boolean => constant !== undefined && constant >= 0 && constant <= MAX_UINT32;

const MAX_UINT32 = 4294967295;

/** Text of a test that an operand, known to be a number, is an unsigned integer of 32 bits. */
const isUnsigned = ({ text, constant }: Operand): string =>
  constant !== undefined && constant >= 0 && constant <= MAX_UINT32 ? "" : `${text} >>> 0 === ${text}`;

function emitVariableShift(w: Writer, pc: number, dest: string, a: Operand, name: "shl" | "shr", b: Operand): void {
  const numbers = all(isJsNumber(a), isJsNumber(b), isUnsigned(b), `${b.text} < 31`, isUnsigned(a));
  const out = `${name}(${a.text}, ${b.text})`;
  if (name === "shr") w.line(`t = ${numbers} ? ${a.text} >>> ${b.text} : ${out};`);
  else w.line(`t = ${numbers} && (t = ${a.text} * (1 << ${b.text})) <= 9007199254740991 ? t : ${out};`);
  w.line(`if (typeof t !== "number") ${w.exit(ExitKind.GUARD, pc)}`);
  w.line(`${dest} = t;`);
}

function emitIntegerModulo(w: Writer, pc: number, dest: string, a: Operand, b: Operand): void {
  const n = b.constant;
  if (n !== undefined && n > 0 && (n | 0) === n) {
    w.line(`t = (${a.text} % ${b.text}) | 0;`);
    w.line(`${dest} = t < 0 ? t + ${b.text} : t;`);
    return;
  }
  w.line(`if (${b.text} === 0) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(`t = ${a.text} % ${b.text};`);
  w.line(`${dest} = t !== 0 && (t < 0) !== (${b.text} < 0) ? t + ${b.text} : t + 0;`);
}

/** Bits of two integers: inline for those of 32 bits, signed or unsigned. The result is to be a safe integer. */
function emitBits(w: Writer, pc: number, dest: string, name: string, a: Operand, b: Operand): void {
  const inline = `${a.text} ${SIGNS[name]} ${b.text}`;
  const out = `${name}(${a.text}, ${b.text})`;
  const signed = all(isSmall(a), isSmall(b));
  if (name === "band") {
    // Of the other operand no more than 32 bits matter, if one has no more.
    const hasMask = [isUnsigned(a), isUnsigned(b)].includes("");
    const words = `(${inline}) >>> 0`;
    const bits = hasMask ? words : `${isUnsigned(b)} || ${isUnsigned(a)} ? ${words} : ${signed} ? ${inline} : ${out}`;
    const integers = all(isSafeInteger(a), isSafeInteger(b));
    w.line(integers === "true" ? `t = ${bits};` : `if (${integers}) t = ${bits}; else t = ${out};`);
  } else {
    const numbers = all(isJsNumber(a), isJsNumber(b));
    const unsigned = all(isUnsigned(a), isUnsigned(b));
    w.line(`if (${numbers}) t = ${signed} ? ${inline} : ${unsigned} ? (${inline}) >>> 0 : ${out}; else t = ${out};`);
  }
  w.line(`if (typeof t !== "number") ${w.exit(ExitKind.GUARD, pc)}`);
  w.line(`${dest} = t;`);
}

function emitShift(w: Writer, pc: number, dest: string, a: Operand, name: "shl" | "shr", count: number, result: Type): void {
  const left = name === "shl" ? count : -count;
  const out = `${name}(${boxed(a)}, ${numberText(count)})`;
  let text = out;
  if (!isRaw(a.type) && left <= 0 && left >= -31) text = `${all(isJsNumber(a), isUnsigned(a))} ? ${a.text} >>> ${-left} : ${out}`;
  else if (a.type === Type.INT && left > 0 && left < 53)
    text = `(t = ${a.text} * ${2 ** left}) <= 9007199254740991 && t >= -9007199254740991 ? t + 0 : ${out}`;
  else if (!isRaw(a.type) && left > 0 && left <= 21) text = `${all(isJsNumber(a), isSmall(a))} ? ${a.text} * ${2 ** left} + 0 : ${out}`;
  w.line(`t = ${text};`);
  if (result === Type.INT) w.line(`if (typeof t !== "number") ${w.exit(ExitKind.GUARD, pc)}`);
  else w.line(`if (t === undefined) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(`${dest} = t;`);
}

function emitNegation(w: Writer, pc: number, dest: string, a: Operand, result: Type): void {
  if (result === Type.FLOAT && a.type === Type.LIKELY_FLOAT) {
    emitDouble(w, a.text, "f", w.exit(ExitKind.GUARD, pc));
    w.line(`${dest} = -f;`);
  } else if (result === Type.FLOAT) {
    w.line(`${dest} = -${a.text};`);
  } else if (result === Type.INT) {
    w.line(`${dest} = 0 - ${a.text};`);
  } else {
    w.line(`t = unm(${boxed(a)});`);
    emitMetamethod(w, pc, "t", "__unm", boxed(a), boxed(a));
    w.line(`${dest} = t;`);
  }
}

function emitComplement(w: Writer, pc: number, dest: string, a: Operand, result: Type): void {
  if (a.type === Type.INT) {
    w.line(`if (${a.text} === 9007199254740991) ${w.exit(ExitKind.GUARD, pc)}`);
    w.line(`${dest} = -1 - ${a.text};`);
    return;
  }
  const test = `${isSafeInteger(a)} && ${a.text} !== 9007199254740991`;
  w.line(isRaw(a.type) ? `t = bnot(${boxed(a)});` : `t = ${test} ? -1 - ${a.text} : bnot(${a.text});`);
  if (result === Type.INT) w.line(`if (typeof t !== "number") ${w.exit(ExitKind.GUARD, pc)}`);
  else w.line(`if (t === undefined) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(`${dest} = t;`);
}

/** Any operands: the result is whatever they make. */
function emitGeneric(w: Writer, pc: number, dest: string, name: string, a: Operand, b: Operand): void {
  const out = `${name}(${boxed(a)}, ${boxed(b)})`;
  const numbers = all(isJsNumber(a), isJsNumber(b));
  const small = all(isSmall(a), isSmall(b));
  const canInline = !isRaw(a.type) && !isRaw(b.type);
  let text = out;
  if (canInline && (name === "add" || name === "sub")) {
    // A float sum that is an integer would have to be a box.
    const integers = all(isSafeInteger(a), isSafeInteger(b), "Number.isSafeInteger(t)");
    text = `${numbers} && ((t = ${a.text} ${SIGNS[name]} ${b.text}) !== Math.floor(t) || (${small}) || (${integers})) ? t : ${out}`;
  } else if (canInline && name === "mul") {
    text = `${numbers} && ((t = ${a.text} * ${b.text}) !== Math.floor(t) || ((t | 0) === t && ${small})) ? t + 0 : ${out}`;
  } else if (canInline && name === "div") {
    text = `${numbers} && (t = ${a.text} / ${b.text}) !== Math.floor(t) ? t : ${out}`;
  } else if (canInline && name === "modulo" && (b.constant === undefined || b.constant > 0)) {
    text = `${numbers} && ${all(small, b.constant === undefined ? `${b.text} > 0` : "")} ? ((t = ${a.text} % ${b.text} | 0) < 0 ? t + ${b.text} : t) : ${out}`;
  } else if (canInline && name === "floorDivide" && (b.constant === undefined || b.constant > 0)) {
    text = `${numbers} && ${all(small, b.constant === undefined ? `${b.text} > 0` : "")} ? Math.floor(${a.text} / ${b.text}) : ${out}`;
  }
  w.line(`t = ${text};`);
  emitMetamethod(w, pc, "t", EVENTS[name] as EventName, boxed(a), boxed(b));
  w.line(`${dest} = t;`);
}

/** The events of the functions in `FUNCTIONS`. */
const EVENTS: Readonly<Record<string, EventName>> = {
  add: "__add",
  sub: "__sub",
  mul: "__mul",
  modulo: "__mod",
  pow: "__pow",
  div: "__div",
  floorDivide: "__idiv",
  band: "__band",
  bor: "__bor",
  bxor: "__bxor",
  shl: "__shl",
  shr: "__shr",
};
