// Productions of expressions (manual 3.4), one method each. Operators are parsed by priority climbing: a chain of left associative
// operators or of suffixes is a loop, so only what really nests uses a level, as in PUC-Rio.
//
// The parser sets `line` of an expression where its value is delivered; see ast.ts.

import type { Atom } from "./atom.js";
import {
  BinaryExpression,
  BooleanLiteral,
  CallExpression,
  GlobalName,
  IndexExpression,
  KeyedField,
  LocalName,
  MethodCallExpression,
  NilLiteral,
  NumberLiteral,
  ParenthesizedExpression,
  StringLiteral,
  TableExpression,
  UnaryExpression,
  UpvalueName,
  VarargExpression,
} from "./ast.js";
import type { AssignmentTarget, Expression, TableField, FunctionExpression } from "./ast.js";
import { Cursor } from "./cursor.js";
import type { ParserOptions } from "./cursor.js";
import { UNARY_PRIORITY, binaryOperatorOf, unaryOperatorOf } from "./operators.js";
import { Token } from "./token.js";

const enum Char {
  OpenParenthesis = 40,
  CloseParenthesis = 41,
  Comma = 44,
  Dot = 46,
  Colon = 58,
  Semicolon = 59,
  Equal = 61,
  OpenBracket = 91,
  CloseBracket = 93,
  OpenBrace = 123,
  CloseBrace = 125,
}

const NO_EXPRESSIONS: readonly Expression[] = [];

export abstract class ExpressionParser extends Cursor {
  private readonly environmentName: Atom;

  constructor(source: string, options: ParserOptions) {
    super(source, options);
    this.environmentName = this.lexer.atoms.of("_ENV");
  }

  /** The parameters and body of a function, from the parenthesis on; `line` is where it counts as defined. */
  protected abstract functionBody(line: number, isMethod: boolean): FunctionExpression;

  protected expression(): Expression {
    return this.operatorChain(0);
  }

  /** One or more expressions; at each comma, the value before it is delivered. */
  protected expressionList(): Expression[] {
    const first = this.expression();
    const list = [first];
    let last = first;
    while (this.accept(Char.Comma)) {
      last.line = this.lexer.lastLine;
      last = this.expression();
      list.push(last);
    }
    return list;
  }

  /** An expression of operators that bind more tightly than `limit`. */
  private operatorChain(limit: number): Expression {
    this.enterLevel();
    const { lexer } = this;
    let left = this.operand();
    let operator = binaryOperatorOf(lexer.token);
    while (operator !== undefined && operator.left > limit) {
      lexer.next();
      left.line = lexer.lastLine;
      const right = this.operatorChain(operator.right);
      left = new BinaryExpression(lexer.lastLine, operator, left, right);
      operator = binaryOperatorOf(lexer.token);
    }
    this.leaveLevels(1);
    return left;
  }

  private operand(): Expression {
    const { lexer } = this;
    const operator = unaryOperatorOf(lexer.token);
    if (operator === undefined) return this.simpleExpression();
    const operatorLine = lexer.line;
    lexer.next();
    const operand = this.operatorChain(UNARY_PRIORITY);
    return new UnaryExpression(lexer.lastLine, operator, operand, operatorLine);
  }

  private simpleExpression(): Expression {
    const { lexer } = this;
    switch (lexer.token) {
      case Token.Number: {
        const { numeral } = lexer;
        lexer.next();
        return new NumberLiteral(lexer.lastLine, numeral);
      }
      case Token.String:
        return this.stringLiteral();
      case Token.Nil:
        lexer.next();
        return new NilLiteral(lexer.lastLine);
      case Token.True:
        lexer.next();
        return new BooleanLiteral(lexer.lastLine, true);
      case Token.False:
        lexer.next();
        return new BooleanLiteral(lexer.lastLine, false);
      case Token.Dots: {
        if (!this.scope.isVararg) {
          lexer.failNearToken("vararg-outside-vararg-function", "cannot use '...' outside a vararg function");
        }
        const openLine = lexer.lastLine;
        lexer.next();
        return new VarargExpression(lexer.lastLine, openLine);
      }
      case Char.OpenBrace:
        return this.table();
      case Token.Function:
        lexer.next();
        return this.functionBody(lexer.line, false);
      default:
        return this.suffixedExpression();
    }
  }

  private stringLiteral(): StringLiteral {
    const { lexer } = this;
    const { atom } = lexer;
    lexer.next();
    return new StringLiteral(lexer.lastLine, atom);
  }

  // ---------------------------------------------------------------- names, calls, fields

  /** A name or parenthesized expression with any number of fields, indexes and calls after it. */
  protected suffixedExpression(): Expression {
    const { lexer } = this;
    let node = this.primaryExpression();
    for (;;) {
      switch (lexer.token) {
        case Char.Dot:
          node = this.field(node);
          break;
        case Char.OpenBracket: {
          const key = this.bracketedKey();
          node = new IndexExpression(lexer.lastLine, node, key);
          break;
        }
        case Char.Colon: {
          lexer.next();
          const method = this.expectName();
          node.line = lexer.lastLine;
          const callLine = lexer.line;
          const args = this.callArguments();
          node = new MethodCallExpression(lexer.lastLine, node, method, args, callLine);
          break;
        }
        case Char.OpenParenthesis:
        case Token.String:
        case Char.OpenBrace: {
          const callLine = lexer.line;
          const args = this.callArguments();
          node = new CallExpression(lexer.lastLine, node, args, callLine);
          break;
        }
        default:
          return node;
      }
    }
  }

  private primaryExpression(): Expression {
    const { lexer } = this;
    if (lexer.token === Token.Name) return this.name();
    if (lexer.token !== Char.OpenParenthesis) return lexer.failNearToken("unexpected-symbol", "unexpected symbol");
    const { line } = lexer;
    lexer.next();
    const inner = this.expression();
    this.expectClosing(Char.CloseParenthesis, Char.OpenParenthesis, line);
    inner.line = lexer.lastLine;
    return new ParenthesizedExpression(lexer.lastLine, inner);
  }

  /** `.name` or `:name` after `object`. */
  protected field(object: Expression): IndexExpression {
    const { lexer } = this;
    lexer.next();
    const atom = this.expectName();
    return new IndexExpression(lexer.lastLine, object, new StringLiteral(lexer.lastLine, atom));
  }

  private bracketedKey(): Expression {
    this.lexer.next();
    const key = this.expression();
    this.expect(Char.CloseBracket);
    return key;
  }

  private callArguments(): readonly Expression[] {
    const { lexer } = this;
    switch (lexer.token) {
      case Char.OpenParenthesis:
        return this.parenthesizedArguments();
      case Char.OpenBrace:
        return [this.table()];
      case Token.String:
        return [this.stringLiteral()];
      default:
        return lexer.failNearToken("expected-token", "function arguments expected");
    }
  }

  private parenthesizedArguments(): readonly Expression[] {
    const { lexer } = this;
    const { line } = lexer;
    lexer.next();
    if (this.accept(Char.CloseParenthesis)) return NO_EXPRESSIONS;
    const args = this.expressionList();
    this.expectClosing(Char.CloseParenthesis, Char.OpenParenthesis, line);
    // Open results are delivered before the parenthesis.
    const last = args[args.length - 1]!;
    if (!isMultiple(last)) last.line = lexer.lastLine;
    return args;
  }

  // ---------------------------------------------------------------- resolution of names

  /** The variable that a name means here (manual 2.2, 3.5). */
  protected name(): AssignmentTarget {
    const atom = this.expectName();
    return this.variable(atom) ?? new GlobalName(this.lexer.lastLine, atom, this.variable(this.environmentName)!);
  }

  private variable(atom: Atom): LocalName | UpvalueName | undefined {
    const variable = atom.binding;
    if (variable === null) return undefined;
    const { lastLine } = this.lexer;
    if (variable.scope === this.scope || variable.constant !== undefined) return new LocalName(lastLine, variable);
    return new UpvalueName(lastLine, variable, this.scope.upvalueIndex(variable));
  }

  // ---------------------------------------------------------------- table constructors

  private table(): TableExpression {
    const { lexer } = this;
    const { line, lastLine: openLine } = lexer;
    const fields: TableField[] = [];
    let item: Expression | undefined;
    lexer.next();
    while (lexer.token !== Char.CloseBrace) {
      // The item before is delivered once it is clear that another field follows.
      if (item !== undefined) item.line = lexer.lastLine;
      const field = this.tableField();
      fields.push(field);
      item = field.kind === "KeyedField" ? undefined : field;
      if (!this.accept(Char.Comma) && !this.accept(Char.Semicolon)) break;
    }
    this.expectClosing(Char.CloseBrace, Char.OpenBrace, line);
    if (item !== undefined) item.line = lexer.lastLine;
    return new TableExpression(lexer.lastLine, fields, openLine);
  }

  private tableField(): TableField {
    const { lexer } = this;
    if (lexer.token === Token.Name && lexer.peek() === Char.Equal) {
      const { atom } = lexer;
      lexer.next();
      return this.keyedField(new StringLiteral(lexer.lastLine, atom));
    }
    if (lexer.token === Char.OpenBracket) return this.keyedField(this.bracketedKey());
    return this.expression();
  }

  private keyedField(key: Expression): KeyedField {
    this.expect(Char.Equal);
    return new KeyedField(key, this.expression());
  }
}

/** A call or `...`: as the last of a list it gives all of its values. */
function isMultiple(node: Expression): boolean {
  return node.kind === "Call" || node.kind === "MethodCall" || node.kind === "Vararg";
}
