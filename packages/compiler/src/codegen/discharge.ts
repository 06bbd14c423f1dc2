// From descriptors to registers, constants and stores. A descriptor is discharged in steps: variables and fields first become a
// value that some instruction can put anywhere, then the value gets its register, and last the jumps out of the expression
// (comparisons, `and`, `or`, `not`) are led to where the value is.

import { MAX_ARG_B, MAX_ARG_BX, MAX_ARG_C, OFFSET_SBX, OFFSET_SC, Op, argA, argB, encodeABC, opOf, withA, withC } from "@luster/bytecode";
import type { Variable } from "../syntax/scope.js";
import type { Numeral } from "../syntax/numeral.js";
import { NO_JUMP } from "./code-buffer.js";
import { Kind } from "./expression-descriptor.js";
import type { ExpressionDescriptor } from "./expression-descriptor.js";
import type { FunctionState } from "./function-state.js";

// -------------------------------------------------------------------- immediates

/** Fits the signed operands sB and sC. */
export const fitsSC = (value: number): boolean => value >= -OFFSET_SC && value <= MAX_ARG_C - OFFSET_SC;

const fitsSBx = (value: number): boolean => value >= -OFFSET_SBX && value <= MAX_ARG_BX - OFFSET_SBX;

/** The integer that a numeral equals, if it is small enough for an immediate operand; else undefined. */
export function smallInteger({ value }: Numeral): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && fitsSC(value) ? value : undefined;
}

// -------------------------------------------------------------------- loading

/** Sets registers `from` .. `from + count - 1` to nil; joins a LOADNIL just before if their registers touch. */
export function loadNil(fs: FunctionState, from: number, count: number): void {
  let first = from;
  let last = from + count - 1;
  const previous = fs.previous();
  const word = previous < 0 ? 0 : fs.instructionAt(previous);
  if (previous >= 0 && opOf(word) === Op.LOADNIL) {
    const previousFirst = argA(word);
    const previousLast = previousFirst + argB(word);
    if (previousFirst <= last + 1 && first <= previousLast + 1) {
      first = Math.min(first, previousFirst);
      last = Math.max(last, previousLast);
      fs.replace(previous, encodeABC(Op.LOADNIL, first, last - first, 0));
      return;
    }
  }
  fs.emitABC(Op.LOADNIL, first, last - first, 0);
}

function loadConstant(fs: FunctionState, register: number, index: number): void {
  if (index <= MAX_ARG_BX) {
    fs.emitABx(Op.LOADK, register, index);
    return;
  }
  fs.emitABx(Op.LOADKX, register, 0);
  fs.emitExtraArg(index);
}

export function loadNumber(fs: FunctionState, register: number, numeral: Numeral): void {
  const { value, isFloat } = numeral;
  if (typeof value === "number" && Number.isInteger(value) && fitsSBx(value)) {
    fs.emitAsBx(isFloat ? Op.LOADF : Op.LOADI, register, value);
  } else {
    loadConstant(fs, register, fs.constants.number(numeral));
  }
}

// -------------------------------------------------------------------- variables and fields

/** Frees the temporary of a descriptor, if it has one. */
export function freeExpression(fs: FunctionState, e: ExpressionDescriptor): void {
  if (e.kind === Kind.Register) fs.release(e.info);
}

/** Frees the temporaries of two descriptors, the higher one first. */
export function freeExpressions(fs: FunctionState, a: ExpressionDescriptor, b: ExpressionDescriptor): void {
  const isSwapped = a.kind === Kind.Register && b.kind === Kind.Register && b.info > a.info;
  freeExpression(fs, isSwapped ? b : a);
  freeExpression(fs, isSwapped ? a : b);
}

function releasePair(fs: FunctionState, a: number, b: number): void {
  fs.release(Math.max(a, b));
  fs.release(Math.min(a, b));
}

/**
 * Reads the cells among table and key of an indexed expression into temporaries. They take the place of the cells' registers in
 * the descriptor, so they are freed with it.
 */
function readIndexCells(fs: FunctionState, e: ExpressionDescriptor): void {
  if (e.isTableCell) e.info = readCell(fs, e.info);
  if (e.isKeyCell) e.key = readCell(fs, e.key);
  e.isTableCell = e.isKeyCell = false;
}

function readCell(fs: FunctionState, cell: number): number {
  const register = fs.reserve(1);
  fs.emitABC(Op.GETCELL, register, cell, 0);
  return register;
}

function setRelocatable(e: ExpressionDescriptor, pc: number): void {
  e.kind = Kind.Relocatable;
  e.info = pc;
}

/** A call gives one value, in its first register; `...` gives one value, anywhere. */
export function toSingle(fs: FunctionState, e: ExpressionDescriptor): void {
  if (e.kind === Kind.Call) {
    e.kind = Kind.Register;
    e.info = argA(fs.instructionAt(e.info));
  } else if (e.kind === Kind.Vararg) {
    fs.replace(e.info, withC(fs.instructionAt(e.info), 2));
    e.kind = Kind.Relocatable;
  }
}

/** A call or `...` gives `count` values from the next register on (-1: all, up to top). Reserves the first of them for `...`. */
export function setResultCount(fs: FunctionState, e: ExpressionDescriptor, count: number): void {
  const word = withC(fs.instructionAt(e.info), count + 1);
  if (e.kind === Kind.Call) {
    fs.replace(e.info, word);
  } else {
    fs.replace(e.info, withA(word, fs.freeRegister));
    fs.reserve(1);
  }
}

/**
 * Makes a variable or field a value: the instruction that reads it is emitted. A cell is left for when its register is known.
 * The table is there for V8, which would otherwise compile all of this anew within each of the many callers.
 */
export function dischargeVariable(fs: FunctionState, e: ExpressionDescriptor): void {
  const read = READERS[e.kind];
  if (read !== undefined) read(fs, e);
}

type Reader = (fs: FunctionState, e: ExpressionDescriptor) => void;

const READERS: readonly (Reader | undefined)[] = readers({
  [Kind.Upvalue]: (fs, e) => setRelocatable(e, fs.emitABC(Op.GETUPVAL, 0, e.info, 0)),
  [Kind.IndexedUpvalue]: (fs, e) => setRelocatable(e, fs.emitABC(Op.GETTABUP, 0, e.info, e.key)),
  [Kind.IndexedField]: (fs, e) => dischargeField(fs, e, Op.GETFIELD),
  [Kind.IndexedInteger]: (fs, e) => dischargeField(fs, e, Op.GETI),
  [Kind.Indexed]: (fs, e) => {
    readIndexCells(fs, e);
    releasePair(fs, e.info, e.key);
    setRelocatable(e, fs.emitABC(Op.GETTABLE, 0, e.info, e.key));
  },
  [Kind.Call]: toSingle,
  [Kind.Vararg]: toSingle,
});

function readers(byKind: Readonly<Partial<Record<Kind, Reader>>>): (Reader | undefined)[] {
  return Array.from({ length: Kind.Vararg + 1 }, (_, kind) => byKind[kind as Kind]);
}

function dischargeField(fs: FunctionState, e: ExpressionDescriptor, op: Op): void {
  readIndexCells(fs, e);
  fs.release(e.info);
  setRelocatable(e, fs.emitABC(op, 0, e.info, e.key));
}

// -------------------------------------------------------------------- values into registers

/** Puts the value into `register`, except that of a comparison, which is still in its jump. */
function dischargeToRegister(fs: FunctionState, e: ExpressionDescriptor, register: number): void {
  dischargeVariable(fs, e);
  switch (e.kind) {
    case Kind.Nil:
      loadNil(fs, register, 1);
      break;
    case Kind.True:
      fs.emitABC(Op.LOADTRUE, register, 0, 0);
      break;
    case Kind.False:
      fs.emitABC(Op.LOADFALSE, register, 0, 0);
      break;
    case Kind.Number:
      loadNumber(fs, register, e.numeral!);
      break;
    case Kind.String:
      loadConstant(fs, register, fs.constants.string(e.atom!));
      break;
    case Kind.Constant:
      loadConstant(fs, register, e.info);
      break;
    case Kind.Relocatable:
      fs.replace(e.info, withA(fs.instructionAt(e.info), register));
      break;
    case Kind.Register:
      if (register !== e.info) fs.emitABC(Op.MOVE, register, e.info, 0);
      break;
    case Kind.Cell:
      fs.emitABC(Op.GETCELL, register, e.info, 0);
      break;
    default:
      return;
  }
  e.info = register;
  e.kind = Kind.Register;
}

/** Puts the value into a register of its own unless it is in one. Its jumps stay open. */
export function dischargeToAnyRegister(fs: FunctionState, e: ExpressionDescriptor): void {
  if (e.kind !== Kind.Register) dischargeToRegister(fs, e, fs.reserve(1));
}

/** Puts the final value, jumps included, into `register`. */
export function toRegister(fs: FunctionState, e: ExpressionDescriptor, register: number): void {
  dischargeToRegister(fs, e, register);
  if (e.kind === Kind.Jump) e.trueJumps = fs.join(e.info, e.trueJumps);
  if (e.hasJumps) settleJumps(fs, e, register);
  e.set(Kind.Register, register);
}

/** Leads the jumps out of an expression to its end; those that carry no value pass an instruction that loads true or false. */
function settleJumps(fs: FunctionState, e: ExpressionDescriptor, register: number): void {
  let loadFalse = NO_JUMP;
  let loadTrue = NO_JUMP;
  if (fs.needsValue(e.trueJumps) || fs.needsValue(e.falseJumps)) {
    const over = e.kind === Kind.Jump ? NO_JUMP : fs.jump();
    loadFalse = fs.here();
    fs.emitABC(Op.LFALSESKIP, register, 0, 0);
    loadTrue = fs.here();
    fs.emitABC(Op.LOADTRUE, register, 0, 0);
    fs.patchToHere(over);
  }
  const end = fs.here();
  fs.patchWithValues(e.falseJumps, end, register, loadFalse);
  fs.patchWithValues(e.trueJumps, end, register, loadTrue);
}

/** Puts the final value into the next free register, which it then owns. */
export function toNextRegister(fs: FunctionState, e: ExpressionDescriptor): void {
  dischargeVariable(fs, e);
  freeExpression(fs, e);
  toRegister(fs, e, fs.reserve(1));
}

/** Puts the final value into any register, and returns it: that of a local variable if the value is there. */
export function toAnyRegister(fs: FunctionState, e: ExpressionDescriptor): number {
  dischargeVariable(fs, e);
  if (e.kind === Kind.Register) {
    if (!e.hasJumps) return e.info;
    if (e.info >= fs.localLevel) {
      toRegister(fs, e, e.info);
      return e.info;
    }
    // The register of a local variable cannot take the values of the jumps.
  }
  toNextRegister(fs, e);
  return e.info;
}

/** Leaves the expression where it will be read only by a later instruction: a register, a cell, or a constant. */
export function toValue(fs: FunctionState, e: ExpressionDescriptor): void {
  if (e.kind === Kind.Jump || e.hasJumps) toAnyRegister(fs, e);
  else dischargeVariable(fs, e);
}

/** Makes a table operand: a register, a cell or an upvalue. */
export function toTableOperand(fs: FunctionState, e: ExpressionDescriptor): void {
  if ((e.kind === Kind.Upvalue || e.kind === Kind.Cell) && !e.hasJumps) return;
  toAnyRegister(fs, e);
}

/** Makes the expression a constant with an index that fits an operand, if it is one. */
export function toConstant(fs: FunctionState, e: ExpressionDescriptor): boolean {
  if (e.hasJumps) return false;
  const index = constantIndex(fs, e);
  if (index < 0 || index > MAX_ARG_B) return false;
  e.kind = Kind.Constant;
  e.info = index;
  return true;
}

function constantIndex(fs: FunctionState, e: ExpressionDescriptor): number {
  switch (e.kind) {
    case Kind.Nil:
      return fs.constants.nil();
    case Kind.True:
      return fs.constants.boolean(true);
    case Kind.False:
      return fs.constants.boolean(false);
    case Kind.Number:
      return fs.constants.number(e.numeral!);
    case Kind.String:
      return fs.constants.string(e.atom!);
    case Kind.Constant:
      return e.info;
    default:
      return -1;
  }
}

/** Makes the expression a constant operand or puts it into a register; true if it is a constant. */
export function toRegisterOrConstant(fs: FunctionState, e: ExpressionDescriptor): boolean {
  if (toConstant(fs, e)) return true;
  toAnyRegister(fs, e);
  return false;
}

// -------------------------------------------------------------------- indexing and assignment

/** Makes `table` (from `toTableOperand`) the descriptor of `table[key]`. */
export function toIndexed(fs: FunctionState, table: ExpressionDescriptor, key: ExpressionDescriptor): void {
  const field = fieldConstant(fs, key);
  if (table.kind === Kind.Upvalue) {
    if (field >= 0) {
      table.kind = Kind.IndexedUpvalue;
      table.key = field;
      return;
    }
    toAnyRegister(fs, table);
  }
  table.isTableCell = table.kind === Kind.Cell;
  table.isKeyCell = false;
  if (field >= 0) {
    table.kind = Kind.IndexedField;
    table.key = field;
  } else if (isByte(key)) {
    table.kind = Kind.IndexedInteger;
    table.key = key.numeral!.value as number;
  } else {
    table.kind = Kind.Indexed;
    table.isKeyCell = key.kind === Kind.Cell && !key.hasJumps;
    table.key = table.isKeyCell ? key.info : toAnyRegister(fs, key);
  }
}

/** Index of a string key if it fits an operand; else -1. */
function fieldConstant(fs: FunctionState, key: ExpressionDescriptor): number {
  if (key.kind !== Kind.String || key.hasJumps) return -1;
  const index = fs.constants.string(key.atom!);
  return index <= MAX_ARG_B ? index : -1;
}

function isByte(key: ExpressionDescriptor): boolean {
  if (!key.isNumeral) return false;
  const { isFloat, value } = key.numeral!;
  return !isFloat && typeof value === "number" && value >= 0 && value <= MAX_ARG_C;
}

/** Assigns to a local variable of the function. */
export function storeLocal(fs: FunctionState, variable: Variable, value: ExpressionDescriptor): void {
  if (variable.isCaptured) {
    fs.emitABC(Op.SETCELL, variable.register, toAnyRegister(fs, value), 0);
    freeExpression(fs, value);
  } else {
    freeExpression(fs, value);
    toRegister(fs, value, variable.register);
  }
}

/** Assigns to an upvalue or to an indexed expression. */
export function store(fs: FunctionState, target: ExpressionDescriptor, value: ExpressionDescriptor): void {
  switch (target.kind) {
    case Kind.Upvalue:
      fs.emitABC(Op.SETUPVAL, toAnyRegister(fs, value), target.info, 0);
      break;
    case Kind.IndexedUpvalue:
      storeField(fs, Op.SETTABUP, target, value);
      break;
    case Kind.IndexedField:
      storeField(fs, Op.SETFIELD, target, value);
      break;
    case Kind.IndexedInteger:
      storeField(fs, Op.SETI, target, value);
      break;
    case Kind.Indexed:
      storeField(fs, Op.SETTABLE, target, value);
      break;
  }
  freeExpression(fs, value);
}

function storeField(fs: FunctionState, op: Op, target: ExpressionDescriptor, value: ExpressionDescriptor): void {
  const isConstant = toRegisterOrConstant(fs, value);
  const { freeRegister } = fs;
  readIndexCells(fs, target);
  fs.emitABC(op, target.info, target.key, value.info, isConstant);
  fs.freeRegister = freeRegister;
}
