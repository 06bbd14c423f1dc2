// Tests and jumps: code that goes on if an expression is true (or false) and jumps otherwise, and `not`.

import { Op, argB, argK, opOf, withK } from "@luster/bytecode";
import { NO_JUMP, NO_REGISTER } from "./code-buffer.js";
import { dischargeToAnyRegister, dischargeVariable, freeExpression } from "./discharge.js";
import { Kind } from "./expression-descriptor.js";
import type { ExpressionDescriptor } from "./expression-descriptor.js";
import type { FunctionState } from "./function-state.js";

/** Emits a test and the jump it controls; returns the pc of the jump. */
export function emitTest(fs: FunctionState, op: Op, a: number, b: number, c: number, k: boolean): number {
  fs.emitABC(op, a, b, c, k);
  return fs.jump();
}

/** Makes a comparison jump when it is false instead of true, or the reverse. */
function negate(fs: FunctionState, e: ExpressionDescriptor): void {
  const pc = fs.controlOf(e.info);
  const word = fs.instructionAt(pc);
  fs.replace(pc, withK(word, !argK(word)));
}

/** Emits a test of the value, and returns the jump taken if its truth is `condition`. A `not` just emitted is absorbed. */
function jumpOn(fs: FunctionState, e: ExpressionDescriptor, condition: boolean): number {
  if (e.kind === Kind.Relocatable) {
    const word = fs.instructionAt(e.info);
    if (opOf(word) === Op.NOT) {
      fs.removeLast();
      return emitTest(fs, Op.TEST, argB(word), 0, 0, !condition);
    }
  }
  dischargeToAnyRegister(fs, e);
  freeExpression(fs, e);
  return emitTest(fs, Op.TESTSET, NO_REGISTER, e.info, 0, condition);
}

/** Goes on here if the expression is true; the jumps taken otherwise are added to its `falseJumps`. */
export function goIfTrue(fs: FunctionState, e: ExpressionDescriptor): void {
  dischargeVariable(fs, e);
  let jump: number;
  switch (e.kind) {
    case Kind.Jump:
      negate(fs, e);
      jump = e.info;
      break;
    case Kind.True:
    case Kind.Number:
    case Kind.String:
    case Kind.Constant:
      jump = NO_JUMP;
      break;
    default:
      jump = jumpOn(fs, e, false);
  }
  e.falseJumps = fs.join(jump, e.falseJumps);
  fs.patchToHere(e.trueJumps);
  e.trueJumps = NO_JUMP;
}

/** Emits a condition, whose value is not needed; returns the jumps taken if it is false. */
export function emitCondition(fs: FunctionState, e: ExpressionDescriptor): number {
  if (e.kind === Kind.False || e.kind === Kind.Nil) {
    e.falseJumps = fs.join(fs.jump(), e.falseJumps);
    fs.patchToHere(e.trueJumps);
  } else {
    goIfTrue(fs, e);
  }
  return e.falseJumps;
}

/** Goes on here if the expression is false; the jumps taken otherwise are added to its `trueJumps`. */
export function goIfFalse(fs: FunctionState, e: ExpressionDescriptor): void {
  dischargeVariable(fs, e);
  let jump: number;
  switch (e.kind) {
    case Kind.Jump:
      jump = e.info;
      break;
    case Kind.Nil:
    case Kind.False:
      jump = NO_JUMP;
      break;
    default:
      jump = jumpOn(fs, e, true);
  }
  e.trueJumps = fs.join(jump, e.trueJumps);
  fs.patchToHere(e.falseJumps);
  e.falseJumps = NO_JUMP;
}

/** Makes `e` the descriptor of `not e`. */
export function emitNot(fs: FunctionState, e: ExpressionDescriptor): void {
  switch (e.kind) {
    case Kind.Nil:
    case Kind.False:
      e.kind = Kind.True;
      break;
    case Kind.True:
    case Kind.Number:
    case Kind.String:
    case Kind.Constant:
      e.kind = Kind.False;
      break;
    case Kind.Jump:
      negate(fs, e);
      break;
    default: {
      dischargeToAnyRegister(fs, e);
      freeExpression(fs, e);
      const pc = fs.emitABC(Op.NOT, 0, e.info, 0);
      e.kind = Kind.Relocatable;
      e.info = pc;
    }
  }
  const { trueJumps } = e;
  e.trueJumps = e.falseJumps;
  e.falseJumps = trueJumps;
  fs.dropValues(e.trueJumps);
  fs.dropValues(e.falseJumps);
}
