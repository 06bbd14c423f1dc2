import { describe, expect, test } from "vitest";
import { MAX_ARRAY_LENGTH } from "../../src/value/density.js";
import { MAX_MAP_KEYS, MAX_MAP_KEYS_WITH_NUMBERS } from "../../src/value/dictionary.js";
import { LONG_KEY_LENGTH } from "../../src/value/key-hash.js";
import { Float, Int64, fromBigInt, makeFloat, rawEquals, toBigInt } from "../../src/value/number.js";
import { MAX_SHAPE_KEYS } from "../../src/value/shape.js";
import type { Table } from "../../src/value/table.js";
import type { Value } from "../../src/value/value.js";
import { type G, TestHeap, entries } from "./heap.js";
import { randomSource } from "./random.js";

/** The naive model: a Map from a text that names the key's value. */
function nameOf(key: Value<G>): unknown {
  if (key instanceof Int64) return String(toBigInt(key));
  if (key instanceof Float) return String(key.n + 0);
  return typeof key === "number" && Number.isInteger(key) ? String(BigInt(key)) : key;
}

function fresh(): { heap: TestHeap["heap"]; table: Table<G> } {
  const testHeap = new TestHeap();
  return { heap: testHeap.heap, table: testHeap.keptTable() };
}

/** `expect(actual).toBe(expected)` for loops: a thousand times cheaper when it holds. */
function same(actual: unknown, expected: unknown): void {
  if (actual !== expected) expect(actual).toBe(expected);
}

describe("get and set", () => {
  test("a fresh table is empty", () => {
    const table = new TestHeap().newTable();
    expect(table.get(1)).toBeUndefined();
    expect(table.get("x")).toBeUndefined();
    expect(table.get(undefined)).toBeUndefined();
    expect(table.get(NaN)).toBeUndefined();
    expect(table.length()).toBe(0);
    expect(table.nextPosition(0)).toBe(0);
  });

  test("a float key is the integer of the same value", () => {
    const { heap, table } = fresh();
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
      const { heap, table } = fresh();
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
          same(table.get(key), model.get(nameOf(key)));
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
      same(model.get(nameOf(key)), value);
      same(table.get(key), value);
    }
  }

  function expectBorder(table: Table<G>, model: Map<unknown, Value<G>>): void {
    const n = table.length();
    if (n > 0) same(model.has(String(n)), true);
    same(model.has(String(n + 1)), false);
  }

  // The traversal that programs may do: existing keys are changed or removed, and every other is still met exactly once.
  function removeWhileTraversing(
    table: Table<G>,
    model: Map<unknown, Value<G>>,
    heap: TestHeap["heap"],
    below: (n: number) => number,
  ): void {
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
    const { heap, table } = fresh();
    table.setList(heap, 1, [10, 20], 0, 2);
    expect(table.positionOf(undefined)).toBe(0);
    expect(table.positionOf(2)).toBe(2);
    for (const key of [3, 0, -1, 1.5, "x", true, NaN, fromBigInt(2n ** 60n)]) expect(table.positionOf(key), String(key)).toBe(-1);
  });

  test("an array emptied while it is traversed leads on to the fields", () => {
    const { heap, table } = fresh();
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
    const { heap, table } = fresh();
    const a = random.luaNumber();
    const b = random.luaNumber();
    if (a !== a || b !== b) continue;
    table.set(heap, a, "a");
    same(table.get(b) === "a", rawEquals(a, b));
  }
});

// Orders in which programs fill and empty tables with integer keys; each is checked against what was stored.
describe("integer keys in every order", () => {
  const COUNT = 20_000;
  const orders: Record<string, () => Iterable<number>> = {
    "counting up": () => range(1, COUNT),
    "counting down": () => range(1, COUNT).reverse(),
    "from zero": () => range(0, COUNT),
    "from two": () => range(2, COUNT),
    "below zero": () => range(-COUNT, 0).reverse(),
    "far from zero": () => range(2 ** 41 - COUNT / 2, 2 ** 41 + COUNT / 2),
    shuffled: () => shuffled(range(1, COUNT)),
    "every third": () => range(1, COUNT).map((n) => n * 3),
    "two runs that meet": () => [...range(1, COUNT / 2), ...range(COUNT / 2 + 1, COUNT).reverse()],
    sparse: () => range(1, COUNT).map((n) => n * 7919 * 7919 - 5),
    "powers of two": () => range(0, 52).map((n) => 2 ** n),
  };

  function range(from: number, to: number): number[] {
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  }

  function shuffled(numbers: number[]): number[] {
    const random = randomSource("shuffle");
    for (let i = numbers.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
    }
    return numbers;
  }

  test.each(Object.keys(orders))("%s", (name) => {
    const { heap, table } = fresh();
    const keys = [...orders[name]!()];
    for (const n of keys) {
      table.setInteger(heap, n, `v${n}`);
      same(table.getInteger(n), `v${n}`);
    }
    for (const n of keys) same(table.getInteger(n), `v${n}`);
    const found = entries(table);
    expect(found.length).toBe(keys.length);
    expect(new Set(found.map(([key]) => key)).size).toBe(keys.length);
    const border = table.length();
    same(table.getInteger(border + 1), undefined);
    if (border > 0) expect(table.getInteger(border)).toBeDefined();
    for (const n of keys) table.setInteger(heap, n, undefined);
    expect(table.nextPosition(0)).toBe(0);
    same(table.length(), 0);
  });

  test("what counts down to one, or from two up, becomes an array part", () => {
    for (const keys of [range(1, 300).reverse(), range(2, 300)]) {
      const { heap, table } = fresh();
      for (const n of keys) table.setInteger(heap, n, n);
      expect(table.array.length).toBe(300);
    }
  });

  test("a field in between does not end the array part", () => {
    const { heap, table } = fresh();
    table.setInteger(heap, 0, "zero");
    table.setString(heap, "n", 1);
    for (let n = 1; n <= 100; n++) table.setInteger(heap, n, n);
    expect(table.array.length).toBe(100);
    expect(table.shape.keys).toEqual(["n"]);
  });

  test.each([1, 40, 700, 5000])("a queue of %i", (size) => {
    const { heap, table } = fresh();
    let head = 1;
    for (let tail = 1; tail <= 30_000; tail++) {
      table.setInteger(heap, tail, `v${tail}`);
      if (tail - head < size) continue;
      same(table.getInteger(head), `v${head}`);
      table.setInteger(heap, head++, undefined);
    }
    expect(
      entries(table)
        .map(([key]) => key as number)
        .sort((a, b) => a - b),
    ).toEqual(range(head, 30_000));
    // What has been taken out does not cost memory for ever.
    expect(heap.allocatedBytes).toBeLessThan(20_000 + Math.max(size, 1024) * 100);
  });

  test("an array longer than the array part may be", () => {
    const { heap, table } = fresh();
    const count = MAX_ARRAY_LENGTH * 2;
    for (let n = 1; n <= count; n++) table.setInteger(heap, n, n);
    expect(table.array.length).toBeLessThan(MAX_ARRAY_LENGTH * 1.6);
    same(table.getInteger(count), count);
    for (let n = count; n > MAX_ARRAY_LENGTH - 100; n--) {
      if (n % 997 === 0) same(table.length(), n);
      table.setInteger(heap, n, undefined);
    }
    same(table.length(), MAX_ARRAY_LENGTH - 100);
  });
});

describe("setList", () => {
  test.each([
    [[10, 20, 30], 3],
    [[10, undefined, 30], 3],
    [[undefined, undefined, 30], 3],
    [[10, undefined, undefined], 1],
    [[undefined, undefined], 0],
    [[], 0],
  ])("%j", (values: (number | undefined)[], border) => {
    const { heap, table } = fresh();
    const source = ["before", ...values, "behind"];
    table.setList(heap, 1, source, 1, values.length);
    same(table.length(), border);
    for (let i = 0; i < values.length; i++) same(table.getInteger(i + 1), values[i]);
    same(table.getInteger(values.length + 1), undefined);
  });

  test("in batches, some of which end with nil", () => {
    const { heap, table } = fresh();
    table.setList(heap, 1, [1, 2, undefined], 0, 3);
    table.setList(heap, 4, [undefined, 5, undefined], 0, 3);
    table.setList(heap, 7, [undefined, undefined, undefined], 0, 3);
    table.setList(heap, 10, [10], 0, 1);
    expect(entries(table)).toEqual([
      [1, 1],
      [2, 2],
      [5, 5],
      [10, 10],
    ]);
    table.setInteger(heap, 11, 11);
    same(table.length(), 11);
  });
});

describe("string keys, from few to very many", () => {
  test.each([MAX_SHAPE_KEYS, MAX_SHAPE_KEYS + 1, 1000, MAX_MAP_KEYS, MAX_MAP_KEYS + 1, 40_000])("%i keys", (count) => {
    const { heap, table } = fresh();
    for (let i = 0; i < count; i++) table.setString(heap, `key ${i}`, i);
    expect(table.dictionary === undefined).toBe(count <= MAX_SHAPE_KEYS);
    expect(table.dictionary?.isLarge ?? false).toBe(count > MAX_MAP_KEYS);
    for (let i = 0; i < count; i++) same(table.getString(`key ${i}`), i);
    expect(entries(table).map(([key]) => key)).toEqual(Array.from({ length: count }, (_, i) => `key ${i}`));
    for (let i = 0; i < count; i += 2) table.setString(heap, `key ${i}`, undefined);
    for (let i = 0; i < count; i++) table.setString(heap, `other ${i}`, -i);
    for (let i = 0; i < count; i++) {
      same(table.getString(`key ${i}`), i % 2 === 0 ? undefined : i);
      same(table.getString(`other ${i}`), -i);
    }
  });

  test("keys that come and go do not take ever more memory, in a large dictionary either", () => {
    const { heap, table } = fresh();
    const size = MAX_MAP_KEYS * 2;
    for (let i = 0; i < size; i++) table.setString(heap, `key ${i}`, i);
    const bytes = heap.allocatedBytes;
    for (let i = size; i < size * 6; i++) {
      table.setString(heap, `key ${i - size}`, undefined);
      table.setString(heap, `key ${i}`, i);
    }
    expect(heap.allocatedBytes).toBeLessThan(bytes * 2);
    expect(entries(table).length).toBe(size);
  });

  test("a dictionary that became large goes on as before while its old index is emptied", () => {
    const random = randomSource("becoming large");
    const { heap, table } = fresh();
    const model = new Map<string, number>();
    for (let i = 0; i < MAX_MAP_KEYS * 1.5; i++) {
      table.setString(heap, `key ${i}`, i);
      model.set(`key ${i}`, i);
      if (i < MAX_MAP_KEYS - 100) continue;
      const key = `key ${random.below(i)}`;
      same(table.getString(key), model.get(key));
      table.setString(heap, key, undefined);
      model.delete(key);
    }
    expect(new Map(entries(table) as [string, number][])).toEqual(model);
  });

  test("numbers are kept out of large Maps, where a script could make them collide", () => {
    const { heap, table } = fresh();
    for (let i = 0; i < MAX_MAP_KEYS_WITH_NUMBERS; i++) table.set(heap, i + 0.5, i);
    expect(table.dictionary?.isLarge).toBe(false);
    table.set(heap, 1e6 + 0.5, 0);
    expect(table.dictionary?.isLarge).toBe(true);
    for (let i = 0; i < MAX_MAP_KEYS_WITH_NUMBERS; i++) same(table.get(i + 0.5), i);
  });

  test("very long keys of one length", () => {
    const { heap, table } = fresh();
    const keyOf = (i: number) => "x".repeat(LONG_KEY_LENGTH) + String(i).padStart(6, "0");
    table.setString(heap, "short", 0);
    for (let i = 1; i <= 300; i++) table.setString(heap, keyOf(i), i);
    for (let i = 1; i <= 300; i++) same(table.getString(keyOf(i)), i);
    same(table.getString("short"), 0);
    same(table.getString(keyOf(0)), undefined);
  });
});

describe("keys of all sorts in a large dictionary", () => {
  test("each is found again, and comes back from next as it went in", () => {
    const testHeap = new TestHeap();
    const { heap } = testHeap;
    const table = testHeap.keptTable();
    const keys: Value<G>[] = [true, false, 0.5, Infinity, -Infinity, 2 ** 70];
    for (let i = 1; i < 12_000; i++)
      keys.push(i + 0.25, `s${i}`, fromBigInt(2n ** 60n + BigInt(i)), testHeap.newTable(), { other: i } as never);
    keys.forEach((key, i) => table.set(heap, key, i));
    expect(table.dictionary?.isLarge).toBe(true);
    keys.forEach((key, i) => same(table.get(key), i));
    same(table.get(testHeap.newTable()), undefined);
    same(table.get({} as never), undefined);
    expect(entries(table).map(([key]) => key)).toEqual(keys);
    keys.forEach((key) => table.set(heap, key, undefined));
    expect(entries(table)).toEqual([]);
  });
});

describe("absent events", () => {
  test("are forgotten when a string key comes to have a value, and at no other store", () => {
    for (const fieldCount of [0, 10, 100]) {
      const { heap, table } = fresh();
      for (let i = 0; i < fieldCount; i++) table.setString(heap, `f${i}`, i);
      table.absentEvents = 5;
      table.set(heap, 1, "array");
      table.set(heap, -1, "integer");
      expect(table.absentEvents).toBe(5);
      table.setString(heap, "__index", undefined);
      table.setString(heap, "__index", true);
      expect(table.absentEvents).toBe(0);
      table.setString(heap, "__index", undefined);
      table.absentEvents = 5;
      table.setString(heap, "__index", true);
      expect(table.absentEvents).toBe(0);
    }
  });
});

describe("memory limit", () => {
  const fills: Record<string, (table: Table<G>, heap: TestHeap["heap"], i: number) => void> = {
    "array elements": (table, heap, i) => table.setInteger(heap, i + 1, i),
    "integers counting down": (table, heap, i) => table.setInteger(heap, 1e6 - i, i),
    "sparse integers": (table, heap, i) => table.setInteger(heap, i * 99_991, i),
    strings: (table, heap, i) => table.setString(heap, `key ${i}`, i),
    floats: (table, heap, i) => table.set(heap, i + 0.5, i),
  };

  test.each(Object.keys(fills))("a refused store changes nothing: %s", (name) => {
    for (const limit of [700, 3000, 20_000, 300_000, 3_000_000]) {
      const testHeap = new TestHeap(limit);
      const { heap } = testHeap;
      const table = testHeap.keptTable();
      let count = 0;
      expect(() => {
        for (; count < 1e6; count++) fills[name]!(table, heap, count);
      }).toThrow(/memory|limit/i);
      expect(entries(table).length).toBe(count);
      expect(entries(table).every(([key, value]) => table.get(key) === value)).toBe(true);
      expect(heap.allocatedBytes).toBeLessThanOrEqual(limit);
    }
  });
});
