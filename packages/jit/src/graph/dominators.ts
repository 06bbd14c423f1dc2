// Immediate dominators of the blocks of a graph, by iteration in reverse postorder (Cooper, Harvey and Kennedy, 2001).

import type { Block } from "./blocks.js";

/** The index of each block's immediate dominator; the first block's is itself. */
export function immediateDominators(blocks: readonly Block[]): number[] {
  const dominators = blocks.map(() => -1);
  dominators[0] = 0;
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const block of blocks.slice(1)) {
      const found = commonDominator(dominators, block);
      if (dominators[block.index] === found) continue;
      dominators[block.index] = found;
      hasChanged = true;
    }
  }
  return dominators;
}

/** The nearest block that dominates all predecessors seen so far. */
function commonDominator(dominators: readonly number[], block: Block): number {
  let common = -1;
  for (const { index } of block.predecessors) {
    if (dominators[index] === -1) continue;
    common = common === -1 ? index : meet(dominators, common, index);
  }
  return common;
}

function meet(dominators: readonly number[], first: number, second: number): number {
  let a = first;
  let b = second;
  while (a !== b) {
    while (a > b) a = dominators[a] as number;
    while (b > a) b = dominators[b] as number;
  }
  return a;
}

/** Whether block `a` dominates block `b`. */
export function dominates(dominators: readonly number[], a: number, b: number): boolean {
  let at = b;
  while (at > a) at = dominators[at] as number;
  return at === a;
}
