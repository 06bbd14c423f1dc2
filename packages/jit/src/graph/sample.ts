// Guesses of what loads give, from the values at hand when a function is compiled: a register's, an upvalue's, a field's of a table
// that is there. Nothing is run and nothing is changed; a wrong guess costs a guard that fails.
//
// One pass over the blocks in reverse postorder. A register's sample is what it would hold if the code ran now, as far as loads and
// moves tell; whatever is computed has none.

import { Op, argA, argB, argC, argK, argSBx, opOf } from "@luster/bytecode";
import type { Instruction, Proto } from "@luster/bytecode";
import type { Block } from "./blocks.js";
import { effectOf, wordAt } from "./effects.js";
import { instructionsOf } from "./liveness.js";

/** Looks into values. `NO_SAMPLE` where there is nothing to see. */
export interface Samples {
  /** The value of a register where the function is entered. */
  register(register: number): unknown;
  upvalue(index: number): unknown;
  constant(index: number): unknown;
  /** The content of a cell. */
  cell(cell: unknown): unknown;
  /** `table[key]`, without metamethods. */
  field(table: unknown, key: unknown): unknown;
  /** `object[key]`, through `__index` tables. Where there is no sample of the object, that of a string. */
  method(object: unknown, key: unknown): unknown;
}

/** Stands for an unknown value. */
export const NO_SAMPLE: unique symbol = Symbol("no sample");

/** What was found. */
export interface Findings {
  /** What the load at each pc is expected to give. */
  readonly loads: ReadonlyMap<number, unknown>;
  /** What is expected to be called at each pc. */
  readonly callees: ReadonlyMap<number, unknown>;
}

/** Goes through the function. */
export function sampleLoads(proto: Proto, blocks: readonly Block[], samples: Samples): Findings {
  const loads = new Map<number, unknown>();
  const callees = new Map<number, unknown>();
  const starts: unknown[][] = [];
  starts[0] = Array.from({ length: proto.maxStackSize }, (_, register) => samples.register(register));
  for (const block of blocks) {
    const values = [...(starts[block.index] ?? [])];
    for (const pc of instructionsOf(proto, block)) {
      const word = wordAt(proto, pc);
      if (opOf(word) === Op.CALL || opOf(word) === Op.TAILCALL) callees.set(pc, values[argA(word)]);
      step(proto, pc, values, samples, loads);
    }
    for (const { index } of block.successors) starts[index] ??= values;
  }
  return { loads, callees };
}

function step(proto: Proto, pc: number, values: unknown[], samples: Samples, loads: Map<number, unknown>): void {
  const word = wordAt(proto, pc);
  const a = argA(word);
  const loaded = loadSample(word, values, samples);
  if (loaded !== undefined) {
    values[a] = loaded.value;
    if (loaded.isGuess) loads.set(pc, loaded.value);
    return;
  }
  switch (opOf(word)) {
    case Op.FORPREP:
      values[a + 3] = values[a];
      return;
    case Op.SELF: {
      const object = values[argB(word)];
      values[a + 1] = object;
      values[a] = argK(word) ? samples.method(object, samples.constant(argC(word))) : NO_SAMPLE;
      return;
    }
    case Op.NEWCELL:
      values[a] = NO_SAMPLE;
      return;
    default:
      for (const register of effectOf(proto, pc).writes) values[register] = NO_SAMPLE;
  }
}

/** What an instruction loads; undefined for one that does not load. */
function loadSample(word: Instruction, values: readonly unknown[], samples: Samples): { value: unknown; isGuess: boolean } | undefined {
  const b = argB(word);
  const c = argC(word);
  switch (opOf(word)) {
    case Op.MOVE:
      return { value: values[b], isGuess: false };
    case Op.LOADI:
      return { value: argSBx(word), isGuess: false };
    case Op.ADDI:
      return { value: argK(word) || typeof values[b] !== "number" ? NO_SAMPLE : (values[b] as number) + c - 127, isGuess: false };
    case Op.GETUPVAL:
      return { value: samples.upvalue(b), isGuess: true };
    case Op.GETCELL:
      return { value: samples.cell(values[b]), isGuess: true };
    case Op.GETTABUP:
      return { value: samples.field(samples.upvalue(b), samples.constant(c)), isGuess: true };
    case Op.GETFIELD:
      return { value: samples.field(values[b], samples.constant(c)), isGuess: true };
    case Op.GETTABLE:
      return { value: samples.field(values[b], values[c]), isGuess: true };
    case Op.GETI:
      return { value: samples.field(values[b], c), isGuess: true };
    default:
      return undefined;
  }
}
