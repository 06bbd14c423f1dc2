// The containers entry: traced objects that hold what is no traced object itself (boxes, cells, locks), and weak collections.

export { GcBox, GcCell, GcLock } from "./cell.js";
export { WeakGcMap, WeakGcSet, WeakValueMap } from "./weak-collections.js";
