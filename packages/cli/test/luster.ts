// Runs the built command as a user would: a process of its own, in a folder of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const command = fileURLToPath(new URL("../dist/luster.js", import.meta.url));

/** Node, and the command's file. */
export const lusterCommand = [process.execPath, command] as const;

/** A folder for the scripts of one test file, removed after its tests. */
export const folder = mkdtempSync(join(tmpdir(), "luster-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file into the folder; gives its bare name. */
export function script(name: string, source: string | Uint8Array): string {
  writeFileSync(join(folder, name), source);
  return name;
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

export interface Surroundings {
  readonly stdin?: string;
  readonly env?: Record<string, string>;
}

/** Runs `luster` with these words in the folder. */
export function luster(words: readonly string[], { stdin = "", env = {} }: Surroundings = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...words], { cwd: folder, env: { PATH: process.env["PATH"], ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("close", (exitCode) => resolve({ stdout, stderr, exitCode }));
    child.stdin.end(stdin);
  });
}
