// The control-flow graph of a function, as far as it is reached from one pc: basic blocks in reverse postorder.
// A comparison and the JMP that it controls are one branch. The function's first block is the one at the entry pc; it may be the
// target of jumps.

import { Op, OP_INFO, argBx, argSJ, opOf } from "@luster/bytecode";
import type { Proto } from "@luster/bytecode";
import { makesList, takesList, widthOf, wordAt } from "./effects.js";

/** A run of instructions that is entered at its first and left at its last. */
export interface Block {
  /** Place in reverse postorder, which is its index in the graph. */
  index: number;
  readonly start: number;
  /** Pc of the last instruction. */
  last: number;
  /** Pcs of the blocks that follow; for a branch the one that is jumped to first. */
  readonly targets: number[];
  readonly successors: Block[];
  readonly predecessors: Block[];
}

/** Why a function cannot be compiled. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
}

/** Pcs to which the instruction at `pc` can go, if it ends a block; the target of its jump first. */
export function targetsOf(proto: Proto, pc: number): number[] | undefined {
  const word = wordAt(proto, pc);
  const op = opOf(word);
  switch (op) {
    case Op.JMP:
      return [pc + 1 + argSJ(word)];
    case Op.LFALSESKIP:
      return [pc + 2];
    case Op.FORLOOP:
    case Op.TFORLOOP:
      return [pc + 1 - argBx(word), pc + 1];
    case Op.FORPREP:
      return [pc + 2 + argBx(word), pc + 1];
    case Op.TFORPREP:
      return [pc + 1 + argBx(word)];
    case Op.TAILCALL:
    case Op.RETURN:
    case Op.RETURN0:
    case Op.RETURN1:
      return [];
    default:
      return (OP_INFO[op] as (typeof OP_INFO)[number]).isTest ? [pc + 2 + argSJ(wordAt(proto, pc + 1)), pc + 2] : undefined;
  }
}

/** Pcs that are reached otherwise than from the instruction before alone. */
export function leadersOf(proto: Proto): Set<number> {
  const leaders = new Set<number>();
  for (let pc = 0; pc < proto.code.length; pc += widthOf(wordAt(proto, pc))) {
    for (const target of targetsOf(proto, pc) ?? []) leaders.add(target);
  }
  return leaders;
}

/**
 * The blocks reached from `entry`, in reverse postorder.
 * @throws UnsupportedError for code that the compiler of this project does not make
 */
export function buildBlocks(proto: Proto, entry: number): Block[] {
  const leaders = leadersOf(proto).add(entry);
  const blocks = new Map<number, Block>();
  const pending = [entry];
  for (let start = pending.pop(); start !== undefined; start = pending.pop()) {
    if (blocks.has(start)) continue;
    const block = scanBlock(proto, start, leaders);
    blocks.set(start, block);
    pending.push(...block.targets);
  }
  for (const block of blocks.values()) {
    for (const target of block.targets) {
      const successor = blocks.get(target) as Block;
      block.successors.push(successor);
      successor.predecessors.push(block);
    }
  }
  return reversePostorder(blocks.get(entry) as Block);
}

function scanBlock(proto: Proto, start: number, leaders: ReadonlySet<number>): Block {
  for (let pc = start; ;) {
    const word = wordAt(proto, pc);
    if (takesList(word) && (pc === start || !makesList(wordAt(proto, pc - 1)))) throw new UnsupportedError("an open list far from its use");
    const next = pc + widthOf(word);
    const targets = targetsOf(proto, pc) ?? (leaders.has(next) ? [next] : undefined);
    if (targets !== undefined) return { index: -1, start, last: pc, targets, successors: [], predecessors: [] };
    pc = next;
  }
}

function reversePostorder(entry: Block): Block[] {
  const order: Block[] = [];
  const seen = new Set([entry]);
  const path = [{ block: entry, next: 0 }];
  for (let at = path[0]; at !== undefined; at = path[path.length - 1]) {
    const successor = at.block.successors[at.next++];
    if (successor === undefined) {
      order.push(at.block);
      path.pop();
    } else if (!seen.has(successor)) {
      seen.add(successor);
      path.push({ block: successor, next: 0 });
    }
  }
  order.reverse();
  order.forEach((block, index) => (block.index = index));
  return order;
}
