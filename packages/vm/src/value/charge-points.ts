// Where within a long function fuel is charged. A function is charged when it is entered, for as many of its instructions as
// `CHARGE_DISTANCE`, and for every jump back. So that no way through a longer function goes on for more than about that without a charge, some
// of its instructions are charge points: in loaded code they have the opcode CHARGE and keep their operands. Functions of up to
// `CHARGE_DISTANCE` instructions have none.
//
// They are found when code is loaded, by following all jumps forward; so no chunk can avoid them, wherever it comes from.

import { Op, OP_INFO, argB, argBx, argSJ, opOf } from "@luster/bytecode";
import type { Instruction } from "@luster/bytecode";

/** What is charged when a function is entered (if it is that long), and at each charge point: the instructions up to the next. */
export const CHARGE_DISTANCE = 1024;

/** How many more instructions than that are put up with to find a charge point that does not jump to itself. */
const PATIENCE = 16;

/** The opcode of a charge point. A number past the last opcode; no chunk contains it. */
export const CHARGE = 85;

const OPCODE_MASK = 0x7f;

/** The code with its charge points marked: the Proto's own where there are none, else a copy. Linear in its length. */
export function markChargePoints(code: Int32Array): Int32Array {
  if (code.length <= CHARGE_DISTANCE) return code;
  const marked = Int32Array.from(code);
  // By pc: the most instructions since the last charge with which it can be reached. Going on to the next instruction is taken for
  // possible everywhere, since what cannot be reached does no harm.
  const runs = new Int32Array(code.length + 2);
  for (let pc = 0; pc < code.length; pc++) {
    let run = runs[pc] as number;
    if (run >= CHARGE_DISTANCE && canCharge(code, pc, run)) {
      marked[pc] = ((code[pc] as number) & ~OPCODE_MASK) | CHARGE;
      run = 0;
    }
    reach(runs, pc + 1, run + 1);
    const target = forwardTarget(code, pc);
    if (target > pc) reach(runs, target, run + 1);
  }
  return marked;
}

/** Whether the instruction at `pc` of loaded code is a charge point. */
export const isChargePoint = (code: Int32Array, pc: number): boolean => ((code[pc] as number) & OPCODE_MASK) === CHARGE;

function reach(runs: Int32Array, pc: number, run: number): void {
  if (pc < runs.length && run > (runs[pc] as number)) runs[pc] = run;
}

/** Not in the middle of what is done as one; and where it jumps to itself, only if there is no end of such instructions. */
function canCharge(code: Int32Array, pc: number, run: number): boolean {
  const word = code[pc] as Instruction;
  if (opOf(word) === Op.EXTRAARG || takesOpenList(word) || isTest(code[pc - 1] as Instruction)) return false;
  return run >= CHARGE_DISTANCE + PATIENCE || !jumpsToItself(code, pc);
}

const isTest = (word: Instruction): boolean => OP_INFO[opOf(word)]?.isTest === true;

/** Whether an instruction takes the values up to `top` that the instruction before has left. */
export function takesOpenList(word: Instruction): boolean {
  const op = opOf(word);
  return argB(word) === 0 && (op === Op.CALL || op === Op.TAILCALL || op === Op.RETURN || op === Op.SETLIST);
}

/** Whether the instruction at `pc` can jump to itself. */
export function jumpsToItself(code: Int32Array, pc: number): boolean {
  const word = code[pc] as Instruction;
  const op = opOf(word);
  if (op === Op.FORLOOP) return argBx(word) === 1;
  if (op === Op.JMP) return argSJ(word) === -1;
  return isTest(word) && argSJ(code[pc + 1] as Instruction) === -2;
}

/** Where the instruction at `pc` can go besides the next one; -1: nowhere forward. A test's jump is that of the JMP after it. */
function forwardTarget(code: Int32Array, pc: number): number {
  const word = code[pc] as Instruction;
  switch (opOf(word)) {
    case Op.JMP:
      return pc + 1 + argSJ(word);
    case Op.FORPREP:
      return pc + 2 + argBx(word);
    case Op.TFORPREP:
      return pc + 1 + argBx(word);
    case Op.LFALSESKIP:
      return pc + 2;
    default:
      return isTest(word) ? pc + 2 : -1;
  }
}
