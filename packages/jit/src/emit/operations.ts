// The instructions that neither branch nor end a function, one by one.

import { Op, argA, argAx, argB, argBx, argSBx, opOf } from "@luster/bytecode";
import { ExitKind } from "@luster/vm/tier";
import { wordAt } from "../graph/effects.js";
import { Type, constantType, isIntegerLoop, isRaw } from "../graph/register-types.js";
import { emitClosure, emitList, emitNewCell, emitNewTable } from "./allocation.js";
import { emitArithmetic } from "./arithmetic.js";
import { emitCall, emitIteratorCall, emitVararg } from "./calls.js";
import { emitRead, emitResult, emitSelf, emitWrite } from "./fields.js";
import { numberText } from "./writer.js";
import type { Writer } from "./writer.js";

/** Writes the instruction at `pc`. Not for those that end a block. */
export function emitOperation(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const op = opOf(word);
  if (op >= Op.ADDI && op <= Op.BNOT) {
    emitArithmetic(w, pc);
    return;
  }
  const a = argA(word);
  const b = argB(word);
  switch (op) {
    case Op.MOVE:
      w.line(`${w.register(a)} = ${w.state[b] === Type.NUMBER ? w.value(b) : w.register(b)};`);
      return;
    case Op.LOADI:
    case Op.LOADF:
      w.line(`${w.register(a)} = ${numberText(argSBx(word))};`);
      return;
    case Op.LOADK:
      emitConstant(w, a, argBx(word));
      return;
    case Op.LOADKX:
      emitConstant(w, a, argAx(wordAt(w.proto, pc + 1)));
      return;
    case Op.LOADFALSE:
    case Op.LFALSESKIP:
      w.line(`${w.register(a)} = false;`);
      return;
    case Op.LOADTRUE:
      w.line(`${w.register(a)} = true;`);
      return;
    case Op.LOADNIL:
      for (let register = a; register <= a + b; register++) w.line(`${w.register(register)} = undefined;`);
      return;
    case Op.NEWCELL:
      emitNewCell(w, pc);
      return;
    case Op.GETCELL:
      w.line(`v = ${w.register(b)}.v;`);
      emitResult(w, pc, a);
      return;
    case Op.SETCELL:
      emitCellWrite(w, w.register(a), w.value(b));
      return;
    case Op.GETUPVAL:
      w.line(`v = ${w.upvalue(b)}.v;`);
      emitResult(w, pc, a);
      return;
    case Op.SETUPVAL:
      emitCellWrite(w, w.upvalue(b), w.value(a));
      return;
    case Op.GETTABUP:
    case Op.GETTABLE:
    case Op.GETI:
    case Op.GETFIELD:
      emitRead(w, pc);
      return;
    case Op.SETTABUP:
    case Op.SETTABLE:
    case Op.SETI:
    case Op.SETFIELD:
      emitWrite(w, pc);
      return;
    case Op.SELF:
      emitSelf(w, pc);
      return;
    case Op.NEWTABLE:
      emitNewTable(w, pc);
      return;
    case Op.SETLIST:
      emitList(w, pc);
      return;
    case Op.NOT:
      w.line(`t = ${w.register(b)};`);
      w.line(`${w.register(a)} = ${isRaw(w.state[b]) ? "false" : "t === undefined || t === false"};`);
      return;
    case Op.LEN:
      emitLength(w, pc);
      return;
    case Op.CONCAT:
      emitConcat(w, pc);
      return;
    case Op.CLOSE:
      w.line(`if (cx.thread.toClose.length !== 0) ${w.exit(ExitKind.RETRY, pc)}`);
      return;
    case Op.TBC:
      w.line(`if (true) ${w.exit(ExitKind.RETRY, pc)}`);
      return;
    case Op.CALL:
      emitCall(w, pc);
      return;
    case Op.FORPREP:
      emitLoopStart(w, pc);
      return;
    case Op.TFORCALL:
      emitIteratorCall(w, pc);
      return;
    case Op.CLOSURE:
      emitClosure(w, pc);
      return;
    case Op.VARARG:
      emitVararg(w, pc);
      return;
    case Op.VARARGPREP:
      // The extra arguments are in `va` from the beginning.
      return;
    default:
      throw new Error(`internal: opcode ${op} does not stand within a block`);
  }
}

function emitConstant(w: Writer, register: number, index: number): void {
  const constant = w.proto.constants[index];
  const type = constantType(constant);
  const isNumber = type === Type.INT || type === Type.FLOAT;
  const text = isNumber ? numberText(Number((constant as { value: bigint | number }).value)) : w.constant(w.loaded.constants[index]);
  w.line(`${w.register(register)} = ${text};`);
}

function emitCellWrite(w: Writer, cell: string, value: string): void {
  w.line(`${cell}.v = ${value};`);
  w.line(`CB(heap, ${cell});`);
}

function emitLength(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const object = w.value(argB(word));
  const isTable = w.state[argB(word)] === Type.TABLE;
  // Of what is no table these are undefined, too; it has no array.
  const elements = `${isTable ? "" : `typeof ${object} === "object" && `}${object}.metatable === undefined && ${object}.integers === undefined`;
  w.line(`if (${elements} && (a = ${object}.array) !== undefined) t = a.length;`);
  w.line(`else if ((t = LN(${object})) === undefined) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(`${w.register(argA(word))} = t;`);
}

function emitConcat(w: Writer, pc: number): void {
  const word = wordAt(w.proto, pc);
  const a = argA(word);
  const values = [];
  for (let register = a; register < a + argB(word); register++) values.push(w.value(register));
  const joined = values.length === 2 ? `C2(cx, ${values.join(", ")})` : `CC(cx, [${values.join(", ")}])`;
  w.line(`if ((t = ${joined}) === undefined) ${w.exit(ExitKind.RETRY, pc)}`);
  w.line(`${w.register(a)} = t;`);
}

/** FORPREP, up to the decision whether the body runs: `t`. */
function emitLoopStart(w: Writer, pc: number): void {
  const a = argA(wordAt(w.proto, pc));
  const [first, limit, step] = [w.register(a), w.register(a + 1), w.register(a + 2)];
  if (!isIntegerLoop(w.state, a)) {
    w.line(`if ((t = LL(${w.value(a)}, ${w.value(a + 1)}, ${w.value(a + 2)})) === undefined) ${w.exit(ExitKind.RETRY, pc)}`);
    w.line(`${limit} = t;`);
  } else {
    w.line(`if (${step} === 0) ${w.exit(ExitKind.RETRY, pc)}`);
  }
  w.line(`t = ${step} > 0 ? ${first} <= ${limit} : ${first} >= ${limit};`);
  w.line(`${w.register(a + 3)} = ${first};`);
}
