// First pass of the verifier: each instruction for itself and with its neighbours. Operands are in range and of the right kind;
// instructions that come in pairs (test and jump, LOADKX and EXTRAARG, an open list and its consumer, the ends of a loop) do so.
// Which registers hold what is not looked at here.

import { argA, argAx, argB, argBx, argC, argK, argSJ, opOf } from "./instruction.js";
import { InvalidProtoError } from "./invalid-proto.js";
import { OP_INFO, Op } from "./opcode.js";
import type { OperandKind } from "./opcode.js";
import type { Proto } from "./proto.js";

/** Checks the instructions of a function one by one, and where its jumps lead. */
export function verifyInstructions(proto: Proto): void {
  new InstructionCheck(proto).run();
}

/** Registers above a generic loop's state that a call of the iterator needs. */
const ITERATOR_CALL_REGISTERS = 3;
const GENERIC_STATE_REGISTERS = 4;
const NUMERIC_STATE_REGISTERS = 3;

class InstructionCheck {
  private readonly proto: Proto;
  private readonly code: Int32Array;
  /** 1 where no jump may lead: second words, jumps that a test controls, instructions that depend on the one before. */
  private readonly isClosed: Uint8Array;
  private pc = 0;

  constructor(proto: Proto) {
    this.proto = proto;
    this.code = proto.code;
    this.isClosed = new Uint8Array(proto.code.length);
  }

  run(): void {
    const { code } = this;
    for (this.pc = 0; this.pc < code.length; this.pc++) this.instruction(code[this.pc]!);
    this.pc = code.length - 1;
    const last = this.opAt(this.pc);
    this.check(last === Op.RETURN || last === Op.RETURN0 || last === Op.RETURN1, "function does not end with a return");
    const starts = this.opAt(0) === Op.VARARGPREP;
    this.pc = 0;
    this.check(starts === this.proto.isVararg, "VARARGPREP does not match the function");
    if (starts) this.isClosed[0] = 1;
    this.jumps();
    this.loops();
  }

  private check(condition: boolean, what: string): asserts condition {
    if (!condition) throw new InvalidProtoError(what, [], this.pc);
  }

  /** Opcode at a pc; -1 outside of the code. */
  private opAt(pc: number): number {
    const word = this.code[pc];
    return word === undefined ? -1 : opOf(word);
  }

  // ---------------------------------------------------------------- operands

  private instruction(word: number): void {
    const op = opOf(word);
    const info = OP_INFO[op];
    this.check(info !== undefined, "no such opcode");
    if (info.format === "ABC") {
      this.operand(info.a, argA(word), false);
      this.operand(info.b, argB(word), argK(word));
      this.operand(info.c, argC(word), argK(word));
    } else if (info.format === "ABx" || info.format === "AsBx") {
      this.operand(info.a, argA(word), false);
      this.operand(info.b, argBx(word), false);
    }
    this.constants(op, word);
    this.ranges(op, word);
    this.neighbours(op, word);
  }

  private operand(kind: OperandKind, field: number, isConstant: boolean): void {
    const { proto } = this;
    switch (kind) {
      case "R":
        this.register(field);
        return;
      case "K":
        this.check(field < proto.constants.length, "constant out of range");
        return;
      case "RK":
        this.operand(isConstant ? "K" : "R", field, false);
        return;
      case "U":
        this.check(field < proto.upvalues.length, "upvalue out of range");
        return;
      case "P":
        this.check(field < proto.protos.length, "function out of range");
        return;
    }
  }

  private register(register: number): void {
    this.check(register < this.proto.maxStackSize, "register out of range");
  }

  /** Constants that instructions take for granted to be of one kind. */
  private constants(op: number, word: number): void {
    switch (op) {
      case Op.GETTABUP:
      case Op.GETFIELD:
        this.constantIs(argC(word), "string");
        return;
      case Op.SETTABUP:
      case Op.SETFIELD:
        this.constantIs(argB(word), "string");
        return;
      case Op.SELF:
        if (argK(word)) this.constantIs(argC(word), "string");
        return;
      case Op.ADDK:
      case Op.SUBK:
      case Op.MULK:
      case Op.MODK:
      case Op.POWK:
      case Op.DIVK:
      case Op.IDIVK:
        this.constantIs(argC(word), "integer", "float");
        return;
      case Op.BANDK:
      case Op.BORK:
      case Op.BXORK:
        this.constantIs(argC(word), "integer");
        return;
    }
  }

  private constantIs(index: number, ...kinds: readonly string[]): void {
    const constant = this.proto.constants[index];
    this.check(constant !== undefined && kinds.includes(constant.kind), "constant of a wrong kind");
  }

  /** Ranges of registers; a field that counts is one more than the count, 0 for an open list. */
  private ranges(op: number, word: number): void {
    const a = argA(word);
    const b = argB(word);
    const c = argC(word);
    switch (op) {
      case Op.LOADNIL:
        this.register(a + b);
        return;
      case Op.CONCAT:
        this.check(b >= 2, "concatenation of fewer than two values");
        this.register(a + b - 1);
        return;
      case Op.SELF:
        this.register(a + 1);
        return;
      case Op.CALL:
        this.register(a + Math.max(b - 1, 0));
        this.register(a + Math.max(c - 2, 0));
        return;
      case Op.TAILCALL:
        this.register(a + Math.max(b - 1, 0));
        return;
      case Op.RETURN:
        this.register(a + Math.max(b - 2, 0));
        return;
      case Op.VARARG:
        this.register(a + Math.max(c - 2, 0));
        return;
      case Op.SETLIST:
        this.register(a + b);
        return;
      case Op.FORLOOP:
      case Op.FORPREP:
        this.register(a + NUMERIC_STATE_REGISTERS);
        return;
      case Op.TFORPREP:
      case Op.TFORLOOP:
        this.register(a + GENERIC_STATE_REGISTERS);
        return;
      case Op.TFORCALL:
        this.check(c >= 1, "iterator without results");
        this.register(a + GENERIC_STATE_REGISTERS + Math.max(c, ITERATOR_CALL_REGISTERS) - 1);
        return;
    }
  }

  // ---------------------------------------------------------------- neighbours

  private neighbours(op: number, word: number): void {
    const { pc } = this;
    const previous = this.opAt(pc - 1);
    if (OP_INFO[op]!.isTest) this.owns(Op.JMP, "test without a jump");
    switch (op) {
      case Op.EXTRAARG:
        this.check(pc > 0 && hasExtra(this.code[pc - 1]!), "EXTRAARG without an instruction");
        return;
      case Op.LOADKX: {
        this.owns(Op.EXTRAARG, "LOADKX without EXTRAARG");
        this.check(argAx(this.code[pc + 1]!) < this.proto.constants.length, "constant out of range");
        return;
      }
      case Op.NEWTABLE:
        this.owns(Op.EXTRAARG, "NEWTABLE without EXTRAARG");
        return;
      case Op.LFALSESKIP:
        this.check(this.opAt(pc + 1) === Op.LOADTRUE, "LFALSESKIP without LOADTRUE");
        return;
      case Op.TFORCALL:
        this.owns(Op.TFORLOOP, "TFORCALL without TFORLOOP");
        return;
      case Op.VARARGPREP:
        this.check(pc === 0 && argA(word) === this.proto.paramCount, "misplaced VARARGPREP");
        return;
      case Op.VARARG:
        this.check(this.proto.isVararg, "VARARG in a function without extra arguments");
        if (argC(word) === 0) this.opensList();
        return;
      case Op.CALL:
        if (argC(word) === 0) this.opensList();
        if (argB(word) === 0) this.closesList(previous, argA(word) + 1);
        return;
      case Op.TAILCALL:
        this.check(this.opAt(pc + 1) === Op.RETURN && argB(this.code[pc + 1]!) === 0, "TAILCALL without RETURN");
        this.isClosed[pc + 1] = 1;
        if (argB(word) === 0) this.closesList(previous, argA(word) + 1);
        return;
      case Op.RETURN:
        if (argB(word) === 0) this.closesList(previous, argA(word));
        return;
      case Op.SETLIST:
        if (argK(word)) this.owns(Op.EXTRAARG, "SETLIST without EXTRAARG");
        if (argB(word) === 0) this.closesList(previous, argA(word) + 1);
        return;
    }
  }

  /** The next instruction is `op`, and belongs to this one. */
  private owns(op: number, what: string): void {
    this.check(this.opAt(this.pc + 1) === op, what);
    this.isClosed[this.pc + 1] = 1;
  }

  /** The values from this instruction are taken by the next one. */
  private opensList(): void {
    const next = this.code[this.pc + 1];
    this.check(next !== undefined && takesList(next), "open list without a consumer");
    this.isClosed[this.pc + 1] = 1;
  }

  /** The instruction before left a list open, not below register `from`. */
  private closesList(previous: number, from: number): void {
    const word = this.code[this.pc - 1] ?? 0;
    const isOpen = previous === Op.TAILCALL || ((previous === Op.CALL || previous === Op.VARARG) && argC(word) === 0);
    this.check(isOpen, "list up to top without values");
    this.check(argA(word) >= from, "open list starts too low");
  }

  // ---------------------------------------------------------------- jumps

  private jumps(): void {
    for (this.pc = 0; this.pc < this.code.length; this.pc++) {
      const word = this.code[this.pc]!;
      if (opOf(word) === Op.JMP) this.target(this.pc + 1 + argSJ(word));
    }
  }

  private target(pc: number): void {
    this.check(pc >= 0 && pc < this.code.length, "jump out of the function");
    this.check(this.isClosed[pc] === 0, "jump between instructions that belong together");
  }

  /**
   * The two ends of each loop refer to each other, and no jump leads into a numeric loop from outside of it: intervals of code
   * from FORPREP to FORLOOP nest, and a jump leaves intervals only.
   */
  private loops(): void {
    const innermost = this.numericLoops();
    for (this.pc = 0; this.pc < this.code.length; this.pc++) {
      const word = this.code[this.pc]!;
      if (opOf(word) === Op.JMP) this.check(isInside(this.pc, this.pc + 1 + argSJ(word), innermost), "jump into a loop");
      if (opOf(word) === Op.TFORPREP) {
        const call = this.pc + 1 + argBx(word);
        this.genericLoop(call, argA(word));
        this.check(isInside(this.pc, call, innermost) && isInside(call, this.pc + 1, innermost), "loops overlap");
      }
    }
  }

  private genericLoop(call: number, a: number): void {
    const { code, pc } = this;
    this.check(this.opAt(call) === Op.TFORCALL && this.opAt(call + 1) === Op.TFORLOOP, "TFORPREP without TFORCALL and TFORLOOP");
    const loop = code[call + 1]!;
    this.check(argA(code[call]!) === a && argA(loop) === a, "ends of a loop differ");
    this.check(call + 2 - argBx(loop) === pc + 1, "loop leads to another place than its start");
  }

  /** For each pc the FORPREP of the innermost numeric loop whose body it is in; -1 in none. */
  private numericLoops(): Int32Array {
    const { code } = this;
    const innermost = new Int32Array(code.length).fill(-1);
    const open: number[] = [];
    const ends: number[] = [];
    for (this.pc = 0; this.pc < code.length; this.pc++) {
      const { pc } = this;
      const word = code[pc]!;
      innermost[pc] = open[open.length - 1] ?? -1;
      const op = opOf(word);
      if (op === Op.FORPREP) {
        const end = pc + 1 + argBx(word);
        this.check(this.opAt(end) === Op.FORLOOP && argA(code[end]!) === argA(word), "FORPREP without FORLOOP");
        this.check(end <= (ends[ends.length - 1] ?? code.length), "loops overlap");
        open.push(pc);
        ends.push(end);
      } else if (op === Op.FORLOOP) {
        const start = open.pop();
        this.check(start !== undefined && ends.pop() === pc, "FORLOOP without FORPREP");
        this.check(pc + 1 - argBx(word) === start + 1, "loop leads to another place than its start");
      } else if (op === Op.TFORLOOP) {
        const start = pc - argBx(word);
        this.check(this.opAt(start) === Op.TFORPREP && start + 1 + argBx(code[start]!) === pc - 1, "TFORLOOP without TFORPREP");
      }
    }
    return innermost;
  }
}

/** The loop of the target is the one of the jump, or one around it. */
function isInside(from: number, target: number, innermost: Int32Array): boolean {
  const goal = innermost[target]!;
  // A loop around the jump began before it, and an inner loop began after an outer one.
  let loop = innermost[from]!;
  while (loop > goal) loop = innermost[loop]!;
  return loop === goal;
}

function hasExtra(word: number): boolean {
  const op = opOf(word);
  return op === Op.NEWTABLE || op === Op.LOADKX || (op === Op.SETLIST && argK(word));
}

function takesList(word: number): boolean {
  const op = opOf(word);
  return (op === Op.CALL || op === Op.TAILCALL || op === Op.RETURN || op === Op.SETLIST) && argB(word) === 0;
}
