// A Proto as a VM runs it: the compiler's plain template with its constants turned into Lua values and room for inline caches.
// One per Proto and VM, made when a chunk is loaded; closures of the same function share it.

import type { Constant, Proto } from "@luster/bytecode";
import { trace } from "@luster/gc-arena";
import type { Collect, Tracer } from "@luster/gc-arena";
import type { CompiledFunction, CompiledLoop } from "./compiled-code.js";
import { CHARGE_DISTANCE, markChargePoints } from "./charge-points.js";
import { undefinedElements } from "./elements.js";
import { EMPTY_CACHE } from "./inline-cache.js";
import type { InlineCache } from "./inline-cache.js";
import { markValue } from "./mark.js";
import { Float, fromBigInt, makeFloat } from "./number.js";
import { TrappedCode } from "./trapped-code.js";
import { fusePairs } from "./superinstruction.js";
import type { LuaNumber } from "./value.js";

/** Heat of a proto that no tier is to compile: calls and turns of loops are counted down all the same. */
export const NEVER_HOT = 2 ** 30;

/** What a constant can be at run time: no heap pointers. */
export type ConstantValue = undefined | boolean | LuaNumber | string;

function liftConstant(constant: Constant): ConstantValue {
  switch (constant.kind) {
    case "nil":
      return undefined;
    case "boolean":
    case "string":
      return constant.value;
    case "integer":
      return fromBigInt(constant.value);
    case "float":
      return makeFloat(constant.value);
  }
}

// Into an array with V8's generic elements, also where all constants are numbers: instructions of every function read such arrays.
function liftConstants(constants: readonly Constant[]): ConstantValue[] {
  const lifted = undefinedElements<ConstantValue>(constants.length);
  for (let n = 0; n < constants.length; n++) lifted[n] = liftConstant(constants[n] as Constant);
  return lifted;
}

// A constant as a double, for arithmetic whose result shows that it does not matter whether the constant is an integer or a float.
function doubleOf(constant: ConstantValue): number {
  if (typeof constant === "number") return constant;
  return constant instanceof Float ? constant.n : Number.NaN;
}

/** What a loaded proto counts for, without those nested in it. */
const ownBytes = (proto: Proto): number => proto.code.length * 16 + proto.constants.length * 24 + 280;

/** What a template and all that is nested in it will count for once they are loaded. */
export function loadedBytes(proto: Proto): number {
  let bytes = ownBytes(proto);
  for (const nested of proto.protos) bytes += loadedBytes(nested);
  return bytes;
}

function emptyCaches(length: number): InlineCache[] {
  const caches: InlineCache[] = [];
  for (let pc = 0; pc <= length; pc++) caches.push(EMPTY_CACHE);
  return caches;
}

/** A compiled function, ready to run in one VM. */
export class LoadedProto implements Collect {
  gcColor = 0;
  /** The template that it was made from. */
  readonly proto: Proto;
  /** The instructions, some of them fused (superinstruction.ts) or marked as charge points (charge-points.ts). */
  readonly code: Int32Array;
  readonly constants: readonly ConstantValue[];
  /** The constants that are safe integers or floats as doubles; NaN in the places of the others. */
  readonly numbers: Float64Array;
  readonly protos: readonly LoadedProto[];
  readonly paramCount: number;
  readonly isVararg: boolean;
  readonly maxStackSize: number;
  /** Fuel charged when the function is entered: all of its instructions, or those up to the first charge point. */
  readonly entryFuel: number;
  /** Inline caches of field instructions, at the pc after each. */
  readonly caches: InlineCache[];
  /** Calls until the function is to be entered in compiled form, which is made then; negative from then on. */
  entryHeat: number;
  /** The same for turns of its loops. */
  loopHeat: number;
  /** Resumes of threads in this function until it is compiled from there on. */
  resumeHeat: number;
  /** The compiled function; called by other compiled functions directly. */
  entry: CompiledFunction | undefined;
  /** Runs of compiled code that ended too soon, beyond those that did not. */
  shortRuns: number;
  /** Compiled forms that begin at a loop, by the pc of its first instruction; undefined: this loop is left to the interpreter. */
  readonly loops: Map<number, CompiledLoop | undefined>;

  private trapped: TrappedCode | undefined = undefined;

  private constructor(proto: Proto, protos: readonly LoadedProto[], heat: number) {
    this.proto = proto;
    this.code = fusePairs(markChargePoints(proto.code));
    this.constants = liftConstants(proto.constants);
    this.numbers = Float64Array.from(this.constants, doubleOf);
    this.protos = protos;
    this.paramCount = proto.paramCount;
    this.isVararg = proto.isVararg;
    this.maxStackSize = proto.maxStackSize;
    this.entryFuel = Math.min(proto.code.length, CHARGE_DISTANCE);
    this.caches = emptyCaches(proto.code.length);
    this.entryHeat = heat;
    this.loopHeat = heat;
    this.resumeHeat = heat;
    this.entry = undefined;
    this.shortRuns = 0;
    this.loops = new Map();
  }

  /**
   * Lifts a template and all that is nested in it; `heat` is the number of calls or turns after which a tier compiles it.
   * Costs time linear in its size; nesting is bounded by the compiler.
   */
  static load(proto: Proto, heat = NEVER_HOT): LoadedProto {
    return new LoadedProto(
      proto,
      proto.protos.map((nested) => LoadedProto.load(nested, heat)),
      heat,
    );
  }

  /** The code to step through; made when it is first asked for. */
  get trappedCode(): TrappedCode {
    return (this.trapped ??= new TrappedCode(this.proto.code));
  }

  [trace](tracer: Tracer): void {
    tracer.addBytes(ownBytes(this.proto));
    for (const constant of this.constants) markValue(tracer, constant);
    for (const nested of this.protos) tracer.mark(nested);
  }
}
