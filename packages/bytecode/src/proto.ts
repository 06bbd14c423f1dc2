// The contract between compiler and VM: a compiled function template. Plain data: no live values, no behaviour, safe to share
// between VMs and to send to a worker. All indexes and pcs are 0-based; lines are 1-based.

import type { Constant } from "./constant.js";

/** How a variable was declared: `local x`, `local x <const>`, `local x <close>`. */
export type VariableKind = "regular" | "const" | "close";

/** Where a closure finds an upvalue when it is created. */
export interface UpvalueDesc {
  /** Name in the source, for messages; undefined when debug information was stripped. */
  readonly name: string | undefined;
  /** True: the cell is in register `index` of the function that creates the closure; false: it is that function's upvalue `index`. */
  readonly isFromParentRegister: boolean;
  readonly index: number;
  readonly kind: VariableKind;
}

/** A local variable and the instructions during which it is in scope, for messages and the debug library. */
export interface LocalVar {
  readonly name: string;
  readonly register: number;
  /** First pc at which it is in scope, and first pc at which it no longer is. */
  readonly startPc: number;
  readonly endPc: number;
  /** True if a closure captures it, so that its register holds a cell. (A parameter's does so only after its `NEWCELL`.) */
  readonly isCaptured: boolean;
}

/** A compiled function. */
export interface Proto {
  /** Chunk name as given to the compiler: `@file`, `=name` or the source text itself; undefined when stripped. */
  readonly chunkName: string | undefined;
  /** First and last line of the function; both 0 for the main function of a chunk. */
  readonly lineDefined: number;
  readonly lastLineDefined: number;
  /** Fixed parameters, in registers 0 .. paramCount-1. */
  readonly paramCount: number;
  readonly isVararg: boolean;
  /** Registers used, at least 2. */
  readonly maxStackSize: number;
  /** Instruction words; see `instruction.ts`. */
  readonly code: Int32Array;
  readonly constants: readonly Constant[];
  readonly protos: readonly Proto[];
  readonly upvalues: readonly UpvalueDesc[];
  /** Line of each instruction; empty when stripped. */
  readonly lines: Int32Array;
  /** Local variables in order of declaration; empty when stripped. */
  readonly localVars: readonly LocalVar[];
}
