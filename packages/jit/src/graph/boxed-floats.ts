// Which floats are better left as the Lua values that they came as. To make a raw double of a value costs a test, and to make a value of
// the double again a new object; so what is only passed on, stored or compared stays as it is, and so does what is calculated with once.

import { Op, argBx, argSJ, opOf } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import { effectOf, widthOf, wordAt } from "./effects.js";

/** Instructions that are looked at. What is written later than that is taken for long-lived. */
const MAX_DISTANCE = 200;

/**
 * Whether a float that is in `register` from `pc` on is to stay a Lua value: it is calculated with at most once, and not in a loop
 * that begins later. Goes by the order of the code; a wrong answer costs time and nothing else.
 */
export function staysBoxed(proto: Proto, pc: number, register: number): boolean {
  let uses = 0;
  let lastUse = -1;
  const end = Math.min(proto.code.length, pc + MAX_DISTANCE);
  for (let at = pc; at < end; at += widthOf(wordAt(proto, at))) {
    const { reads, writes } = effectOf(proto, at);
    if (isArithmetic(proto, at) && reads.includes(register)) {
      if (++uses > 1) return false;
      lastUse = at;
    }
    const target = backTarget(proto, at);
    if (target >= pc && target <= lastUse) return false;
    if (writes.includes(register)) return true;
  }
  return true;
}

function isArithmetic(proto: Proto, pc: number): boolean {
  const op = opOf(wordAt(proto, pc));
  return op >= Op.ADDI && op <= Op.BNOT;
}

/** Where the instruction at `pc` jumps back to; -1 if it does not. */
function backTarget(proto: Proto, pc: number): number {
  const word = wordAt(proto, pc);
  const op = opOf(word);
  if (op === Op.FORLOOP || op === Op.TFORLOOP) return pc + 1 - argBx(word);
  return op === Op.JMP && argSJ(word) < 0 ? pc + 1 + argSJ(word) : -1;
}
