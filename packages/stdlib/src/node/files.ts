// Node's file system, synchronous. Names are bytes, as Unix has them.

import { closeSync, openSync, renameSync, rmdirSync, statSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeUtf8 } from "@luster/vm";
import type { FileSystem, HostFile, OpenMode } from "../host.js";
import { isSystemError, withHostErrors } from "./errors.js";
import { NodeFile } from "./file.js";

const NAME_LENGTH = 6;
const NAME_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** A name as Node takes it. C takes a name up to its first zero byte. */
export function pathOf(name: string): Buffer {
  const zero = name.indexOf("\0");
  return Buffer.from(zero < 0 ? name : name.slice(0, zero), "latin1");
}

function randomName(): string {
  let name = "lua_";
  for (let i = 0; i < NAME_LENGTH; i++) name += NAME_LETTERS[Math.floor(Math.random() * NAME_LETTERS.length)]!;
  return name;
}

/** Makes an empty file of a new name in the system's folder for temporary files; returns its name as text. */
export function makeTemporaryFile(): string {
  for (;;) {
    const path = join(tmpdir(), randomName());
    try {
      closeSync(openSync(path, "wx", 0o600));
      return path;
    } catch (error) {
      if (!isSystemError(error, "EEXIST")) throw error;
    }
  }
}

export const nodeFiles: FileSystem = {
  open(name: string, mode: OpenMode): HostFile {
    return withHostErrors(() => new NodeFile(openSync(pathOf(name), mode), { appends: mode.startsWith("a") }));
  },
  remove(name) {
    withHostErrors(() => {
      const path = pathOf(name);
      // As C's `remove`: an empty directory too. A broken link has no target to be asked about.
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) rmdirSync(path);
      else unlinkSync(path);
    });
  },
  rename(from, to) {
    withHostErrors(() => renameSync(pathOf(from), pathOf(to)));
  },
  temporaryName() {
    return withHostErrors(() => encodeUtf8(makeTemporaryFile()));
  },
};
