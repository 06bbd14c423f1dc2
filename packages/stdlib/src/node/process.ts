// Processes under Node, synchronous. A command that is read from runs to its end first, its output kept in a temporary file; one that
// is written to runs when the file is closed.

import { spawnSync, type StdioOptions } from "node:child_process";
import { closeSync, openSync, unlinkSync } from "node:fs";
import { constants } from "node:os";
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

function openOutput(command: string): HostFile {
  const path = makeTemporaryFile();
  const output = openSync(path, "w");
  const end = run(command, ["inherit", output, "inherit"]);
  closeSync(output);
  const file = new NodeFile(openSync(path, "r"), { onClose: () => end });
  // The descriptor keeps the file alive.
  unlinkSync(path);
  return { read: (count) => file.read(count), close: () => file.close() };
}

function openInput(command: string): HostFile {
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
  const file = new NodeFile(openSync(path, "w"), { onClose: runIt });
  return { write: (bytes) => file.write(bytes), close: () => file.close() };
}

export const nodeProcess: HostProcess = {
  exit(code) {
    process.exit(code);
  },
  execute: (command) => withHostErrors(() => run(command, "inherit")),
  open: (command, mode) => withHostErrors(() => (mode === "r" ? openOutput(command) : openInput(command))),
};
