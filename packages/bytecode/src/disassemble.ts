// A readable listing of a Proto, for people and for tests of the compiler. Pcs, registers and constants count from 0, as everywhere.
// It shows any Proto, also one that does not pass the verifier: what an instruction refers to wrongly is shown as `?`.

import { argA, argAx, argB, argBx, argC, argK, argSB, argSBx, argSC, argSJ, opOf } from "./instruction.js";
import { OP_INFO, OP_NAMES, Op } from "./opcode.js";
import type { OperandKind } from "./opcode.js";
import type { Constant } from "./constant.js";
import type { Proto } from "./proto.js";

/** One instruction in words. */
export interface DisassembledInstruction {
  readonly pc: number;
  /** Source line; undefined when debug information was stripped. */
  readonly line: number | undefined;
  /** Name of the opcode; `?` if there is none of that number. */
  readonly name: string;
  /** The operands that the opcode uses, as written in a listing: `k` last if it is set. */
  readonly operands: string;
  /** What constants, upvalues, functions and jumps lead to; empty if there is nothing to say. */
  readonly comment: string;
}

/** Describes the instruction at `pc` (0 .. code.length - 1). */
export function disassembleInstruction(proto: Proto, pc: number): DisassembledInstruction {
  const word = proto.code[pc] ?? 0;
  const op = opOf(word);
  const line = proto.lines[pc];
  const info = OP_INFO[op];
  if (info === undefined) return { pc, line, name: "?", operands: String(word >>> 0), comment: "" };
  return { pc, line, name: OP_NAMES[op] ?? "?", operands: operands(word), comment: comment(proto, pc, word) };
}

/** The listing of a function and of all functions in it. */
export function disassemble(proto: Proto): string {
  const functions = [listFunction(proto)];
  for (const nested of proto.protos) functions.push(disassemble(nested));
  return functions.join("\n");
}

// -------------------------------------------------------------------- functions

function listFunction(proto: Proto): string {
  return (
    [heading(proto), ...instructionLines(proto), ...constantLines(proto), ...localLines(proto), ...upvalueLines(proto)].join("\n") + "\n"
  );
}

function heading(proto: Proto): string {
  const { chunkName, lineDefined, lastLineDefined, code, paramCount, isVararg, maxStackSize, upvalues, localVars, constants, protos } =
    proto;
  const what = lineDefined === 0 ? "main" : "function";
  const name = chunkName === undefined ? "?" : /^[@=]/.test(chunkName) ? chunkName.slice(1) : "(string)";
  const counts = [
    `${paramCount}${isVararg ? "+" : ""} ${plural(paramCount, "param")}`,
    count(maxStackSize, "slot"),
    count(upvalues.length, "upvalue"),
    count(localVars.length, "local"),
    count(constants.length, "constant"),
    count(protos.length, "function"),
  ];
  return `${what} <${name}:${lineDefined},${lastLineDefined}> (${count(code.length, "instruction")})\n${counts.join(", ")}`;
}

const plural = (n: number, noun: string): string => (n === 1 ? noun : `${noun}s`);
const count = (n: number, noun: string): string => `${n} ${plural(n, noun)}`;

function instructionLines(proto: Proto): string[] {
  return Array.from(proto.code, (_, index) => {
    const { pc, line, name, operands: text, comment: remark } = disassembleInstruction(proto, index);
    const head = `${String(pc).padStart(5)}  ${`[${line ?? "-"}]`.padEnd(7)} ${name.padEnd(10)} ${text}`;
    return remark === "" ? head.trimEnd() : `${head.padEnd(42)}  ; ${remark}`;
  });
}

function constantLines({ constants }: Proto): string[] {
  return section("constants", constants, (constant) => `${constant.kind.padEnd(8)} ${constantText(constant)}`);
}

function localLines({ localVars }: Proto): string[] {
  return section("locals", localVars, ({ name, register, startPc, endPc, isCaptured }) => {
    return `${name}  r${register}${isCaptured ? " (cell)" : ""}  ${startPc} .. ${endPc}`;
  });
}

function upvalueLines({ upvalues }: Proto): string[] {
  return section("upvalues", upvalues, ({ name, isFromParentRegister, index, kind }) => {
    return `${name ?? "-"}  ${isFromParentRegister ? "register" : "upvalue"} ${index}${kind === "regular" ? "" : ` <${kind}>`}`;
  });
}

function section<T>(title: string, entries: readonly T[], describe: (entry: T) => string): string[] {
  if (entries.length === 0) return [];
  return [`${title} (${entries.length})`, ...entries.map((entry, index) => `${String(index).padStart(5)}  ${describe(entry)}`)];
}

// -------------------------------------------------------------------- operands

function operands(word: number): string {
  const { format, a, b, c } = OP_INFO[opOf(word)]!;
  switch (format) {
    case "ABx":
      return join(a === "-" ? "" : argA(word), b === "-" ? "" : argBx(word));
    case "AsBx":
      return join(argA(word), argSBx(word));
    case "Ax":
      return String(argAx(word));
    case "sJ":
      return String(argSJ(word));
    case "ABC": {
      const first = a === "-" ? "" : argA(word);
      const second = b === "-" ? "" : b === "I" ? argSB(word) : argB(word);
      const third = c === "-" ? "" : c === "I" ? argSC(word) : argC(word);
      return join(first, second, third, argK(word) ? "k" : "");
    }
  }
}

const join = (...parts: (number | string)[]): string => parts.filter((part) => part !== "").join(" ");

// -------------------------------------------------------------------- comments

function comment(proto: Proto, pc: number, word: number): string {
  const op = opOf(word);
  const { format, a, b, c } = OP_INFO[op]!;
  switch (op) {
    case Op.JMP:
      return `to ${pc + 1 + argSJ(word)}`;
    case Op.FORPREP:
      return `exit to ${pc + 2 + argBx(word)}`;
    case Op.TFORPREP:
      return `to ${pc + 1 + argBx(word)}`;
    case Op.FORLOOP:
    case Op.TFORLOOP:
      return `to ${pc + 1 - argBx(word)}`;
    case Op.NEWCELL:
    case Op.SETCELL:
      return localAt(proto, argA(word), pc);
    case Op.GETCELL:
      return localAt(proto, argB(word), pc);
    case Op.CLOSURE:
      return describeFunction(proto.protos[argBx(word)]);
    case Op.LOADKX:
      return constantAt(proto, argAx(proto.code[pc + 1] ?? 0));
    case Op.LOADK:
      return constantAt(proto, argBx(word));
    case Op.CALL:
      return `${counted(argB(word), "argument", 1)}, ${counted(argC(word), "result", 1)}`;
    case Op.TAILCALL:
      return counted(argB(word), "argument", 1);
    case Op.RETURN:
      return counted(argB(word), "value", 1);
    case Op.VARARG:
      return counted(argC(word), "value", 1);
    case Op.SETLIST:
      return counted(argB(word), "item", 0);
  }
  if (format !== "ABC") return "";
  return join(referred(proto, a, argA(word), word), referred(proto, b, argB(word), word), referred(proto, c, argC(word), word));
}

/** Name of the captured local in a register; it may come into scope with the next instruction. */
function localAt(proto: Proto, register: number, pc: number): string {
  const isInScope = (start: number, end: number): boolean => start <= pc + 1 && pc < end;
  return proto.localVars.find((local) => local.register === register && isInScope(local.startPc, local.endPc))?.name ?? "";
}

function counted(field: number, noun: string, excess: number): string {
  return field === 0 ? `all ${noun}s` : count(field - excess, noun);
}

function referred(proto: Proto, kind: OperandKind, field: number, word: number): string {
  if (kind === "U") return proto.upvalues[field]?.name ?? "-";
  if (kind === "K" || (kind === "RK" && argK(word))) return constantAt(proto, field);
  return "";
}

function describeFunction(proto: Proto | undefined): string {
  return proto === undefined ? "?" : `function at line ${proto.lineDefined}`;
}

function constantAt(proto: Proto, index: number): string {
  const constant = proto.constants[index];
  return constant === undefined ? "?" : constantText(constant);
}

/** A constant as source text, on one line. */
function constantText(constant: Constant): string {
  switch (constant.kind) {
    case "nil":
      return "nil";
    case "boolean":
    case "integer":
      return String(constant.value);
    case "float":
      return Number.isInteger(constant.value) && Math.abs(constant.value) < 1e15 ? constant.value.toFixed(1) : String(constant.value);
    case "string":
      return quoted(constant.value);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function quoted(text: string): string {
  const escape = (byte: string): string => ESCAPES[byte] ?? `\\${String(byte.charCodeAt(0)).padStart(3, "0")}`;
  return `"${text.replace(/["\\]|[^ -~]/g, escape)}"`;
}
