// Loops of a graph, and whether it has only such: every cycle must be entered at one block, its header, which dominates it. Then the
// graph can be written with nested loops and labelled blocks alone. (Only `goto` makes other graphs.)

import type { Block } from "./blocks.js";
import { dominates, immediateDominators } from "./dominators.js";

/** The shape of a graph. */
export interface Nesting {
  readonly dominators: readonly number[];
  /** Blocks by their dominator, in reverse postorder. */
  readonly children: readonly (readonly Block[])[];
  /** By block: whether a loop begins with it. */
  readonly isHeader: readonly boolean[];
  /** By block: whether it is reached from several places, jumps back left aside. */
  readonly isMerge: readonly boolean[];
  readonly isReducible: boolean;
}

/** True for a jump back: from a block to one that does not come after it. */
export const isBackEdge = (from: Block, to: Block): boolean => to.index <= from.index;

/** Finds dominators and loops. */
export function findNesting(blocks: readonly Block[]): Nesting {
  const dominators = immediateDominators(blocks);
  const isHeader = blocks.map(() => false);
  const forwardCounts: number[] = blocks.map((block) => (block.index === 0 ? 1 : 0));
  let isReducible = true;
  for (const from of blocks) {
    for (const to of from.successors) {
      if (!isBackEdge(from, to)) {
        forwardCounts[to.index] = (forwardCounts[to.index] as number) + 1;
        continue;
      }
      isHeader[to.index] = true;
      if (!dominates(dominators, to.index, from.index)) isReducible = false;
    }
  }
  const children: Block[][] = blocks.map(() => []);
  for (const block of blocks.slice(1)) children[dominators[block.index] as number]?.push(block);
  return { dominators, children, isHeader, isMerge: forwardCounts.map((count) => count > 1), isReducible };
}
