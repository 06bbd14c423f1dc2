// What `load` uses: the compiler for text, the verifier for binary chunks where the host allows them.

import { ChunkFormatError, InvalidProtoError, type Proto, undump, verify } from "@luster/bytecode";
import { Compilation, LuaSyntaxError, compile } from "@luster/compiler";
import { type ChunkLoader, type ChunkLoaderResult, type LoadFailure, decodeUtf8 } from "@luster/vm";

/** First byte of a binary chunk. */
const ESCAPE = "\x1b";

/** Sources up to this many bytes are compiled in one step: that takes some 3 ms, and the compiler is twice as fast then. */
const MAX_ONE_STEP_BYTES = 1 << 15;

/** Statements and expressions that are parsed or emitted in one step: it takes half a millisecond. */
const STEP_UNITS = 1000;

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

/** The chunk loader of a VM: as `compileChunk`, with messages instead of exceptions. Text is compiled piece by piece. */
export function createChunkLoader(allowsBinary: boolean): ChunkLoader {
  const load: ChunkLoader["load"] = (source, chunkName, _, usedLevels) =>
    answer(() => compileChunk(source, chunkName, allowsBinary, usedLevels)) as ChunkLoaderResult;
  return {
    load,
    begin(source, chunkName, _, usedLevels) {
      if (source.startsWith(ESCAPE) || source.length <= MAX_ONE_STEP_BYTES) return undefined;
      const compilation = new Compilation(source, { chunkName, usedLevels });
      return { stepUnits: STEP_UNITS, step: () => answer(() => compilation.step(STEP_UNITS)) };
    },
  };
}

function answer(compiled: () => Proto | undefined): ChunkLoaderResult | undefined {
  try {
    const proto = compiled();
    return proto === undefined ? undefined : { proto };
  } catch (error) {
    return failureOf(error);
  }
}

function failureOf(error: unknown): LoadFailure {
  return { error: messageOf(error), isOverflow: error instanceof LuaSyntaxError && error.kind === "nesting" };
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
