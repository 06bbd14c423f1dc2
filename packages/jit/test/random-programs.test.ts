// Random programs: interpreter and compiled code agree on output, errors with their lines and tracebacks, and on where the fuel ends.
// LUSTER_RANDOM_PROGRAMS says how many are run, LUSTER_RANDOM_SEED the first seed. A failure is shrunk, and reported with its seed.

import { describe, expect, it } from "vitest";
import { FuelLimitError } from "@luster/vm";
import { Choices, shrink } from "./choices.js";
import { MODES, Machine } from "./machine.js";
import type { Mode } from "./machine.js";
import { PRELUDE, randomProgram } from "./random-programs.js";

const COUNT = Number(process.env["LUSTER_RANDOM_PROGRAMS"] ?? 2000);
const FIRST_SEED = Number(process.env["LUSTER_RANDOM_SEED"] ?? 1);
/** Programs of one test, which share their VMs. */
const BATCH = 100;
/** Not an integer: a run that uses this up does so at one place, whatever the slices are. */
const FUEL_LIMIT = 4000.5;

/** A machine on which the programs can run. */
function machine(mode: Mode): Machine {
  const made = new Machine({ ...mode, fuelLimit: FUEL_LIMIT });
  made.run(PRELUDE);
  return made;
}

/** What a program comes to on a machine: output, and how it ended. */
function outcomeOn(machine: Machine, source: string): string {
  try {
    const { output, error } = machine.run(source);
    return `${output}\n${error ?? "ended"}`;
  } catch (error) {
    if (!(error instanceof FuelLimitError)) throw new Error(source, { cause: error });
    return `${machine.takeOutput()}\n${error.message}`;
  }
}

/** Whether a program comes to something else in a mode than interpreted, each on a VM of its own. */
function differs(source: string, mode: () => Mode): boolean {
  return outcomeOn(machine({}), source) !== outcomeOn(machine(mode()), source);
}

function report(seed: number, modeName: string, choices: readonly number[], expected: string, actual: string): string {
  const mode = MODES[modeName] as () => Mode;
  const fails = (made: readonly number[]): boolean => differs(randomProgram(Choices.again(made)).source, mode);
  const head = `seed ${seed}, ${modeName}`;
  if (!fails(choices)) return `${head}: differs only after other programs\n--- interpreted\n${expected}\n--- compiled\n${actual}`;
  const { source } = randomProgram(Choices.again(shrink(choices, fails)));
  const outcome = (how: Mode): string => outcomeOn(machine(how), source);
  return `${head}, shrunk:\n${source}\n--- interpreted\n${outcome({})}\n--- compiled\n${outcome(mode())}`;
}

describe(`random programs, ${COUNT} from seed ${FIRST_SEED} on`, () => {
  for (let first = FIRST_SEED; first < FIRST_SEED + COUNT; first += BATCH) {
    const end = Math.min(first + BATCH, FIRST_SEED + COUNT);
    it(`seeds ${first} to ${end - 1}`, { timeout: 600_000 }, () => {
      const interpreter = machine({});
      const others = Object.entries(MODES).map(([name, mode]) => ({ name, on: machine(mode()) }));
      for (let seed = first; seed < end; seed++) {
        const { source, choices } = randomProgram(Choices.fromSeed(seed));
        const expected = outcomeOn(interpreter, source);
        // Two of the modes take turns with the rest.
        const modes = [...others.slice(0, 2), others[2 + (seed % (others.length - 2))] as (typeof others)[number]];
        for (const { name, on } of modes) {
          const actual = outcomeOn(on, source);
          if (actual !== expected) expect.fail(report(seed, name, choices, expected, actual));
        }
      }
    });
  }
});
