// Statements, blocks and whole functions. After each statement, all registers above the local variables are free again.

import { MAX_ARG_BX, Op, withBx, withOp } from "@luster/bytecode";
import { Block } from "../syntax/ast.js";
import type {
  AssignmentStatement,
  AssignmentTarget,
  BreakStatement,
  CallStatement,
  Expression,
  FunctionExpression,
  FunctionStatement,
  GenericForStatement,
  GotoStatement,
  IfClause,
  IfStatement,
  LocalFunctionStatement,
  LocalStatement,
  MultipleAssignmentStatement,
  NumericForStatement,
  RepeatStatement,
  ReturnStatement,
  Statement,
  UnlinkedProto,
  WhileStatement,
} from "../syntax/ast.js";
import { childOn } from "../syntax/labels.js";
import { Numeral } from "../syntax/numeral.js";
import type { BlockScope, FunctionScope, Label, Variable } from "../syntax/scope.js";
import { CodeStorage, NO_JUMP } from "./code-buffer.js";
import { emitCondition, goIfFalse } from "./conditions.js";
import { loadNil, loadNumber, setResultCount, store, storeLocal, toAnyRegister, toNextRegister, toSingle } from "./discharge.js";
import { ExpressionEmitter } from "./emit-expression.js";
import { ExpressionDescriptor, Kind } from "./expression-descriptor.js";
import { FunctionState } from "./function-state.js";

const ONE = new Numeral(false, 1);

/** A place to assign to, while the values are computed. */
interface Target {
  readonly node: AssignmentTarget;
  readonly place: ExpressionDescriptor;
}

export class StatementEmitter extends ExpressionEmitter {
  private readonly chunkName: string;
  private readonly storage = new CodeStorage();

  constructor(chunkName: string) {
    super();
    this.chunkName = chunkName;
  }

  // ---------------------------------------------------------------- functions

  /** Starts a function: what comes before its first statement. Functions that are open at the same time differ in `storage`. */
  openFunction(scope: FunctionScope, storage: CodeStorage): FunctionState {
    const fs = new FunctionState(scope, storage);
    const { parameters } = scope;
    fs.line = scope.line === 0 ? 1 : scope.line;
    for (const parameter of parameters) fs.openVariable(parameter);
    fs.reserve(parameters.length);
    if (scope.isVararg) fs.emitABC(Op.VARARGPREP, parameters.length, 0, 0);
    fs.makeCells(parameters, 0);
    return fs;
  }

  /** Ends a function after its last statement; `line` is that of its end. */
  closeFunction(fs: FunctionState, line: number, lastLineDefined: number): UnlinkedProto {
    fs.line = line;
    this.emitReturn(fs);
    return fs.finish(this.chunkName, lastLineDefined);
  }

  /**
   * Compiles a function whose own nested functions are compiled already, and drops its body: so the tree in memory is that of the
   * functions that are still being read. Its upvalues are described when the enclosing function gives registers to its variables.
   */
  compileFunction(node: FunctionExpression): void {
    const { scope, body, endLine, lastLine } = node;
    const fs = this.openFunction(scope, this.storage);
    for (const statement of body.statements) this.statement(fs, statement);
    const proto = this.closeFunction(fs, endLine, lastLine);
    shareLine(proto.lines, scope.isVararg ? 1 : 0, scope.parameters);
    node.proto = proto;
    node.body = new Block([], body.scope, body.endLine);
  }

  // ---------------------------------------------------------------- blocks

  /** Emits a block; if to-be-closed variables end with it, they are closed at its last line. */
  private block(fs: FunctionState, block: Block): void {
    const mark = fs.enterBlock();
    this.openBlock(fs, block);
    fs.line = block.endLine;
    fs.leaveBlock(mark);
  }

  private openBlock(fs: FunctionState, block: Block): void {
    block.scope.closeDepth = fs.closeRegisters.length;
    for (const statement of block.statements) this.statement(fs, statement);
  }

  statement(fs: FunctionState, node: Statement): void {
    switch (node.kind) {
      case "CallStatement":
        this.callStatement(fs, node);
        break;
      case "LocalStatement":
        this.localStatement(fs, node);
        break;
      case "Assignment":
        this.assignment(fs, node);
        break;
      case "If":
        this.ifStatement(fs, node);
        break;
      case "Return":
        this.returnStatement(fs, node);
        break;
      case "LocalFunction":
        this.localFunction(fs, node);
        break;
      case "FunctionStatement":
        this.functionStatement(fs, node);
        break;
      case "MultipleAssignment":
        this.multipleAssignment(fs, node);
        break;
      case "NumericFor":
        this.numericFor(fs, node);
        break;
      case "GenericFor":
        this.genericFor(fs, node);
        break;
      case "While":
        this.whileStatement(fs, node);
        break;
      case "Repeat":
        this.repeatStatement(fs, node);
        break;
      case "Do":
        this.block(fs, node.body);
        break;
      case "Break":
        this.breakStatement(fs, node);
        break;
      case "Goto":
        this.gotoStatement(fs, node);
        break;
      case "LabelStatement":
        this.placeLabel(fs, node.label);
        break;
    }
    fs.freeRegister = fs.localLevel;
  }

  private callStatement(fs: FunctionState, node: CallStatement): void {
    const e = new ExpressionDescriptor();
    this.expression(fs, node.call, e);
    setResultCount(fs, e, 0);
  }

  private returnStatement(fs: FunctionState, { values, line }: ReturnStatement): void {
    const hasClose = fs.closeRegisters.length > 0;
    fs.line = line;
    if (values.length === 0) {
      this.emitReturn(fs);
      return;
    }
    const e = new ExpressionDescriptor();
    this.list(fs, values, e);
    if (e.isMultiple) {
      this.returnMultiple(fs, e, values.length === 1 && !hasClose, hasClose);
    } else if (values.length === 1) {
      const register = toAnyRegister(fs, e);
      if (hasClose) fs.emitABC(Op.RETURN, register, 2, 0, true);
      else fs.emitABC(Op.RETURN1, register, 0, 0);
    } else {
      toNextRegister(fs, e);
      fs.emitABC(Op.RETURN, fs.localLevel, values.length + 1, 0, hasClose);
    }
  }

  /** Returns nothing. */
  private emitReturn(fs: FunctionState): void {
    if (fs.closeRegisters.length > 0) fs.emitABC(Op.RETURN, 0, 1, 0, true);
    else fs.emitABC(Op.RETURN0, 0, 0, 0);
  }

  /** Returns all values of `e`, and those in the registers before it. */
  private returnMultiple(fs: FunctionState, e: ExpressionDescriptor, isAlone: boolean, hasClose: boolean): void {
    setResultCount(fs, e, -1);
    if (e.kind === Kind.Call && isAlone) fs.replace(e.info, withOp(fs.instructionAt(e.info), Op.TAILCALL));
    fs.emitABC(Op.RETURN, fs.localLevel, 0, 0, hasClose);
  }

  // ---------------------------------------------------------------- local variables

  private localFunction(fs: FunctionState, { variable, value }: LocalFunctionStatement): void {
    const e = new ExpressionDescriptor();
    if (!variable.isCaptured) {
      variable.register = fs.localLevel;
      this.expression(fs, value, e);
      fs.openVariable(variable);
      return;
    }
    // The function may refer to itself, so its cell is there first.
    const register = fs.reserve(1);
    fs.line = value.endLine;
    loadNil(fs, register, 1);
    fs.emitABC(Op.NEWCELL, register, 0, 0);
    fs.openVariable(variable);
    this.expression(fs, value, e);
    storeLocal(fs, variable, e);
    fs.restartLastVariable();
  }

  private localStatement(fs: FunctionState, { variables, values, line }: LocalStatement): void {
    const last = variables[variables.length - 1]!;
    const first = fs.freeRegister;
    if (last.constant !== undefined) {
      // The constant needs no register; the other variables have one value each.
      for (let i = 0; i < values.length - 1; i++) this.toNext(fs, values[i]!);
      this.openVariables(fs, variables.slice(0, -1), first, line);
      return;
    }
    this.adjusted(fs, values, variables.length, line);
    this.openVariables(fs, variables, first, line);
  }

  private openVariables(fs: FunctionState, variables: readonly Variable[], first: number, line: number): void {
    fs.line = line;
    fs.makeCells(variables, first);
    for (const variable of variables) fs.openVariable(variable);
    for (const variable of variables) if (variable.kind === "close") this.markToBeClosed(fs, variable.register);
  }

  private markToBeClosed(fs: FunctionState, register: number): void {
    fs.markToBeClosed(register);
    fs.emitABC(Op.TBC, register, 0, 0);
  }

  /** Emits a list with exactly `wanted` values in registers. */
  private adjusted(fs: FunctionState, values: readonly Expression[], wanted: number, line: number): void {
    const e = new ExpressionDescriptor();
    this.list(fs, values, e);
    fs.line = line;
    this.adjust(fs, e, values.length, wanted);
  }

  /** Adjusts a list of `count` values, of which the last is in `e`, to `wanted` registers. */
  private adjust(fs: FunctionState, e: ExpressionDescriptor, count: number, wanted: number): void {
    const missing = wanted - count;
    if (e.isMultiple) {
      setResultCount(fs, e, Math.max(missing + 1, 0));
    } else {
      if (e.kind !== Kind.Void) toNextRegister(fs, e);
      if (missing > 0) {
        fs.needRegisters(missing);
        loadNil(fs, fs.freeRegister, missing);
      }
    }
    if (missing > 0) fs.reserve(missing);
    else fs.freeRegister += missing;
  }

  // ---------------------------------------------------------------- assignment

  private assignment(fs: FunctionState, { target, value, line }: AssignmentStatement): void {
    const place = new ExpressionDescriptor();
    const e = new ExpressionDescriptor();
    this.expression(fs, target, place);
    this.expression(fs, value, e);
    fs.line = line;
    toSingle(fs, e);
    this.assign(fs, target, place, e);
  }

  private functionStatement(fs: FunctionState, { target, value, line }: FunctionStatement): void {
    const place = new ExpressionDescriptor();
    const e = new ExpressionDescriptor();
    this.expression(fs, target, place);
    this.expression(fs, value, e);
    this.assign(fs, target, place, e);
    fs.fixLine(line);
  }

  /** Assigns to a target whose parts are in `place`. */
  private assign(fs: FunctionState, target: AssignmentTarget, place: ExpressionDescriptor, value: ExpressionDescriptor): void {
    if (target.kind === "Local") storeLocal(fs, target.variable, value);
    else store(fs, place, value);
  }

  private multipleAssignment(fs: FunctionState, { targets: nodes, values, line }: MultipleAssignmentStatement): void {
    const targets: Target[] = [];
    for (const node of nodes) {
      const place = new ExpressionDescriptor();
      this.expression(fs, node, place);
      if (node.kind === "Local" || node.kind === "Upvalue") this.saveFromAssignment(fs, targets, node.line, place);
      targets.push({ node, place });
    }
    const e = new ExpressionDescriptor();
    this.list(fs, values, e);
    fs.line = line;
    let rest = targets.length - 1;
    if (values.length === targets.length) {
      toSingle(fs, e);
      this.assign(fs, nodes[rest]!, targets[rest]!.place, e);
      rest--;
    } else {
      this.adjust(fs, e, values.length, targets.length);
    }
    for (; rest >= 0; rest--) {
      e.set(Kind.Register, fs.freeRegister - 1);
      this.assign(fs, nodes[rest]!, targets[rest]!.place, e);
    }
  }

  /**
   * In `t.x, t = 1, 2`, the table is what `t` was before: if an earlier target uses the variable in `place` as its table or key,
   * it gets a copy. (Values are assigned from the last target to the first.)
   */
  private saveFromAssignment(fs: FunctionState, targets: readonly Target[], line: number, place: ExpressionDescriptor): void {
    const copy = fs.freeRegister;
    let isNeeded = false;
    for (const { place: earlier } of targets) if (replaceUse(earlier, place, copy)) isNeeded = true;
    if (!isNeeded) return;
    fs.line = line;
    fs.reserve(1);
    fs.emitABC(place.kind === Kind.Upvalue ? Op.GETUPVAL : place.kind === Kind.Cell ? Op.GETCELL : Op.MOVE, copy, place.info, 0);
  }

  // ---------------------------------------------------------------- conditions

  /** Emits a condition, and returns the jumps taken if it is false. */
  private condition(fs: FunctionState, node: Expression): number {
    const e = new ExpressionDescriptor();
    this.expression(fs, node, e);
    fs.line = node.line;
    return emitCondition(fs, e);
  }

  private ifStatement(fs: FunctionState, { clauses, otherwise }: IfStatement): void {
    let escapes = NO_JUMP;
    for (let i = 0; i < clauses.length; i++) {
      const clause = clauses[i]!;
      const skip = this.clause(fs, clause);
      if (i < clauses.length - 1 || otherwise !== undefined) {
        fs.line = clause.body.endLine;
        if (skip !== DIRECT_BREAK) escapes = fs.join(fs.jump(), escapes);
      }
      if (skip !== DIRECT_BREAK) fs.patchToHere(skip);
    }
    if (otherwise !== undefined) this.block(fs, otherwise);
    fs.patchToHere(escapes);
  }

  /** Emits a clause, and returns the jumps taken if its condition is false. */
  private clause(fs: FunctionState, { condition, body }: IfClause): number {
    const [first] = body.statements;
    if (first?.kind === "Break" && this.canJumpOut(fs, first)) {
      const e = new ExpressionDescriptor();
      this.expression(fs, condition, e);
      fs.line = condition.line;
      goIfFalse(fs, e);
      this.addBreak(first.loop!, fs, e.trueJumps);
      if (body.statements.length === 1) return DIRECT_BREAK;
      // Whatever follows the break is out of reach, except through a label.
      const skip = fs.jump();
      const mark = fs.enterBlock();
      body.scope.closeDepth = fs.closeRegisters.length;
      for (const statement of body.statements.slice(1)) this.statement(fs, statement);
      fs.line = body.endLine;
      fs.leaveBlock(mark);
      return skip;
    }
    const skip = this.condition(fs, condition);
    this.block(fs, body);
    return skip;
  }

  // ---------------------------------------------------------------- loops

  private whileStatement(fs: FunctionState, { condition, loop, body, line }: WhileStatement): void {
    const start = fs.here();
    const exit = this.condition(fs, condition);
    this.enterLoop(fs, loop);
    this.block(fs, body);
    fs.line = body.endLine;
    fs.jumpTo(start);
    fs.line = line;
    this.leaveLoop(fs, loop);
    fs.patchToHere(exit);
  }

  private repeatStatement(fs: FunctionState, { loop, body, condition, line }: RepeatStatement): void {
    const start = fs.here();
    this.enterLoop(fs, loop);
    const mark = fs.enterBlock();
    this.openBlock(fs, body);
    let again = this.condition(fs, condition);
    fs.line = line;
    const closeRegister = fs.closeRegisters[mark.closeDepth];
    fs.leaveBlock(mark);
    if (closeRegister !== undefined) {
      // Both ways out of the scope close its variables.
      const exit = fs.jump();
      fs.patchToHere(again);
      fs.emitABC(Op.CLOSE, closeRegister, 0, 0);
      again = fs.jump();
      fs.patchToHere(exit);
    }
    fs.patch(again, start);
    this.leaveLoop(fs, loop);
  }

  private numericFor(fs: FunctionState, node: NumericForStatement): void {
    const { loop, variable, initial, limit, step, line, body } = node;
    const mark = fs.enterBlock();
    const base = fs.freeRegister;
    this.enterLoop(fs, loop);
    this.toNext(fs, initial);
    this.toNext(fs, limit);
    if (step !== undefined) this.toNext(fs, step);
    else loadNumber(fs, fs.reserve(1), ONE);
    fs.openHidden(3);
    fs.line = node.doLine;
    const prepare = fs.emitABx(Op.FORPREP, base, 0);
    this.loopBody(fs, [variable], body);
    fs.line = body.endLine;
    this.setLoopJump(fs, prepare, fs.here() - (prepare + 1));
    const end = fs.emitABx(Op.FORLOOP, base, 0);
    this.setLoopJump(fs, end, end - prepare);
    fs.fixLine(line);
    fs.leaveBlock(mark);
    this.leaveLoop(fs, loop);
  }

  private genericFor(fs: FunctionState, node: GenericForStatement): void {
    const { loop, variables, values, line, body } = node;
    const mark = fs.enterBlock();
    const base = fs.freeRegister;
    this.enterLoop(fs, loop);
    this.adjusted(fs, values, 4, node.valuesLine);
    fs.openHidden(4);
    fs.markToBeClosed(base + 3);
    fs.needRegisters(3);
    fs.line = node.doLine;
    const prepare = fs.emitABx(Op.TFORPREP, base, 0);
    this.loopBody(fs, variables, body);
    fs.line = body.endLine;
    this.setLoopJump(fs, prepare, fs.here() - (prepare + 1));
    fs.emitABC(Op.TFORCALL, base, 0, variables.length);
    fs.fixLine(line);
    const end = fs.emitABx(Op.TFORLOOP, base, 0);
    this.setLoopJump(fs, end, end - prepare);
    fs.fixLine(line);
    // A break comes to here, so that the CLOSE is for it as well.
    this.leaveLoop(fs, loop);
    fs.line = node.endLine;
    fs.leaveBlock(mark);
  }

  /** The body of a `for` in the scope of its variables, which the loop puts into the next registers. */
  private loopBody(fs: FunctionState, variables: readonly Variable[], body: Block): void {
    const mark = fs.enterBlock();
    const first = fs.reserve(variables.length);
    // The block of the variables is around that of the body.
    body.scope.parent!.closeDepth = mark.closeDepth;
    const start = fs.pc;
    fs.makeCells(variables, first);
    for (const variable of variables) fs.openVariable(variable);
    this.block(fs, body);
    shareLine(fs.lines, start, variables, fs.pc);
    fs.leaveBlock(mark);
  }

  private setLoopJump(fs: FunctionState, pc: number, distance: number): void {
    if (distance > MAX_ARG_BX) fs.failLimit("control structure too long");
    fs.replace(pc, withBx(fs.instructionAt(pc), distance));
  }

  /** Jumps that leave each loop that is being emitted. */
  private readonly breaks = new Map<BlockScope, number>();

  private enterLoop(fs: FunctionState, loop: BlockScope): void {
    this.breaks.set(loop, NO_JUMP);
    loop.closeDepth = fs.closeRegisters.length;
  }

  private leaveLoop(fs: FunctionState, loop: BlockScope): void {
    fs.patchToHere(this.breaks.get(loop) ?? NO_JUMP);
    this.breaks.delete(loop);
  }

  // ---------------------------------------------------------------- jumps

  private addBreak(loop: BlockScope, fs: FunctionState, jumps: number): void {
    this.breaks.set(loop, fs.join(jumps, this.breaks.get(loop) ?? NO_JUMP));
  }

  /** A break that leaves the scope of no to-be-closed variable. */
  private canJumpOut(fs: FunctionState, { loop, block }: BreakStatement): boolean {
    // The break's own block is not entered yet.
    if (loop === null) return false;
    return block.parent === loop || childOn(block.parent!, loop).closeDepth === fs.closeRegisters.length;
  }

  private breakStatement(fs: FunctionState, { loop, block, line }: BreakStatement): void {
    // A stray break is an error when its function ends.
    if (loop === null) return;
    fs.line = line;
    fs.emitClose(childOn(block, loop).closeDepth);
    this.addBreak(loop, fs, fs.jump());
  }

  private gotoStatement(fs: FunctionState, { label, block, line }: GotoStatement): void {
    if (label === undefined) return;
    fs.line = line;
    if (label.pc >= 0) {
      fs.emitClose(label.closeDepth);
      fs.jumpTo(label.pc);
      return;
    }
    if (block !== label.block) fs.emitClose(childOn(block, label.block).closeDepth);
    label.jumps = fs.join(fs.jump(), label.jumps);
  }

  private placeLabel(fs: FunctionState, label: Label): void {
    label.pc = fs.here();
    label.closeDepth = fs.closeRegisters.length;
    fs.patch(label.jumps, label.pc);
  }
}

/** Instead of the jumps over a clause: it is a mere break, and there is nothing to jump over. */
const DIRECT_BREAK = -2;

/**
 * The NEWCELLs of parameters and loop variables, from `start` on, get the line of the instruction after them: a line of their own
 * would be reported to line hooks.
 */
function shareLine(lines: Int32Array, start: number, variables: readonly Variable[], end = lines.length): void {
  let count = 0;
  for (const variable of variables) if (variable.isCaptured) count++;
  if (count === 0 || start + count >= end) return;
  lines.fill(lines[start + count]!, start, start + count);
}

/** Makes an earlier target use the register `copy` where it uses the variable of `place`. */
function replaceUse(earlier: ExpressionDescriptor, place: ExpressionDescriptor, copy: number): boolean {
  if (place.kind === Kind.Upvalue) {
    if (earlier.kind !== Kind.IndexedUpvalue || earlier.info !== place.info) return false;
    earlier.kind = Kind.IndexedField;
    earlier.info = copy;
    return true;
  }
  const isCell = place.kind === Kind.Cell;
  const isIndexed = earlier.kind === Kind.Indexed || earlier.kind === Kind.IndexedInteger || earlier.kind === Kind.IndexedField;
  if (!isIndexed) return false;
  const usesAsTable = earlier.info === place.info && earlier.isTableCell === isCell;
  const usesAsKey = earlier.kind === Kind.Indexed && earlier.key === place.info && earlier.isKeyCell === isCell;
  if (usesAsTable) {
    earlier.info = copy;
    earlier.isTableCell = false;
  }
  if (usesAsKey) {
    earlier.key = copy;
    earlier.isKeyCell = false;
  }
  return usesAsTable || usesAsKey;
}
