// Superinstructions: pairs of instructions that the interpreter carries out in one dispatch. They exist in loaded code only, never in a
// Proto. The second instruction stays where it is, so that jumps to it work and the fused one can leave the rest to it; a fused
// instruction keeps the operands of the first and does nothing that the pair would not.

import { Op, argA, argB, opOf } from "@luster/bytecode";

/** `GETTABUP A B C` and `GETFIELD A A C'`: `R[A] := U[B][K[C]][K[C']]`, as in `string.format`. A number past the last opcode. */
export const GETTABUP_GETFIELD = 84;

/** The code as the interpreter runs it: the Proto's own, or a copy where there is something to fuse. Linear in its length. */
export function fusePairs(code: Int32Array): Int32Array {
  let fused = code;
  for (let pc = 0; pc + 1 < code.length; pc++) {
    if (!isGlobalField(code[pc] as number, code[pc + 1] as number)) continue;
    if (fused === code) fused = Int32Array.from(code);
    fused[pc] = ((code[pc] as number) & ~0x7f) | GETTABUP_GETFIELD;
  }
  return fused;
}

function isGlobalField(first: number, second: number): boolean {
  if (opOf(first) !== Op.GETTABUP || opOf(second) !== Op.GETFIELD) return false;
  return argA(second) === argA(first) && argB(second) === argA(first);
}
