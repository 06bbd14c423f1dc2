// Code for operators. A binary operator is emitted in two steps: `beforeRight` when the left operand has been emitted, `afterRight`
// when the right one has. An operand that is a local variable is read only by the operation itself, so it needs no register.

import { OFFSET_SC, Op, argB, encodeABC, opOf } from "@luster/bytecode";
import { foldBinary, foldUnary } from "../syntax/fold.js";
import type { BinaryOperator, UnaryOperator } from "../syntax/operators.js";
import { NO_JUMP } from "./code-buffer.js";
import { emitNot, emitTest, goIfFalse, goIfTrue } from "./conditions.js";
import {
  dischargeVariable,
  fitsSC,
  freeExpression,
  freeExpressions,
  smallInteger,
  toAnyRegister,
  toConstant,
  toNextRegister,
  toRegisterOrConstant,
} from "./discharge.js";
import { Kind } from "./expression-descriptor.js";
import type { ExpressionDescriptor } from "./expression-descriptor.js";
import type { FunctionState } from "./function-state.js";

/** Opcodes of an arithmetic or bitwise operator: on two registers, and on a register and a constant (if there is one). */
interface Forms {
  readonly registers: Op;
  readonly constant: Op | undefined;
  readonly isCommutative: boolean;
}

const forms = (registers: Op, constant: Op | undefined, isCommutative = false): Forms => ({ registers, constant, isCommutative });

const FORMS: ReadonlyMap<string, Forms> = new Map([
  ["+", forms(Op.ADD, Op.ADDK, true)],
  ["-", forms(Op.SUB, Op.SUBK)],
  ["*", forms(Op.MUL, Op.MULK, true)],
  ["/", forms(Op.DIV, Op.DIVK)],
  ["//", forms(Op.IDIV, Op.IDIVK)],
  ["%", forms(Op.MOD, Op.MODK)],
  ["^", forms(Op.POW, Op.POWK)],
  ["&", forms(Op.BAND, Op.BANDK, true)],
  ["|", forms(Op.BOR, Op.BORK, true)],
  ["~", forms(Op.BXOR, Op.BXORK, true)],
  ["<<", forms(Op.SHL, undefined)],
  [">>", forms(Op.SHR, undefined)],
]);

// -------------------------------------------------------------------- unary operators

export function emitUnary(fs: FunctionState, operator: UnaryOperator, e: ExpressionDescriptor, line: number): void {
  dischargeVariable(fs, e);
  if (operator === "not") {
    emitNot(fs, e);
    return;
  }
  if (e.isNumeral) {
    const folded = foldUnary(operator, e.numeral!);
    if (folded !== undefined) {
      e.setNumber(folded);
      return;
    }
  }
  const operand = toAnyRegister(fs, e);
  freeExpression(fs, e);
  e.info = fs.emitABC(operator === "-" ? Op.UNM : operator === "~" ? Op.BNOT : Op.LEN, 0, operand, 0);
  e.kind = Kind.Relocatable;
  fs.fixLine(line);
}

// -------------------------------------------------------------------- binary operators

/** Brings the left operand to where it can wait for the right one to be computed. */
export function beforeRight(fs: FunctionState, operator: BinaryOperator, left: ExpressionDescriptor): void {
  dischargeVariable(fs, left);
  switch (operator.class) {
    case "arithmetic":
    case "bitwise":
      if (!left.isNumeral) toWaitingRegister(fs, left);
      return;
    case "concat":
      toNextRegister(fs, left);
      return;
    case "equality":
      if (!left.isNumeral && !toConstant(fs, left)) toWaitingRegister(fs, left);
      return;
    case "order":
      if (!isSmallNumber(left)) toWaitingRegister(fs, left);
      return;
    case "logical":
      if (operator.symbol === "and") goIfTrue(fs, left);
      else goIfFalse(fs, left);
  }
}

/** Emits the operation; `left` becomes its result. `line` is that of the operator. */
export function afterRight(
  fs: FunctionState,
  operator: BinaryOperator,
  left: ExpressionDescriptor,
  right: ExpressionDescriptor,
  line: number,
): void {
  dischargeVariable(fs, right);
  switch (operator.class) {
    case "arithmetic":
      if (!foldInto(operator, left, right)) emitArithmetic(fs, operator.symbol, left, right, line);
      return;
    case "bitwise":
      if (!foldInto(operator, left, right)) emitBitwise(fs, operator.symbol, left, right, line);
      return;
    case "concat":
      emitConcat(fs, left, right, line);
      return;
    case "equality":
      emitEquality(fs, operator.symbol === "==", left, right);
      return;
    case "order":
      emitOrder(fs, operator.symbol, left, right);
      return;
    case "logical":
      if (operator.symbol === "and") right.falseJumps = fs.join(right.falseJumps, left.falseJumps);
      else right.trueJumps = fs.join(right.trueJumps, left.trueJumps);
      left.copyFrom(right);
  }
}

/** A captured local waits in its cell, as another local waits in its register; anything else needs a register. */
function toWaitingRegister(fs: FunctionState, e: ExpressionDescriptor): void {
  if (e.kind !== Kind.Cell || e.hasJumps) toAnyRegister(fs, e);
}

function foldInto(operator: BinaryOperator, left: ExpressionDescriptor, right: ExpressionDescriptor): boolean {
  if (!left.isNumeral || !right.isNumeral) return false;
  const folded = foldBinary(operator.symbol, left.numeral!, right.numeral!);
  if (folded === undefined) return false;
  left.setNumber(folded);
  return true;
}

/** The value of an integer numeral that fits sC; else undefined. */
function smallIntegerOperand(e: ExpressionDescriptor): number | undefined {
  return e.isNumeral && !e.numeral!.isFloat ? smallInteger(e.numeral!) : undefined;
}

/** An integer, or float of integral value, that fits an immediate operand. */
function isSmallNumber(e: ExpressionDescriptor): boolean {
  return e.isNumeral && smallInteger(e.numeral!) !== undefined;
}

// -------------------------------------------------------------------- arithmetic and bitwise operators

function emitArithmetic(fs: FunctionState, symbol: string, left: ExpressionDescriptor, right: ExpressionDescriptor, line: number): void {
  const { constant, isCommutative } = FORMS.get(symbol)!;
  const isSwapped = isCommutative && left.isNumeral;
  const operand = isSwapped ? right : left;
  const other = isSwapped ? left : right;
  const immediate = smallIntegerOperand(other);
  if (immediate !== undefined && (symbol === "+" || symbol === "-")) {
    emitOperation(fs, symbol === "+" ? Op.ADDI : Op.SUBI, left, operand, immediate + OFFSET_SC, isSwapped, line);
  } else if (other.isNumeral && toConstant(fs, other)) {
    emitOperation(fs, constant!, left, operand, other.info, isSwapped, line);
  } else {
    emitOnRegisters(fs, symbol, left, right, line);
  }
}

function emitBitwise(fs: FunctionState, symbol: string, left: ExpressionDescriptor, right: ExpressionDescriptor, line: number): void {
  if (symbol === "<<" || symbol === ">>") {
    emitShift(fs, symbol, left, right, line);
    return;
  }
  const isSwapped = left.kind === Kind.Number && !left.numeral!.isFloat;
  const operand = isSwapped ? right : left;
  const other = isSwapped ? left : right;
  if (other.isNumeral && !other.numeral!.isFloat && toConstant(fs, other)) {
    emitOperation(fs, FORMS.get(symbol)!.constant!, left, operand, other.info, isSwapped, line);
  } else {
    emitOnRegisters(fs, symbol, left, right, line);
  }
}

/** `x << c` is `x >> -c`; `c << x` has an instruction of its own. */
function emitShift(fs: FunctionState, symbol: string, left: ExpressionDescriptor, right: ExpressionDescriptor, line: number): void {
  const leftImmediate = smallIntegerOperand(left);
  const count = smallIntegerOperand(right);
  if (symbol === "<<" && leftImmediate !== undefined) {
    emitOperation(fs, Op.SHLI, left, right, leftImmediate + OFFSET_SC, false, line);
  } else if (count !== undefined && symbol === ">>") {
    emitOperation(fs, Op.SHRI, left, left, count + OFFSET_SC, false, line);
  } else if (count !== undefined && fitsSC(-count)) {
    emitOperation(fs, Op.SHRI, left, left, -count + OFFSET_SC, true, line);
  } else {
    emitOnRegisters(fs, symbol, left, right, line);
  }
}

/** Operation of a register (`operand`) and a field that is no register; `result` becomes its result. */
function emitOperation(
  fs: FunctionState,
  op: Op,
  result: ExpressionDescriptor,
  operand: ExpressionDescriptor,
  field: number,
  k: boolean,
  line: number,
): void {
  const register = toAnyRegister(fs, operand);
  freeExpression(fs, operand);
  setResult(fs, result, fs.emitABC(op, 0, register, field, k), line);
}

function emitOnRegisters(fs: FunctionState, symbol: string, left: ExpressionDescriptor, right: ExpressionDescriptor, line: number): void {
  const c = toAnyRegister(fs, right);
  const b = toAnyRegister(fs, left);
  freeExpressions(fs, left, right);
  setResult(fs, left, fs.emitABC(FORMS.get(symbol)!.registers, 0, b, c), line);
}

function setResult(fs: FunctionState, e: ExpressionDescriptor, pc: number, line: number): void {
  e.set(Kind.Relocatable, pc);
  fs.fixLine(line);
}

// -------------------------------------------------------------------- concatenation

/** Operands are in consecutive registers; a concatenation on the right takes one more operand on its left. */
function emitConcat(fs: FunctionState, left: ExpressionDescriptor, right: ExpressionDescriptor, line: number): void {
  toNextRegister(fs, right);
  const previous = fs.previous();
  const word = previous < 0 ? 0 : fs.instructionAt(previous);
  freeExpression(fs, right);
  if (previous >= 0 && opOf(word) === Op.CONCAT) {
    fs.replace(previous, encodeABC(Op.CONCAT, left.info, argB(word) + 1, 0));
  } else {
    fs.emitABC(Op.CONCAT, left.info, 2, 0);
    fs.fixLine(line);
  }
}

// -------------------------------------------------------------------- comparisons

function emitEquality(fs: FunctionState, isEqual: boolean, left: ExpressionDescriptor, right: ExpressionDescriptor): void {
  const isSwapped = left.kind === Kind.Constant || left.kind === Kind.Number;
  const operand = isSwapped ? right : left;
  const other = isSwapped ? left : right;
  toWaitingRegister(fs, operand);
  const immediate = other.isNumeral ? smallInteger(other.numeral!) : undefined;
  if (immediate !== undefined) {
    const isFloat = other.numeral!.isFloat ? 1 : 0;
    setComparison(fs, left, operand, other, Op.EQI, toAnyRegister(fs, operand), immediate + OFFSET_SC, isFloat, isEqual);
  } else if (toRegisterOrConstant(fs, other)) {
    setComparison(fs, left, operand, other, Op.EQK, toAnyRegister(fs, operand), other.info, 0, isEqual);
  } else {
    setComparison(fs, left, operand, other, Op.EQ, toAnyRegister(fs, operand), other.info, 0, isEqual);
  }
}

/** An order comparison: its opcode on registers, with an immediate on the right, and with an immediate on the left. */
const ORDER: ReadonlyMap<string, readonly [Op, Op, Op]> = new Map([
  ["<", [Op.LT, Op.LTI, Op.GTI]],
  ["<=", [Op.LE, Op.LEI, Op.GEI]],
]);

function emitOrder(fs: FunctionState, symbol: string, left: ExpressionDescriptor, right: ExpressionDescriptor): void {
  // a > b is b < a.
  const isMirrored = symbol === ">" || symbol === ">=";
  const first = isMirrored ? right : left;
  const second = isMirrored ? left : right;
  const [onRegisters, immediateRight, immediateLeft] = ORDER.get(isMirrored ? (symbol === ">" ? "<" : "<=") : symbol)!;
  if (isSmallNumber(second)) {
    emitOrderImmediate(fs, immediateRight, left, first, second);
  } else if (isSmallNumber(first)) {
    emitOrderImmediate(fs, immediateLeft, left, second, first);
  } else {
    // The right operand may still have jumps, which nothing but itself may pass.
    toAnyRegister(fs, right);
    const a = toAnyRegister(fs, first);
    const b = toAnyRegister(fs, second);
    setComparison(fs, left, first, second, onRegisters, a, b, 0, true);
  }
}

function emitOrderImmediate(
  fs: FunctionState,
  op: Op,
  result: ExpressionDescriptor,
  operand: ExpressionDescriptor,
  immediate: ExpressionDescriptor,
): void {
  const { numeral } = immediate;
  const isFloat = numeral!.isFloat ? 1 : 0;
  setComparison(fs, result, operand, immediate, op, toAnyRegister(fs, operand), smallInteger(numeral!)! + OFFSET_SC, isFloat, true);
}

function setComparison(
  fs: FunctionState,
  result: ExpressionDescriptor,
  operand: ExpressionDescriptor,
  other: ExpressionDescriptor,
  op: Op,
  a: number,
  b: number,
  c: number,
  k: boolean,
): void {
  freeExpressions(fs, operand, other);
  result.info = emitTest(fs, op, a, b, c, k);
  result.kind = Kind.Jump;
  result.trueJumps = result.falseJumps = NO_JUMP;
}
