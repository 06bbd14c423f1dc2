// Runs a script by starting a program for it: PUC-Rio's `lua`, or Node with our command.
import { spawn } from "node:child_process";
import { basename, dirname } from "node:path";
import type { Outcome, ScriptRunner } from "./outcome.js";

/** How long a script may take before it is stopped and counted as failed. */
const TIME_LIMIT_MS = 60_000;

export interface ProcessRunnerOptions {
  /** Added to the environment of each run. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Text for the script's standard input; default: empty. */
  readonly input?: string;
}

export class ProcessRunner implements ScriptRunner {
  readonly #command: readonly [string, ...string[]];
  readonly #options: ProcessRunnerOptions;

  /** @param command program and its first arguments; the script's file name and nothing else is added. */
  constructor(command: readonly [string, ...string[]], options: ProcessRunnerOptions = {}) {
    this.#command = command;
    this.#options = options;
  }

  run(scriptPath: string): Promise<Outcome> {
    const [program, ...programArguments] = this.#command;
    const child = spawn(program, [...programArguments, basename(scriptPath)], {
      cwd: dirname(scriptPath),
      env: { ...process.env, ...this.#options.environment },
      timeout: TIME_LIMIT_MS,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", () => {}); // a script that does not read its input may be gone before it is written
    child.stdin.end(this.#options.input ?? "");
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ stdout: latin1(stdout), stderr: latin1(stderr), exitCode: code ?? -1 });
      });
    });
  }
}

function latin1(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("latin1");
}
