// The instructions of one function under construction, the line of each, and lists of jumps whose target is not known yet.
//
// A list of jumps is threaded through the instructions themselves: while it waits, a JMP's distance leads to the next jump of the
// list, and a jump to itself ends it. Everything here is about positions; what the instructions mean is the callers' business.

import {
  MAX_JUMP,
  OFFSET_SJ,
  OP_INFO,
  Op,
  argB,
  argK,
  argSJ,
  encodeABC,
  encodeABx,
  encodeAsBx,
  encodeAx,
  encodeSJ,
  opOf,
  withSJ,
} from "@luster/bytecode";

/** The empty list of jumps. */
export const NO_JUMP = -1;

/** A limit of the bytecode that a function does not fit in; `compile.ts` finds the place in the source. */
export class CodeLimitError extends Error {
  readonly kind: "limit" | "size";
  readonly what: string;
  /** `line` of the function's code at that point. */
  readonly line: number;

  constructor(kind: "limit" | "size", what: string, line: number) {
    super(what);
    this.kind = kind;
    this.what = what;
    this.line = line;
  }
}

/** Arrays that functions at the same depth use one after the other. */
export class CodeStorage {
  code = new Int32Array(64);
  lines = new Int32Array(64);

  grow(): void {
    this.code = doubled(this.code);
    this.lines = doubled(this.lines);
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

const IS_TEST = new Uint8Array(128);
OP_INFO.forEach((info, op) => (IS_TEST[op] = info.isTest ? 1 : 0));

/** Jumps to jumps are followed this far. */
const MAX_THREADING = 100;

export class CodeBuffer {
  private readonly storage: CodeStorage;
  code: Int32Array;
  lines: Int32Array;
  /** Position of the next instruction. */
  pc = 0;
  /** Line that the next instructions get. */
  line = 0;
  /** Last position known to be the target of a jump: instructions before and after it must not be merged. */
  private lastTarget = 0;

  constructor(storage: CodeStorage) {
    this.storage = storage;
    this.code = storage.code;
    this.lines = storage.lines;
  }

  // ---------------------------------------------------------------- emitting

  /** Appends an instruction, and returns its pc. */
  emit(instruction: number): number {
    const { pc } = this;
    if (pc === this.code.length) this.grow();
    this.code[pc] = instruction;
    this.lines[pc] = this.line;
    this.pc = pc + 1;
    return pc;
  }

  private grow(): void {
    this.storage.grow();
    this.code = this.storage.code;
    this.lines = this.storage.lines;
  }

  emitABC(op: Op, a: number, b: number, c: number, k = false): number {
    return this.emit(encodeABC(op, a, b, c, k));
  }

  emitABx(op: Op, a: number, bx: number): number {
    return this.emit(encodeABx(op, a, bx));
  }

  emitAsBx(op: Op, a: number, sbx: number): number {
    return this.emit(encodeAsBx(op, a, sbx));
  }

  emitExtraArg(ax: number): number {
    return this.emit(encodeAx(Op.EXTRAARG, ax));
  }

  instructionAt(pc: number): number {
    return this.code[pc]!;
  }

  replace(pc: number, instruction: number): void {
    this.code[pc] = instruction;
  }

  /** Gives the last instruction another line. */
  fixLine(line: number): void {
    this.lines[this.pc - 1] = line;
  }

  removeLast(): void {
    this.pc--;
  }

  /** Pc of the last instruction if control can only come from it to here; else -1. */
  previous(): number {
    return this.pc > this.lastTarget ? this.pc - 1 : -1;
  }

  /** The current position as the target of a jump. */
  here(): number {
    this.lastTarget = this.pc;
    return this.pc;
  }

  failLimit(what: string): never {
    throw new CodeLimitError("limit", what, this.line);
  }

  /** There is no room for one more of `what`. */
  failSize(what: string, limit: number): never {
    throw new CodeLimitError("size", `too many ${what} (limit is ${limit})`, this.line);
  }

  // ---------------------------------------------------------------- jumps

  /** Appends a jump to an unknown target: a list of one. */
  jump(): number {
    return this.emit(encodeSJ(Op.JMP, NO_JUMP));
  }

  jumpTo(target: number): void {
    this.patch(this.jump(), target);
  }

  /** Joins two lists; takes time in the length of the first. */
  join(first: number, second: number): number {
    if (first === NO_JUMP) return second;
    if (second === NO_JUMP) return first;
    let last = first;
    for (let next = this.nextJump(last); next !== NO_JUMP; next = this.nextJump(last)) last = next;
    this.setTarget(last, second);
    return first;
  }

  nextJump(pc: number): number {
    const distance = argSJ(this.code[pc]!);
    return distance === NO_JUMP ? NO_JUMP : pc + 1 + distance;
  }

  setTarget(pc: number, target: number): void {
    const distance = target - (pc + 1);
    if (distance < -OFFSET_SJ || distance > MAX_JUMP) this.failLimit("control structure too long");
    this.code[pc] = withSJ(this.code[pc]!, distance);
  }

  /** Leads all jumps of a list to `target`; tests among them need not keep their value. */
  patch(list: number, target: number): void {
    this.patchWithValues(list, target, NO_REGISTER, target);
  }

  patchToHere(list: number): void {
    this.patch(list, this.here());
  }

  /** Leads the jumps of a list that carry a value to `valueTarget`, with the value in `register`; and all others to `target`. */
  patchWithValues(list: number, valueTarget: number, register: number, target: number): void {
    for (let pc = list; pc !== NO_JUMP;) {
      const next = this.nextJump(pc);
      this.setTarget(pc, this.settleTest(pc, register) ? valueTarget : target);
      pc = next;
    }
  }

  /** Pc of the test that controls the jump at `pc`; that of the jump itself if nothing does. */
  controlOf(pc: number): number {
    return pc >= 1 && IS_TEST[opOf(this.code[pc - 1]!)] === 1 ? pc - 1 : pc;
  }

  /** Whether some jump of the list does not carry a value. */
  needsValue(list: number): boolean {
    for (let pc = list; pc !== NO_JUMP; pc = this.nextJump(pc)) {
      if (opOf(this.code[this.controlOf(pc)]!) !== Op.TESTSET) return true;
    }
    return false;
  }

  /** The tests of the list keep no value. */
  dropValues(list: number): void {
    for (let pc = list; pc !== NO_JUMP; pc = this.nextJump(pc)) this.settleTest(pc, NO_REGISTER);
  }

  /** If the jump is controlled by a TESTSET: makes it put its value in `register`, or a plain TEST if it need not. */
  private settleTest(pc: number, register: number): boolean {
    const control = this.controlOf(pc);
    const word = this.code[control]!;
    if (opOf(word) !== Op.TESTSET) return false;
    const tested = argB(word);
    const k = argK(word);
    const isPlain = register === NO_REGISTER || register === tested;
    this.code[control] = isPlain ? encodeABC(Op.TEST, tested, 0, 0, k) : encodeABC(Op.TESTSET, register, tested, 0, k);
    return true;
  }

  /** Leads every jump to a jump to where that one leads. */
  threadJumps(): void {
    for (let pc = 0; pc < this.pc; pc++) {
      if (opOf(this.code[pc]!) === Op.JMP) this.setTarget(pc, this.finalTarget(pc));
    }
  }

  private finalTarget(pc: number): number {
    let target = pc;
    for (let i = 0; i < MAX_THREADING; i++) {
      const word = this.code[target]!;
      if (opOf(word) !== Op.JMP) break;
      target += argSJ(word) + 1;
    }
    return target;
  }
}

/** In place of a register: no register. */
export const NO_REGISTER = 255;
