// Says whether a Proto from an untrusted source may run. The VM does not check operands: it trusts what has passed here. A function
// passes if, on every path through it,
//  - each operand refers to something that is there and of the right kind, and every jump leads to an instruction;
//  - an instruction reads only registers that were written, ordinary instructions see no cell as a value, and cell instructions
//    (and captures by closures) see nothing but cells;
//  - a list of values that is open (up to top) is consumed by the next instruction;
//  - numeric loops step only state that their FORPREP prepared, and are entered nowhere else;
//  - to-be-closed variables are closed before the function is left, and nothing overwrites them.
//
// There are two passes over a function: instructions one by one (verify-instruction.ts), then an abstract interpretation that
// knows for each register what it holds (verify-flow.ts). What the VM must still expect: any value in any register that holds a
// value, and a to-be-closed variable whose cell was given another value.

import { MAX_FUNCTION_DEPTH } from "./chunk-format.js";
import { MAX_UPVALUES } from "./limits.js";
import type { Constant } from "./constant.js";
import type { LocalVar, Proto, UpvalueDesc } from "./proto.js";
import { InvalidProtoError } from "./invalid-proto.js";
import { verifyFlow } from "./verify-flow.js";
import { verifyInstructions } from "./verify-instruction.js";

/**
 * Checks a function and all functions in it. Takes time in proportion to the size of the code.
 *
 * @throws {InvalidProtoError} if running it could break the VM
 */
export function verify(proto: Proto): void {
  verifyNested(proto, [], new Set());
}

function verifyNested(proto: Proto, path: readonly number[], verified: Set<Proto>): void {
  // A function may be part of several; cycles end here as well.
  if (verified.has(proto)) return;
  verified.add(proto);
  if (path.length > MAX_FUNCTION_DEPTH) throw new InvalidProtoError("functions are nested too deeply", [], undefined);
  try {
    verifyFunction(proto);
  } catch (error) {
    throw error instanceof InvalidProtoError ? error.inFunction(path) : error;
  }
  proto.protos.forEach((nested, index) => verifyNested(nested, [...path, index], verified));
}

function verifyFunction(proto: Proto): void {
  verifyHead(proto);
  proto.constants.forEach(verifyConstant);
  proto.upvalues.forEach(verifyUpvalue);
  verifyDebug(proto);
  verifyInstructions(proto);
  verifyFlow(proto);
}

// -------------------------------------------------------------------- everything but the code

const isIndex = (value: number, limit: number): boolean => Number.isInteger(value) && value >= 0 && value < limit;

const MAX_INT = 0x7fffffff;
const MIN_STACK_SIZE = 2;
const MAX_STACK_SIZE = 255;

function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new InvalidProtoError(what, [], undefined);
}

function verifyHead(proto: Proto): void {
  const { chunkName, lineDefined, lastLineDefined, paramCount, maxStackSize, code, protos, isVararg } = proto;
  check(chunkName === undefined || typeof chunkName === "string", "chunk name is not a string");
  check(isIndex(lineDefined, MAX_INT) && isIndex(lastLineDefined, MAX_INT), "invalid line of definition");
  check(typeof isVararg === "boolean", "invalid vararg flag");
  check(isIndex(maxStackSize, MAX_STACK_SIZE + 1) && maxStackSize >= MIN_STACK_SIZE, "invalid stack size");
  check(isIndex(paramCount, maxStackSize + 1), "invalid number of parameters");
  check(code instanceof Int32Array && code.length > 0, "no code");
  check(proto.upvalues.length <= MAX_UPVALUES, "too many upvalues");
  check(Array.isArray(protos), "invalid functions");
}

function verifyConstant(constant: Constant): void {
  const types = { nil: "undefined", boolean: "boolean", integer: "bigint", float: "number", string: "string" } as const;
  check(Object.hasOwn(types, constant.kind), "invalid constant");
  if (constant.kind === "nil") return;
  check(typeof constant.value === types[constant.kind], "constant of another type");
  if (constant.kind === "integer") check(BigInt.asIntN(64, constant.value) === constant.value, "integer constant out of range");
}

function verifyUpvalue({ name, index, kind, isFromParentRegister }: UpvalueDesc): void {
  check(name === undefined || typeof name === "string", "name of an upvalue is not a string");
  check(isIndex(index, 256), "invalid index of an upvalue");
  check(kind === "regular" || kind === "const" || kind === "close", "invalid kind of an upvalue");
  check(typeof isFromParentRegister === "boolean", "invalid place of an upvalue");
}

function verifyDebug({ lines, localVars, code, maxStackSize }: Proto): void {
  check(lines instanceof Int32Array && (lines.length === 0 || lines.length === code.length), "lines do not fit the code");
  check(
    lines.every((line) => line >= 0),
    "negative line",
  );
  // No more variables at once than there are registers, so that checking them takes no more time than the code deserves.
  let room = (code.length + 1) * maxStackSize;
  for (const variable of localVars) {
    verifyLocalVar(variable, maxStackSize, code.length);
    room -= variable.endPc - variable.startPc;
  }
  check(room >= 0, "too many local variables");
}

function verifyLocalVar({ name, register, startPc, endPc, isCaptured }: LocalVar, maxStackSize: number, codeLength: number): void {
  check(typeof name === "string" && typeof isCaptured === "boolean", "invalid local variable");
  check(isIndex(register, maxStackSize), "register of a local variable out of range");
  check(isIndex(endPc, codeLength + 1) && isIndex(startPc, endPc + 1), "scope of a local variable out of range");
}
