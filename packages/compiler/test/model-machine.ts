// A machine that runs bytecode without values: each register holds "a value", "a cell" or nothing, and every test goes one way or
// the other at random. It asserts what the real machine takes for granted, in the most literal way, so that the verifier can be
// judged by it: no run of verified code may fail here.

import { Op, OP_INFO, argA, argAx, argB, argBx, argC, argK, argSJ, opOf, type Proto } from "@luster/bytecode";

type Content = "value" | "cell" | "loop" | undefined;

export class ModelFailure extends Error {}

/** Runs one random path through a function, of at most `steps` instructions. */
export function runModel(proto: Proto, random: () => number, steps: number): void {
  new ModelMachine(proto, random).run(steps);
}

class ModelMachine {
  private readonly registers: Content[];
  private readonly toClose: number[] = [];
  /** First register of an open list of values, while there is one. */
  private open: number | undefined = undefined;
  private pc = 0;
  private readonly proto: Proto;
  private readonly random: () => number;

  constructor(proto: Proto, random: () => number) {
    this.proto = proto;
    this.random = random;
    this.registers = new Array<Content>(proto.maxStackSize).fill(undefined);
    this.registers.fill("value", 0, proto.paramCount);
  }

  run(steps: number): void {
    for (let i = 0; i < steps && this.pc >= 0; i++) {
      this.lookAtLocals();
      this.step();
    }
  }

  private assert(condition: boolean, what: string): asserts condition {
    if (!condition) throw new ModelFailure(`${what} at pc ${this.pc}`);
  }

  private get flip(): boolean {
    return this.random() < 0.5;
  }

  private lookAtLocals(): void {
    for (const { register, startPc, endPc, isCaptured } of this.proto.localVars) {
      if (startPc > this.pc || this.pc >= endPc) continue;
      const content = this.registers[register];
      const isEarlyParameter = register < this.proto.paramCount && content === "value";
      this.assert(isCaptured ? content === "cell" || isEarlyParameter : content === "value" || content === "loop", "local variable");
    }
  }

  private read(register: number, content: Content = "value"): void {
    this.assert(register < this.registers.length, "register");
    this.assert(this.registers[register] === content, `register ${register} holds no ${content}`);
  }

  private write(register: number, content: Content): void {
    this.assert(register < this.registers.length, "register");
    this.assert(!this.toClose.includes(register), "variable to close overwritten");
    this.registers[register] = content;
  }

  private readFrom(first: number, count: number): void {
    for (let i = 0; i < count; i++) this.read(first + i);
  }

  /** Reads a counted list, or one up to top. */
  private readList(first: number, count: number | undefined): void {
    if (count !== undefined) {
      this.readFrom(first, count);
      return;
    }
    const { open } = this;
    this.assert(open !== undefined && open >= first, "no open list");
    this.readFrom(first, open - first);
    this.open = undefined;
  }

  /** Everything from `first` on belonged to a call. */
  private clobber(first: number): void {
    for (let register = first; register < this.registers.length; register++) this.write(register, undefined);
  }

  private constant(index: number, ...kinds: string[]): void {
    const constant = this.proto.constants[index];
    this.assert(constant !== undefined && (kinds.length === 0 || kinds.includes(constant.kind)), "constant");
  }

  private step(): void {
    const word = this.proto.code[this.pc];
    this.assert(word !== undefined, "control left the code");
    const op = opOf(word);
    const info = OP_INFO[op];
    this.assert(info !== undefined && op !== Op.EXTRAARG, "opcode");
    const a = argA(word);
    const b = argB(word);
    const c = argC(word);
    const takesOpen = b === 0 && [Op.CALL, Op.TAILCALL, Op.RETURN, Op.SETLIST].includes(op as 69);
    this.assert(this.open === undefined || takesOpen, "open list left alone");
    if (info.isTest) {
      this.test(op, word);
      return;
    }
    const next = this.pc + 1;
    this.pc = this.special(op, word, a, b, c) ?? next;
  }

  private test(op: number, word: number): void {
    const jump = this.proto.code[this.pc + 1];
    this.assert(jump !== undefined && opOf(jump) === Op.JMP, "test without jump");
    const isTaken = this.flip;
    if (op === Op.TESTSET) this.read(argB(word));
    else this.read(argA(word));
    if (OP_INFO[op]!.b === "R") this.read(argB(word));
    if (OP_INFO[op]!.b === "K") this.constant(argB(word));
    if (op === Op.TESTSET && isTaken) this.write(argA(word), "value");
    this.pc += isTaken ? 2 + argSJ(jump) : 2;
  }

  /** Does the instruction; returns where control goes, or undefined for the next one. */
  private special(op: number, word: number, a: number, b: number, c: number): number | undefined {
    const { proto } = this;
    const after = this.pc + 1;
    switch (op) {
      case Op.JMP:
        return after + argSJ(word);
      case Op.LOADK:
        this.constant(argBx(word));
        this.write(a, "value");
        return after;
      case Op.LOADKX:
        this.constant(argAx(this.extra()));
        this.write(a, "value");
        return after + 1;
      case Op.LFALSESKIP:
        this.write(a, "value");
        return after + 1;
      case Op.LOADNIL:
        for (let i = 0; i <= b; i++) this.write(a + i, "value");
        return after;
      case Op.NEWCELL:
        this.read(a);
        this.write(a, "cell");
        return after;
      case Op.GETCELL:
        this.read(b, "cell");
        this.write(a, "value");
        return after;
      case Op.SETCELL:
        this.read(a, "cell");
        this.read(b);
        return after;
      case Op.NEWTABLE:
        this.extra();
        this.write(a, "value");
        return after + 1;
      case Op.SELF:
        this.read(b);
        if (argK(word)) this.constant(c, "string");
        else this.read(c);
        this.write(a + 1, "value");
        this.write(a, "value");
        return after;
      case Op.CONCAT:
        this.assert(b >= 2, "concatenation");
        this.readFrom(a, b);
        for (let i = 1; i < b; i++) this.write(a + i, undefined);
        this.write(a, "value");
        return after;
      case Op.CLOSE:
        while (this.toClose.length > 0 && this.toClose.at(-1)! >= a) this.toClose.pop();
        return after;
      case Op.TBC:
        this.mark(a);
        return after;
      case Op.CALL:
        this.readList(a, b === 0 ? undefined : b);
        this.clobber(a);
        for (let i = 0; i < c - 1; i++) this.write(a + i, "value");
        if (c === 0) this.open = a;
        return after;
      case Op.VARARG:
        this.assert(proto.isVararg, "vararg");
        if (c === 0) {
          this.clobber(a);
          this.open = a;
        }
        for (let i = 0; i < c - 1; i++) this.write(a + i, "value");
        return after;
      case Op.VARARGPREP:
        this.assert(this.pc === 0 && a === proto.paramCount && proto.isVararg, "VARARGPREP");
        return after;
      case Op.SETLIST:
        this.readList(a, b === 0 ? undefined : b + 1);
        if (argK(word)) this.extra();
        return argK(word) ? after + 1 : after;
      case Op.TAILCALL:
        this.readList(a, b === 0 ? undefined : b);
        return this.leave(false);
      case Op.RETURN:
        this.readList(a, b === 0 ? undefined : b - 1);
        return this.leave(argK(word));
      case Op.RETURN0:
        return this.leave(false);
      case Op.RETURN1:
        this.read(a);
        return this.leave(false);
      case Op.FORPREP:
        return this.prepareLoop(a, after + argBx(word) + 1);
      case Op.FORLOOP:
        for (let i = 0; i < 3; i++) this.read(a + i, "loop");
        if (this.flip) return after;
        this.write(a + 3, "value");
        return after - argBx(word);
      case Op.TFORPREP:
        this.readFrom(a, 4);
        this.mark(a + 3);
        return after + argBx(word);
      case Op.TFORCALL:
        this.readFrom(a, 3);
        this.assert(this.toClose.includes(a + 3), "loop without its variable to close");
        this.assert(a + 6 < this.registers.length, "registers of an iterator");
        this.clobber(a + 4);
        for (let i = 0; i < c; i++) this.write(a + 4 + i, "value");
        return after;
      case Op.TFORLOOP:
        this.read(a + 4);
        if (this.flip) return after;
        this.write(a + 2, "value");
        return after - argBx(word);
      case Op.CLOSURE:
        this.capture(proto.protos[argBx(word)]);
        this.write(a, "value");
        return after;
      default:
        this.plain(op, word);
        return after;
    }
  }

  private extra(): number {
    const word = this.proto.code[this.pc + 1];
    this.assert(word !== undefined && opOf(word) === Op.EXTRAARG, "EXTRAARG");
    return word;
  }

  private mark(register: number): void {
    this.assert(this.registers[register] === "value" || this.registers[register] === "cell", "nothing to close");
    this.assert(
      this.toClose.every((marked) => marked < register),
      "order of variables to close",
    );
    this.toClose.push(register);
  }

  private leave(closes: boolean): number {
    this.assert(closes || this.toClose.length === 0, "variables left open");
    return -1;
  }

  private prepareLoop(a: number, exit: number): number | undefined {
    this.readFrom(a, 3);
    if (this.flip) {
      // The machine may have changed the state before it finds that there is no iteration.
      return exit;
    }
    for (let i = 0; i < 3; i++) this.write(a + i, "loop");
    this.write(a + 3, "value");
    return undefined;
  }

  private capture(nested: Proto | undefined): void {
    this.assert(nested !== undefined, "function");
    for (const { isFromParentRegister, index } of nested.upvalues) {
      if (isFromParentRegister) this.read(index, "cell");
      else this.assert(index < this.proto.upvalues.length, "upvalue");
    }
  }

  /** Instructions that only read and write what the opcode table says. */
  private plain(op: number, word: number): void {
    const { format, a, b, c, writesA } = OP_INFO[op]!;
    if (format === "ABC") {
      this.operand(b, argB(word), op, false);
      this.operand(c, argC(word), op, argK(word));
    }
    if (a === "U") this.assert(argA(word) < this.proto.upvalues.length, "upvalue");
    if (a === "R" && writesA) this.write(argA(word), "value");
    else if (a === "R") this.read(argA(word));
  }

  private operand(kind: string, field: number, op: number, isConstant: boolean): void {
    if (kind === "R" || (kind === "RK" && !isConstant)) this.read(field);
    else if (kind === "RK") this.constant(field);
    else if (kind === "U") this.assert(field < this.proto.upvalues.length, "upvalue");
    else if (kind === "K") this.constant(field, ...constantKinds(op));
  }
}

function constantKinds(op: number): string[] {
  if (op >= Op.BANDK && op <= Op.BXORK) return ["integer"];
  if (op >= Op.ADDK && op <= Op.IDIVK) return ["integer", "float"];
  return ["string"];
}
