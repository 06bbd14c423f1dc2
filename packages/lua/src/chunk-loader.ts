// What `load` uses: the compiler for text, the verifier for binary chunks where the host allows them.

import { ChunkFormatError, InvalidProtoError, type Proto, undump, verify } from "@luster/bytecode";
import { LuaSyntaxError, compile } from "@luster/compiler";
import { type ChunkLoader, decodeUtf8 } from "@luster/vm";

/** First byte of a binary chunk. */
const ESCAPE = "\x1b";

/** Levels of nesting that are taken when the host loads a chunk: in the `lua` program, that of its main function. */
const HOST_LEVELS = 1;

/**
 * Compiles a chunk, text or (if allowed) binary.
 * @param source the chunk's bytes, as a byte string
 * @throws LuaSyntaxError for text that does not compile; ChunkFormatError, InvalidProtoError for a bad binary chunk, TypeError for one that is not allowed
 */
export function compileChunk(source: string, chunkName: string, allowsBinary: boolean, usedLevels = HOST_LEVELS): Proto {
  if (!source.startsWith(ESCAPE)) return compile(source, { chunkName, usedLevels });
  if (!allowsBinary) throw new TypeError("attempt to load a binary chunk (mode is 't')");
  const proto = undump(source, chunkName);
  verify(proto);
  return proto;
}

/** The chunk loader of a VM: as `compileChunk`, with messages instead of exceptions. */
export function createChunkLoader(allowsBinary: boolean): ChunkLoader {
  return {
    load(source, chunkName, _, usedLevels) {
      try {
        return { proto: compileChunk(source, chunkName, allowsBinary, usedLevels) };
      } catch (error) {
        return { error: messageOf(error), isOverflow: error instanceof LuaSyntaxError && error.kind === "nesting" };
      }
    },
  };
}

function messageOf(error: unknown): string {
  const isExpected =
    error instanceof LuaSyntaxError ||
    error instanceof ChunkFormatError ||
    error instanceof InvalidProtoError ||
    error instanceof TypeError;
  if (!isExpected) throw error;
  return error.message;
}

/** The syntax error with its message as text: the compiler speaks in bytes. */
export function withTextMessage(error: unknown): unknown {
  return error instanceof LuaSyntaxError ? new LuaSyntaxError(decodeUtf8(error.message), error) : error;
}
