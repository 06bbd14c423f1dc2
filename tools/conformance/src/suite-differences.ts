// What of the official test suite cannot hold here: data beside the runner. Each entry replaces one line of a file, in memory, so
// that the numbers of all lines stay; an entry whose line is no longer what it says is an error, so that the list cannot rot.
import { readFileSync } from "node:fs";

/** One line of the suite that is not run as it is. */
export interface SuiteDifference {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** The line as the suite has it, without its line break, as Latin-1. */
  readonly text: string;
  readonly replacement: string;
  readonly reason: string;
}

const LIST = new URL("../suite-differences.json", import.meta.url);

export function readSuiteDifferences(): SuiteDifference[] {
  return JSON.parse(readFileSync(LIST, "utf8")) as SuiteDifference[];
}

/**
 * The source of a file of the suite with its differences put in.
 *
 * @throws Error if a line is not what a difference says
 */
export function applySuiteDifferences(file: string, source: string, differences: readonly SuiteDifference[]): string {
  const lines = source.split("\n");
  for (const { line, text, replacement } of differences.filter((one) => one.file === file)) {
    if (lines[line - 1] !== text) throw new Error(`suite-differences.json: ${file}:${line} is not "${text}"`);
    if (replacement.includes("\n")) throw new Error(`suite-differences.json: the replacement of ${file}:${line} is no single line`);
    lines[line - 1] = replacement;
  }
  return lines.join("\n");
}
