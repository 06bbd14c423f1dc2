// The list of what we do on purpose unlike PUC-Rio's Lua: data beside the cases, each entry with its reason. An entry replaces one
// expectation; an entry that no longer fits its case is an error, so that the list cannot rot.
import { readFileSync } from "node:fs";
import type { Expectations } from "./expectations.js";

/** One expectation that does not hold for us. */
export interface Difference {
  /** Name of the case: `loops/numeric-for.lua`. */
  readonly case: string;
  /** The expected text as the case has it; it must occur there exactly once. */
  readonly expected: string;
  /** The text that we print in its place. */
  readonly actual: string;
  readonly reason: string;
}

const LIST = new URL("../expected-differences.json", import.meta.url);

export function readDifferences(): Difference[] {
  return JSON.parse(readFileSync(LIST, "utf8")) as Difference[];
}

/**
 * The expectations of a case with its differences put in.
 *
 * @throws Error if a difference does not fit exactly one expected line
 */
export function applyDifferences(name: string, expectations: Expectations, differences: readonly Difference[]): Expectations {
  const output = [...expectations.output];
  for (const difference of differences.filter((one) => one.case === name)) {
    const places = output.flatMap((line, index) => (line.text === difference.expected ? [index] : []));
    const [place] = places;
    const line = place === undefined ? undefined : output[place];
    if (places.length !== 1 || place === undefined || line === undefined) {
      throw new Error(`expected-differences.json: ${name} has ${places.length} lines "${difference.expected}"`);
    }
    output[place] = { ...line, text: difference.actual };
  }
  return { ...expectations, output };
}
