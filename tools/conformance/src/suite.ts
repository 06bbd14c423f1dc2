// Runs the official test suite from a checkout of PUC-Rio's repository (its folder `testes`). Nothing is copied and nothing is written
// there: each run is a process in an empty folder, in which the suite's files can be read as if they were there (suite-child.ts).
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LUSTER_COMMAND } from "./luster-command.js";
import type { Mode } from "./modes.js";
import type { SuiteRun } from "./suite-runs.js";

/** Name of the environment variable with the path of the checkout. */
export const SUITE_VARIABLE = "LUA_SUITE";

/** How long a run may take. */
const TIME_LIMIT_MS = 900_000;
/** Memory of JavaScript, in MiB. */
const HEAP_MEBIBYTES = 2048;
/** Characters of output that a failure shows. */
const SHOWN_CHARACTERS = 4000;

const CHILD = fileURLToPath(new URL("../dist/suite-child.js", import.meta.url));

/** What the process of a run is told. */
export interface SuiteTask {
  readonly folder: string;
  readonly run: SuiteRun;
  readonly mode: Mode;
  /** Path of a program that runs scripts as `lua` does, for main.lua. */
  readonly program: string;
}

/** How a run went. */
export interface SuiteOutcome {
  readonly passed: boolean;
  readonly seconds: number;
  /** The end of what was written. */
  readonly output: string;
}

/**
 * The folder with the suite's files in a checkout.
 *
 * @throws Error if it is not there
 */
export function suiteFolder(checkout: string): string {
  const folder = join(resolve(checkout), "testes");
  if (!existsSync(join(folder, "all.lua"))) throw new Error(`${SUITE_VARIABLE}: no test suite in ${folder}`);
  return folder;
}

/** Runs one file to its end. The mode is that of the file's own process; what main.lua starts is as by default. */
export async function runSuite(folder: string, run: SuiteRun, mode: Mode = "default"): Promise<SuiteOutcome> {
  const place = mkdtempSync(join(tmpdir(), "luster-suite-"));
  try {
    mkdirSync(join(place, "work", "libs", "P1"), { recursive: true });
    const program = makeProgram(place);
    return await runChild({ folder, run, mode, program }, join(place, "work"));
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Our command under a path that also works in an empty environment: one word, as main.lua needs it. */
function makeProgram(place: string): string {
  const path = join(place, "luster");
  const words = LUSTER_COMMAND.map((word) => `'${word}'`).join(" ");
  writeFileSync(path, `#!/bin/bash\nexec -a "$0" ${words} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

function runChild(task: SuiteTask, cwd: string): Promise<SuiteOutcome> {
  const begun = performance.now();
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MEBIBYTES}`, CHILD, JSON.stringify(task)], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIME_LIMIT_MS,
  });
  let output = "";
  const add = (chunk: Buffer): void => {
    output = (output + chunk.toString("latin1")).slice(-SHOWN_CHARACTERS);
  };
  child.stdout.on("data", add);
  child.stderr.on("data", add);
  return new Promise((settle, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      settle({ passed: code === 0, seconds: (performance.now() - begun) / 1000, output });
    });
  });
}
