// Shifts to the left of which only 32 bits are used: `(x >> n | x << (32 - n)) & 0xFFFFFFFF`. The value in between may need 64 bits, but
// nobody sees it; so it is computed with 32, as the host's own operators do.
// Invariant: within a chain compiled code is not left, so what its registers hold there need not be Lua values.

import { Op, argA, argB, argC, opOf } from "@luster/bytecode";
import type { Instruction, Proto } from "@luster/bytecode";
import { wordAt } from "./effects.js";
import type { RegisterSet } from "./liveness.js";
import { Type, constantType } from "./register-types.js";

/** The instructions after a shift that pass its value on, and the one that masks it. */
export interface MaskedChain {
  readonly pcs: readonly number[];
  readonly end: number;
}

const MAX_LENGTH = 8;
const MAX_MASK = 0xffffffffn;

/**
 * The chain that begins after the shift at `pc`, whose result nothing else uses; undefined if there is none.
 * @param state types before the shift
 * @param canPass whether an instruction is reached from the one before alone, and gives an integer
 */
export function maskedChain(
  proto: Proto,
  pc: number,
  state: readonly Type[],
  canPass: (pc: number) => boolean,
  kept: (pc: number) => RegisterSet | undefined,
): MaskedChain | undefined {
  const pcs: number[] = [];
  let register = argA(wordAt(proto, pc));
  for (let at = pc + 1; at < proto.code.length && pcs.length < MAX_LENGTH; at++) {
    const word = wordAt(proto, at);
    if (!canPass(at) || !passesOn(proto, word, register, state)) return undefined;
    const result = argA(word);
    if (result !== register && kept(at + 1)?.has(register) !== false) return undefined;
    if (masks(proto, word)) return { pcs, end: at };
    pcs.push(at);
    register = result;
  }
  return undefined;
}

/** Whether an instruction combines the bits of a register with those of an integer. */
function passesOn(proto: Proto, word: Instruction, register: number, state: readonly Type[]): boolean {
  const isInteger = (other: number): boolean => other === register || state[other] === Type.INT;
  const b = argB(word);
  const c = argC(word);
  switch (opOf(word)) {
    case Op.BANDK:
    case Op.BORK:
    case Op.BXORK:
      return b === register && constantType(proto.constants[c]) === Type.INT;
    case Op.BAND:
    case Op.BOR:
    case Op.BXOR:
      return (b === register || c === register) && isInteger(b) && isInteger(c);
    default:
      return false;
  }
}

/** Whether an instruction leaves no more than 32 bits. */
function masks(proto: Proto, word: Instruction): boolean {
  const constant = opOf(word) === Op.BANDK ? proto.constants[argC(word)] : undefined;
  return constant?.kind === "integer" && constant.value >= 0n && constant.value <= MAX_MASK;
}
