// Functions, blocks and local variables as the parser sees them. Names are resolved while parsing, so that errors come in the order
// of the source; when a function has been parsed, every one of its variables knows whether some closure captures it, and
// every function knows its upvalues. Registers are not known here: the code generator fills `Variable.register` in.

import { MAX_LOCALS, MAX_UPVALUES } from "@luster/bytecode";
import type { VariableKind } from "@luster/bytecode";
import type { Atom } from "./atom.js";
import type { ConstantValue } from "./fold.js";

/** A local variable: one declaration in the source. */
export class Variable {
  readonly name: Atom;
  readonly scope: FunctionScope;
  /** Number of the declaration in its chunk, from 0. */
  readonly id: number;
  kind: VariableKind = "regular";
  /** Some closure captures it, so that it lives in a cell. */
  isCaptured: boolean;
  /** The value of a compile-time constant (manual 3.3.7); it has no register, and is never captured. */
  constant: ConstantValue | undefined = undefined;
  /**
   * What the name meant outside of this variable's scope.
   * @internal
   */
  shadowed: Variable | null = null;
  /**
   * Register, and index of its entry in the debug information; the code generator's.
   * @internal
   */
  register = -1;
  /** @internal */
  debugIndex = -1;
  /**
   * The function that asked for it as an upvalue last, and the index there.
   * @internal
   */
  upvalueScope: FunctionScope | null = null;
  /** @internal */
  upvalueIndex = 0;

  constructor(name: Atom, scope: FunctionScope, id: number, isCaptured: boolean) {
    this.name = name;
    this.scope = scope;
    this.id = id;
    this.isCaptured = isCaptured;
  }
}

/** An upvalue of a function: a variable of the enclosing function, or upvalue `index` of it. */
export class UpvalueReference {
  readonly variable: Variable;
  readonly isFromParentRegister: boolean;
  /** Index in the enclosing function's upvalues; without meaning if it is one of its registers. */
  readonly index: number;

  constructor(variable: Variable, isFromParentRegister: boolean, index: number) {
    this.variable = variable;
    this.isFromParentRegister = isFromParentRegister;
    this.index = index;
  }
}

/** A block: what `break` and `goto` need to know of it. */
export class BlockScope {
  readonly parent: BlockScope | null;
  readonly isLoop: boolean;
  /** Variables of the function that were active, and declared, when the block began. */
  readonly activeAtStart: number;
  readonly declaredAtStart: number;
  /** Jumps of the function before the block. */
  readonly jumpsAtStart: number;
  /** The labels of the block; null while there are none. */
  labels: Label[] | null = null;
  /**
   * To-be-closed variables in scope when the block begins; the code generator's.
   * @internal
   */
  closeDepth = 0;

  constructor(parent: BlockScope | null, isLoop: boolean, activeAtStart: number, declaredAtStart: number, jumpsAtStart: number) {
    this.parent = parent;
    this.isLoop = isLoop;
    this.activeAtStart = activeAtStart;
    this.declaredAtStart = declaredAtStart;
    this.jumpsAtStart = jumpsAtStart;
  }
}

/** A label in its block. */
export class Label {
  readonly name: Atom;
  readonly line: number;
  readonly block: BlockScope;
  /** Variables of the function that a jump to it must have in scope already; those of the block do not count at its end. */
  readonly activeCount: number;
  /**
   * Where it is in the code (-1: not there yet), the list of jumps that wait for it, and the to-be-closed variables in scope at it;
   * the code generator's.
   * @internal
   */
  pc = -1;
  /** @internal */
  jumps = -1;
  /** @internal */
  closeDepth = 0;

  constructor(name: Atom, line: number, block: BlockScope, activeCount: number) {
    this.name = name;
    this.line = line;
    this.block = block;
    this.activeCount = activeCount;
  }
}

/** What scopes report to. */
export interface ScopeHost {
  /** Throws a syntax error for a limit of the function that was passed. */
  failLimit(scope: FunctionScope, what: string, limit: number): never;
  /** A closure captures `variable`. */
  noteCapture(variable: Variable): void;
}

/** A function under construction. */
export class FunctionScope {
  readonly parent: FunctionScope | null;
  /** Line of the keyword `function`; 0 for a chunk. */
  readonly line: number;
  readonly upvalues: UpvalueReference[] = [];
  /** The parameters, in order; `self` is one of them. */
  readonly parameters: Variable[] = [];
  isVararg = false;

  /** @internal */
  block: BlockScope | null = null;
  /**
   * Variables in scope, in order of declaration.
   * @internal
   */
  readonly active: Variable[] = [];
  /**
   * Variables that take part in the limit: the active ones, those declared but not active yet, and the hidden state of loops.
   * @internal
   */
  declaredCount = 0;
  /**
   * Jumps (`goto` and stray `break`) seen so far.
   * @internal
   */
  jumpCount = 0;
  private readonly host: ScopeHost;

  constructor(parent: FunctionScope | null, line: number, host: ScopeHost) {
    this.parent = parent;
    this.line = line;
    this.host = host;
  }

  /** Counts `count` more variables that will become active. */
  declare(count: number): void {
    this.declaredCount += count;
    if (this.declaredCount > MAX_LOCALS) this.host.failLimit(this, "local variables", MAX_LOCALS);
  }

  /** Makes a declared variable visible. */
  activate(variable: Variable): void {
    const { name } = variable;
    variable.shadowed = name.binding;
    name.binding = variable;
    this.active.push(variable);
  }

  enterBlock(isLoop: boolean): BlockScope {
    const block = new BlockScope(this.block, isLoop, this.active.length, this.declaredCount, this.jumpCount);
    this.block = block;
    return block;
  }

  leaveBlock(block: BlockScope): void {
    const { active } = this;
    while (active.length > block.activeAtStart) {
      const variable = active.pop()!;
      variable.name.binding = variable.shadowed;
    }
    this.declaredCount = block.declaredAtStart;
    this.block = block.parent;
  }

  /** Index of `variable`, a local of an enclosing function, among the upvalues of this function; adds it where it is missing. */
  upvalueIndex(variable: Variable): number {
    if (variable.upvalueScope === this) return variable.upvalueIndex;
    let index = this.upvalues.findIndex((upvalue) => upvalue.variable === variable);
    if (index < 0) index = this.addUpvalue(variable);
    variable.upvalueScope = this;
    variable.upvalueIndex = index;
    return index;
  }

  private addUpvalue(variable: Variable): number {
    const parent = this.parent!;
    const isFromParentRegister = parent === variable.scope;
    if (isFromParentRegister) {
      variable.isCaptured = true;
      this.host.noteCapture(variable);
    }
    const outerIndex = isFromParentRegister ? 0 : parent.upvalueIndex(variable);
    if (this.upvalues.length >= MAX_UPVALUES) this.host.failLimit(this, "upvalues", MAX_UPVALUES);
    this.upvalues.push(new UpvalueReference(variable, isFromParentRegister, outerIndex));
    return this.upvalues.length - 1;
  }
}
