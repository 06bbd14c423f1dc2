export { Op, OP_INFO, OP_NAMES } from "./opcode.js";
export type { OpFormat, OpInfo, OpName, OperandKind } from "./opcode.js";
export {
  MAX_ARG_A,
  MAX_ARG_AX,
  MAX_ARG_B,
  MAX_ARG_BX,
  MAX_ARG_C,
  OFFSET_SBX,
  OFFSET_SC,
  OFFSET_SJ,
  argA,
  argAx,
  argB,
  argBx,
  argC,
  argK,
  argSB,
  argSBx,
  argSC,
  argSJ,
  encodeABC,
  encodeABx,
  encodeAsBx,
  encodeAx,
  encodeSJ,
  opOf,
  withA,
  withB,
  withBx,
  withC,
  withK,
  withOp,
  withSJ,
} from "./instruction.js";
export type { Instruction } from "./instruction.js";
export type { Constant } from "./constant.js";
export type { LocalVar, Proto, UpvalueDesc, VariableKind } from "./proto.js";
export { FIELDS_PER_FLUSH, MAX_JUMP, MAX_LOCALS, MAX_REGISTERS, MAX_SYNTAX_LEVELS, MAX_UPVALUES } from "./limits.js";
export { isBinaryChunk } from "./chunk-format.js";
export { dump } from "./dump.js";
export type { DumpOptions } from "./dump.js";
export { ChunkFormatError, undump } from "./undump.js";
export type { ChunkFormatErrorKind } from "./undump.js";
export { verify } from "./verify.js";
export { InvalidProtoError } from "./invalid-proto.js";
export { disassemble, disassembleInstruction } from "./disassemble.js";
export type { DisassembledInstruction } from "./disassemble.js";
