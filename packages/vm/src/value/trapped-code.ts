// The code of a function as the interpreter sees it while hooks are set: each instruction has the opcode TRAP, and keeps its
// operands, because some instructions read those of the next. A trap lets its instruction through by opening its slot; the
// instruction after it traps again, and closes that slot. So at most one slot is open, and only between a trap and the next.

/** The opcode that no chunk contains: the verifier knows the others only. */
export const TRAP = 127;
const OPCODE_BITS = 0x7f;

const trapped = (word: number): number => word | TRAP;

/** A copy of a function's code, to be stepped through. */
export class TrappedCode {
  /** What the interpreter executes. */
  readonly words: Int32Array;
  private readonly code: Int32Array;
  private openPc = 0;

  constructor(code: Int32Array) {
    this.code = code;
    this.words = code.map(trapped);
  }

  /** The words, all trapped. */
  closed(): Int32Array {
    this.words[this.openPc] = trapped(this.code[this.openPc] as number);
    return this.words;
  }

  /** Lets the instruction at `pc` through, and no other. */
  open(pc: number): void {
    this.closed();
    this.words[pc] = this.code[pc] as number;
    this.openPc = pc;
  }
}

/** The opcode of an instruction word. */
export const opcodeOf = (word: number): number => word & OPCODE_BITS;
