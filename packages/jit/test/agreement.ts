// One test a program and a mode: what runs compiled prints what runs interpreted, and fails with the same error.

import { expect, it } from "vitest";
import { MODES, run } from "./machine.js";

/** Defines the tests of some programs, by their titles. */
export function agreesInEachMode(programs: Readonly<Record<string, string>>): void {
  for (const [title, source] of Object.entries(programs)) {
    const expected = run(source);
    for (const [name, mode] of Object.entries(MODES)) {
      it(`${title}, ${name}`, () => {
        const { output, error } = run(source, mode());
        expect({ output, error }).toEqual({ output: expected.output, error: expected.error });
      });
    }
  }
}
