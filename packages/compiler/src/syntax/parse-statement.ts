// Productions of statements (manual 3.3) and function bodies, one method each, and the checks that belong to them: constants are
// not assigned to, labels are unique, jumps do not enter scopes. Checks are made at the same token as in PUC-Rio, because a chunk
// with several errors must report the same one.

import type { Atom } from "./atom.js";
import {
  AssignmentStatement,
  Block,
  BreakStatement,
  CallStatement,
  Chunk,
  DoStatement,
  FunctionExpression,
  FunctionStatement,
  GenericForStatement,
  GotoStatement,
  IfClause,
  IfStatement,
  LabelStatement,
  LocalFunctionStatement,
  LocalStatement,
  MultipleAssignmentStatement,
  NumericForStatement,
  RepeatStatement,
  ReturnStatement,
  WhileStatement,
} from "./ast.js";
import type { AssignmentTarget, Expression, Statement } from "./ast.js";
import type { FunctionSink, ParserOptions } from "./cursor.js";
import { constantOf } from "./fold.js";
import { Labels } from "./labels.js";
import { ExpressionParser } from "./parse-expression.js";
import { FunctionScope, Label } from "./scope.js";
import type { BlockScope, Variable } from "./scope.js";
import { Token } from "./token.js";

const enum Char {
  OpenParenthesis = 40,
  CloseParenthesis = 41,
  Comma = 44,
  Dot = 46,
  Colon = 58,
  Semicolon = 59,
  Less = 60,
  Equal = 61,
  Greater = 62,
}

/** Variables that a loop keeps for itself. */
const NUMERIC_FOR_STATE = 3;
const GENERIC_FOR_STATE = 4;

/** Takes each statement of a chunk as soon as it can be compiled. */
export interface StatementSink {
  takeStatement(statement: Statement): void;
}

export class StatementParser extends ExpressionParser {
  private labels: Labels;
  private readonly selfName: Atom;
  private readonly functionSink: FunctionSink | undefined;

  constructor(source: string, options: ParserOptions) {
    super(source, options);
    this.scope.isVararg = true;
    this.labels = new Labels(this.scope);
    this.selfName = this.lexer.atoms.of("self");
    this.functionSink = options.functionSink;
  }

  /**
   * Parses the whole source. With a `sink`, statements of the chunk itself go there as soon as their jumps are resolved, and the
   * tree is returned without them.
   */
  chunk(sink?: StatementSink): Chunk {
    const { scope, lexer } = this;
    this.declareEnvironment();
    const block = scope.enterBlock(false);
    lexer.next();
    const statements = sink === undefined ? this.statementList() : this.streamStatements(sink);
    if (lexer.token !== Token.EndOfSource) this.expect(Token.EndOfSource);
    const body = new Block(statements, block, lexer.lastLine);
    this.leaveFunction(block);
    return new Chunk(lexer.chunkName, scope, body);
  }

  /** The scope of the chunk; its upvalue is there from the start. */
  get chunkScope(): FunctionScope {
    return this.scope;
  }

  /** `_ENV`, upvalue 0 of a chunk. */
  private declareEnvironment(): void {
    const environment = this.newVariable(this.lexer.atoms.of("_ENV"), this.scope.parent!);
    environment.name.binding = environment;
    this.scope.upvalueIndex(environment);
  }

  private streamStatements(sink: StatementSink): Statement[] {
    let held: Statement[] = [];
    while (!this.isBlockEnd(true)) {
      const isReturn = this.lexer.token === Token.Return;
      this.statement(held);
      if (!this.labels.hasWaitingJumps) {
        for (const statement of held) sink.takeStatement(statement);
        held = [];
      }
      if (isReturn) break;
    }
    return held;
  }

  // ---------------------------------------------------------------- blocks

  private isBlockEnd(withUntil: boolean): boolean {
    switch (this.lexer.token) {
      case Token.End:
      case Token.Else:
      case Token.ElseIf:
      case Token.EndOfSource:
        return true;
      case Token.Until:
        return withUntil;
      default:
        return false;
    }
  }

  private statementList(): Statement[] {
    const statements: Statement[] = [];
    while (!this.isBlockEnd(true)) {
      const isReturn = this.lexer.token === Token.Return;
      this.statement(statements);
      if (isReturn) break;
    }
    return statements;
  }

  private block(isLoop = false): Block {
    const block = this.scope.enterBlock(isLoop);
    const statements = this.statementList();
    const body = new Block(statements, block, this.lexer.lastLine);
    this.leaveBlock(block);
    return body;
  }

  private leaveBlock(block: BlockScope): void {
    this.labels.leaveBlock(block);
    this.scope.leaveBlock(block);
  }

  private leaveFunction(block: BlockScope): void {
    this.leaveBlock(block);
    const jump = this.labels.firstUnresolved();
    if (jump === undefined) return;
    if (jump.kind === "Break") this.failMeaning("break-outside-loop", `break outside loop at line ${jump.line}`);
    this.failMeaning("undefined-label", `no visible label '${jump.name.text}' for <goto> at line ${jump.line}`);
  }

  // ---------------------------------------------------------------- functions

  protected override functionBody(line: number, isMethod: boolean): FunctionExpression {
    const { lexer, scope: outerScope, labels: outerLabels } = this;
    const scope = new FunctionScope(outerScope, line, this);
    this.scope = scope;
    this.labels = new Labels(scope);
    const block = scope.enterBlock(false);
    this.expect(Char.OpenParenthesis);
    if (isMethod) this.addParameter(this.selfName);
    this.parameterList();
    this.expect(Char.CloseParenthesis);
    const statements = this.statementList();
    const body = new Block(statements, block, lexer.lastLine);
    const lastLine = lexer.line;
    this.expectClosing(Token.End, Token.Function, line);
    const node = new FunctionExpression(lexer.lastLine, scope, body, lastLine, lexer.lastLine);
    this.leaveFunction(block);
    this.scope = outerScope;
    this.labels = outerLabels;
    const sink = this.functionSink;
    if (sink !== undefined) sink.takeFunction(node);
    return node;
  }

  private addParameter(name: Atom): void {
    const variable = this.declareVariable(name);
    this.scope.parameters.push(variable);
    this.scope.activate(variable);
  }

  private parameterList(): void {
    const { lexer, scope } = this;
    if (lexer.token === Char.CloseParenthesis) return;
    do {
      if (lexer.token === Token.Name) {
        this.addParameter(this.expectName());
      } else if (lexer.token === Token.Dots) {
        lexer.next();
        scope.isVararg = true;
      } else {
        lexer.failNearToken("expected-token", "<name> or '...' expected");
      }
    } while (!scope.isVararg && this.accept(Char.Comma));
  }

  // ---------------------------------------------------------------- statements

  private statement(into: Statement[]): void {
    this.enterLevel();
    const { lexer } = this;
    const { line } = lexer;
    switch (lexer.token) {
      case Token.Name:
        into.push(this.expressionStatement());
        break;
      case Token.Local:
        lexer.next();
        into.push(this.accept(Token.Function) ? this.localFunction() : this.localStatement());
        break;
      case Token.If:
        into.push(this.ifStatement(line));
        break;
      case Token.Return:
        into.push(this.returnStatement());
        break;
      case Token.For:
        into.push(this.forStatement(line));
        break;
      case Token.Function:
        into.push(this.functionStatement(line));
        break;
      case Token.While:
        into.push(this.whileStatement(line));
        break;
      case Token.Do:
        into.push(this.doStatement(line));
        break;
      case Token.Repeat:
        into.push(this.repeatStatement(line));
        break;
      case Token.Break:
        into.push(this.breakStatement());
        break;
      case Token.Goto:
        into.push(this.gotoStatement());
        break;
      case Token.DoubleColon:
        this.labelStatement(line, into);
        break;
      case Char.Semicolon:
        lexer.next();
        break;
      default:
        into.push(this.expressionStatement());
    }
    this.leaveLevels(1);
  }

  private doStatement(line: number): DoStatement {
    this.lexer.next();
    const body = this.block();
    this.expectClosing(Token.End, Token.Do, line);
    return new DoStatement(this.lexer.lastLine, body);
  }

  private whileStatement(line: number): WhileStatement {
    this.lexer.next();
    const condition = this.expression();
    const loop = this.scope.enterBlock(true);
    this.expect(Token.Do);
    const body = this.block();
    this.expectClosing(Token.End, Token.While, line);
    this.leaveBlock(loop);
    return new WhileStatement(this.lexer.lastLine, condition, loop, body);
  }

  private repeatStatement(line: number): RepeatStatement {
    const { lexer, scope } = this;
    const loop = scope.enterBlock(true);
    const block = scope.enterBlock(false);
    lexer.next();
    const body = new Block(this.statementList(), block, lexer.lastLine);
    this.expectClosing(Token.Until, Token.Repeat, line);
    const condition = this.expression();
    this.leaveBlock(block);
    this.leaveBlock(loop);
    return new RepeatStatement(lexer.lastLine, loop, body, condition);
  }

  private ifStatement(line: number): IfStatement {
    const { lexer } = this;
    const clauses: IfClause[] = [];
    do clauses.push(this.ifClause());
    while (lexer.token === Token.ElseIf);
    const otherwise = this.accept(Token.Else) ? this.block() : undefined;
    this.expectClosing(Token.End, Token.If, line);
    return new IfStatement(lexer.lastLine, clauses, otherwise);
  }

  private ifClause(): IfClause {
    this.lexer.next();
    const condition = this.expression();
    this.expect(Token.Then);
    condition.line = this.lexer.lastLine;
    return new IfClause(condition, this.block());
  }

  private returnStatement(): ReturnStatement {
    this.lexer.next();
    const values = this.isBlockEnd(true) || this.lexer.token === Char.Semicolon ? [] : this.expressionList();
    const statement = new ReturnStatement(this.lexer.lastLine, values);
    this.accept(Char.Semicolon);
    return statement;
  }

  // ---------------------------------------------------------------- loops over ranges and iterators

  private forStatement(line: number): NumericForStatement | GenericForStatement {
    const { lexer, scope } = this;
    const loop = scope.enterBlock(true);
    lexer.next();
    const name = this.expectName();
    switch (lexer.token) {
      case Char.Equal:
        return this.numericFor(line, loop, name);
      case Char.Comma:
      case Token.In:
        return this.genericFor(line, loop, name);
      default:
        return lexer.failNearToken("expected-token", "'=' or 'in' expected");
    }
  }

  private numericFor(line: number, loop: BlockScope, name: Atom): NumericForStatement {
    const { lexer } = this;
    this.scope.declare(NUMERIC_FOR_STATE);
    const variable = this.declareVariable(name);
    lexer.next();
    const initial = this.expression();
    this.expect(Char.Comma);
    const limit = this.expression();
    const step = this.accept(Char.Comma) ? this.expression() : undefined;
    const doLine = this.expectDo();
    const body = this.loopBody(loop, [variable], line);
    return new NumericForStatement(line, loop, variable, initial, limit, step, doLine, body, lexer.lastLine);
  }

  private genericFor(line: number, loop: BlockScope, firstName: Atom): GenericForStatement {
    const { lexer } = this;
    this.scope.declare(GENERIC_FOR_STATE);
    const variables = [this.declareVariable(firstName)];
    while (this.accept(Char.Comma)) variables.push(this.declareVariable(this.expectName()));
    this.expect(Token.In);
    const valuesStart = lexer.line;
    const values = this.expressionList();
    const valuesLine = lexer.lastLine;
    const doLine = this.expectDo();
    const body = this.loopBody(loop, variables, line);
    return new GenericForStatement(valuesStart, loop, variables, values, valuesLine, doLine, body, lexer.lastLine);
  }

  private expectDo(): number {
    this.expect(Token.Do);
    return this.lexer.lastLine;
  }

  /** The block in the scope of the loop's variables, up to and including `end`. */
  private loopBody(loop: BlockScope, variables: readonly Variable[], line: number): Block {
    const { scope } = this;
    const variableBlock = scope.enterBlock(false);
    for (const variable of variables) scope.activate(variable);
    const body = this.block();
    this.leaveBlock(variableBlock);
    this.expectClosing(Token.End, Token.For, line);
    this.leaveBlock(loop);
    return body;
  }

  // ---------------------------------------------------------------- jumps

  private breakStatement(): BreakStatement {
    const { lexer, scope } = this;
    lexer.next();
    const block = scope.block!;
    let loop: BlockScope | null = block;
    while (loop !== null && !loop.isLoop) loop = loop.parent;
    const statement = new BreakStatement(lexer.lastLine, block, loop);
    if (loop === null) this.labels.addStrayBreak(statement);
    return statement;
  }

  private gotoStatement(): GotoStatement {
    const { lexer, scope } = this;
    lexer.next();
    const name = this.expectName();
    const statement = new GotoStatement(lexer.lastLine, name, scope.block!, scope.active.length, scope.jumpCount++);
    this.labels.addJump(statement);
    return statement;
  }

  private labelStatement(line: number, into: Statement[]): void {
    const { lexer } = this;
    lexer.next();
    const name = this.expectName();
    this.expect(Token.DoubleColon);
    // Statements that do nothing come first: what follows them decides whether the label ends its block.
    while (lexer.token === Char.Semicolon || lexer.token === Token.DoubleColon) this.statement(into);
    const same = this.labels.find(name);
    if (same !== undefined) this.failMeaning("duplicate-label", `label '${name.text}' already defined on line ${same.line}`);
    const label = this.labels.addLabel(name, line, this.isBlockEnd(false));
    if (label instanceof Label) {
      into.push(new LabelStatement(lexer.lastLine, label));
      return;
    }
    const { jump, variable } = label;
    const what = `<goto ${name.text}> at line ${jump.line} jumps into the scope of local '${variable.text}'`;
    this.failMeaning("jump-into-scope", what);
  }

  // ---------------------------------------------------------------- local variables

  private localFunction(): LocalFunctionStatement {
    const variable = this.declareVariable(this.expectName());
    this.scope.activate(variable);
    const value = this.functionBody(this.lexer.line, false);
    return new LocalFunctionStatement(this.lexer.lastLine, variable, value);
  }

  private localStatement(): LocalStatement {
    const { scope, lexer } = this;
    const variables: Variable[] = [];
    let hasClose = false;
    do {
      const variable = this.declareVariable(this.expectName());
      variables.push(variable);
      this.attribute(variable);
      if (variable.kind === "close") {
        if (hasClose) this.failMeaning("several-to-be-closed", "multiple to-be-closed variables in local list");
        hasClose = true;
      }
    } while (this.accept(Char.Comma));
    const values = this.accept(Char.Equal) ? this.expressionList() : [];
    const last = variables[variables.length - 1]!;
    if (last.kind === "const" && values.length === variables.length) last.constant = constantOf(values[values.length - 1]!);
    for (const variable of variables) scope.activate(variable);
    return new LocalStatement(lexer.lastLine, variables, values);
  }

  /** `<const>` or `<close>` after the name of a local. */
  private attribute(variable: Variable): void {
    if (!this.accept(Char.Less)) return;
    const { text } = this.expectName();
    this.expect(Char.Greater);
    if (text !== "const" && text !== "close") this.failMeaning("unknown-attribute", `unknown attribute '${text}'`);
    variable.kind = text;
  }

  // ---------------------------------------------------------------- assignments and calls

  private functionStatement(line: number): FunctionStatement {
    const { lexer } = this;
    lexer.next();
    let target: AssignmentTarget = this.name();
    while (lexer.token === Char.Dot) target = this.field(target);
    const isMethod = lexer.token === Char.Colon;
    if (isMethod) target = this.field(target);
    const value = this.functionBody(line, isMethod);
    this.checkAssignable(target);
    return new FunctionStatement(line, target, value);
  }

  private expressionStatement(): Statement {
    const { lexer } = this;
    const expression = this.suffixedExpression();
    if (lexer.token === Char.Equal || lexer.token === Char.Comma) return this.assignment(expression);
    if (expression.kind !== "Call" && expression.kind !== "MethodCall") this.failNotAStatement();
    return new CallStatement(lexer.lastLine, expression);
  }

  private assignment(first: Expression): Statement {
    const { lexer } = this;
    const target = this.assignmentTarget(first);
    if (this.accept(Char.Comma)) return this.multipleAssignment(target);
    this.expect(Char.Equal);
    const values = this.expressionList();
    if (values.length === 1) return new AssignmentStatement(lexer.lastLine, target, values[0]!);
    return new MultipleAssignmentStatement(lexer.lastLine, [target], values);
  }

  private multipleAssignment(first: AssignmentTarget): MultipleAssignmentStatement {
    const { lexer } = this;
    const targets = [first];
    do {
      const target = this.suffixedExpression();
      this.enterLevel();
      targets.push(this.assignmentTarget(target));
    } while (this.accept(Char.Comma));
    this.expect(Char.Equal);
    const values = this.expressionList();
    this.leaveLevels(targets.length - 1);
    return new MultipleAssignmentStatement(lexer.lastLine, targets, values);
  }

  private assignmentTarget(expression: Expression): AssignmentTarget {
    switch (expression.kind) {
      case "Local":
      case "Upvalue":
      case "Global":
      case "Index":
        this.checkAssignable(expression);
        return expression;
      default:
        return this.failNotAStatement();
    }
  }

  private checkAssignable(target: AssignmentTarget): void {
    if (target.kind !== "Local" && target.kind !== "Upvalue") return;
    const { kind, name } = target.variable;
    if (kind !== "regular") this.failMeaning("assignment-to-const", `attempt to assign to const variable '${name.text}'`);
  }

  private failNotAStatement(): never {
    return this.lexer.failNearToken("not-a-statement", "syntax error");
  }
}
