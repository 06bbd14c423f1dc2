// The four ways in which every script has to come to the same: interpreted, compiled from the first call on, compiled and left again and
// again, and as by default. The scripts run in a process for each mode, one after the other, each on a Lua of its own (mode-child.ts).
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Outcome } from "./outcome.js";

/** How scripts are run. */
export const MODES = ["interpreted", "compiled", "left", "default"] as const;
export type Mode = (typeof MODES)[number];

/** What a process of a mode is told. */
export interface ModeTask {
  readonly mode: Mode;
  readonly scripts: readonly string[];
}

/** How long a process may take. */
const TIME_LIMIT_MS = 300_000;

const CHILD = fileURLToPath(new URL("../dist/mode-child.js", import.meta.url));

/**
 * Runs scripts in a mode, each in its own folder; gives an outcome for each.
 *
 * @throws Error when a process ends before its time, with what it wrote to its standard error stream
 */
export async function runInMode(mode: Mode, scripts: readonly string[], environment: Readonly<Record<string, string>>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < scripts.length) {
    // A script that calls os.exit ends the process.
    const { ended, errors } = await runChild({ mode, scripts: scripts.slice(outcomes.length) }, environment);
    if (ended.length === 0) throw new Error(`${scripts[outcomes.length]}, ${mode}: ${errors}`);
    outcomes.push(...ended);
  }
  return outcomes;
}

function runChild(
  task: ModeTask,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly ended: readonly Outcome[]; readonly errors: string }> {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(task)], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIME_LIMIT_MS,
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((settle, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      const lines = output.split("\n").filter((line) => line !== "");
      settle({ ended: lines.map((line) => JSON.parse(line) as Outcome), errors });
    });
  });
}
