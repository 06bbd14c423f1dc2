// One compiled function under construction: its lines, the values from outside that it uses, and the places where it can be left.
// Invariant: nothing of the script gets into the text but numbers. Strings, shapes, protos and the like are reached by index through
// arrays that the text is given when it is made a function.

import { ExitKind } from "@luster/vm/tier";
import type { ExitSite } from "@luster/vm/tier";
import type { Proto } from "@luster/bytecode";
import { leadersOf } from "../graph/blocks.js";
import type { BlockTypes, Guesses, State } from "../graph/register-types.js";
import { Type } from "../graph/register-types.js";
import type { RegisterSet } from "../graph/liveness.js";
import { listRegister, takesList, wordAt } from "../graph/effects.js";
import type { LoadedProtoView } from "./loaded-proto-view.js";

/** The name of a register's variable. */
export const variable = (register: number): string => `r${register}`;

/** A number as JavaScript text that reads back as the same number. */
export function numberText(n: number): string {
  if (Object.is(n, -0)) return "(-0)";
  return n < 0 ? `(${n})` : `${n}`;
}

/** A line of the text, and the instruction that it is of; -1: of none. */
export interface TextLine {
  readonly text: string;
  readonly pc: number;
}

export class Writer {
  readonly lines: TextLine[] = [];
  /** The instruction that is being written. */
  pc = -1;
  /** What the text reaches by index. */
  readonly constants: unknown[] = [];
  readonly sites: ExitSite[] = [];
  /** Registers that have a variable. */
  readonly registers = new Set<number>();
  /** Upvalues whose cells have a variable. */
  readonly upvalues = new Set<number>();
  /** Types before the instruction that is being written. */
  state: State = [];
  /** Pcs that are reached by jumps. */
  readonly leaders: ReadonlySet<number>;
  private readonly constantIndexes = new Map<unknown, number>();
  private depth = 0;

  constructor(
    readonly loaded: LoadedProtoView,
    readonly proto: Proto,
    readonly kept: readonly (RegisterSet | undefined)[],
    readonly types: BlockTypes,
    readonly guesses: Guesses,
    /** What a function takes of the native budget. */
    readonly cost: number,
  ) {
    this.leaders = leadersOf(proto);
  }

  line(text: string): void {
    this.lines.push({ text: "  ".repeat(this.depth) + text, pc: this.pc });
  }

  open(text: string): void {
    this.line(text);
    this.depth++;
  }

  /** Ends the block that `open` began, and maybe begins another. */
  close(text = "}"): void {
    this.depth--;
    this.line(text);
    if (text.endsWith("{")) this.depth++;
  }

  /** The name of a value from outside. */
  constant(value: unknown): string {
    let index = this.constantIndexes.get(value);
    if (index === undefined) {
      index = this.constants.push(value) - 1;
      this.constantIndexes.set(value, index);
    }
    return `k${index}`;
  }

  /** A register's variable. */
  register(register: number): string {
    this.registers.add(register);
    return variable(register);
  }

  /** A register as a Lua value. */
  value(register: number): string {
    const name = this.register(register);
    return this.state[register] === Type.FLOAT ? `MF(${name})` : name;
  }

  upvalue(index: number): string {
    this.upvalues.add(index);
    return `u${index}`;
  }

  /** The statement that leaves the function at `pc`, with the registers that are kept there. */
  exit(kind: ExitKind, pc: number, state: readonly Type[] = this.state): string {
    const takes = kind !== ExitKind.FUEL && kind !== ExitKind.ENTRY_FUEL && kind !== ExitKind.DEPTH && takesList(wordAt(this.proto, pc));
    const registers = [...(this.kept[pc] ?? [])];
    const site = { kind, pc, registers, listRegister: takes ? listRegister(this.proto, pc) : -1, failures: 0 };
    const index = this.sites.push(site) - 1;
    const values = registers.map((register) => {
      const name = this.register(register);
      return state[register] === Type.FLOAT ? `MF(${name})` : name;
    });
    return `return X(cx, c, sites[${index}], [${values.join(", ")}], ${this.proto.isVararg ? "va" : "undefined"}, ${takes ? "list" : "undefined"});`;
  }
}
