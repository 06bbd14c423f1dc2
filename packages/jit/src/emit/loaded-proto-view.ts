// What the emitter reads of a loaded proto of the vm package: constants as Lua values, and what field instructions have seen.

import type { InlineCache } from "@luster/vm/tier";
import type { Proto } from "@luster/bytecode";

export interface LoadedProtoView {
  readonly proto: Proto;
  /** The Proto's instructions, with charge points marked. */
  readonly code: Int32Array;
  readonly constants: readonly unknown[];
  readonly protos: readonly LoadedProtoView[];
  readonly caches: readonly InlineCache[];
  readonly entryFuel: number;
}
