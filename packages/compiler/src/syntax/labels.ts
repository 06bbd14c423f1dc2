// `goto` and its labels (manual 3.3.4) in one function, resolved while parsing: a label is visible in the block where it is, nested
// blocks included; a jump may not enter the scope of a local. A jump that comes before its label waits for it here.
// A `break` outside of any loop is an error that, like a missing label, shows only when its function ends.

import type { Atom } from "./atom.js";
import type { BreakStatement, GotoStatement } from "./ast.js";
import type { BlockScope, FunctionScope } from "./scope.js";
import { Label } from "./scope.js";

/** A jump into the scope of the local `variable`. */
export interface ScopeViolation {
  readonly jump: GotoStatement;
  readonly variable: Atom;
}

export class Labels {
  /** Labels that can be seen at this point of the function. */
  private readonly visible = new Map<Atom, Label>();
  /** Jumps without a label yet, by name and in the order of the source. */
  private readonly waiting = new Map<Atom, GotoStatement[]>();
  private waitingCount = 0;
  private strayBreak: BreakStatement | undefined = undefined;
  private strayBreakSequence = 0;
  private readonly scope: FunctionScope;

  constructor(scope: FunctionScope) {
    this.scope = scope;
  }

  /** True while some jump waits for its label. */
  get hasWaitingJumps(): boolean {
    return this.waitingCount > 0;
  }

  find(name: Atom): Label | undefined {
    return this.visible.get(name);
  }

  addJump(jump: GotoStatement): void {
    jump.label = this.visible.get(jump.name);
    if (jump.label !== undefined) return;
    this.waitingCount++;
    const jumps = this.waiting.get(jump.name);
    if (jumps === undefined) this.waiting.set(jump.name, [jump]);
    else jumps.push(jump);
  }

  addStrayBreak(statement: BreakStatement): void {
    if (this.strayBreak !== undefined) return;
    this.strayBreak = statement;
    this.strayBreakSequence = this.scope.jumpCount++;
  }

  /**
   * Adds a label to the current block, and leads the jumps of this block that wait for it to it. At the end of its block
   * (`isLast`), the locals of the block count as out of scope already.
   */
  addLabel(name: Atom, line: number, isLast: boolean): Label | ScopeViolation {
    const { scope } = this;
    const block = scope.block!;
    const label = new Label(name, line, block, isLast ? block.activeAtStart : scope.active.length);
    this.visible.set(name, label);
    (block.labels ??= []).push(label);
    for (const jump of this.takeWaiting(name, block)) {
      const level = activeCountInBlock(jump, block);
      if (level < label.activeCount) return { jump, variable: scope.active[level]!.name };
      jump.label = label;
    }
    return label;
  }

  /** Hides the labels of a block that ends. */
  leaveBlock(block: BlockScope): void {
    if (block.labels !== null) for (const label of block.labels) this.visible.delete(label.name);
  }

  /** The first jump of the function that leads nowhere. */
  firstUnresolved(): GotoStatement | BreakStatement | undefined {
    let first: GotoStatement | undefined;
    for (const [jump] of this.waiting.values()) {
      if (jump !== undefined && (first === undefined || jump.sequence < first.sequence)) first = jump;
    }
    if (this.strayBreak !== undefined && (first === undefined || this.strayBreakSequence < first.sequence)) return this.strayBreak;
    return first;
  }

  private takeWaiting(name: Atom, block: BlockScope): GotoStatement[] {
    const jumps = this.waiting.get(name);
    if (jumps === undefined) return [];
    let start = jumps.length;
    while (start > 0 && jumps[start - 1]!.sequence >= block.jumpsAtStart) start--;
    const taken = jumps.splice(start);
    this.waitingCount -= taken.length;
    return taken;
  }
}

/** Variables in scope when a jump, from wherever in `block`, has left all blocks inside of it. */
function activeCountInBlock(jump: GotoStatement, block: BlockScope): number {
  if (jump.block === block) return jump.activeCount;
  return childOn(jump.block, block).activeAtStart;
}

/** The block directly in `ancestor` that is, or contains, `block`. */
export function childOn(block: BlockScope, ancestor: BlockScope): BlockScope {
  let child = block;
  while (child.parent !== null && child.parent !== ancestor) child = child.parent;
  return child;
}
