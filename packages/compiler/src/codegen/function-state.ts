// One function under construction: its code, the stack of its registers, its constants, nested functions and variables.
//
// Registers form a stack: [0, localLevel) belong to active local variables, [localLevel, freeRegister) are temporaries, freed in
// the reverse order of their allocation.

import { MAX_ARG_BX, MAX_REGISTERS, Op } from "@luster/bytecode";
import type { LocalVar, Proto, UpvalueDesc } from "@luster/bytecode";
import type { FunctionExpression, UnlinkedProto } from "../syntax/ast.js";
import type { FunctionScope, Variable } from "../syntax/scope.js";
import { CodeBuffer } from "./code-buffer.js";
import type { CodeStorage } from "./code-buffer.js";
import { ConstantPool } from "./constants.js";
import { hintedNewTable } from "./table-hints.js";

/** A LocalVar whose end is not known yet. */
interface OpenLocalVar extends LocalVar {
  startPc: number;
  endPc: number;
}

/** What leaving a block has to restore. */
export interface BlockMark {
  readonly localLevel: number;
  readonly openVariables: number;
  readonly closeDepth: number;
}

export class FunctionState extends CodeBuffer {
  readonly scope: FunctionScope;
  readonly constants = new ConstantPool((limit) => this.failSize("constants", limit));
  private readonly protos: Proto[] = [];

  freeRegister = 0;
  /** Registers of active local variables. */
  localLevel = 0;
  private maxStackSize = 2;

  private readonly localVars: OpenLocalVar[] = [];
  /** Those of `localVars` that are in scope. */
  private readonly openVariables: OpenLocalVar[] = [];
  /** Pcs of all NEWTABLE instructions. */
  readonly newTables: number[] = [];
  /** Registers of the to-be-closed variables in scope, ascending. */
  readonly closeRegisters: number[] = [];

  constructor(scope: FunctionScope, storage: CodeStorage) {
    super(storage);
    this.scope = scope;
  }

  // ---------------------------------------------------------------- registers

  /** Makes room for `count` registers above the ones in use. */
  needRegisters(count: number): void {
    const size = this.freeRegister + count;
    if (size <= this.maxStackSize) return;
    if (size >= MAX_REGISTERS) this.failLimit("function or expression needs too many registers");
    this.maxStackSize = size;
  }

  /** Takes `count` registers, and returns the first. */
  reserve(count: number): number {
    this.needRegisters(count);
    const first = this.freeRegister;
    this.freeRegister += count;
    return first;
  }

  /** Frees a temporary; the register of a local variable stays. */
  release(register: number): void {
    if (register >= this.localLevel) this.freeRegister--;
  }

  // ---------------------------------------------------------------- variables

  /** Brings a variable that has its value in the next local register into scope. */
  openVariable(variable: Variable): void {
    const register = this.localLevel++;
    variable.register = register;
    this.addLocalVar(variable.name.text, register, variable.isCaptured);
  }

  /** Brings the hidden state of a loop into scope. */
  openHidden(count: number): void {
    for (let i = 0; i < count; i++) this.addLocalVar("(for state)", this.localLevel++, false);
  }

  private addLocalVar(name: string, register: number, isCaptured: boolean): void {
    const entry = { name, register, startPc: this.pc, endPc: this.pc, isCaptured };
    this.localVars.push(entry);
    this.openVariables.push(entry);
  }

  /** The last variable opened is in scope from here only. */
  restartLastVariable(): void {
    this.localVars[this.localVars.length - 1]!.startPc = this.pc;
  }

  /** Turns the values of the captured ones of `variables`, in their registers from `first` on, into cells. */
  makeCells(variables: readonly Variable[], first: number): void {
    for (let i = 0; i < variables.length; i++) {
      if (variables[i]!.isCaptured) this.emitABC(Op.NEWCELL, first + i, 0, 0);
    }
  }

  /** The variable in `register` is to be closed when its block ends. */
  markToBeClosed(register: number): void {
    this.closeRegisters.push(register);
  }

  enterBlock(): BlockMark {
    return { localLevel: this.localLevel, openVariables: this.openVariables.length, closeDepth: this.closeRegisters.length };
  }

  /** Ends the scope of the block's variables, and frees their registers. Closes those that are to be closed. */
  leaveBlock(mark: BlockMark): void {
    this.endVariables(mark.openVariables);
    this.emitClose(mark.closeDepth);
    this.localLevel = this.freeRegister = mark.localLevel;
    this.closeRegisters.length = mark.closeDepth;
  }

  private endVariables(from: number): void {
    const { openVariables } = this;
    while (openVariables.length > from) openVariables.pop()!.endPc = this.pc;
  }

  /** Closes all to-be-closed variables but the first `depth`, if there are any. */
  emitClose(depth: number): void {
    const register = this.closeRegisters[depth];
    if (register !== undefined) this.emitABC(Op.CLOSE, register, 0, 0);
  }

  // ---------------------------------------------------------------- the finished function

  /** Index of a nested function, which is compiled; its upvalues are described now, when the variables have registers. */
  addFunction({ proto, scope }: FunctionExpression): number {
    if (this.protos.length >= MAX_ARG_BX) this.failSize("functions", MAX_ARG_BX);
    return this.protos.push(linkProto(proto!, scope)) - 1;
  }

  finish(chunkName: string, lastLine: number): UnlinkedProto {
    this.endVariables(0);
    this.threadJumps();
    for (const pc of this.newTables) this.replace(pc, hintedNewTable(this.code, pc, this.pc));
    const { scope } = this;
    return {
      chunkName,
      lineDefined: scope.line,
      lastLineDefined: lastLine,
      paramCount: scope.parameters.length,
      isVararg: scope.isVararg,
      maxStackSize: this.maxStackSize,
      code: this.code.slice(0, this.pc),
      constants: this.constants.entries,
      protos: this.protos,
      lines: this.lines.slice(0, this.pc),
      localVars: this.localVars,
    };
  }
}

/** Completes a compiled function with its upvalues. */
export function linkProto(proto: UnlinkedProto, scope: FunctionScope): Proto {
  return { ...proto, upvalues: scope.upvalues.map(describeUpvalue) };
}

function describeUpvalue({ variable, isFromParentRegister, index }: FunctionScope["upvalues"][number]): UpvalueDesc {
  // `_ENV` of a chunk has no register; by convention it is the first one of a function around the chunk.
  const register = Math.max(variable.register, 0);
  return { name: variable.name.text, isFromParentRegister, index: isFromParentRegister ? register : index, kind: variable.kind };
}
