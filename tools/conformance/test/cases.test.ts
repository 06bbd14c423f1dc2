// Every case of `scripts/`, through our command.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { listCases } from "../src/cases.js";
import { applyDifferences, readDifferences } from "../src/differences.js";
import { parseExpectations } from "../src/expectations.js";
import { LUSTER_COMMAND } from "../src/luster-command.js";
import { describeMismatch } from "../src/outcome.js";
import { ProcessRunner } from "../src/process-runner.js";

const folder = mkdtempSync(join(tmpdir(), "luster-conformance-"));
afterAll(() => rmSync(folder, { recursive: true }));

const runner = new ProcessRunner(LUSTER_COMMAND, { environment: { CONFORMANCE_TMP: folder } });
const differences = readDifferences();

describe("a case runs as PUC-Rio's Lua runs it", () => {
  it.concurrent.for(listCases())("$name", async ({ name, path }) => {
    const expectations = applyDifferences(name, parseExpectations(readFileSync(path, "latin1")), differences);
    expect(describeMismatch(expectations, await runner.run(path))).toBeUndefined();
  });
});
