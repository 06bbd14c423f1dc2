// One compiled function under construction: its lines, the values from outside that it uses, and the places where it can be left.
// Invariant: nothing of the script gets into the text but numbers. Strings, shapes, protos and the like are reached by index through
// arrays that the text is given when it is made a function.

import { ExitKind } from "@luster/vm/tier";
import type { ExitSite, FieldSite } from "@luster/vm/tier";
import type { Proto } from "@luster/bytecode";
import { leadersOf } from "../graph/blocks.js";
import type { BlockTypes, Guesses, State } from "../graph/register-types.js";
import { Type } from "../graph/register-types.js";
import type { RegisterSet } from "../graph/liveness.js";
import type { MaskedChain } from "../graph/masked-chain.js";
import { listRegister, takesList, wordAt } from "../graph/effects.js";
import type { FreshTables } from "./allocation.js";
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
  /** The charge point that was written last. */
  chargedPc = -1;
  /** What the text reaches by index. */
  readonly constants: unknown[] = [];
  readonly sites: ExitSite[] = [];
  /** Registers that have a variable. */
  readonly registers = new Set<number>();
  /** Registers that have a variable for the kind of the number in them. */
  readonly kinds = new Set<number>();
  /** Upvalues whose cells have a variable. */
  readonly upvalues = new Set<number>();
  /** Numbers that instructions keep from one time to the next. */
  readonly hints = new Set<string>();
  /** Types before the instruction that is being written. */
  state: State = [];
  /** Pcs that are reached by jumps. */
  readonly leaders: ReadonlySet<number>;
  /** The ends that places lead to, by the number of registers that they hand over. */
  private readonly exitEnds = new Set<number>();
  /** What each place keeps, and the end that it leads to. */
  private readonly exits: { readonly kept: ReadonlySet<number>; readonly end: number }[] = [];
  /** Registers that some place keeps. */
  private readonly keptAtExits = new Set<number>();
  private readonly constantIndexes = new Map<unknown, number>();
  private depth = 0;
  /** The instructions of masked chains, and those that end them. */
  private readonly chained = new Set<number>();
  private readonly chainEnds = new Set<number>();

  constructor(
    readonly loaded: LoadedProtoView,
    readonly proto: Proto,
    readonly kept: readonly (RegisterSet | undefined)[],
    readonly types: BlockTypes,
    readonly guesses: Guesses,
    /** What a function takes of the native budget. */
    readonly cost: number,
    /** What the field access at a pc has found so far. */
    readonly fieldSite: (pc: number) => FieldSite,
    /** Whether the text begins at a loop or behind a call, with its registers on the stack. */
    readonly isLoop: boolean,
    /** Whether the host is asked before each instruction if the code is to be left there. */
    readonly isProbed: boolean,
    /** What is known of the tables that the function makes. */
    readonly fresh: FreshTables,
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

  /** Notes a chain that is written from here on. */
  beginChain({ pcs, end }: MaskedChain): void {
    for (const pc of pcs) this.chained.add(pc);
    this.chainEnds.add(end);
  }

  /** Whether the instruction at `pc` passes on a value of 32 bits. */
  isInChain(pc: number): boolean {
    return this.chained.has(pc);
  }

  /** Whether the registers hold Lua values before the instruction at `pc`. */
  canLeave(pc: number): boolean {
    return !this.chained.has(pc) && !this.chainEnds.has(pc);
  }

  /** A register's variable. */
  register(register: number): string {
    this.registers.add(register);
    return variable(register);
  }

  /** A register as a Lua value. */
  value(register: number): string {
    const name = this.register(register);
    switch (this.state[register]) {
      case Type.FLOAT:
        return `MF(${name})`;
      case Type.NUMBER:
        return `(${this.kind(register)} ? MF(${name}) : ${name})`;
      default:
        return name;
    }
  }

  /** The variable that says whether the number in a register is a float. */
  kind(register: number): string {
    this.kinds.add(register);
    return `n${register}`;
  }

  /** The variable of a number that the instruction at `pc` keeps from one time to the next; 0 at first, and whenever the code is entered. */
  hint(pc: number): string {
    const name = `n${pc}`;
    this.hints.add(name);
    return name;
  }

  upvalue(index: number): string {
    this.upvalues.add(index);
    return `u${index}`;
  }

  /**
   * The statement that leaves the function at `pc`, with the registers that are kept there: it names the place and goes to one of the few
   * ends that the function has for that (`exitEnds`). A place that is hardly ever left at is looked up, which V8 takes for a reason not to
   * compile what follows until that has happened. `guarded`: the register whose type is tested where the function is entered;
   * `isNarrow`: an integer of 32 bits was expected.
   */
  exit(kind: ExitKind, pc: number, state: readonly Type[] = this.state, isNarrow = false, guarded?: number): string {
    const takes = kind !== ExitKind.FUEL && kind !== ExitKind.ENTRY_FUEL && kind !== ExitKind.DEPTH && takesList(wordAt(this.proto, pc));
    const registers = [...(this.kept[pc] ?? [])].sort((a, b) => a - b);
    const floats = registers.map((register) => state[register] === Type.FLOAT);
    const list = takes ? listRegister(this.proto, pc) : -1;
    const isCharged = pc === this.chargedPc && (kind === ExitKind.RETRY || kind === ExitKind.GUARD);
    const site = { kind, pc, guarded, isNarrow, registers, floats, listRegister: list, isCharged, failures: 0 };
    for (const register of registers) this.keep(register);
    const end = exitEnd(registers.at(-1) ?? -1);
    this.exitEnds.add(end);
    const isRare = kind === ExitKind.RETRY || kind === ExitKind.GUARD || kind === ExitKind.DEPTH;
    const place = isRare ? `sites[${this.sites.push(site) - 1}]` : this.constant(site);
    const numbers = registers.filter((register) => state[register] === Type.NUMBER);
    const boxes = numbers.map((register) => `if (${this.kind(register)}) ${variable(register)} = MF(${variable(register)}); `);
    return `{ x = ${place}; ${boxes.join("")}${this.forget(registers, end)}break E${end}; }`;
  }

  /** Stands for the statement that clears the registers below `end` but for these; which of them have to be is known at the end. */
  private forget(registers: readonly number[], end: number): string {
    return `@${this.exits.push({ kept: new Set(registers), end }) - 1}@`;
  }

  /**
   * The text of a line, with what `forget` stands for. What is not kept at a place but handed over by its end would live on to there, in
   * V8's eyes: through loops, where a raw double would be made an object in every turn, since the same variable also holds Lua values.
   */
  finish(text: string): string {
    return text.replace(/@(\d+)@/, (_, index) => {
      const { kept, end } = this.exits[Number(index)] as (typeof this.exits)[number];
      return this.clear((register) => register < end && !kept.has(register))
        .map((text) => `${text} `)
        .join("");
    });
  }

  private keep(register: number): void {
    this.registers.add(register);
    this.keptAtExits.add(register);
  }

  /** The ends of the function, from within. */
  private get sortedEnds(): number[] {
    return [...this.exitEnds].sort((a, b) => a - b);
  }

  /** The labels that places lead to. */
  endLabels(): string[] {
    return this.sortedEnds.map((end) => `E${end}: {`).reverse();
  }

  /**
   * What follows the body: each end clears the registers that it does not hand over, and falls through to the next. The function is left by
   * one call alone, so that hosts learn of it once.
   */
  endStatements(): string[] {
    const ends = this.sortedEnds;
    const last = ends.at(-1) as number;
    const values = Array.from({ length: last }, (_, register) => (this.keptAtExits.has(register) ? variable(register) : "undefined"));
    const leave = `return X(${["cx", "c", "x", this.proto.isVararg ? "va" : "undefined", "list", ...values].join(", ")});`;
    return [
      ...ends.flatMap((end, index) => ["}", ...this.clear((register) => register >= end && register < (ends[index + 1] ?? end))]),
      leave,
    ];
  }

  /** The statement that clears some of the registers that ends hand over, if there are any. */
  private clear(isCleared: (register: number) => boolean): string[] {
    const registers = [...this.keptAtExits].filter(isCleared).sort((a, b) => a - b);
    return registers.length === 0 ? [] : [`${registers.map(variable).join(" = ")} = undefined;`];
  }
}

/** Registers by which ends differ. Fewer ends would keep V8 from forgetting registers; with more there is more text. */
const END_STEP = 4;

/** The end for places that keep registers up to `highest`: the number of registers that it hands over. */
const exitEnd = (highest: number): number => Math.ceil((highest + 1) / END_STEP) * END_STEP;
