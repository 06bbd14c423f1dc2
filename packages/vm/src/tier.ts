// The entry `@luster/vm/tier`: what a package that compiles functions needs of the machine. For that purpose alone; it follows the
// machine's insides and changes with them.

export type { Tier } from "./exec/tier.js";
export { ExitKind } from "./exec/departure.js";
export type { ExitSite } from "./exec/departure.js";
export { capture, forgetCapture } from "./exec/leave-compiled.js";
export {
  admitBytes,
  allResults,
  callIndex,
  callMetamethod,
  callNewIndex,
  callOther,
  callOtherWith,
  cellBarrier,
  canAdd,
  concatAll,
  concatTwo,
  doubleOfFloat,
  doubleOfNumber,
  elementBarrier,
  fieldBarrier,
  firstResult,
  floorDivide,
  getField,
  getIndex,
  getInteger,
  isEqual,
  isLess,
  isLessOrEqual,
  iterate,
  lengthOf,
  loopLimit,
  modulo,
  newTable,
  putField,
  putIndex,
  putInteger,
  putList,
  refundBytes,
  resultAt,
  returnValues,
  rootShape,
} from "./exec/compiled-operations.js";
export { FieldSite, noteMethod } from "./exec/field-site.js";
export type { FieldPlace } from "./exec/field-site.js";
export { CHARGE_DISTANCE, isChargePoint } from "./value/charge-points.js";
export { PENDING } from "./value/callback.js";
export { SUSPEND } from "./value/compiled-code.js";
export type { CompiledFunction, CompiledLoop } from "./value/compiled-code.js";
export { EMPTY_CACHE } from "./value/inline-cache.js";
export type { InlineCache } from "./value/inline-cache.js";
export { CELL_BYTES } from "./value/cell.js";
export { CLOSURE_BYTES, UPVALUE_BYTES } from "./value/closure.js";
export { elementsBytes, emptyElements } from "./value/elements.js";
export { newTableBytes } from "./value/table.js";
export type { Shape } from "./value/shape.js";
export { power } from "./value/power.js";
export { yieldNative } from "./exec/coroutines.js";
export { yieldDirectly } from "./exec/native-switch.js";
export { ipairsNext } from "./exec/iteration.js";
