// Names for the edges of the object graph. `trace` reports objects without saying where they are; the name is found by
// looking through the parent's own fields, or given by the parent itself through `describeEdges`.

import { isCollect } from "../trace-value.js";

/** Key of the method by which an object names its edges itself; see {@link Inspectable}. */
export const describeEdges: unique symbol = Symbol.for("@luster/gc-arena/describeEdges") as never;

/** An object that knows better names for its edges than its fields' names. */
export interface Inspectable {
  /** Calls `report` for each object that this one points to, as far as it has a name for it. */
  [describeEdges](report: (child: object, label: string) => void): void;
}

/** How deep plain collections inside a field are looked into. */
const MAX_DEPTH = 4;

/** The name of each object that `parent` points to; an object that is pointed to twice has the first name. */
export function labelEdges(parent: object): Map<object, string> {
  const labels = new Map<object, string>();
  const report = (child: object, label: string): void => {
    if (!labels.has(child)) labels.set(child, label);
  };
  (parent as Partial<Inspectable>)[describeEdges]?.(report);
  for (const name of Object.keys(parent)) labelValue((parent as Record<string, unknown>)[name], name, 0, report);
  return labels;
}

function labelValue(value: unknown, label: string, depth: number, report: (child: object, label: string) => void): void {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return;
  if (isCollect(value)) report(value, label);
  else if (Array.isArray(value)) value.forEach((item, index) => labelValue(item, `${label}[${index}]`, depth + 1, report));
  else if (value instanceof Set) for (const item of value) labelValue(item, `${label}.has()`, depth + 1, report);
  else if (value instanceof Map) labelMap(value, label, depth, report);
  else for (const name of Object.keys(value)) labelValue((value as Record<string, unknown>)[name], `${label}.${name}`, depth + 1, report);
}

function labelMap(map: Map<unknown, unknown>, label: string, depth: number, report: (child: object, label: string) => void): void {
  for (const [key, item] of map) {
    labelValue(key, `${label} key`, depth + 1, report);
    labelValue(item, typeof key === "object" ? `${label} value` : `${label}.get(${JSON.stringify(String(key))})`, depth + 1, report);
  }
}
