// The 32-bit instruction word: the only file that knows where the bits are.
//
//          31       24 23       16 15 14        7 6       0
//   ABC    |    C    |     B     |k |     A     |   op    |
//   ABx    |          Bx         .  |     A     |   op    |   Bx has 17 bits (k is its lowest)
//   AsBx   |         sBx         .  |     A     |   op    |
//   Ax     |                 Ax                 |   op    |   25 bits
//   sJ     |                 sJ                 |   op    |
//
// Words are stored as signed 32-bit integers (`Int32Array`), so that V8 keeps them as small integers.
// Signed operands are stored with an excess: half of the largest unsigned value.

import type { Op } from "./opcode.js";

declare const instructionBrand: unique symbol;

/** An encoded instruction: an int32. */
export type Instruction = number & { readonly [instructionBrand]?: never };

/** Largest value of an 8-bit operand A, B or C. */
export const MAX_ARG_A = 0xff;
export const MAX_ARG_B = 0xff;
export const MAX_ARG_C = 0xff;
/** Largest value of the 17-bit operand Bx. */
export const MAX_ARG_BX = 0x1ffff;
/** Largest value of the 25-bit operand Ax. */
export const MAX_ARG_AX = 0x1ffffff;

/** Excess of the signed operands sB and sC (range -127..128), sBx (-65535..65536), sJ (-16777215..16777216). */
export const OFFSET_SC = 127;
export const OFFSET_SBX = 0xffff;
export const OFFSET_SJ = 0xffffff;

export const encodeABC = (op: Op, a: number, b: number, c: number, k = false): Instruction =>
  op | (a << 7) | (k ? 0x8000 : 0) | (b << 16) | (c << 24);

export const encodeABx = (op: Op, a: number, bx: number): Instruction => op | (a << 7) | (bx << 15);

export const encodeAsBx = (op: Op, a: number, sbx: number): Instruction => encodeABx(op, a, sbx + OFFSET_SBX);

export const encodeAx = (op: Op, ax: number): Instruction => op | (ax << 7);

export const encodeSJ = (op: Op, sj: number): Instruction => op | ((sj + OFFSET_SJ) << 7);

export const opOf = (i: Instruction): Op => (i & 0x7f) as Op;
export const argA = (i: Instruction): number => (i >>> 7) & 0xff;
export const argB = (i: Instruction): number => (i >>> 16) & 0xff;
export const argC = (i: Instruction): number => i >>> 24;
export const argK = (i: Instruction): boolean => (i & 0x8000) !== 0;
export const argBx = (i: Instruction): number => i >>> 15;
export const argSBx = (i: Instruction): number => (i >>> 15) - OFFSET_SBX;
export const argAx = (i: Instruction): number => i >>> 7;
export const argSJ = (i: Instruction): number => (i >>> 7) - OFFSET_SJ;
export const argSB = (i: Instruction): number => argB(i) - OFFSET_SC;
export const argSC = (i: Instruction): number => argC(i) - OFFSET_SC;

/** The same word with another operand, for backpatching. */
export const withA = (i: Instruction, a: number): Instruction => (i & ~0x7f80) | (a << 7);
export const withB = (i: Instruction, b: number): Instruction => (i & ~0xff0000) | (b << 16);
export const withC = (i: Instruction, c: number): Instruction => (i & 0xffffff) | (c << 24);
export const withK = (i: Instruction, k: boolean): Instruction => (k ? i | 0x8000 : i & ~0x8000);
export const withBx = (i: Instruction, bx: number): Instruction => (i & 0x7fff) | (bx << 15);
export const withSJ = (i: Instruction, sj: number): Instruction => (i & 0x7f) | ((sj + OFFSET_SJ) << 7);
export const withOp = (i: Instruction, op: Op): Instruction => (i & ~0x7f) | op;
