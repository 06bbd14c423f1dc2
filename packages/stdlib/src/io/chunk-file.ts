// Lua source files: read whole from the host, without what may precede the source (a byte order mark, a `#` line).

import { markValue, trace, type Action, type Context, type Tracer, type Value } from "@luster/vm";
import { HostError, hostOf, type Eventually, type HostFile } from "../host.js";
import { isPromise, LuaFile, type FileAccess } from "./file.js";
import { ioStateOf } from "./handle.js";
import { hostCall } from "./host-call.js";
import { ReadTask } from "./read.js";

const READ_ACCESS: FileAccess = { canRead: true, canWrite: false };
const WHOLE_FILE: readonly string[] = ["a"];
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

function openSource<G>(cx: Context<G>, name: string): Eventually<HostFile> {
  const { files } = hostOf(cx);
  if (files === undefined) throw new HostError("No such file or directory", 2);
  return files.open(name, "r");
}

/** Reads a source file (undefined: the standard input) and goes on with its source, or with a message. */
export function readChunk<G>(cx: Context<G>, name: string | undefined, use: ChunkUse<G>): Action<G> {
  if (name === undefined) return readRest(cx, ioStateOf(cx).stdin, undefined, use);
  return hostCall<G, HostFile>(
    cx,
    () => openSource(cx, name),
    (later, file) => readRest(later, new LuaFile(file, "regular", READ_ACCESS), name, use),
    (later, error) => use.failed(later, failureText(error, name)),
    use.held,
  );
}

function readRest<G>(cx: Context<G>, file: LuaFile, name: string | undefined, use: ChunkUse<G>): Action<G> {
  return new ChunkRead<G>(file, name, use).run(cx);
}

function failureText(error: HostError, name: string | undefined): string {
  return `cannot ${isDirectory(error) ? "read" : "open"} ${name ?? "stdin"}: ${error.message}`;
}

/** Reads a file to its end, in as many slices as that takes, and closes it. */
class ChunkRead<in out G> extends ReadTask<G> {
  constructor(
    file: LuaFile,
    private readonly name: string | undefined,
    private readonly use: ChunkUse<G>,
  ) {
    super(file, WHOLE_FILE, 0, useChunk, undefined);
  }

  override [trace](tracer: Tracer): void {
    super[trace](tracer);
    for (const value of this.use.held) markValue(tracer, value);
  }

  /** A failure to read, or to find memory for the source, closes the file too. */
  protected override outOfMemory(cx: Context<G>): Action<G> {
    this.close();
    return super.outOfMemory(cx);
  }

  finish(cx: Context<G>, source: Value<G>, error: HostError | undefined): Action<G> {
    this.close();
    if (error !== undefined) return this.use.failed(cx, failureText(error, this.name));
    return this.use.loaded(cx, withoutHeader(source as string), this.name === undefined ? "=stdin" : `@${this.name}`);
  }

  /** Nothing was written, so nobody waits for the end of closing. */
  private close(): void {
    if (this.name === undefined) return;
    const closed = this.file.close();
    if (isPromise(closed)) closed.then(undefined, () => undefined);
  }
}

function useChunk<G>(cx: Context<G>, task: ReadTask<G>, values: Value<G>[], error: HostError | undefined): Action<G> {
  return (task as ChunkRead<G>).finish(cx, values[0], error);
}

/** A directory opens, and cannot be read. */
function isDirectory(error: HostError): boolean {
  return error.errno === 21;
}
