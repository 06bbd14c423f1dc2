import { type Tracer, trace, traceMore } from "@luster/gc-arena";
import { describe, expect, test } from "vitest";
import { MAX_MAP_KEYS } from "../../src/value/dictionary.js";
import { HEAP_NUMBER_BYTES } from "../../src/value/mark.js";
import { fromBigInt, makeFloat } from "../../src/value/number.js";
import { Table } from "../../src/value/table.js";
import type { Value } from "../../src/value/value.js";
import { type G, TestHeap, entries } from "./heap.js";
import { type RandomSource, randomSource } from "./random.js";

function withMode(heap: TestHeap, mode: string): { table: Table<G>; metatable: Table<G> } {
  const table = heap.keptTable();
  const metatable = heap.newTable();
  metatable.setString(heap.heap, "__mode", mode);
  table.metatable = metatable;
  return { table, metatable };
}

/** Stores a value in each part of a table: array, page, sparse integers, shape or dictionary. */
function fillAllParts(heap: TestHeap, table: Table<G>, make: () => Value<G>): void {
  for (let n = 1; n <= 20; n++) table.setInteger(heap.heap, n, make());
  for (let n = 5000; n <= 9000; n++) table.setInteger(heap.heap, n, make());
  for (let n = 1; n <= 20; n++) table.setInteger(heap.heap, -n * 1_000_003, make());
  for (let n = 1; n <= 20; n++) table.setString(heap.heap, `field ${n}`, make());
}

describe("a live table keeps alive", () => {
  test("the values in all of its parts, its keys and its metatable", () => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    const reached: Table<G>[] = [];
    const make = () => {
      const made = heap.newTable();
      reached.push(made);
      return made;
    };
    fillAllParts(heap, table, make);
    table.metatable = make();
    table.set(heap.heap, make(), make());
    table.set(heap.heap, 0.5, make());
    heap.arena.collectAll();
    const live = heap.roots[0] as Table<G>;
    expect(reached.every((object) => object.gcColor === live.gcColor)).toBe(true);
  });

  test("nothing that was removed from it", () => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    fillAllParts(heap, table, () => heap.newTable());
    const bytes = heap.heap.allocatedBytes;
    const removed = entries(table).map(([, value]) => value as Table<G>);
    for (const [key] of entries(table)) table.set(heap.heap, key, undefined);
    heap.arena.collectAll();
    expect(removed.every((object) => object.gcColor < table.gcColor)).toBe(true);
    expect(heap.heap.allocatedBytes).toBeLessThan(bytes - removed.length * 100);
  });
});

describe("weak values", () => {
  test("are cleared from all parts, strings and numbers stay", () => {
    const heap = new TestHeap();
    const { table } = withMode(heap, "v");
    fillAllParts(heap, table, () => heap.newTable());
    const kept = heap.keptTable();
    table.setString(heap.heap, "kept", kept);
    table.setInteger(heap.heap, 10, "string");
    table.setInteger(heap.heap, 6000, 5);
    table.setInteger(heap.heap, 20, makeFloat(1));
    heap.arena.collectAll();
    expect(entries(table)).toEqual([
      [10, "string"],
      [20, makeFloat(1)],
      [6000, 5],
      ["kept", kept],
    ]);
    expect(table.length()).toBe(20);
  });

  test("an array whose end dies gets shorter", () => {
    const heap = new TestHeap();
    const { table } = withMode(heap, "v");
    for (let n = 1; n <= 50; n++) table.setInteger(heap.heap, n, n <= 30 ? n : heap.newTable());
    heap.arena.collectAll();
    expect(table.length()).toBe(30);
  });
});

describe("weak keys", () => {
  test("an entry lives as long as its key, though its value points to the key", () => {
    const heap = new TestHeap();
    const { table } = withMode(heap, "k");
    const kept = heap.keptTable();
    for (const key of [kept, heap.newTable()]) {
      const value = heap.newTable();
      value.setString(heap.heap, "key", key);
      table.set(heap.heap, key, value);
    }
    heap.arena.collectAll();
    expect(entries(table).map(([key]) => key)).toEqual([kept]);
    expect((table.get(kept) as Table<G>).getString("key")).toBe(kept);
  });

  test("a chain of entries is kept by its first key, and goes as a whole", () => {
    const heap = new TestHeap();
    const { table } = withMode(heap, "k");
    const chain = Array.from({ length: 2000 }, () => heap.newTable());
    for (let i = chain.length - 1; i > 0; i--) table.set(heap.heap, chain[i - 1], chain[i]);
    heap.roots.push(chain[0]);
    heap.arena.collectAll();
    expect(entries(table).length).toBe(1999);
    heap.roots.pop();
    heap.arena.collectAll();
    expect(entries(table).length).toBe(0);
  });

  test("keys that are not objects keep their values", () => {
    const heap = new TestHeap();
    const { table } = withMode(heap, "k");
    const keys: Value<G>[] = [1, -5, 0.5, true, "x", fromBigInt(2n ** 60n)];
    for (const key of keys) table.set(heap.heap, key, heap.newTable());
    heap.arena.collectAll();
    expect(entries(table).length).toBe(keys.length);
  });

  test("in a large dictionary", () => {
    const heap = new TestHeap();
    const { table } = withMode(heap, "k");
    for (let i = 0; i < MAX_MAP_KEYS + 1000; i++) table.set(heap.heap, i % 10 === 0 ? heap.keptTable() : heap.newTable(), heap.newTable());
    expect(table.dictionary?.isLarge).toBe(true);
    heap.arena.collectAll();
    expect(entries(table).map(([key]) => key)).toEqual(heap.roots.slice(1));
    for (const key of heap.roots.slice(1)) if (table.get(key) === undefined) expect.unreachable();
  });
});

test("weak keys and values: an entry lives while both do", () => {
  const heap = new TestHeap();
  const { table } = withMode(heap, "kv");
  const [a, b] = [heap.keptTable(), heap.keptTable()];
  table.set(heap.heap, a, b);
  table.set(heap.heap, b, heap.newTable());
  table.set(heap.heap, heap.newTable(), a);
  table.set(heap.heap, "string", "kept");
  heap.arena.collectAll();
  expect(entries(table)).toEqual([
    [a, b],
    ["string", "kept"],
  ]);
});

test("the mode is asked at each collection: it may come and go", () => {
  const heap = new TestHeap();
  const { table, metatable } = withMode(heap, "v");
  metatable.setString(heap.heap, "__mode", undefined);
  table.setInteger(heap.heap, 1, heap.newTable());
  heap.arena.collectAll();
  expect(table.length()).toBe(1);
  heap.arena.collectAll();
  metatable.setString(heap.heap, "__mode", "v");
  heap.arena.collectAll();
  expect(table.length()).toBe(0);
});

describe("the key of a removed entry", () => {
  test("does not live on in the table", () => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    const key = heap.newTable();
    table.set(heap.heap, key, 1);
    table.set(heap.heap, key, undefined);
    heap.arena.collectAll();
    expect(key.gcColor).toBeLessThan(table.gcColor);
    expect(table.positionOf(key)).toBe(-1);
  });

  test("stays a place to go on from while something else keeps it", () => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    const key = heap.keptTable();
    table.set(heap.heap, key, 1);
    table.set(heap.heap, 0.5, 2);
    table.set(heap.heap, key, undefined);
    heap.arena.collectAll();
    expect(table.keyAt(table.nextPosition(table.positionOf(key)))).toBe(0.5);
  });
});

/** Things that programs do to a table, which make its parts grow, move and shrink; `make` gives the values to store. */
const steps: ((heap: TestHeap["heap"], table: Table<G>, random: RandomSource, make: () => Value<G>) => void)[] = [
  (heap, table, _, make) => table.setInteger(heap, table.length() + 1, make()),
  (heap, table) => table.setInteger(heap, table.length(), undefined),
  (heap, table, random, make) => table.setInteger(heap, random.below(100), random.below(3) > 0 ? make() : undefined),
  (heap, table, random, make) => table.setInteger(heap, random.below(1e9), make()),
  (heap, table, random, make) => table.set(heap, random.below(500) + 0.5, random.below(3) > 0 ? make() : undefined),
  // A run of keys somewhere, in one direction or the other, perhaps right behind or before what is there.
  (heap, table, random, make) => {
    const from = random.pick([1, table.length() + 2, random.below(20_000), random.below(1e6)]);
    const count = random.below(3000);
    for (let n = from; n < from + count; n++) table.setInteger(heap, n, make());
  },
  (heap, table, random, make) => {
    const to = random.pick([0, random.below(1000), random.below(20_000)]);
    for (let n = to + random.below(3000); n > to; n--) table.setInteger(heap, n, make());
  },
  (heap, table, random, make) => {
    for (let n = 1000 + random.below(20); n < 3000; n += 2) table.setInteger(heap, (n * 7919) % 2048, make());
  },
  (heap, table, random) => {
    for (let n = table.length(), end = n - random.below(400); n > 0 && n > end; n--) table.setInteger(heap, n, undefined);
  },
  (heap, table, random) => {
    for (let n = 1, end = random.below(3000); n < end; n++) table.setInteger(heap, n, undefined);
  },
  (heap, table, random, make) => {
    const count = random.pick([20, 300, 3000]);
    for (let i = 0; i < count; i++) table.set(heap, random.below(count * 2) + 0.25, random.below(4) > 0 ? make() : undefined);
  },
  (heap, table, random, make) => {
    for (let i = random.below(30); i > 0; i--) table.set(heap, make(), make());
  },
  // A queue: the head goes, the tail grows.
  (heap, table, random, make) => {
    const length = table.length();
    for (let n = 1; n < length * 0.8; n++) table.setInteger(heap, n, undefined);
    for (let n = length + 1; n < length + random.below(length + 50); n++) table.setInteger(heap, n, make());
  },
  // Keys behind a gap, until they are dense enough for the array part.
  (heap, table, random, make) => {
    const length = table.array.length;
    for (let n = length + 40 + random.below(60); n > length + 2; n--) table.setInteger(heap, n, make());
  },
  // Fields that come and go.
  (heap, table, random, make) => {
    const keys = entries(table).map(([key]) => key);
    for (const key of keys)
      if (typeof key !== "number" || !Number.isInteger(key)) table.set(heap, key, random.below(2) > 0 ? make() : undefined);
    for (let i = 0; i < keys.length; i++) table.setString(heap, `f${random.below(1e6)}`, make());
  },
  (heap, table, random, make) => {
    if (table.array.length === 0) table.setList(heap, 1, [make(), undefined, make(), make(), make()], 0, random.below(6));
  },
  (heap, table, random) => table.reserveSlots(heap, random.below(20)),
  (heap, table, random) => table.reserveArray(heap, random.below(20)),
];

// What a table says it takes when it is traced must be what its growth was charged: nothing else than live objects is left here.
test("bytes charged and bytes traced agree, whatever is done to a table", () => {
  const random = randomSource("accounts");
  for (let round = 0; round < 100; round++) {
    const heap = new TestHeap();
    const table = heap.keptTable();
    for (let i = random.below(60); i >= 0; i--) random.pick(steps)(heap.heap, table, random, () => random.below(1000));
    const charged = heap.heap.allocatedBytes;
    heap.arena.collectAll();
    // Numbers that are objects of the host are counted when they are found.
    const numbers = entries(table).filter(([key]) => typeof key === "number" && (key | 0) !== key);
    expect(heap.heap.allocatedBytes).toBe(charged + numbers.length * HEAP_NUMBER_BYTES);
  }
});

describe("numbers that are objects of the host are counted", () => {
  const bytesOf = (fill: (heap: TestHeap, table: Table<G>, n: number) => void, count: number): number => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    for (let n = 1; n <= count; n++) fill(heap, table, n);
    const charged = heap.heap.allocatedBytes;
    heap.arena.collectAll();
    return heap.heap.allocatedBytes - charged;
  };

  test("in the array part, if they differ from their neighbours", () => {
    expect(bytesOf(({ heap }, table, n) => table.setInteger(heap, n, n + 0.5), 3000)).toBe(3000 * HEAP_NUMBER_BYTES);
    expect(bytesOf(({ heap }, table, n) => table.setInteger(heap, n, 2 ** 40 + n), 3000)).toBe(3000 * HEAP_NUMBER_BYTES);
    expect(bytesOf(({ heap }, table, n) => table.setInteger(heap, n, 0.5), 3000)).toBe(3 * HEAP_NUMBER_BYTES);
    expect(bytesOf(({ heap }, table, n) => table.setInteger(heap, n, n), 3000)).toBe(0);
  });

  test("as boxes, of which a constant is one", () => {
    const zero = makeFloat(0);
    expect(bytesOf(({ heap }, table, n) => table.setInteger(heap, n, makeFloat(n)), 1000)).toBeGreaterThanOrEqual(1000 * 40);
    expect(bytesOf(({ heap }, table, n) => table.setInteger(heap, n, zero), 1000)).toBeLessThan(100);
  });

  test("as fields, and as keys", () => {
    expect(bytesOf(({ heap }, table, n) => table.setString(heap, `f${n}`, n / 3.5), 40)).toBeGreaterThanOrEqual(34 * HEAP_NUMBER_BYTES);
    const sparse = bytesOf(({ heap }, table, n) => table.setInteger(heap, n * 1_000_003_000, n), 2000);
    expect(sparse).toBeGreaterThanOrEqual(1990 * HEAP_NUMBER_BYTES);
  });
});

// A large table is traced in pieces, and changes between two of them in all the ways that move its values about.
test("nothing is lost from tables that change while they are traced", () => {
  const random = randomSource("pieces");
  const ballast = new Array<number>(50_000).fill(1);
  for (let round = 0; round < 150; round++) {
    const heap = new TestHeap();
    const table = heap.keptTable();
    // Traced after the table, so that marking goes on when that is done.
    heap.keptTable().setList(heap.heap, 1, ballast, 0, ballast.length);
    const make = () => heap.newTable();
    for (let i = random.below(20); i >= 0; i--) random.pick(steps)(heap.heap, table, random, make);
    // What is small is marked at once.
    heap.arena.collectStep(1);
    for (let slice = random.below(12); slice > 0 && heap.arena.phase === "marking"; slice--) {
      random.pick(steps)(heap.heap, table, random, make);
      heap.arena.collectStep(1 + random.below(30_000));
    }
    if (heap.arena.phase === "marking") heap.arena.finishMarking();
    for (const pair of entries(table)) {
      for (const part of pair) {
        if (isTable(part) && part.gcColor !== table.gcColor) expect.unreachable("a value or key was not marked");
      }
    }
  }
});

// The same for moves that need a history: values that were there before, from a part not yet traced to one that has been.
describe("values that move to where a trace has been are traced there", () => {
  function expectAllMarked(table: Table<G>): void {
    for (const [key, value] of entries(table))
      if (isTable(value) && value.gcColor !== table.gcColor) expect.unreachable(`${String(key)} was not marked`);
  }

  test.each([0, 1, 2, 3, 4, 5, 6])("from the integer part's dictionary to the array part, after %i pieces", (pieces) => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    for (let n = 1; n <= 1500; n++) table.setInteger(heap.heap, n, n);
    for (const n of [1503, 1504, 1505, 1506]) table.setInteger(heap.heap, n, heap.newTable());
    for (let piece = 0; piece <= pieces; piece++) heap.arena.collectStep(1);
    table.setInteger(heap.heap, 1507, 1);
    expect(table.array.length).toBe(1507);
    heap.arena.finishMarking();
    expectAllMarked(table);
  });

  test("within a dictionary that drops removed keys", () => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    for (let i = 0; i < 3000; i++) table.set(heap.heap, i + 0.5, heap.newTable());
    for (let i = 0; i < 1500; i++) table.set(heap.heap, i + 0.5, undefined);
    heap.arena.collectStep(1);
    heap.arena.collectStep(1);
    for (let i = 3000; i < 5000; i++) table.set(heap.heap, i + 0.5, i);
    heap.arena.finishMarking();
    expectAllMarked(table);
  });
});

function isTable(value: Value<G>): value is Table<G> {
  return value instanceof Table;
}

describe("a long string key whose entry is gone", () => {
  const longKey = (letter: string) => letter.repeat(100_000);

  function stringBytesOf(heap: TestHeap): number {
    heap.heap.stringBytes = 1e9; // an upper bound, which the next marking corrects
    heap.arena.collectAll();
    return heap.heap.stringBytes;
  }

  test.each([1, 20, MAX_MAP_KEYS + 10])("is let go of at the next collection, from a dictionary of %i entries", (count) => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    table.set(heap.heap, true, 1);
    for (let i = 0; i < count; i++) table.set(heap.heap, i + 0.5, i);
    table.setString(heap.heap, longKey("a"), 1);
    table.setString(heap.heap, longKey("b"), 2);
    table.setString(heap.heap, "behind", 3);
    expect(stringBytesOf(heap)).toBeGreaterThan(200_000);
    table.setString(heap.heap, longKey("a"), undefined);
    expect(stringBytesOf(heap)).toBeLessThan(150_000);
    // A traversal that has just removed it goes on all the same.
    expect(table.keyAt(table.nextPosition(table.positionOf(longKey("a"))))).toBe(longKey("b"));
    expect(table.positionOf(longKey("c"))).toBe(-1);
    table.setString(heap.heap, longKey("a"), 4);
    expect(table.getString(longKey("a"))).toBe(4);
    expect(entries(table).length).toBe(count + 4);
  });

  test("goes with its weak value", () => {
    const heap = new TestHeap();
    const { table } = withMode(heap, "kv");
    table.set(heap.heap, true, 1);
    table.setString(heap.heap, longKey("a"), 25);
    table.setString(heap.heap, longKey("b"), heap.newTable());
    table.setString(heap.heap, longKey("c"), heap.keptTable());
    const bytes = stringBytesOf(heap);
    expect(bytes).toBeGreaterThan(200_000);
    expect(bytes).toBeLessThan(250_000);
    expect(entries(table).map(([key]) => key)).toEqual([true, longKey("a"), longKey("c")]);
  });
});

describe("strings stored while marking", () => {
  test.each([10, 5000])("are counted in a table of %i elements that was traced before", (length) => {
    const heap = new TestHeap();
    const table = heap.keptTable();
    for (let n = 1; n <= length; n++) table.setInteger(heap.heap, n, n);
    heap.keptTable().setList(heap.heap, 1, new Array<number>(50_000).fill(1), 0, 50_000);
    for (let step = 0; table.gcColor !== heap.heap.barrierColor && step < 100; step++) heap.arena.collectStep(1);
    expect(table.gcColor).toBe(heap.heap.barrierColor);
    const value = "s".repeat(1000);
    heap.heap.chargeString(value.length + 24, 0);
    table.setString(heap.heap, "string", value);
    heap.arena.finishCycle();
    expect(heap.heap.stringBytes).toBe(value.length + 24);
  });
});

test("a large table is traced in pieces", () => {
  const heap = new TestHeap();
  const table = heap.keptTable();
  fillAllParts(heap, table, () => 1);
  let largest = 0;
  let marked = 0;
  const values = new Set<unknown>();
  const tracer = {
    epoch: 2,
    mark: (object: unknown) => void (marked++, values.add(object)),
    addBytes: () => undefined,
    addStringBytes: () => undefined,
    traceLater: (_: unknown, from: number) => void (next = from),
  } as unknown as Tracer;
  for (const [key] of entries(table)) table.set(heap.heap, key, heap.newTable());
  let next = -1;
  table[trace](tracer);
  while (next >= 0) {
    const before = marked;
    next = table[traceMore](tracer, next);
    largest = Math.max(largest, marked - before);
  }
  expect(values.size).toBe(entries(table).length);
  expect(largest).toBeLessThanOrEqual(1024);
});
