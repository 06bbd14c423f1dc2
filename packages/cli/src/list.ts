// `luster --list`: the instructions of a script, as the disassembler writes them. Nothing runs.

import { type Proto, disassemble, isBinaryChunk, undump, verify } from "@luster/bytecode";
import { compile, skipFileHeader } from "@luster/compiler";
import { type Host, HostError, type HostFile } from "@luster/lua";

const READ_BYTES = 1 << 16;

/**
 * The listing of a script's main function and all functions in it.
 * @param name the script's file; undefined for the standard input
 * @throws Error with PUC's message when it cannot be read or compiled
 */
export function listScript(host: Host, name: string | undefined): string {
  const source = skipFileHeader(readScript(host, name));
  const chunkName = name === undefined ? "=stdin" : `@${Buffer.from(name, "utf8").toString("latin1")}`;
  return disassemble(isBinaryChunk(source) ? undumpVerified(source, chunkName) : compile(source, { chunkName }));
}

function undumpVerified(source: string, chunkName: string): Proto {
  const proto = undump(source, chunkName);
  verify(proto);
  return proto;
}

function readScript(host: Host, name: string | undefined): string {
  try {
    return readAll(name === undefined ? host.stdin : (host.files?.open(Buffer.from(name, "utf8").toString("latin1"), "r") as HostFile));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new Error(`cannot ${error.message === "Is a directory" ? "read" : "open"} ${name ?? "stdin"}: ${error.message}`, {
      cause: error,
    });
  }
}

function readAll(file: HostFile): string {
  let text = "";
  for (;;) {
    const piece = file.read?.(READ_BYTES) as string;
    if (piece === "") return text;
    text += piece;
  }
}
