// The graph of the first function in a piece of Lua.

import { compile } from "@luster/compiler";
import type { Proto } from "@luster/bytecode";
import { buildBlocks } from "../../src/graph/blocks.js";
import type { Block } from "../../src/graph/blocks.js";

/** The body as a function of `a`, `b` and `c`. */
export function protoOf(body: string): Proto {
  return compile(`return function(a, b, c) ${body} end`, { chunkName: "=test" }).protos[0] as Proto;
}

/** Its blocks, from the beginning. */
export const blocksOf = (proto: Proto, entry = 0): Block[] => buildBlocks(proto, entry);
