// What became of one run of a script, and how it differs from what was expected. All texts are Latin-1: one character per byte.
import type { Expectations } from "./expectations.js";

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A way to run a script: under PUC-Rio's Lua, through our command, or inside this process. */
export interface ScriptRunner {
  /**
   * Runs one script with its own folder as the working directory and its bare file name as the chunk name, so that messages are
   * the same wherever the repository lies.
   */
  run(scriptPath: string): Promise<Outcome>;
}

/** Says in words where an outcome differs from the expectations; undefined if it does not. */
export function describeMismatch(expectations: Expectations, outcome: Outcome): string | undefined {
  return describeOutputMismatch(expectations, outcome) ?? describeErrorMismatch(expectations, outcome);
}

function describeOutputMismatch({ output }: Expectations, outcome: Outcome): string | undefined {
  const lines = outputLines(outcome.stdout);
  for (let i = 0; i < Math.max(lines.length, output.length); i++) {
    const expected = output[i];
    const actual = lines[i];
    if (expected === undefined) return `unexpected output: ${quote(actual)}${stderrNote(outcome)}`;
    if (actual === undefined) return `line ${expected.scriptLine}: output ended before ${quote(expected.text)}${stderrNote(outcome)}`;
    if (actual !== expected.text) {
      return `line ${expected.scriptLine}: expected ${quote(expected.text)}, got ${quote(actual)}`;
    }
  }
  return undefined;
}

function describeErrorMismatch({ error }: Expectations, outcome: Outcome): string | undefined {
  if (error === undefined) {
    return outcome.exitCode === 0 ? undefined : `exit code ${outcome.exitCode}${stderrNote(outcome)}`;
  }
  if (outcome.exitCode !== 1) return `expected an error and exit code 1, got exit code ${outcome.exitCode}`;
  const message = errorMessage(outcome.stderr);
  return message === error.text ? undefined : `line ${error.scriptLine}: expected error ${quote(error.text)}, got ${quote(message)}`;
}

/** The lines of an output; what follows the last line break counts as a line if it is not empty. */
export function outputLines(stdout: string): string[] {
  const lines = stdout.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The first line of stderr without the name of the program before it (`lua: `, `luster: `). */
export function errorMessage(stderr: string): string {
  return (stderr.split("\n")[0] ?? "").replace(/^[^ ]*: /, "");
}

function stderrNote({ stderr }: Outcome): string {
  return stderr === "" ? "" : `; stderr: ${quote(stderr.split("\n")[0])}`;
}

function quote(text: string | undefined): string {
  return JSON.stringify(text ?? "");
}
