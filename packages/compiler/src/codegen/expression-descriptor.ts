// Delayed expressions: a descriptor says where the value of an expression is or how it can be had, so that code for it is emitted
// only when it is known where the value should go. `discharge.ts` turns descriptors into registers and constants.

import type { Atom } from "../syntax/atom.js";
import type { ConstantValue } from "../syntax/fold.js";
import { Numeral } from "../syntax/numeral.js";
import { NO_JUMP } from "./code-buffer.js";

/** The states of a descriptor, and what its fields mean in each. */
export const enum Kind {
  /** No value: an empty list. */
  Void,
  Nil,
  True,
  False,
  /** `numeral`. */
  Number,
  /** `atom`. */
  String,
  /** Constant `info` of the pool. */
  Constant,
  /** Register `info`: of a local variable, or a temporary that this descriptor owns. */
  Register,
  /** A captured local: the value in the cell in register `info`. Read as late as a register would be. */
  Cell,
  /** Upvalue `info`. */
  Upvalue,
  /** Table in register (or cell) `info`, key in register (or cell) `key`. */
  Indexed,
  /** Table in upvalue `info`, key is string constant `key`. */
  IndexedUpvalue,
  /** Table in register (or cell) `info`, key is the integer `key`. */
  IndexedInteger,
  /** Table in register (or cell) `info`, key is string constant `key`. */
  IndexedField,
  /** A comparison; `info` is the pc of its jump, taken if it is true. */
  Jump,
  /** The instruction at pc `info` can put its result in any register. */
  Relocatable,
  /** The CALL at pc `info`. */
  Call,
  /** The VARARG at pc `info`. */
  Vararg,
}

export class ExpressionDescriptor {
  kind = Kind.Void;
  info = 0;
  key = 0;
  /** The register `info` (or `key`) of an indexed expression holds a cell. */
  isTableCell = false;
  isKeyCell = false;
  numeral: Numeral | undefined = undefined;
  atom: Atom | undefined = undefined;
  /** Jumps that leave the expression when it is true, and when it is false. */
  trueJumps = NO_JUMP;
  falseJumps = NO_JUMP;

  set(kind: Kind, info: number): void {
    this.kind = kind;
    this.info = info;
    this.trueJumps = this.falseJumps = NO_JUMP;
  }

  setNumber(numeral: Numeral): void {
    this.set(Kind.Number, 0);
    this.numeral = numeral;
  }

  setString(atom: Atom): void {
    this.set(Kind.String, 0);
    this.atom = atom;
  }

  setConstant(value: ConstantValue): void {
    if (value === null) this.set(Kind.Nil, 0);
    else if (typeof value === "boolean") this.set(value ? Kind.True : Kind.False, 0);
    else if (value instanceof Numeral) this.setNumber(value);
    else this.setString(value);
  }

  copyFrom(other: ExpressionDescriptor): void {
    this.kind = other.kind;
    this.info = other.info;
    this.key = other.key;
    this.isTableCell = other.isTableCell;
    this.isKeyCell = other.isKeyCell;
    this.numeral = other.numeral;
    this.atom = other.atom;
    this.trueJumps = other.trueJumps;
    this.falseJumps = other.falseJumps;
  }

  get hasJumps(): boolean {
    return this.trueJumps !== this.falseJumps;
  }

  /** The expression is a numeral, and nothing jumps out of it. */
  get isNumeral(): boolean {
    return this.kind === Kind.Number && !this.hasJumps;
  }

  /** A call or `...` as the last of a list gives any number of values. */
  get isMultiple(): boolean {
    return this.kind === Kind.Call || this.kind === Kind.Vararg;
  }
}
