// Lua source files: read whole from the host, without what may precede the source (a byte order mark, a `#` line).

import { type Action, type Context, type Value } from "@luster/vm";
import { HostError, hostOf, type Eventually, type HostFile } from "../host.js";
import { isPromise } from "./file.js";
import { hostCall } from "./host-call.js";
import { ioStateOf } from "./handle.js";

const CHUNK_BYTES = 1 << 16;
const BYTE_ORDER_MARK = "\xef\xbb\xbf";

/** What to do with a source file. */
export interface ChunkUse<G> {
  /** Values that the functions need, to be kept alive. */
  readonly held: readonly Value<G>[];
  loaded(cx: Context<G>, source: string, chunkName: string): Action<G>;
  /** `message` says what cannot be done with which file. */
  failed(cx: Context<G>, message: string): Action<G>;
}

/** The source proper: a first line that begins with `#` is emptied, so that line numbers stay. */
export function withoutHeader(text: string): string {
  const source = text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
  if (!source.startsWith("#")) return source;
  const newline = source.indexOf("\n");
  const rest = newline < 0 ? "" : source.slice(newline);
  // A binary chunk may follow the line; then the newline does not belong to it.
  return rest.startsWith("\n\x1b") ? rest.slice(1) : rest;
}

/** Reads a whole file of the host. */
export function readAll(file: HostFile, pieces = ""): Eventually<string> {
  let text = pieces;
  for (;;) {
    const piece = file.read === undefined ? "" : file.read(CHUNK_BYTES);
    if (isPromise(piece)) return piece.then((bytes) => (bytes === "" ? text : readAll(file, text + bytes)));
    if (piece === "") return text;
    text += piece;
  }
}

/** Reads a file by name and closes it. @throws HostError */
export function readFile<G>(cx: Context<G>, name: string): Eventually<string> {
  const { files } = hostOf(cx);
  if (files === undefined) throw new HostError("No such file or directory", 2);
  const file = files.open(name, "r");
  return isPromise(file) ? file.then(readAndClose) : readAndClose(file);
}

function readAndClose(file: HostFile): Eventually<string> {
  let text: Eventually<string>;
  try {
    text = readAll(file);
  } catch (error) {
    void file.close?.();
    throw error;
  }
  if (!isPromise(text)) {
    void file.close?.();
    return text;
  }
  return text.then(
    (bytes) => {
      void file.close?.();
      return bytes;
    },
    (error: unknown) => {
      void file.close?.();
      throw error;
    },
  );
}

/** Reads the rest of the standard input. @throws HostError */
function readInput<G>(cx: Context<G>): Eventually<string> {
  const { stdin } = ioStateOf(cx);
  const rest = stdin.unread.slice(stdin.at);
  stdin.at = stdin.unread.length;
  return readAll(hostOf(cx).stdin, rest);
}

/** Reads a source file (undefined: the standard input) and goes on with its source, or with a message. */
export function readChunk<G>(cx: Context<G>, name: string | undefined, use: ChunkUse<G>): Action<G> {
  const shown = name ?? "stdin";
  return hostCall<G, string>(
    cx,
    () => (name === undefined ? readInput(cx) : readFile(cx, name)),
    (later, text) => use.loaded(later, withoutHeader(text), name === undefined ? "=stdin" : `@${name}`),
    (later, error) => use.failed(later, `cannot ${isDirectory(error) ? "read" : "open"} ${shown}: ${error.message}`),
    use.held,
  );
}

/** A directory opens, and cannot be read. */
function isDirectory(error: HostError): boolean {
  return error.errno === 21;
}
