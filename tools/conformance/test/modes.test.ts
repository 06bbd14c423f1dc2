// Every case of `scripts/` and every program of `examples/` comes to the same in all modes, byte for byte: output, messages, exit code.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listCases } from "../src/cases.js";
import { applyDifferences, readDifferences } from "../src/differences.js";
import { parseExpectations } from "../src/expectations.js";
import { MODES, runInMode } from "../src/modes.js";
import type { Mode } from "../src/modes.js";
import { describeMismatch } from "../src/outcome.js";
import type { Outcome } from "../src/outcome.js";

const TIME_LIMIT_MS = 300_000;

const folder = mkdtempSync(join(tmpdir(), "luster-modes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const cases = listCases();
const examplesFolder = fileURLToPath(new URL("../../../examples", import.meta.url));
const examples = readdirSync(examplesFolder).filter((file) => file.endsWith(".lua"));
const scripts = [...cases.map(({ path }) => path), ...examples.map((file) => join(examplesFolder, file))];
const differences = readDifferences();

/** By mode: the outcomes of all scripts. */
const outcomes = new Map<Mode, Outcome[]>();

async function runAll(modes: readonly Mode[]): Promise<void> {
  for (const mode of modes) outcomes.set(mode, await runInMode(mode, scripts, { CONFORMANCE_TMP: mkdtempSync(join(folder, mode)) }));
}

// Two at a time.
beforeAll(() => Promise.all([runAll(["interpreted", "left"]), runAll(["compiled", "default"])]), TIME_LIMIT_MS);

const outcomeOf = (mode: Mode, index: number): Outcome => outcomes.get(mode)?.[index] as Outcome;

describe.each(MODES)("%s", (mode) => {
  it.each(cases.map(({ name, path }, index) => ({ name, path, index })))("$name", ({ name, path, index }) => {
    const expectations = applyDifferences(name, parseExpectations(readFileSync(path, "latin1")), differences);
    expect(describeMismatch(expectations, outcomeOf(mode, index))).toBeUndefined();
    expect(outcomeOf(mode, index)).toEqual(outcomeOf("interpreted", index));
  });

  it.each(examples.map((file, index) => ({ file, index: cases.length + index })))("$file", ({ file, index }) => {
    const expected = readFileSync(join(examplesFolder, "expected", file.replace(/lua$/, "txt")), "latin1");
    expect(outcomeOf(mode, index)).toEqual({ stdout: expected, stderr: "", exitCode: 0 });
  });
});
