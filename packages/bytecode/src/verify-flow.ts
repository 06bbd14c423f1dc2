// Second pass of the verifier: an abstract interpretation that knows what each register holds before each instruction.
//
// The state of a register is one of the numbers below; where two paths meet with different states of a register, it is unknown,
// and must not be read. (A to-be-closed variable must be one on both paths.) States can only become unknown, so a block is visited
// at most once per register, in practice twice. Code that no path reaches has no state, and is checked by the first pass only.

import { argA, argB, argBx, argC, argK, argSJ, opOf } from "./instruction.js";
import { InvalidProtoError } from "./invalid-proto.js";
import { OP_INFO, Op } from "./opcode.js";
import type { LocalVar, Proto } from "./proto.js";

/** Never written, or not the same on all paths. */
const UNKNOWN = 0;
const VALUE = 1;
const CELL = 2;
/** State of a numeric loop, in three consecutive registers. */
const LOOP_INDEX = 3;
const LOOP_LIMIT = 4;
const LOOP_STEP = 5;
/** A value, or cell, that is to be closed. */
const CLOSE_VALUE = 6;
const CLOSE_CELL = 7;

export function verifyFlow(proto: Proto): void {
  new Flow(proto).run();
}

class Flow {
  private readonly proto: Proto;
  private readonly code: Int32Array;
  private readonly size: number;
  /** The state before the instruction that is being looked at. */
  private readonly state: Uint8Array;
  /** By pc of a block's first instruction: the state before it, once it has been reached. */
  private readonly entries = new Map<number, Uint8Array>();
  private readonly isBlockStart: Uint8Array;
  private readonly waiting: number[] = [];
  private readonly isWaiting: Uint8Array;
  private pc = 0;

  constructor(proto: Proto) {
    this.proto = proto;
    this.code = proto.code;
    this.size = proto.maxStackSize;
    this.state = new Uint8Array(this.size);
    this.isBlockStart = findBlockStarts(proto.code);
    this.isWaiting = new Uint8Array(proto.code.length);
  }

  run(): void {
    const start = new Uint8Array(this.size);
    start.fill(VALUE, 0, this.proto.paramCount);
    this.reach(0, start);
    for (let pc = this.waiting.pop(); pc !== undefined; pc = this.waiting.pop()) {
      this.isWaiting[pc] = 0;
      this.block(pc);
    }
    this.locals();
  }

  private check(condition: boolean, what: string): asserts condition {
    if (!condition) throw new InvalidProtoError(what, [], this.pc);
  }

  // ---------------------------------------------------------------- blocks

  /** Interprets a block from its first instruction to where control leaves it. */
  private block(start: number): void {
    this.state.set(this.entries.get(start)!);
    this.pc = start;
    for (;;) {
      const next = this.instruction(this.code[this.pc]!);
      if (next < 0) return;
      this.check(next < this.code.length, "control leaves the code");
      if (this.isBlockStart[next] === 1) {
        this.reach(next, this.state);
        return;
      }
      this.pc = next;
    }
  }

  /** Control may come to the block at `pc` with `state`. */
  private reach(pc: number, state: Uint8Array): void {
    const known = this.entries.get(pc);
    if (known === undefined) this.entries.set(pc, state.slice());
    else if (!this.merge(known, state)) return;
    if (this.isWaiting[pc] === 1) return;
    this.isWaiting[pc] = 1;
    this.waiting.push(pc);
  }

  /** Whether merging changes what is known. */
  private merge(known: Uint8Array, state: Uint8Array): boolean {
    let isChanged = false;
    for (let register = 0; register < known.length; register++) {
      const a = known[register]!;
      const b = state[register]!;
      if (a === b) continue;
      this.check(a < CLOSE_VALUE && b < CLOSE_VALUE, "to-be-closed variables differ between two paths");
      if (a === UNKNOWN) continue;
      known[register] = UNKNOWN;
      isChanged = true;
    }
    return isChanged;
  }

  // ---------------------------------------------------------------- registers

  private read(register: number): void {
    const state = this.state[register];
    this.check(state === VALUE || state === CLOSE_VALUE, "register read that holds no value");
  }

  private readRange(first: number, count: number): void {
    for (let register = first; register < first + count; register++) this.read(register);
  }

  private readCell(register: number): void {
    const state = this.state[register];
    this.check(state === CELL || state === CLOSE_CELL, "register used as a cell that holds none");
  }

  private write(register: number, state: number): void {
    this.check(this.state[register]! < CLOSE_VALUE, "to-be-closed variable overwritten");
    this.state[register] = state;
  }

  private writeRange(first: number, count: number): void {
    for (let register = first; register < first + count; register++) this.write(register, VALUE);
  }

  /** Registers from `first` on are used by a call, or were: nothing is known of them. */
  private forget(first: number): void {
    for (let register = first; register < this.size; register++) this.write(register, UNKNOWN);
  }

  private hasNothingToClose(): boolean {
    return this.state.every((state) => state < CLOSE_VALUE);
  }

  // ---------------------------------------------------------------- instructions

  /** Interprets an instruction; returns the pc that follows it, or -1 if control goes elsewhere only. */
  private instruction(word: number): number {
    const { pc } = this;
    const op = opOf(word);
    const a = argA(word);
    if (OP_INFO[op]!.isTest) return this.test(word);
    switch (op) {
      case Op.JMP:
        this.reach(pc + 1 + argSJ(word), this.state);
        return -1;
      case Op.LFALSESKIP:
        this.write(a, VALUE);
        return pc + 2;
      case Op.LOADKX:
      case Op.NEWTABLE:
        this.write(a, VALUE);
        return pc + 2;
      case Op.SETLIST:
        this.setList(word);
        return argK(word) ? pc + 2 : pc + 1;
      case Op.FORPREP:
      case Op.FORLOOP:
      case Op.TFORPREP:
      case Op.TFORLOOP:
        return this.loop(op, word);
      case Op.TAILCALL:
      case Op.RETURN:
      case Op.RETURN0:
      case Op.RETURN1:
        this.leave(op, word);
        return -1;
      default:
        this.straight(op, word);
        return pc + 1;
    }
  }

  /** A test and the jump behind it: control goes behind the jump, or where it leads. */
  private test(word: number): number {
    const { pc } = this;
    const op = opOf(word);
    const target = pc + 2 + argSJ(this.code[pc + 1]!);
    if (op === Op.TESTSET) {
      // Only the path of the jump writes.
      this.read(argB(word));
      const a = argA(word);
      const before = this.state[a]!;
      this.write(a, VALUE);
      this.reach(target, this.state);
      this.state[a] = before;
      return pc + 2;
    }
    this.read(argA(word));
    if (OP_INFO[op]!.b === "R") this.read(argB(word));
    this.reach(target, this.state);
    return pc + 2;
  }

  private leave(op: number, word: number): void {
    const a = argA(word);
    const b = argB(word);
    const closes = op === Op.RETURN && argK(word);
    this.check(closes || this.hasNothingToClose(), "function left without closing its variables");
    if (op === Op.RETURN1) this.read(a);
    else if (op === Op.RETURN) this.readList(a, b === 0 ? undefined : b - 1);
    else if (op === Op.TAILCALL) this.readList(a, b === 0 ? undefined : b);
  }

  /** Reads `count` registers, or those up to the start of the open list that the instruction before left. */
  private readList(first: number, count: number | undefined): void {
    const end = count === undefined ? argA(this.code[this.pc - 1]!) : first + count;
    this.readRange(first, end - first);
  }

  private setList(word: number): void {
    const b = argB(word);
    this.readList(argA(word), b === 0 ? undefined : b + 1);
  }

  private loop(op: number, word: number): number {
    const { pc, state } = this;
    const a = argA(word);
    switch (op) {
      case Op.FORPREP: {
        this.readRange(a, 3);
        const exit = pc + 2 + argBx(word);
        this.check(exit < this.code.length, "control leaves the code");
        this.reach(exit, state);
        this.write(a, LOOP_INDEX);
        this.write(a + 1, LOOP_LIMIT);
        this.write(a + 2, LOOP_STEP);
        this.write(a + 3, VALUE);
        return pc + 1;
      }
      case Op.FORLOOP: {
        const isPrepared = state[a] === LOOP_INDEX && state[a + 1] === LOOP_LIMIT && state[a + 2] === LOOP_STEP;
        this.check(isPrepared, "loop over registers that were not prepared");
        const control = state[a + 3]!;
        this.write(a + 3, VALUE);
        this.reach(pc + 1 - argBx(word), state);
        state[a + 3] = control;
        return pc + 1;
      }
      case Op.TFORPREP:
        this.readRange(a, 4);
        this.markToBeClosed(a + 3);
        this.reach(pc + 1 + argBx(word), state);
        return -1;
      default:
        this.read(a + 4);
        this.write(a + 2, VALUE);
        this.reach(pc + 1 - argBx(word), state);
        return pc + 1;
    }
  }

  private markToBeClosed(register: number): void {
    const { state } = this;
    for (let above = register; above < this.size; above++) {
      this.check(state[above]! < CLOSE_VALUE, "to-be-closed variables out of order");
    }
    const isCell = state[register] === CELL;
    if (!isCell) this.read(register);
    state[register] = isCell ? CLOSE_CELL : CLOSE_VALUE;
  }

  private close(from: number): void {
    const { state } = this;
    for (let register = from; register < this.size; register++) {
      if (state[register] === CLOSE_VALUE) state[register] = VALUE;
      else if (state[register] === CLOSE_CELL) state[register] = CELL;
    }
  }

  /** An instruction that control passes through. */
  private straight(op: number, word: number): void {
    const a = argA(word);
    const b = argB(word);
    const c = argC(word);
    switch (op) {
      case Op.LOADNIL:
        this.writeRange(a, b + 1);
        return;
      case Op.NEWCELL:
        this.read(a);
        this.write(a, CELL);
        return;
      case Op.GETCELL:
        this.readCell(b);
        this.write(a, VALUE);
        return;
      case Op.SETCELL:
        this.readCell(a);
        this.read(b);
        return;
      case Op.SELF:
        this.read(b);
        if (!argK(word)) this.read(c);
        this.writeRange(a, 2);
        return;
      case Op.CONCAT:
        this.readRange(a, b);
        for (let register = a + 1; register < a + b; register++) this.write(register, UNKNOWN);
        this.write(a, VALUE);
        return;
      case Op.CLOSE:
        this.close(a);
        return;
      case Op.TBC:
        this.markToBeClosed(a);
        return;
      case Op.CALL:
        this.readList(a, b === 0 ? undefined : b);
        this.forget(a);
        if (c > 1) this.writeRange(a, c - 1);
        return;
      case Op.TFORCALL:
        this.readRange(a, 3);
        this.check(this.state[a + 3] === CLOSE_VALUE, "iterator of a loop that was not prepared");
        this.forget(a + 4);
        this.writeRange(a + 4, c);
        return;
      case Op.VARARG:
        if (c === 0) this.forget(a);
        else this.writeRange(a, c - 1);
        return;
      case Op.CLOSURE:
        this.captures(word);
        this.write(a, VALUE);
        return;
      case Op.VARARGPREP:
        return;
      default:
        this.byTable(op, word);
    }
  }

  /** An instruction of which the opcode table says all: it reads its register operands, and may write R[A]. */
  private byTable(op: number, word: number): void {
    const { format, a, b, c, writesA } = OP_INFO[op]!;
    if (format === "ABC") {
      if (b === "R") this.read(argB(word));
      if (c === "R" || (c === "RK" && !argK(word))) this.read(argC(word));
    }
    if (a !== "R") return;
    if (writesA) this.write(argA(word), VALUE);
    else this.read(argA(word));
  }

  private captures(word: number): void {
    const nested = this.proto.protos[argBx(word)]!;
    for (const { isFromParentRegister, index } of nested.upvalues) {
      if (isFromParentRegister) {
        this.check(index < this.size, "captured register out of range");
        this.readCell(index);
      } else {
        this.check(index < this.proto.upvalues.length, "captured upvalue out of range");
      }
    }
  }

  // ---------------------------------------------------------------- debug information

  /** Wherever a variable is in scope, its register holds a cell if it is captured, and a value if it is not. */
  private locals(): void {
    const { localVars } = this.proto;
    if (localVars.length === 0) return;
    const byStart = [...localVars].sort((x, y) => x.startPc - y.startPc);
    let next = 0;
    let inScope: LocalVar[] = [];
    // The pc before which `state` is known.
    let known = -1;
    for (let pc = 0; pc < this.code.length; pc++) {
      while (next < byStart.length && byStart[next]!.startPc === pc) inScope.push(byStart[next++]!);
      if (inScope.some(({ endPc }) => endPc <= pc)) inScope = inScope.filter(({ endPc }) => endPc > pc);
      const entry = this.entries.get(pc);
      if (entry !== undefined) {
        this.state.set(entry);
        known = pc;
      }
      if (known !== pc) continue;
      this.pc = pc;
      for (const variable of inScope) this.local(variable);
      known = this.instruction(this.code[pc]!);
    }
  }

  private local({ register, isCaptured }: LocalVar): void {
    const state = this.state[register]!;
    const isCell = state === CELL || state === CLOSE_CELL;
    // A parameter is not in its cell yet when the function starts.
    const isEarlyParameter = register < this.proto.paramCount && state === VALUE;
    this.check(isCaptured ? isCell || isEarlyParameter : !isCell && state !== UNKNOWN, "local variable is not what it should be");
  }
}

/** 1 where a block begins: at the start, at targets of jumps, and behind instructions that branch. */
function findBlockStarts(code: Int32Array): Uint8Array {
  const isStart = new Uint8Array(code.length + 2);
  isStart[0] = 1;
  for (let pc = 0; pc < code.length; pc++) {
    const word = code[pc]!;
    switch (opOf(word)) {
      case Op.JMP:
        isStart[pc + 1 + argSJ(word)] = 1;
        isStart[pc + 1] = 1;
        break;
      case Op.LFALSESKIP:
        isStart[pc + 1] = 1;
        isStart[pc + 2] = 1;
        break;
      case Op.FORPREP:
        isStart[pc + 2 + argBx(word)] = 1;
        isStart[pc + 1] = 1;
        break;
      case Op.TFORPREP:
        isStart[pc + 1 + argBx(word)] = 1;
        isStart[pc + 1] = 1;
        break;
      case Op.FORLOOP:
      case Op.TFORLOOP:
        isStart[pc + 1 - argBx(word)] = 1;
        isStart[pc + 1] = 1;
        break;
    }
  }
  return isStart;
}
