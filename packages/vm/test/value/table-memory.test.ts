// What tables are charged against what V8 really uses for them.

import { setFlagsFromString } from "node:v8";
import { runInNewContext, runInThisContext } from "node:vm";
import { describe, expect, test } from "vitest";
import type { Table } from "../../src/value/table.js";
import { type G, TestHeap } from "./heap.js";

setFlagsFromString("--expose-gc");
setFlagsFromString("--allow-natives-syntax");
const collectGarbage = runInNewContext("gc") as () => void;

function usedBytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Real and accounted bytes of one of `count` tables that `fill` fills. */
function measure(count: number, fill: (table: Table<G>, heap: TestHeap["heap"]) => void): { real: number; accounted: number } {
  const testHeap = new TestHeap();
  const make = () => {
    const table = testHeap.newTable();
    fill(table, testHeap.heap);
    return table;
  };
  // Code is compiled and shapes are made before the measurement.
  for (let i = 0; i < Math.min(count, 3000); i++) make();
  const kept = new Array<Table<G> | undefined>(count).fill(undefined);
  const accountedBefore = testHeap.heap.allocatedBytes;
  const realBefore = usedBytes();
  for (let i = 0; i < count; i++) kept[i] = make();
  const real = (usedBytes() - realBefore) / count;
  const accounted = (testHeap.heap.allocatedBytes - accountedBefore) / count;
  expect(kept.length).toBe(count);
  return { real, accounted };
}

const keys = Array.from({ length: 60_000 }, (_, i) => `key ${i}`);

function setFields(count: number): (table: Table<G>, heap: TestHeap["heap"]) => void {
  return (table, heap) => {
    for (let i = 0; i < count; i++) table.setString(heap, keys[i] as string, i);
  };
}

function setIntegers(count: number, keyOf: (i: number) => number): (table: Table<G>, heap: TestHeap["heap"]) => void {
  return (table, heap) => {
    for (let i = 1; i <= count; i++) table.setInteger(heap, keyOf(i), i);
  };
}

// The test runner allocates beside what is measured, so a figure may be off: not three times in a row.
const MEASURED = { retry: 2 };

describe("tables take what they are charged, within 10 %", MEASURED, () => {
  test.each([
    ["empty", 200_000, () => undefined],
    ["3 fields", 20_000, setFields(3)],
    ["10 fields", 20_000, setFields(10)],
    ["array of 3", 20_000, setIntegers(3, (i) => i)],
    ["array of 10", 20_000, setIntegers(10, (i) => i)],
    ["array of 100", 5000, setIntegers(100, (i) => i)],
    ["array of 10,000", 100, setIntegers(10_000, (i) => i)],
    ["array of 1,000,000", 3, setIntegers(1_000_000, (i) => i)],
    ["array of 2,500,000", 2, setIntegers(2_500_000, (i) => i)],
    ["counted down from 10,000", 100, setIntegers(10_000, (i) => 10_001 - i)],
    ["one sparse integer", 10_000, setIntegers(1, () => 0)],
    ["1,000 sparse integers", 200, setIntegers(1000, (i) => i * 7919)],
    ["200,000 sparse integers", 3, setIntegers(200_000, (i) => i * 7919)],
    ["1,000 fields", 200, setFields(1000)],
    ["10,000 fields", 30, setFields(10_000)],
    ["60,000 fields", 10, setFields(60_000)],
  ] as const)("%s", (_, count, fill) => {
    const { real, accounted } = measure(count, fill);
    expect(accounted / real).toBeGreaterThan(0.9);
    expect(accounted / real).toBeLessThan(1.25);
  });
});

test("sizes that programs rely on", MEASURED, () => {
  expect(measure(200_000, () => undefined).real).toBeLessThanOrEqual(120);
  expect(measure(20_000, setFields(3)).real).toBeLessThanOrEqual(200);
  expect(
    measure(
      3,
      setIntegers(1_000_000, (i) => i),
    ).real,
  ).toBeLessThanOrEqual(12e6);
});

test("every array of a table is of V8's one generic packed kind, whatever it holds and however it grew", () => {
  const isGeneric = runInThisContext("(array) => %HasObjectElements(array) && !%HasHoleyElements(array)") as (array: unknown[]) => boolean;
  const { heap } = new TestHeap();
  expect(isGeneric([1, 2])).toBe(false);
  const fills: ((table: Table<G>, i: number) => void)[] = [
    (table, i) => table.setInteger(heap, i, i),
    (table, i) => table.setInteger(heap, i, i / 3),
    (table, i) => table.setInteger(heap, 201 - i, i),
    (table, i) => table.setInteger(heap, i, i % 50 === 0 ? undefined : i),
    (table, i) => table.setString(heap, `f${i}`, i),
    (table, i) => (i === 1 ? table.setList(heap, 1, [1, 2, 3, 4, 5, 6, 7], 0, 7) : table.setInteger(heap, i, 1.5)),
    (table, i) => (i < 20 ? table.setInteger(heap, i, i) : table.setInteger(heap, 40 - i, undefined)),
    (table, i) => (i === 1 ? table.reserveArray(heap, 3) : table.setInteger(heap, i, i)),
    (table, i) => (i === 1 ? table.reserveSlots(heap, 3) : table.setString(heap, `f${i}`, 0.5)),
  ];
  for (const fill of fills) {
    const table = new TestHeap().newTable();
    for (let i = 1; i <= 200; i++) {
      fill(table, i);
      if (!isGeneric(table.array) || !isGeneric(table.slots)) expect.unreachable(`${fill.toString()} at ${i}`);
    }
  }
});
