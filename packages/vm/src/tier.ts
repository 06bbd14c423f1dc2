// The entry `@luster/vm/tier`: what a package that compiles functions needs of the machine. For that purpose alone; it follows the
// machine's insides and changes with them.

export type { Tier } from "./exec/tier.js";
export { ExitKind } from "./exec/departure.js";
export type { ExitSite } from "./exec/departure.js";
export { capture } from "./exec/leave-compiled.js";
export {
  allResults,
  callMetamethod,
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
  newCell,
  newClosure,
  newTable,
  putField,
  putIndex,
  putInteger,
  putList,
  resultAt,
  returnValues,
} from "./exec/compiled-operations.js";
export { FieldSite } from "./exec/field-site.js";
export type { FieldPlace } from "./exec/field-site.js";
export { PENDING } from "./value/callback.js";
export { SUSPEND } from "./value/compiled-code.js";
export type { CompiledFunction, CompiledLoop } from "./value/compiled-code.js";
export { EMPTY_CACHE } from "./value/inline-cache.js";
export type { InlineCache } from "./value/inline-cache.js";
export { power } from "./value/power.js";
