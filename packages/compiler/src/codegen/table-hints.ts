// How many fields a new table is going to have: those of its constructor, and those that are stored into it right after, while it is in
// the same register (`local o = {}; o.x = 1`), also when it went through a call first (`local o = setmetatable({}, C); o.x = 1`). It is
// a hint: NEWTABLE makes room for so many. Works on finished code.

import { Op, OP_INFO, argA, argB, argC, encodeABC, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";

/** Instructions that are looked at behind a NEWTABLE. */
const LONGEST_STRETCH = 64;
/** Most fields that are expected. */
const MAX_FIELDS = 16;

/** The NEWTABLE at `pc` of `code` with a better hint. */
export function hintedNewTable(code: ArrayLike<number>, pc: number, end: number): Instruction {
  const word = code[pc] as Instruction;
  const count = countFields(code, pc + 2, Math.min(end, pc + LONGEST_STRETCH), argA(word));
  const hint = count === 0 ? 0 : Math.ceil(Math.log2(count)) + 1;
  return hint <= argB(word) ? word : encodeABC(Op.NEWTABLE, argA(word), hint, argC(word));
}

function countFields(code: ArrayLike<number>, start: number, end: number, register: number): number {
  let table = register;
  let count = 0;
  for (let pc = start; pc < end && count < MAX_FIELDS; pc++) {
    const word = code[pc] as Instruction;
    const op = opOf(word);
    if (op === Op.SETFIELD && argA(word) === table) count++;
    else if (isCallOfTwo(word) && argA(word) + 1 === table) table--;
    else if (endsStretch(word, table)) break;
  }
  return count;
}

/** A call with two arguments and one result, as `setmetatable` is called. */
const isCallOfTwo = (word: Instruction): boolean => opOf(word) === Op.CALL && argB(word) === 3 && argC(word) === 2;

/** Whether the table in `register` may be another one, or in other hands, behind an instruction. */
function endsStretch(word: Instruction, register: number): boolean {
  const op = opOf(word);
  const a = argA(word);
  switch (op) {
    case Op.SETTABLE:
    case Op.SETI:
    case Op.SETLIST:
    case Op.SETTABUP:
    case Op.EXTRAARG:
    case Op.SETUPVAL:
    case Op.JMP:
      return false;
    case Op.CALL:
    case Op.VARARG:
    case Op.LOADNIL:
    case Op.SELF:
      return a <= register;
    case Op.RETURN:
    case Op.RETURN0:
    case Op.TAILCALL:
    case Op.FORPREP:
    case Op.FORLOOP:
    case Op.TFORPREP:
      return true;
    default:
      return a === register && OP_INFO[op]?.isTest !== true;
  }
}
