import { Arena, type Heap, type Rootable } from "@luster/gc-arena";
import { describe, expect, test } from "vitest";
import { Float, Int64, fromBigInt, makeFloat, rawEquals, toBigInt } from "../../src/value/number.js";
import { ShapeTree } from "../../src/value/shape.js";
import { Table } from "../../src/value/table.js";
import type { Value } from "../../src/value/value.js";
import { randomSource } from "./random.js";

interface NoRoot extends Rootable {
  readonly Root: object;
}
type G = unknown;

function newHeap(): Heap {
  return new Arena<NoRoot>(() => ({}) as never).heap;
}

function newTable(heap: Heap): Table<G> {
  return new Table<G>(new ShapeTree(heap));
}

/** Every entry, in the order of `next`. */
function entries(table: Table<G>): [Value<G>, Value<G>][] {
  const all: [Value<G>, Value<G>][] = [];
  for (let p = table.nextPosition(0); p !== 0; p = table.nextPosition(p)) all.push([table.keyAt(p), table.valueAt(p)]);
  return all;
}

/** The naive model: a Map from a text that names the key's value. */
function nameOf(key: Value<G>): unknown {
  if (key instanceof Int64) return String(toBigInt(key));
  if (key instanceof Float) return String(key.n + 0);
  return typeof key === "number" && Number.isInteger(key) ? String(BigInt(key)) : key;
}

describe("get and set", () => {
  test("a fresh table is empty", () => {
    const table = newTable(newHeap());
    expect(table.get(1)).toBeUndefined();
    expect(table.get("x")).toBeUndefined();
    expect(table.get(undefined)).toBeUndefined();
    expect(table.get(NaN)).toBeUndefined();
    expect(table.length()).toBe(0);
    expect(table.nextPosition(0)).toBe(0);
  });

  test("a float key is the integer of the same value", () => {
    const heap = newHeap();
    const table = newTable(heap);
    table.set(heap, makeFloat(1), "one");
    table.set(heap, makeFloat(-0), "zero");
    table.set(heap, 2 ** 53, "big");
    expect(table.get(1)).toBe("one");
    expect(table.get(0)).toBe("zero");
    expect(table.get(fromBigInt(2n ** 53n))).toBe("big");
    expect(entries(table).map(([key]) => key)).toContainEqual(fromBigInt(2n ** 53n));
  });
});

// Every sort of operation at random, against the model: keys that crowd into few places, so that all parts and their changes meet.
describe("random operations agree with a Map", () => {
  const object = (i: number) => ({ id: i }) as unknown as Value<G>;
  const objects = Array.from({ length: 40 }, (_, i) => object(i));
  const keyKinds: Record<string, (below: (n: number) => number) => Value<G>> = {
    "array indices": (below) => 1 + below(60),
    "indices from both ends": (below) => (below(2) === 0 ? 1 + below(300) : 300 - below(300)),
    "sparse integers": (below) => (below(2000) - 1000) * 1_000_003,
    "few strings": (below) => `f${below(10)}`,
    "many strings": (below) => `key ${below(300)}`,
    "wide integers and floats": (below) =>
      [fromBigInt(2n ** 60n + BigInt(below(50))), below(100) / 8, makeFloat(below(9)), 2 ** 53 + below(9) * 2][below(4)],
    "objects and booleans": (below) => (below(10) === 0 ? below(2) === 0 : objects[below(40)]),
    everything: (below) => keyKinds[Object.keys(keyKinds)[below(7)] as string]!(below),
  };

  test.each(Object.keys(keyKinds))("%s", (kind) => {
    const random = randomSource(kind);
    for (let round = 0; round < 20; round++) {
      const heap = newHeap();
      const table = newTable(heap);
      const model = new Map<unknown, Value<G>>();
      for (let i = 0; i < 600; i++) {
        const key = keyKinds[kind]!(random.below);
        const action = random.below(100);
        if (action < 60) {
          table.set(heap, key, i);
          model.set(nameOf(key), i);
        } else if (action < 85) {
          table.set(heap, key, undefined);
          model.delete(nameOf(key));
        } else if (action < 99) {
          expect(table.get(key)).toBe(model.get(nameOf(key)));
        } else removeWhileTraversing(table, model, heap, random.below);
        expectBorder(table, model);
      }
      expectSame(table, model);
    }
  });

  function expectSame(table: Table<G>, model: Map<unknown, Value<G>>): void {
    const found = entries(table);
    expect(found.length).toBe(model.size);
    for (const [key, value] of found) {
      expect(model.get(nameOf(key))).toBe(value);
      expect(table.get(key)).toBe(value);
    }
  }

  function expectBorder(table: Table<G>, model: Map<unknown, Value<G>>): void {
    const n = table.length();
    if (n > 0) expect(model.has(String(n)), `#t is ${n}, but t[${n}] is nil`).toBe(true);
    expect(model.has(String(n + 1)), `#t is ${n}, but t[${n + 1}] is not nil`).toBe(false);
  }

  // The traversal that programs may do: existing keys are changed or removed, and every other is still met exactly once.
  function removeWhileTraversing(table: Table<G>, model: Map<unknown, Value<G>>, heap: Heap, below: (n: number) => number): void {
    const expected = new Set(model.keys());
    let position = table.nextPosition(0);
    while (position !== 0) {
      const key = table.keyAt(position);
      expect(expected.delete(nameOf(key))).toBe(true);
      expect(table.positionOf(key)).toBe(position);
      if (below(3) > 0) {
        table.set(heap, key, undefined);
        model.delete(nameOf(key));
        position = table.positionOf(key);
      } else table.set(heap, key, model.get(nameOf(key)));
      position = table.nextPosition(position);
    }
    expect(expected.size).toBe(0);
  }
});

describe("next", () => {
  test("a key that never was in the table has no position", () => {
    const heap = newHeap();
    const table = newTable(heap);
    table.setList(heap, 1, [10, 20], 0, 2);
    expect(table.positionOf(undefined)).toBe(0);
    expect(table.positionOf(2)).toBe(2);
    for (const key of [3, 0, -1, 1.5, "x", true, NaN, fromBigInt(2n ** 60n)]) expect(table.positionOf(key), String(key)).toBe(-1);
  });

  test("an array emptied while it is traversed leads on to the fields", () => {
    const heap = newHeap();
    const table = newTable(heap);
    for (let i = 1; i <= 10; i++) table.set(heap, i, i);
    table.set(heap, "x", "field");
    const met: Value<G>[] = [];
    for (let p = table.nextPosition(0); p !== 0; p = table.nextPosition(table.positionOf(met.at(-1)))) {
      met.push(table.keyAt(p));
      table.set(heap, table.keyAt(p), undefined);
    }
    expect(met).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, "x"]);
  });
});

test("rawEquals and table keys agree on which numbers are the same", () => {
  const random = randomSource("keys");
  for (let i = 0; i < 3000; i++) {
    const heap = newHeap();
    const table = newTable(heap);
    const a = random.luaNumber();
    const b = random.luaNumber();
    if (a !== a || b !== b) continue;
    table.set(heap, a, "a");
    expect(table.get(b) === "a").toBe(rawEquals(a, b));
  }
});
