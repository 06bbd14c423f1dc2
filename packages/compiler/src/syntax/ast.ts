// The syntax tree. Names are resolved in it (`Local`, `Upvalue`, `Global`), and nothing is simplified: folding is the code
// generator's work. One class per kind of node, fields set in one order, so that V8 gives each kind one shape.
//
// `line` of an expression is the line of the token that the parser had read when the value is delivered to where it is used (for an
// operand: its operator, for an argument that is not the last: the comma): the line that PUC-Rio gives to the instruction.
// `line` of a statement is that of its last token, unless its comment says otherwise.
//
// A chain of operators or suffixes (`a + b + c`, `a.b.c()`) leans to the left as far as the source goes: visitors must walk such a
// chain in a loop. Everything else nests at most MAX_SYNTAX_LEVELS deep.

import type { Proto } from "@luster/bytecode";
import type { Atom } from "./atom.js";
import type { Numeral } from "./numeral.js";
import type { BinaryOperator, UnaryOperator } from "./operators.js";
import type { BlockScope, FunctionScope, Label, Variable } from "./scope.js";

// -------------------------------------------------------------------- expressions

export class NilLiteral {
  readonly kind = "Nil";
  constructor(public line: number) {}
}

export class BooleanLiteral {
  readonly kind = "Boolean";
  constructor(
    public line: number,
    readonly value: boolean,
  ) {}
}

export class NumberLiteral {
  readonly kind = "Number";
  constructor(
    public line: number,
    readonly numeral: Numeral,
  ) {}
}

export class StringLiteral {
  readonly kind = "String";
  constructor(
    public line: number,
    readonly atom: Atom,
  ) {}
}

export class VarargExpression {
  readonly kind = "Vararg";
  constructor(
    public line: number,
    /** Line of the token before. */
    readonly openLine: number,
  ) {}
}

/** A compiled function whose upvalues are still to be described: the enclosing function has no registers yet. */
export type UnlinkedProto = Omit<Proto, "upvalues">;

export class FunctionExpression {
  readonly kind = "Function";
  /**
   * What the code generator made of the body, if it has done so already.
   * @internal
   */
  proto: UnlinkedProto | undefined = undefined;
  constructor(
    public line: number,
    readonly scope: FunctionScope,
    /** In a tree from `parse`, all of it; the code generator drops what it has compiled. */
    public body: Block,
    /** Line of the keyword `end`. */
    readonly lastLine: number,
    /** Line that instructions at the end of the function get: `lastLine`. */
    readonly endLine: number,
  ) {}
}

/** The use of a local variable of the function itself, or of a compile-time constant of any function. */
export class LocalName {
  readonly kind = "Local";
  constructor(
    public line: number,
    readonly variable: Variable,
  ) {}
}

/** The use of a local variable of an enclosing function. */
export class UpvalueName {
  readonly kind = "Upvalue";
  constructor(
    public line: number,
    readonly variable: Variable,
    readonly index: number,
  ) {}
}

/** The use of a global variable: field `atom` of what `_ENV` means here (manual 2.2). */
export class GlobalName {
  readonly kind = "Global";
  constructor(
    public line: number,
    readonly atom: Atom,
    readonly environment: LocalName | UpvalueName,
  ) {}
}

/** `object[key]`, and `object.key` with a string literal as key. */
export class IndexExpression {
  readonly kind = "Index";
  constructor(
    public line: number,
    readonly object: Expression,
    readonly key: Expression,
  ) {}
}

export class CallExpression {
  readonly kind = "Call";
  constructor(
    public line: number,
    readonly callee: Expression,
    readonly args: readonly Expression[],
    /** Line of the first token of the arguments: errors in the call are reported there. */
    readonly callLine: number,
  ) {}
}

export class MethodCallExpression {
  readonly kind = "MethodCall";
  constructor(
    public line: number,
    readonly object: Expression,
    readonly method: Atom,
    readonly args: readonly Expression[],
    readonly callLine: number,
  ) {}
}

export class UnaryExpression {
  readonly kind = "Unary";
  constructor(
    public line: number,
    readonly operator: UnaryOperator,
    readonly operand: Expression,
    readonly operatorLine: number,
  ) {}
}

/** The line of the operator is `left.line`. */
export class BinaryExpression {
  readonly kind = "Binary";
  constructor(
    public line: number,
    readonly operator: BinaryOperator,
    readonly left: Expression,
    readonly right: Expression,
  ) {}
}

/** An expression in parentheses: one value of it. */
export class ParenthesizedExpression {
  readonly kind = "Parenthesized";
  constructor(
    public line: number,
    readonly inner: Expression,
  ) {}
}

export class TableExpression {
  readonly kind = "Table";
  constructor(
    public line: number,
    readonly fields: readonly TableField[],
    /** Line of the token before. */
    readonly openLine: number,
  ) {}
}

/** `key = value` or `[key] = value` in a table constructor. A field without a key is its value alone. */
export class KeyedField {
  readonly kind = "KeyedField";
  constructor(
    readonly key: Expression,
    readonly value: Expression,
  ) {}
}

export type TableField = Expression | KeyedField;

export type Expression =
  | NilLiteral
  | BooleanLiteral
  | NumberLiteral
  | StringLiteral
  | VarargExpression
  | FunctionExpression
  | LocalName
  | UpvalueName
  | GlobalName
  | IndexExpression
  | CallExpression
  | MethodCallExpression
  | UnaryExpression
  | BinaryExpression
  | ParenthesizedExpression
  | TableExpression;

/** What can be assigned to. */
export type AssignmentTarget = LocalName | UpvalueName | GlobalName | IndexExpression;

// -------------------------------------------------------------------- statements

export class Block {
  constructor(
    readonly statements: readonly Statement[],
    readonly scope: BlockScope,
    /** Line of the last token in it, or of the token before it if it is empty. */
    readonly endLine: number,
  ) {}
}

export class LocalStatement {
  readonly kind = "LocalStatement";
  constructor(
    readonly line: number,
    readonly variables: readonly Variable[],
    readonly values: readonly Expression[],
  ) {}
}

export class LocalFunctionStatement {
  readonly kind = "LocalFunction";
  constructor(
    readonly line: number,
    readonly variable: Variable,
    readonly value: FunctionExpression,
  ) {}
}

/** `function a.b:c() end`; `line` is that of the keyword `function`. */
export class FunctionStatement {
  readonly kind = "FunctionStatement";
  constructor(
    readonly line: number,
    readonly target: AssignmentTarget,
    readonly value: FunctionExpression,
  ) {}
}

/** `target = value`, the common form of an assignment. */
export class AssignmentStatement {
  readonly kind = "Assignment";
  constructor(
    readonly line: number,
    readonly target: AssignmentTarget,
    readonly value: Expression,
  ) {}
}

export class MultipleAssignmentStatement {
  readonly kind = "MultipleAssignment";
  constructor(
    readonly line: number,
    readonly targets: readonly AssignmentTarget[],
    readonly values: readonly Expression[],
  ) {}
}

export class CallStatement {
  readonly kind = "CallStatement";
  constructor(
    readonly line: number,
    readonly call: CallExpression | MethodCallExpression,
  ) {}
}

export class DoStatement {
  readonly kind = "Do";
  constructor(
    readonly line: number,
    readonly body: Block,
  ) {}
}

export class WhileStatement {
  readonly kind = "While";
  constructor(
    readonly line: number,
    readonly condition: Expression,
    readonly loop: BlockScope,
    readonly body: Block,
  ) {}
}

/** The condition is in the scope of the body (manual 3.3.4). */
export class RepeatStatement {
  readonly kind = "Repeat";
  constructor(
    readonly line: number,
    readonly loop: BlockScope,
    readonly body: Block,
    readonly condition: Expression,
  ) {}
}

export class IfStatement {
  readonly kind = "If";
  constructor(
    readonly line: number,
    readonly clauses: readonly IfClause[],
    readonly otherwise: Block | undefined,
  ) {}
}

export class IfClause {
  constructor(
    readonly condition: Expression,
    readonly body: Block,
  ) {}
}

/** `line` is that of the keyword `for`. */
export class NumericForStatement {
  readonly kind = "NumericFor";
  constructor(
    readonly line: number,
    readonly loop: BlockScope,
    readonly variable: Variable,
    readonly initial: Expression,
    readonly limit: Expression,
    readonly step: Expression | undefined,
    readonly doLine: number,
    readonly body: Block,
    readonly endLine: number,
  ) {}
}

/** `line` is that of the first token after `in`. */
export class GenericForStatement {
  readonly kind = "GenericFor";
  constructor(
    readonly line: number,
    readonly loop: BlockScope,
    readonly variables: readonly Variable[],
    readonly values: readonly Expression[],
    /** Line at which the values are adjusted to four. */
    readonly valuesLine: number,
    readonly doLine: number,
    readonly body: Block,
    readonly endLine: number,
  ) {}
}

export class ReturnStatement {
  readonly kind = "Return";
  constructor(
    readonly line: number,
    readonly values: readonly Expression[],
  ) {}
}

export class BreakStatement {
  readonly kind = "Break";
  constructor(
    readonly line: number,
    readonly block: BlockScope,
    /** The block of the loop that it leaves; null only in a chunk that is in error. */
    readonly loop: BlockScope | null,
  ) {}
}

export class GotoStatement {
  readonly kind = "Goto";
  constructor(
    readonly line: number,
    readonly name: Atom,
    readonly block: BlockScope,
    /** Variables of the function in scope at the jump. */
    readonly activeCount: number,
    /** Number of the jump in its function, from 0. */
    readonly sequence: number,
  ) {}
  /** The label it leads to; set when the label has been seen, so always in a finished tree. */
  label: Label | undefined = undefined;
}

export class LabelStatement {
  readonly kind = "LabelStatement";
  constructor(
    readonly line: number,
    readonly label: Label,
  ) {}
}

export type Statement =
  | LocalStatement
  | LocalFunctionStatement
  | FunctionStatement
  | AssignmentStatement
  | MultipleAssignmentStatement
  | CallStatement
  | DoStatement
  | WhileStatement
  | RepeatStatement
  | IfStatement
  | NumericForStatement
  | GenericForStatement
  | ReturnStatement
  | BreakStatement
  | GotoStatement
  | LabelStatement;

/** A compiled unit of source: a vararg function whose only upvalue is `_ENV`. */
export class Chunk {
  constructor(
    readonly chunkName: string,
    readonly scope: FunctionScope,
    readonly body: Block,
  ) {}
}
