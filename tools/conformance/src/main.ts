// Command of the conformance cases: checks them against a real Lua, or against our command, or records what PUC prints.
//   node dist/main.js --puc <binary> [--record] [part of a name ...]
//   node dist/main.js [part of a name ...]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { listCases, type Case } from "./cases.js";
import { applyDifferences, readDifferences } from "./differences.js";
import { parseExpectations } from "./expectations.js";
import { describeMismatch, type ScriptRunner } from "./outcome.js";
import { LUSTER_COMMAND } from "./luster-command.js";
import { ProcessRunner } from "./process-runner.js";
import { MARKING_HOOK, recordExpectations } from "./record.js";

/** Cases that run at the same time. */
const PARALLEL_RUNS = 2;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { puc: { type: "string" }, record: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const cases = listCases().filter(({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)));
  const folder = mkdtempSync(join(tmpdir(), "luster-conformance-"));
  const environment = { CONFORMANCE_TMP: folder };
  try {
    if (values.puc === undefined) {
      return await check(cases, new ProcessRunner(LUSTER_COMMAND, { environment }), true);
    }
    const underPuc = cases.filter(({ holdsUnderPuc }) => holdsUnderPuc);
    if (values.record) return await record(underPuc, values.puc, environment);
    return await check(underPuc, new ProcessRunner([resolveProgram(values.puc)], { environment }), false);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// A path is resolved from here, because each case runs in its own folder; a bare name is looked up in PATH.
function resolveProgram(program: string): string {
  return program.includes("/") ? resolve(program) : program;
}

async function check(cases: readonly Case[], runner: ScriptRunner, isOurs: boolean): Promise<number> {
  const differences = readDifferences();
  let failures = 0;
  let lines = 0;
  await inParallel(cases, async ({ name, path }) => {
    const stated = parseExpectations(readFileSync(path, "latin1"));
    const expectations = isOurs ? applyDifferences(name, stated, differences) : stated;
    const mismatch = describeMismatch(expectations, await runner.run(path));
    lines += stated.output.length + (stated.error ? 1 : 0);
    if (mismatch === undefined) return;
    failures++;
    console.log(`${name}: ${mismatch}`);
  });
  console.log(`${cases.length} cases, ${lines} expected lines, ${failures} failed`);
  return failures === 0 ? 0 : 1;
}

async function record(cases: readonly Case[], program: string, environment: Record<string, string>): Promise<number> {
  const runner = new ProcessRunner([resolveProgram(program), "-e", MARKING_HOOK], { environment });
  let failures = 0;
  for (const { name, path } of cases) {
    const source = readFileSync(path, "latin1");
    const recorded = await recordExpectations(source, (text) => {
      writeFileSync(path, text, "latin1");
      return runner.run(path);
    });
    if (recorded === undefined) failures++;
    writeFileSync(path, recorded ?? source, "latin1");
    if (recorded === undefined) console.log(`${name}: the output does not settle: it depends on more than the script`);
    else if (recorded !== source) console.log(`recorded ${name}`);
  }
  return failures === 0 ? 0 : 1;
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL_RUNS }, worker));
}

process.exitCode = await main();
