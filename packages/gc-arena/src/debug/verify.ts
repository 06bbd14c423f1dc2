// `verify`: at the end of each marking phase, before anything is cleared, checks that the marking was right.
// Two invariants: everything reachable from the roots is marked, and no marked object points to an unmarked one.
// The check walks the heap anew, by a tracer that changes nothing, so a missing write barrier shows itself.

import { type ArenaInternals } from "../arena.js";
import { type Collect } from "../collect.js";
import { className, describeValue } from "../describe.js";
import { ArenaError } from "../errors.js";
import { EdgeTracer } from "../inspect/edge-tracer.js";
import { labelEdges } from "../inspect/edge-labels.js";
import { isCollect } from "../trace-value.js";

/** How deep plain collections in a field are looked into for pointers; an entry of a map counts as one more. */
const MAX_DEPTH = 6;

/** The heap is not as the collector believes: a write barrier is missing, or a `trace` method forgets a field. */
export class ArenaVerifyError extends ArenaError {
  /** The object that points to `child`; `undefined` for a root. */
  readonly parent: object | undefined;
  readonly child: object;
  /** Name of the field, as far as it can be found. */
  readonly label: string;

  constructor(problem: string, parent: object | undefined, child: object) {
    const label = parent === undefined ? "root" : (labelEdges(parent).get(child) ?? "(unnamed)");
    const from = parent === undefined ? "a root" : describeValue(parent);
    super(`${problem}: ${from} points by '${label}' to ${describeValue(child)}`);
    this.parent = parent;
    this.child = child;
    this.label = label;
  }
}

/** Checks the whole heap. @throws ArenaVerifyError at the first object that is wrong */
export class Verifier {
  private readonly seen = new Set<Collect>();
  private readonly pending: Collect[] = [];
  private readonly tracer = new EdgeTracer();

  constructor(
    private readonly arena: ArenaInternals,
    private readonly checksFields: boolean,
  ) {}

  /** @param marked every object that was marked in this cycle, also those that became unreachable since */
  run(marked: Iterable<Collect>): void {
    const { tracer, arena } = this;
    tracer.listen((roots) => arena.reportRoots(roots));
    this.takeChildren(undefined);
    for (let object = this.pending.pop(); object !== undefined; object = this.pending.pop()) this.checkObject(object);
    for (const object of marked) if (!this.seen.has(object)) this.checkObject(object);
  }

  private checkObject(object: Collect): void {
    this.seen.add(object);
    this.tracer.visit(object);
    if (this.checksFields && !this.tracer.isWeak) this.checkFields(object);
    this.takeChildren(object);
  }

  private takeChildren(parent: Collect | undefined): void {
    for (const child of this.tracer.children) this.reach(parent, child);
    for (const { key, value } of this.tracer.ephemerons) if (!this.isWhite(key)) this.reach(parent, value);
  }

  private reach(parent: Collect | undefined, child: Collect): void {
    if (!isCollect(child)) throw new ArenaVerifyError("not a traced object", parent, child);
    if (this.isWhite(child)) throw new ArenaVerifyError("missing write barrier", parent, child);
    if (this.seen.has(child)) return;
    this.seen.add(child);
    this.pending.push(child);
  }

  // A field that holds a traced object which `trace` did not report.
  private checkFields(object: Collect): void {
    const reported = new Set<object>(this.tracer.children);
    for (const child of ownPointers(object)) {
      if (!reported.has(child)) throw new ArenaVerifyError(`trace of class ${className(object)} forgets a field`, object, child);
    }
  }

  private isWhite(object: Collect): boolean {
    return this.arena.driver.heap.marker.isDead(object);
  }
}

function* ownPointers(object: object): Generator<Collect, void> {
  for (const value of Object.values(object) as unknown[]) yield* pointersIn(value, 0);
}

function* pointersIn(value: unknown, depth: number): Generator<Collect, void> {
  if (isCollect(value)) yield value;
  else if (depth < MAX_DEPTH) for (const item of itemsOf(value)) yield* pointersIn(item, depth + 1);
}

// Objects of other classes may lead anywhere: what they hold is not looked at.
function itemsOf(value: unknown): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set || value instanceof Map) return value as Iterable<unknown>;
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype ? Object.values(value) : [];
}
