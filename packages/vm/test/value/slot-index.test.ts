import { expect, test } from "vitest";
import { SEGMENT_MASK, SEGMENT_SHIFT, SEGMENT_SLOTS, SlotIndex } from "../../src/value/slot-index.js";
import { TestHeap } from "./heap.js";
import { randomSource } from "./random.js";

/** An index over the keys 0, 1, 2, ..., each in the slot of the same number, and a model of it. */
class Model {
  readonly heap = new TestHeap().heap;
  readonly index = new SlotIndex();
  readonly keys: number[][] = [];
  readonly present = new Set<number>();

  constructor(readonly hash: (key: number) => number) {}

  insert(key: number): void {
    while (this.keys.length <= key >> SEGMENT_SHIFT) this.keys.push(new Array<number>(SEGMENT_SLOTS).fill(-1));
    this.keys[key >> SEGMENT_SHIFT]![key & SEGMENT_MASK] = key;
    this.index.makeRoom(this.heap, this.hash(key));
    this.index.insert(this.hash(key), key);
    this.present.add(key);
  }

  remove(key: number): void {
    this.index.remove(this.hash(key), key);
    this.present.delete(key);
  }

  find(key: number): number {
    return this.index.find(this.hash(key), key, this.keys);
  }
}

const scatter = (key: number) => Math.imul(key, 0x9e3779b1) ^ (key >>> 3);

test.each([
  ["well spread", scatter, 60_000],
  ["equal in the upper bits", (key: number) => scatter(key) >>> 20, 20_000],
  ["equal in the lower bits", (key: number) => scatter(key) << 16, 3000],
  ["all equal", () => 42, 400],
])("finds what was inserted and not removed: hashes %s", (_, hash, count) => {
  const random = randomSource("slot index");
  const model = new Model(hash);
  for (let step = 0; step < count * 2; step++) {
    const key = random.below(count);
    if (!model.present.has(key)) model.insert(key);
    else if (random.below(3) === 0) model.remove(key);
  }
  for (let key = 0; key < count; key++) expect(model.find(key)).toBe(model.present.has(key) ? key : -1);
});

test("charges what it takes", () => {
  const model = new Model(scatter);
  const initial = model.index.bytes;
  for (let key = 0; key < 50_000; key++) model.insert(key);
  expect(model.heap.allocatedBytes).toBe(model.index.bytes - initial);
  expect(model.index.bytes).toBeGreaterThan(50_000 * 8);
  expect(model.index.bytes).toBeLessThan(50_000 * 32);
});
