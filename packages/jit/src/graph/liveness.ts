// Which registers have to be kept at each instruction: those that are read later, and the local variables in scope, which the debug
// library can see. What is kept is what leaving compiled code hands to the interpreter; all other registers are cleared then.

import type { Proto } from "@luster/bytecode";
import type { Block } from "./blocks.js";
import { effectOf, widthOf, wordAt } from "./effects.js";

/** A set of registers. */
export type RegisterSet = ReadonlySet<number>;

/** The registers to be kept before each instruction, by pc; undefined where nothing is reached. */
export function keptRegisters(proto: Proto, blocks: readonly Block[]): readonly (RegisterSet | undefined)[] {
  const live: Set<number>[] = blocks.map(() => new Set());
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (let index = blocks.length - 1; index >= 0; index--) {
      const before = liveBefore(proto, blocks[index] as Block, live, undefined);
      if (before.size === (live[index] as Set<number>).size) continue;
      live[index] = before;
      hasChanged = true;
    }
  }
  const kept: (RegisterSet | undefined)[] = Array.from(proto.code, () => undefined);
  for (const block of blocks) liveBefore(proto, block, live, kept);
  return kept;
}

/** Walks a block backwards; notes the kept registers of each instruction if asked to. */
function liveBefore(
  proto: Proto,
  block: Block,
  live: readonly ReadonlySet<number>[],
  kept: (RegisterSet | undefined)[] | undefined,
): Set<number> {
  const registers = new Set<number>();
  for (const successor of block.successors) for (const register of live[successor.index] as ReadonlySet<number>) registers.add(register);
  for (const pc of instructionsOf(proto, block).reverse()) {
    const { reads, writes } = effectOf(proto, pc);
    for (const register of writes) registers.delete(register);
    for (const register of reads) registers.add(register);
    if (kept !== undefined) kept[pc] = new Set([...registers, ...localsAt(proto, pc)]);
  }
  return registers;
}

/** Pcs of a block's instructions. */
export function instructionsOf(proto: Proto, block: Block): number[] {
  const pcs = [];
  for (let pc = block.start; pc <= block.last; pc += widthOf(wordAt(proto, pc))) pcs.push(pc);
  return pcs;
}

function localsAt(proto: Proto, pc: number): number[] {
  return proto.localVars.filter(({ startPc, endPc }) => startPc <= pc && pc < endPc).map(({ register }) => register);
}
