// From graph to nested JavaScript: a loop for each header, a labelled block around whatever comes before a block that is reached from
// several places, and the rest inline, along the dominator tree (Ramsey, "Beyond Relooper", 2022).
//
//   L3: for (;;) {            block 3 is the header of a loop: `continue L3` jumps back to it
//     B7: {                   block 7 is reached from several places: `break B7` goes there
//       ...block 3 and what it alone dominates...
//     }
//     ...block 7...
//   }

import { Op, argA, argB, opOf } from "@luster/bytecode";
import { CHARGE_DISTANCE, ExitKind, isChargePoint } from "@luster/vm/tier";
import type { Block } from "../graph/blocks.js";
import { UnsupportedError } from "../graph/blocks.js";
import { wordAt } from "../graph/effects.js";
import { instructionsOf } from "../graph/liveness.js";
import type { Nesting } from "../graph/loops.js";
import { isBackEdge } from "../graph/loops.js";
import { Type, isNumeric, isRaw, stateOnWay, transfer } from "../graph/register-types.js";
import type { State } from "../graph/register-types.js";
import { emitLoopStep, emitTest, jumpCharge } from "./branches.js";
import { emitReturn } from "./calls.js";
import { emitFloatGuard } from "./guards.js";
import { emitOperation } from "./operations.js";
import type { Writer } from "./writer.js";

/** Deepest nesting of the text: hosts' parsers recurse. */
const MAX_DEPTH = 150;

/** Writes the whole graph. */
export function emitGraph(w: Writer, blocks: readonly Block[], nesting: Nesting): void {
  new Structure(w, nesting).emitTree(blocks[0] as Block, 0);
}

class Structure {
  constructor(
    private readonly w: Writer,
    private readonly nesting: Nesting,
  ) {}

  /** Writes a block and all that it dominates. */
  emitTree(block: Block, depth: number): void {
    if (depth > MAX_DEPTH) throw new UnsupportedError("nested too deep");
    const { w, nesting } = this;
    const merges = (nesting.children[block.index] as readonly Block[]).filter(({ index }) => nesting.isMerge[index]);
    if (nesting.isHeader[block.index] !== true) {
      this.emitWithin(block, merges, depth);
      return;
    }
    w.open(`L${block.index}: for (;;) {`);
    this.emitWithin(block, merges, depth + 1);
    w.close();
  }

  /** Writes a block, then those of the blocks it dominates that are reached from several places. */
  private emitWithin(block: Block, merges: readonly Block[], depth: number): void {
    const last = merges[merges.length - 1];
    if (last === undefined) {
      this.emitBlock(block, depth);
      return;
    }
    this.w.open(`B${last.index}: {`);
    this.emitWithin(block, merges.slice(0, -1), depth + 1);
    this.w.close();
    this.emitTree(last, depth);
  }

  private emitBlock(block: Block, depth: number): void {
    const { w } = this;
    w.state = [...(w.types[block.index] as readonly Type[])];
    w.fresh.beginBlock();
    for (const pc of instructionsOf(w.proto, block)) {
      w.pc = pc;
      // A callback may have spent more fuel than there was: then the slice ends at the next charge, as it does in the interpreter.
      if (w.isProbed && w.canLeave(pc)) w.line(`if (cx.fuel >= 0 && Q()) ${w.exit(ExitKind.PAUSE, pc)}`);
      if (isChargePoint(w.loaded.code, pc)) this.emitCharge(pc);
      if (pc === block.last) break;
      emitOperation(w, pc);
      transfer(w.proto, pc, w.state, w.guesses);
    }
    this.emitEnd(block, depth);
  }

  /** A charge point: charged as the interpreter does it, only if the slice does not end here. */
  private emitCharge(pc: number): void {
    const { w } = this;
    w.line(`if (cx.fuel < 0) ${w.exit(ExitKind.FUEL, pc)}`);
    w.line(`cx.fuel -= ${CHARGE_DISTANCE};`);
    w.chargedPc = pc;
  }

  private emitEnd(block: Block, depth: number): void {
    const { w } = this;
    const pc = block.last;
    const word = wordAt(w.proto, pc);
    switch (opOf(word)) {
      case Op.JMP:
        this.emitWay(block, w.state, 0, depth);
        return;
      case Op.RETURN:
      case Op.RETURN0:
      case Op.RETURN1:
      case Op.TAILCALL:
        emitReturn(w, pc);
        return;
      case Op.FORLOOP:
        this.emitBranch(block, emitLoopStep(w, pc), depth);
        return;
      case Op.TFORPREP: {
        const closed = w.register(argA(word) + 3);
        w.line(`if (${closed} !== undefined && ${closed} !== false) ${w.exit(ExitKind.RETRY, pc)}`);
        this.emitWay(block, w.state, 0, depth);
        return;
      }
      case Op.TFORLOOP:
        this.emitBranch(block, `${w.value(argA(word) + 4)} !== undefined`, depth);
        return;
      default:
    }
    if (block.successors.length === 1) {
      emitOperation(w, pc);
      transfer(w.proto, pc, w.state, w.guesses);
      this.emitWay(block, w.state, 0, depth);
      return;
    }
    if (opOf(word) === Op.FORPREP) {
      emitOperation(w, pc);
      transfer(w.proto, pc, w.state, w.guesses);
      this.emitBranch(block, "!t", depth);
      return;
    }
    this.emitBranch(block, emitTest(w, pc), depth);
  }

  /** Writes a branch to the block's two successors, the first if the condition holds. */
  private emitBranch(block: Block, condition: string, depth: number): void {
    const { w } = this;
    const end = w.state;
    w.open(`if (${condition}) {`);
    this.emitWay(block, [...end], 0, depth + 1);
    w.close("} else {");
    this.emitWay(block, [...end], 1, depth + 1);
    w.close();
  }

  /** Writes one way out of a block. */
  private emitWay(block: Block, end: State, way: number, depth: number): void {
    const { w } = this;
    const successor = block.successors[way] as Block;
    w.state = end;
    if (way === 0) this.emitMoves(block);
    w.state = stateOnWay(w.proto, block, end, way);
    const charge = jumpCharge(w, block, way);
    if (charge > 0) w.line(`if ((cx.fuel -= ${charge}) < 0) ${w.exit(ExitKind.FUEL, successor.start)}`);
    this.emitConversions(successor);
    if (isBackEdge(block, successor)) w.line(`continue L${successor.index};`);
    else if (this.nesting.isMerge[successor.index] === true) w.line(`break B${successor.index};`);
    else this.emitTree(successor, depth);
  }

  /** What the last instruction of a block writes if it jumps. */
  private emitMoves(block: Block): void {
    const { w } = this;
    const word = wordAt(w.proto, block.last);
    const a = argA(word);
    const b = argB(word);
    if (opOf(word) === Op.TESTSET) w.line(`${w.register(a)} = ${w.state[b] === Type.NUMBER ? w.value(b) : w.register(b)};`);
    else if (opOf(word) === Op.TFORLOOP) w.line(`${w.register(a + 2)} = ${w.register(a + 4)};`);
  }

  /** Makes Lua values of the raw doubles that the next block takes as such, and raw doubles of the values that it takes as those. */
  private emitConversions(successor: Block): void {
    const { w } = this;
    const types = w.types[successor.index] as readonly Type[];
    for (const register of w.kept[successor.start] ?? []) {
      const type = w.state[register];
      if (!(isNumeric(type) || type === Type.LIKELY_FLOAT) || type === types[register]) continue;
      const name = w.register(register);
      if (types[register] === Type.NUMBER) w.line(`${w.kind(register)} = ${type === Type.FLOAT};`);
      else if (isRaw(type)) w.line(`${name} = ${w.value(register)};`);
      else if (types[register] === Type.FLOAT) emitFloatGuard(w, name, name, w.exit(ExitKind.GUARD, successor.start));
      w.state[register] = types[register] as Type;
    }
  }
}
