// An arena for tests of tables, and tables in it.

import { Arena, type Heap, type Rootable, type Tracer, trace } from "@luster/gc-arena";
import { ShapeTree } from "../../src/value/shape.js";
import { TABLE_BYTES, Table, makeTable } from "../../src/value/table.js";
import type { Value } from "../../src/value/value.js";

/** Tests do without brands: they keep what they like outside of `mutate`. */
export type G = unknown;

interface TestRoot extends Rootable {
  readonly Root: TestHeap;
}

/** The root of the arena: a shape tree, and whatever values are to stay alive. */
export class TestHeap {
  readonly arena: Arena<TestRoot>;
  readonly heap: Heap;
  readonly shapes: ShapeTree;
  readonly roots: Value<G>[] = [];
  gcColor = 0;

  constructor(memoryLimitBytes = Infinity) {
    this.arena = new Arena<TestRoot>(() => this as never, { memoryLimitBytes });
    this.heap = this.arena.heap;
    this.shapes = new ShapeTree(this.heap);
    this.arena.stop();
  }

  [trace](tracer: Tracer): void {
    tracer.mark(this.shapes);
    for (const value of this.roots) if (value instanceof Table) tracer.mark(value);
  }

  /** A new table, charged; it dies at the next collection unless it is kept. */
  newTable(): Table<G> {
    this.heap.allocate(TABLE_BYTES);
    return makeTable<G>(this.shapes, 0);
  }

  /** A new table that stays alive. */
  keptTable(): Table<G> {
    const table = this.newTable();
    this.roots.push(table);
    return table;
  }
}

/** Every entry of a table, in the order of `next`. */
export function entries(table: Table<G>): [Value<G>, Value<G>][] {
  const all: [Value<G>, Value<G>][] = [];
  for (let p = table.nextPosition(0); p !== 0; p = table.nextPosition(p)) all.push([table.keyAt(p), table.valueAt(p)]);
  return all;
}
