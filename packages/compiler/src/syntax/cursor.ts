// What every production needs: the current token, expecting tokens, and the depth limit. The productions are in layers on top:
// Cursor <- ExpressionParser (parse-expression.ts) <- StatementParser (parse-statement.ts).

import { MAX_SYNTAX_LEVELS } from "@luster/bytecode";
import type { SyntaxErrorKind } from "../syntax-error.js";
import type { FunctionExpression } from "./ast.js";
import type { Atom } from "./atom.js";
import { Lexer } from "./lexer.js";
import type { CaptureSet } from "./capture-set.js";
import { FunctionScope, Variable } from "./scope.js";
import type { ScopeHost } from "./scope.js";
import { Token, describeToken } from "./token.js";

/** How a source is parsed. */
export interface ParserOptions {
  readonly chunkName: string;
  /** Levels of nesting that are taken already, of {@link MAX_SYNTAX_LEVELS}. Default 0. */
  readonly usedLevels?: number;
  /**
   * The declarations that are known to be captured, from an earlier pass.
   * @internal
   */
  readonly knownCaptures?: CaptureSet;
  /**
   * Where captures that are found are noted, for a later pass.
   * @internal
   */
  readonly newCaptures?: CaptureSet;
  /**
   * Put the offset of the token that follows into the `line` of expressions.
   * @internal
   */
  readonly marksOffsets?: boolean;
  /**
   * Gets each function as soon as it has been parsed, inner ones first.
   * @internal
   */
  readonly functionSink?: FunctionSink;
}

/** Takes functions whose bodies are complete, and may change what the tree keeps of them. */
export interface FunctionSink {
  takeFunction(node: FunctionExpression): void;
}

export class Cursor implements ScopeHost {
  protected readonly lexer: Lexer;
  protected scope: FunctionScope;
  private level: number;
  private variableCount = 0;
  private readonly knownCaptures: CaptureSet | undefined;
  private readonly newCaptures: CaptureSet | undefined;

  constructor(source: string, options: ParserOptions) {
    this.lexer = new Lexer(source, options.chunkName, options.marksOffsets ?? false);
    this.level = options.usedLevels ?? 0;
    this.knownCaptures = options.knownCaptures;
    this.newCaptures = options.newCaptures;
    // `_ENV` of a chunk belongs to a function around it that does not exist.
    this.scope = new FunctionScope(new FunctionScope(null, 0, this), 0, this);
  }

  // ---------------------------------------------------------------- tokens

  protected accept(token: number): boolean {
    if (this.lexer.token !== token) return false;
    this.lexer.next();
    return true;
  }

  protected expect(token: number): void {
    if (this.lexer.token !== token) this.failExpected(token);
    this.lexer.next();
  }

  /** Expects the token that closes what `opener` began at `line`. */
  protected expectClosing(token: number, opener: number, line: number): void {
    if (this.accept(token)) return;
    if (line === this.lexer.line) this.failExpected(token);
    const what = `${describeToken(token)} expected (to close ${describeToken(opener)} at line ${line})`;
    this.lexer.failNearToken("unclosed", what);
  }

  protected expectName(): Atom {
    const { lexer } = this;
    if (lexer.token !== Token.Name) this.failExpected(Token.Name);
    const { atom } = lexer;
    lexer.next();
    return atom;
  }

  // ---------------------------------------------------------------- depth

  protected enterLevel(): void {
    if (++this.level >= MAX_SYNTAX_LEVELS) this.lexer.fail("nesting", "C stack overflow", undefined);
  }

  protected leaveLevels(count: number): void {
    this.level -= count;
  }

  // ---------------------------------------------------------------- variables

  /** A variable that will be visible once the scope activates it. */
  protected declareVariable(name: Atom): Variable {
    this.scope.declare(1);
    return this.newVariable(name, this.scope);
  }

  /** A variable that counts for no function's limit. */
  protected newVariable(name: Atom, scope: FunctionScope): Variable {
    const id = this.variableCount++;
    return new Variable(name, scope, id, this.knownCaptures !== undefined && this.knownCaptures.has(id));
  }

  /** @internal */
  noteCapture(variable: Variable): void {
    this.newCaptures?.add(variable.id);
  }

  // ---------------------------------------------------------------- errors

  private failExpected(token: number): never {
    return this.lexer.failNearToken("expected-token", `${describeToken(token)} expected`);
  }

  /** An error about meaning: at the current line, without naming a token. */
  protected failMeaning(kind: SyntaxErrorKind, what: string): never {
    return this.lexer.fail(kind, what, undefined);
  }

  /** @internal */
  failLimit(scope: FunctionScope, what: string, limit: number): never {
    const where = scope.line === 0 ? "main function" : `function at line ${scope.line}`;
    return this.lexer.failNearToken("limit", `too many ${what} (limit is ${limit}) in ${where}`);
  }
}
