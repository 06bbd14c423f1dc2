// The operators of expressions (manual 3.4.8): one object each, which the AST refers to, and the tokens that stand for them.
// An operator with priority `left` takes what is on its left from a weaker one; `right` < `left` makes it right associative.

import { Token } from "./token.js";

/** How code for a binary operator is made: the groups differ in which operands may be constants. */
export type OperatorClass = "arithmetic" | "bitwise" | "concat" | "equality" | "order" | "logical";

export class BinaryOperator {
  readonly symbol: string;
  readonly class: OperatorClass;
  readonly left: number;
  readonly right: number;

  constructor(symbol: string, operatorClass: OperatorClass, left: number, right = left) {
    this.symbol = symbol;
    this.class = operatorClass;
    this.left = left;
    this.right = right;
  }
}

export const Binary = {
  or: new BinaryOperator("or", "logical", 1),
  and: new BinaryOperator("and", "logical", 2),
  less: new BinaryOperator("<", "order", 3),
  greater: new BinaryOperator(">", "order", 3),
  lessEqual: new BinaryOperator("<=", "order", 3),
  greaterEqual: new BinaryOperator(">=", "order", 3),
  notEqual: new BinaryOperator("~=", "equality", 3),
  equal: new BinaryOperator("==", "equality", 3),
  bitOr: new BinaryOperator("|", "bitwise", 4),
  bitXor: new BinaryOperator("~", "bitwise", 5),
  bitAnd: new BinaryOperator("&", "bitwise", 6),
  shiftLeft: new BinaryOperator("<<", "bitwise", 7),
  shiftRight: new BinaryOperator(">>", "bitwise", 7),
  concat: new BinaryOperator("..", "concat", 9, 8),
  add: new BinaryOperator("+", "arithmetic", 10),
  subtract: new BinaryOperator("-", "arithmetic", 10),
  multiply: new BinaryOperator("*", "arithmetic", 11),
  divide: new BinaryOperator("/", "arithmetic", 11),
  floorDivide: new BinaryOperator("//", "arithmetic", 11),
  modulo: new BinaryOperator("%", "arithmetic", 11),
  power: new BinaryOperator("^", "arithmetic", 14, 13),
} as const;

/** Priority of the unary operators: above all binary ones except `^`. */
export const UNARY_PRIORITY = 12;

/** Symbol of a unary operator. */
export type UnaryOperator = "-" | "~" | "#" | "not";

const byToken: (BinaryOperator | undefined)[] = new Array<BinaryOperator | undefined>(Token.String + 1).fill(undefined);
for (const operator of Object.values(Binary)) if (operator.symbol.length === 1) byToken[operator.symbol.charCodeAt(0)] = operator;
byToken[Token.Or] = Binary.or;
byToken[Token.And] = Binary.and;
byToken[Token.LessEqual] = Binary.lessEqual;
byToken[Token.GreaterEqual] = Binary.greaterEqual;
byToken[Token.NotEqual] = Binary.notEqual;
byToken[Token.Equal] = Binary.equal;
byToken[Token.ShiftLeft] = Binary.shiftLeft;
byToken[Token.ShiftRight] = Binary.shiftRight;
byToken[Token.Concat] = Binary.concat;
byToken[Token.FloorDivide] = Binary.floorDivide;

export const binaryOperatorOf = (token: number): BinaryOperator | undefined => byToken[token];

export function unaryOperatorOf(token: number): UnaryOperator | undefined {
  switch (token) {
    case 45:
      return "-";
    case 35:
      return "#";
    case 126:
      return "~";
    case Token.Not:
      return "not";
    default:
      return undefined;
  }
}
