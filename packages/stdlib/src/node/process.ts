// Processes under Node, synchronous. A command that is read from or written to runs beside this process.

import { spawn, spawnSync, type StdioOptions } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, unlinkSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { decodeUtf8 } from "@luster/vm";
import type { HostFile, HostProcess, ProcessEnd } from "../host.js";
import { withHostErrors } from "./errors.js";
import { NodeFile } from "./file.js";
import { makeTemporaryFile } from "./files.js";

function run(command: string, stdio: StdioOptions): ProcessEnd {
  const { error, signal, status } = spawnSync(decodeUtf8(command), { shell: true, stdio });
  if (error !== undefined) throw error;
  if (signal !== null) return { kind: "signal", code: constants.signals[signal] };
  return { kind: "exit", code: status ?? 0 };
}

// A command runs beside this process. A named pipe carries its output or input, so that reading waits for what is still to come, and a file
// tells how it ended, since Node would tell only when the event loop turns.
function openPipe(command: string, mode: "r" | "w"): HostFile {
  const folder = mkdtempSync(join(tmpdir(), "lua_"));
  const pipe = join(folder, "pipe");
  const status = join(folder, "status");
  if (spawnSync("mkfifo", [pipe]).status !== 0) {
    rmSync(folder, { recursive: true });
    return mode === "r" ? openFinishedOutput(command) : openLateInput(command);
  }
  removeAtExit(folder);
  const { script, stdio } = PIPED[mode];
  const child = spawn("/bin/sh", ["-c", script + TELL_STATUS, "sh", decodeUtf8(command), pipe, status], { stdio });
  child.on("error", () => undefined);
  child.unref();
  const onClose = (): ProcessEnd => {
    const end = endOf(waitFor(status));
    rmSync(folder, { recursive: true });
    leftFolders.delete(folder);
    return end;
  };
  return oneWay(new NodeFile(openSync(pipe, mode), { onClose }), mode);
}

/**
 * How a shell runs a command (`$1`) with the pipe (`$2`), which it opens in any case: this process waits for that. It says nothing of its own
 * on the standard error, which the command has.
 */
const PIPED: Readonly<Record<"r" | "w", { readonly script: string; readonly stdio: StdioOptions }>> = {
  r: { script: 'exec 3>&2 2>/dev/null; (exec /bin/sh -c "$1" 2>&3 3>&-) > "$2"', stdio: ["inherit", "ignore", "inherit"] },
  w: { script: 'exec 3>&2 2>/dev/null; (exec /bin/sh -c "$1" 2>&3 3>&-) < "$2"', stdio: ["ignore", "inherit", "inherit"] },
};

/** The status appears whole, by being renamed. */
const TELL_STATUS = '; echo $? > "$3.new"; mv "$3.new" "$3"';

function oneWay(file: NodeFile, mode: "r" | "w"): HostFile {
  const close = (): ProcessEnd | void => file.close();
  return mode === "r" ? { read: (count) => file.read(count), close } : { write: (bytes) => file.write(bytes), close };
}

/** Folders of commands that were not closed, to be removed with the process. */
const leftFolders = new Set<string>();
let isCleanedAtExit = false;

function removeAtExit(folder: string): void {
  leftFolders.add(folder);
  if (isCleanedAtExit) return;
  isCleanedAtExit = true;
  process.once("exit", () => {
    for (const left of leftFolders) rmSync(left, { recursive: true, force: true });
  });
}

const POLL_MS = 2;
const pauseCell = new Int32Array(new SharedArrayBuffer(4));

/** The contents of a file, once it is there. */
function waitFor(path: string): string {
  while (!existsSync(path)) Atomics.wait(pauseCell, 0, 0, POLL_MS);
  return readFileSync(path, "latin1");
}

/** A shell's status: of a command that a signal ended, 128 and the signal's number. */
function endOf(status: string): ProcessEnd {
  const code = Number(status);
  const signal = code - 128;
  return signal > 0 && signal <= constants.signals.SIGSYS ? { kind: "signal", code: signal } : { kind: "exit", code };
}

/** Where there are no named pipes: the command runs to its end first. */
function openFinishedOutput(command: string): HostFile {
  const path = makeTemporaryFile();
  const output = openSync(path, "w");
  const end = run(command, ["inherit", output, "inherit"]);
  closeSync(output);
  const file = new NodeFile(openSync(path, "r"), { onClose: () => end });
  // The descriptor keeps the file alive.
  unlinkSync(path);
  return oneWay(file, "r");
}

/** Where there are no named pipes: the command runs when all of its input is there. */
function openLateInput(command: string): HostFile {
  const path = makeTemporaryFile();
  const runIt = (): ProcessEnd => {
    const input = openSync(path, "r");
    unlinkSync(path);
    try {
      return run(command, [input, "inherit", "inherit"]);
    } finally {
      closeSync(input);
    }
  };
  return oneWay(new NodeFile(openSync(path, "w"), { onClose: runIt }), "w");
}

export const nodeProcess: HostProcess = {
  exit(code) {
    process.exit(code);
  },
  execute: (command) => withHostErrors(() => run(command, "inherit")),
  open: (command, mode) => withHostErrors(() => openPipe(command, mode)),
};
