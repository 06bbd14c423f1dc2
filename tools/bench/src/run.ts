// One run of one program: how long it took and what it printed.
import { spawn } from "node:child_process";
import type { Implementation } from "./implementations.js";
import type { Program } from "./programs.js";

export type Run =
  | { readonly kind: "done"; readonly seconds: number; readonly output: string }
  /** Stopped at the time limit. */
  | { readonly kind: "too-slow"; readonly limitSeconds: number }
  | { readonly kind: "failed"; readonly message: string };

/** Runs a program from start to exit; the time is the wall clock's and includes the start of the process. */
export function run(implementation: Implementation, program: Program, argument: readonly string[], limitSeconds: number): Promise<Run> {
  const [command, ...first] = implementation.command;
  const started = performance.now();
  const child = spawn(command, [...first, program.path, ...argument], { stdio: ["ignore", "pipe", "pipe"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), limitSeconds * 1000);
  let output = "";
  let errors = "";
  child.stdout.setEncoding("latin1").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("latin1").on("data", (text: string) => (errors += text));
  return new Promise((resolve) => {
    child.on("error", ({ message }) => resolve({ kind: "failed", message }));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ kind: "done", seconds, output });
      else if (signal === "SIGKILL") resolve({ kind: "too-slow", limitSeconds });
      else resolve({ kind: "failed", message: errors.split("\n")[0] ?? `exit code ${code}` });
    });
  });
}
