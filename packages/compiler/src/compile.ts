// Source bytes to Proto: the one entry point of the compiler. It parses the source into a tree, with names resolved, and generates
// code from the tree. A large source is parsed twice, so that its tree need not be in memory as a whole.

import type { Proto } from "@luster/bytecode";
import { CodeLimitError, CodeStorage } from "./codegen/code-buffer.js";
import { StatementEmitter } from "./codegen/emit-statement.js";
import { linkProto } from "./codegen/function-state.js";
import type { FunctionState } from "./codegen/function-state.js";
import type { FunctionExpression, Statement, UnlinkedProto } from "./syntax/ast.js";
import { CaptureSet } from "./syntax/capture-set.js";
import type { FunctionSink } from "./syntax/cursor.js";
import { Lexer } from "./syntax/lexer.js";
import { StatementParser } from "./syntax/parse-statement.js";
import type { StatementSink } from "./syntax/parse-statement.js";
import type { FunctionScope } from "./syntax/scope.js";

/** How a source is compiled. */
export interface CompileOptions {
  /** `@file`, `=name`, or the source itself: what messages and the debug library call the chunk (see {@link displayChunkName}). */
  readonly chunkName: string;
  /**
   * Levels of nesting that are taken already, of 200: what PUC-Rio has on its C stack when it starts to parse. Default 0.
   */
  readonly usedLevels?: number;
}

/**
 * Compiles a chunk.
 *
 * @param source a byte string (code units 0..255) of Lua 5.4. Neither a first line that starts with `#` nor a byte order mark is
 *   skipped: that is for loaders of files, see {@link skipFileHeader}.
 * @returns the main function: vararg, with the upvalue `_ENV`
 * @throws {LuaSyntaxError} if the source does not compile
 */
export function compile(source: string, options: CompileOptions): Proto {
  try {
    return generate(source, options, false);
  } catch (error) {
    if (error instanceof CodeLimitError) locateLimit(source, options);
    throw error;
  }
}

/** Sources longer than this are streamed: their tree would take some 30 times as many bytes. */
const MAX_TREE_SOURCE_BYTES = 4 << 20;

function generate(source: string, options: CompileOptions, marksOffsets: boolean): Proto {
  const isStreamed = source.length > MAX_TREE_SOURCE_BYTES;
  const known = isStreamed ? { knownCaptures: findCaptures(source, options) } : undefined;
  const sink = new ChunkEmitter(options.chunkName);
  const parser = new StatementParser(source, { ...options, ...known, marksOffsets, functionSink: sink });
  const { chunkScope } = parser;
  sink.open(chunkScope);
  const { body } = parser.chunk(isStreamed ? sink : undefined);
  for (const statement of body.statements) sink.takeStatement(statement);
  return linkProto(sink.close(body.endLine), chunkScope);
}

/** Emits the functions and statements of a chunk as the parser hands them over. */
class ChunkEmitter implements FunctionSink, StatementSink {
  private readonly emitter: StatementEmitter;
  private main!: FunctionState;

  constructor(chunkName: string) {
    this.emitter = new StatementEmitter(chunkName);
  }

  open(scope: FunctionScope): void {
    this.main = this.emitter.openFunction(scope, new CodeStorage());
  }

  takeFunction(node: FunctionExpression): void {
    this.emitter.compileFunction(node);
  }

  takeStatement(statement: Statement): void {
    this.emitter.statement(this.main, statement);
  }

  close(endLine: number): UnlinkedProto {
    return this.emitter.closeFunction(this.main, endLine, 0);
  }
}

class StatementDropper implements StatementSink {
  takeStatement(): void {
    // The parser itself has noted what is wanted.
  }
}

/** By number of declaration, which variables are captured; the tree is dropped statement by statement. */
function findCaptures(source: string, options: CompileOptions): CaptureSet {
  const newCaptures = new CaptureSet();
  const parser = new StatementParser(source, { ...options, newCaptures });
  parser.chunk(new StatementDropper());
  return newCaptures;
}

/**
 * Throws the error for a limit that only code generation notices. Its message names the token that PUC-Rio's parser would have
 * reached, so the source is compiled again with offsets of tokens in the place of lines; it passes the limit at the same point.
 */
function locateLimit(source: string, options: CompileOptions): never {
  try {
    generate(source, options, true);
  } catch (error) {
    if (!(error instanceof CodeLimitError)) throw error;
    const lexer = new Lexer(source, options.chunkName);
    do lexer.next();
    while (lexer.tokenStart < error.line);
    lexer.failNearToken(error.kind, error.what);
  }
  throw new Error("a limit of the code was passed once only");
}
