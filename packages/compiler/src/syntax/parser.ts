// Source to syntax tree: the entry point of this folder.

import type { Chunk } from "./ast.js";
import type { ParserOptions } from "./cursor.js";
import { StatementParser } from "./parse-statement.js";

/**
 * Parses a chunk. Names in the tree are resolved; nothing else is changed.
 *
 * @param source a byte string: code units 0..255
 * @throws {LuaSyntaxError} if the source is not a chunk of Lua 5.4
 */
export function parse(source: string, options: ParserOptions): Chunk {
  return new StatementParser(source, options).chunk();
}
